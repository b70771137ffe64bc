import type { Split } from '../../core/dataset';

/** SHA-256, hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `Dataset.hash`: the same pictures with the same labels and sides give the same. */
export function datasetHash(
  pictures: readonly { file: string; label: string; hash: string; split: Split | null }[],
): Promise<string> {
  const lines = pictures.map(({ file, label, hash, split }) =>
    JSON.stringify([file, label, hash, split]),
  );
  return sha256(new TextEncoder().encode(lines.sort().join('\n')));
}
