import { LensmithError } from '../../core/errors';
import { classCounts, classWeights, imbalanced } from '../../core/learning/class-weights';
import type { Store } from '../../core/store/types';
import { type Partition, partitionOf } from './partition';
import type { Samples } from './samples';

/** A stored dataset, split by `seed` and, where its classes differ much in size, weighted. Throws unknownDataset. */
export async function loadSamples(
  store: Store,
  id: string,
  seed: number,
): Promise<{ samples: Samples; partition: Partition }> {
  const dataset = await store.datasets.get(id);
  if (!dataset) throw new LensmithError('unknownDataset', { id });
  const pictures = await store.datasets.pictures(id);
  const partition = partitionOf(pictures, seed);
  const classes = dataset.classes.length;
  const labels = Int32Array.from(pictures, ({ label }) => label);
  const counts = classCounts(
    partition.final.map((row) => labels[row]),
    classes,
  );
  const perClass = imbalanced(counts) ? classWeights(counts) : new Float32Array(classes).fill(1);
  const weights = Float32Array.from(labels, (label) => perClass[label]);
  return { partition, samples: { dataset, pictures, labels, weights, classes } };
}
