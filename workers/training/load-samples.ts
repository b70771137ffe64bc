import type { Edit } from '../../core/doctor/edits';
import { trainedVersion } from '../../core/doctor/trained-version';
import { LensmithError } from '../../core/errors';
import { classCounts, classWeights, imbalanced } from '../../core/learning/class-weights';
import type { Store } from '../../core/store/types';
import { type Partition, partitionOf } from './partition';
import type { Samples } from './samples';

/**
 * A stored dataset with `edits` applied, split by `seed` and, where its classes differ much in size,
 * weighted. Throws unknownDataset, oneClass.
 */
export async function loadSamples(
  store: Store,
  id: string,
  seed: number,
  edits: readonly Edit[],
): Promise<{ samples: Samples; partition: Partition }> {
  const imported = await store.datasets.get(id);
  if (!imported) throw new LensmithError('unknownDataset', { id });
  const { dataset, pictures } = await trainedVersion(
    { dataset: imported, pictures: await store.datasets.pictures(id) },
    edits,
    seed,
  );
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
