import type { Picture } from '../../../core/dataset';
import { createRandom } from '../../../core/random';
import type { Run } from '../../../core/run';
import type { Store, StoredPredictions } from '../../../core/store/types';

/** Enough to see one class in a hundred go wrong, few enough to answer in seconds. */
export const mostPictures = 200;

/**
 * Up to 200 pictures that the run was validated on (those held out, of cross-validation), drawn by
 * the run's seed, in the dataset's order. None where they are not here, as of an imported run.
 */
export async function parityPictures({ artifacts, datasets }: Store, run: Run): Promise<Picture[]> {
  const predictions = await artifacts.get<StoredPredictions>(`run/${run.id}/predictions`);
  if (!predictions) return [];
  const wanted = new Set(predictions.validation.pictures);
  const found = (await datasets.pictures(run.datasetId)).filter(({ id }) => wanted.has(id));
  const random = createRandom(Number(run.params.seed ?? 0)).fork('parity');
  const drawn = random.shuffle(found).slice(0, mostPictures);
  return drawn.toSorted((a, b) => a.ordinal - b.ordinal);
}
