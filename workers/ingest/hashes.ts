import type { Split } from '../../core/dataset';
import { sha256 } from '../../core/sha256';

/** `Dataset.hash`: the same pictures with the same labels and sides give the same. */
export function datasetHash(
  pictures: readonly { file: string; label: string; hash: string; split: Split | null }[],
): Promise<string> {
  const lines = pictures.map(({ file, label, hash, split }) =>
    JSON.stringify([file, label, hash, split]),
  );
  return sha256(new TextEncoder().encode(lines.sort().join('\n')));
}
