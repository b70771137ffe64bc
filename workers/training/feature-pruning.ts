import type { Store } from '../../core/store/types';
import { HASH_BYTES, recordBytes, toHex } from './feature-cache';
import type { FeatureDisk, SyncFile } from './feature-disk';

/** Features are kept by picture, whatever the dataset, so they outlive one until they are pruned. */
export async function pruneRemoved(store: Store, disk: FeatureDisk): Promise<void> {
  const files = await disk.list();
  if (files.length === 0) return;
  const live = new Set<string>();
  for (const { id } of await store.datasets.list()) {
    for (const { hash } of await store.datasets.pictures(id)) live.add(hash);
  }
  for (const { name } of files) await pruneFile(disk, name, live);
}

/** A file that somebody has open is left as it is. */
async function pruneFile(
  disk: FeatureDisk,
  name: string,
  live: ReadonlySet<string>,
): Promise<void> {
  const bytes = recordBytes(name);
  // Of an older version, which did not say how long its records are.
  if (bytes === null) return disk.remove(name);
  const file = await disk.open(name);
  if (!file) return;
  const left = compact(file, bytes, live);
  file.flush();
  file.close();
  if (left === 0) await disk.remove(name);
}

/** Moves live records to the front and cuts the rest off; returns how many there are. */
function compact(file: SyncFile, bytes: number, live: ReadonlySet<string>): number {
  const count = Math.floor(file.size() / bytes);
  const record = new Uint8Array(bytes);
  let left = 0;
  for (let index = 0; index < count; index++) {
    file.read(record.subarray(0, HASH_BYTES), index * bytes);
    if (!live.has(toHex(record.subarray(0, HASH_BYTES)))) continue;
    if (left < index) {
      file.read(record, index * bytes);
      file.write(record, left * bytes);
    }
    left++;
  }
  file.truncate(left * bytes);
  return left;
}
