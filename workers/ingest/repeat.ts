import type { Dataset, Picture, SkippedFile } from '../../core/dataset';
import { sha256 } from '../../core/sha256';
import type { Store } from '../../core/store/types';
import type { Candidate } from './pictures';

/**
 * The stored dataset that importing these would make again, found without decoding: the same
 * files, labels and sides, then the same bytes. Null if there is none.
 */
export async function findRepeat(
  candidates: readonly Candidate[],
  skipped: readonly SkippedFile[],
  store: Store,
  signal: AbortSignal,
): Promise<Dataset | null> {
  for (const dataset of await store.datasets.list()) {
    const total = dataset.images + dataset.skipped.length;
    if (total !== candidates.length + skipped.length) continue;
    const pictures = await store.datasets.pictures(dataset.id);
    if (await isSame(candidates, dataset, pictures, signal)) return dataset;
  }
  return null;
}

async function isSame(
  candidates: readonly Candidate[],
  dataset: Dataset,
  pictures: readonly Picture[],
  signal: AbortSignal,
): Promise<boolean> {
  const refused = new Set(dataset.skipped.map(({ file }) => file));
  const byFile = new Map(pictures.map((picture) => [picture.file, picture]));
  const pairs: [Candidate, Picture][] = [];
  for (const candidate of candidates) {
    const { file, label, split } = candidate;
    const picture = byFile.get(file.path);
    if (!picture) {
      if (!refused.has(file.path)) return false;
      continue;
    }
    const looksSame = picture.bytes === file.size && dataset.classes[picture.label] === label;
    if (!looksSame || picture.ownSplit !== split) return false;
    pairs.push([candidate, picture]);
  }
  if (pairs.length !== pictures.length) return false;
  for (const [{ file }, picture] of pairs) {
    signal.throwIfAborted();
    const bytes = await file.bytes().catch(() => null);
    if (!bytes || (await sha256(bytes)) !== picture.hash) return false;
  }
  return true;
}
