import type { TensorData } from '../../core/contract/engine';
import type { Mix } from './augmented-view';
import type { Inputs } from './samples';

/**
 * The rows whose labels one view teaches, and how much each counts. Cross-entropy is linear in the
 * label: a mixed one is two rows of the same features, one for each of its labels.
 */
export function learnedRows(
  rows: readonly number[],
  mix: Mix | null,
): { row: number; share: number }[] {
  const own = rows.map((row) => ({ row, share: mix ? mix.share(row) : 1 }));
  if (!mix) return own;
  return [...own, ...own.map(({ row, share }) => ({ row: mix.partner(row), share: 1 - share }))];
}

/** Features of those rows, in their order; mixup mixes them here, CutMix has done so in pixels. */
export function mixedFeatures(view: Inputs, rows: readonly number[], mix: Mix | null): TensorData {
  const own = view.gather(rows) as TensorData;
  if (!mix) return own;
  const [count, ...shape] = own.shape;
  const data = new Float32Array(2 * own.data.length);
  data.set(own.data);
  if (mix.kind === 'mixup') {
    const other = view.gather(rows.map((row) => mix.partner(row))) as TensorData;
    const width = own.data.length / count;
    rows.forEach((row, i) => {
      const share = mix.share(row);
      for (let d = i * width; d < (i + 1) * width; d++) {
        data[d] = share * own.data[d] + (1 - share) * other.data[d];
      }
    });
  }
  data.copyWithin(own.data.length, 0, own.data.length);
  return { shape: [2 * count, ...shape], data };
}
