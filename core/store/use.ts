import type { Connection } from './connection';
import type { StorageUse } from './types';

/** What the browser says of this origin; where it says nothing, what the records add up to. */
export async function storageUse(connection: Connection): Promise<StorageUse> {
  const manager = typeof navigator === 'undefined' ? undefined : navigator.storage;
  const estimate = await manager?.estimate?.();
  return {
    usedBytes: estimate?.usage ?? (await recordedBytes(connection)),
    quotaBytes: estimate?.quota ?? null,
    persisted: (await manager?.persisted?.()) ?? false,
  };
}

function recordedBytes(connection: Connection): Promise<number> {
  return connection.read(['datasets', 'artifacts'], async (tx) => {
    const records = [
      ...(await tx.objectStore('datasets').getAll()),
      ...(await tx.objectStore('artifacts').getAll()),
    ];
    return records.reduce((sum, { bytes }) => sum + bytes, 0);
  });
}
