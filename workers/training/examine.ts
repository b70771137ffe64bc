import type { Examination, ExamineProgress } from '../../core/contract/doctor';
import type { TensorData } from '../../core/contract/engine';
import type { JobId } from '../../core/contract/job';
import type { Picture } from '../../core/dataset';
import { examine } from '../../core/doctor/examine';
import type { FoldClassifier } from '../../core/doctor/out-of-fold';
import { measureQuality, type PictureQuality } from '../../core/doctor/picture-quality';
import { trainedVersion } from '../../core/doctor/trained-version';
import { LensmithError } from '../../core/errors';
import { splitPictures } from '../../core/learning/split';
import type { Store } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import { unlessCancelled } from './context';
import type { FeatureExtractor } from './features';
import type { TrainerHost } from './host';
import type { EnginePool } from './pool';

/** Training's own default: the sides examined are those that it will follow. */
const seed = 0;
/** As the head of a training, with labels that may be wrong: held-out loss is flat by then. */
const iterations = 40;
const tolerance = 1e-4;

export interface Surgery {
  store: Store;
  pool: EnginePool;
  extractor: FeatureExtractor;
  decode: TrainerHost['decode'];
  card: Card;
  job: JobId;
  signal: AbortSignal;
  onProgress(progress: ExamineProgress): void;
}

/**
 * Examines a dataset as its edits have made it, and keeps what was found with it. Features come from
 * the cache that trainings use, so that the next one finds them there; so do pixel measures, by
 * picture. Throws unknownDataset, oneClass, notAPicture, cancelled and what engines throw.
 */
export async function examineDataset(surgery: Surgery, id: string): Promise<Examination> {
  const { store, card, onProgress } = surgery;
  const imported = await store.datasets.get(id);
  if (!imported) throw new LensmithError('unknownDataset', { id });
  const all = { dataset: imported, pictures: await store.datasets.pictures(id) };
  const { edits } = await store.datasets.edits(id);
  const { dataset, pictures } = await trainedVersion(all, edits, seed);
  const started = performance.now();
  const [features, qualities] = await Promise.all([
    featuresOf(surgery, pictures),
    qualitiesOf(surgery, id, pictures),
  ]);
  const learning = performance.now();
  let folds = 0;
  const classify = classifier(surgery);
  const { findings } = await examine(
    {
      pictures,
      classes: dataset.classes,
      sides: splitPictures(pictures, { seed }).sides,
      features,
      qualities,
    },
    async (task) => {
      onProgress({ phase: 'labels', done: folds, total: foldCount });
      const answers = await classify(task);
      folds++;
      onProgress({ phase: 'labels', done: folds, total: Math.max(folds, foldCount) });
      return answers;
    },
    { seed, folds: foldCount, parallel: surgery.pool.size },
  );
  unlessCancelled(surgery.signal);
  const examination: Examination = {
    hash: dataset.hash,
    backbone: card.id,
    pictures: pictures.map((picture) => picture.id),
    classes: dataset.classes,
    findings,
    featureSeconds: (learning - started) / 1000,
    doctorSeconds: (performance.now() - learning) / 1000,
  };
  await store.artifacts.put(`dataset/${id}/doctor`, examination);
  return examination;
}

const foldCount = 5;

async function featuresOf(
  { extractor, card, signal, onProgress }: Surgery,
  pictures: readonly Picture[],
): Promise<Float32Array> {
  const rows = Array.from(pictures.keys());
  let done = 0;
  onProgress({ phase: 'features', done, total: rows.length });
  const features = await extractor.extract({
    model: { backbone: card.id, depth: 'head' },
    pictures,
    rows,
    priority: 0,
    signal,
    onBatch(count) {
      done += count;
      onProgress({ phase: 'features', done, total: rows.length });
    },
  });
  try {
    return (features.gather(rows) as TensorData).data;
  } finally {
    features.close();
  }
}

/** Null where this machine cannot decode beside its engines. */
async function qualitiesOf(
  { store, decode, signal }: Surgery,
  id: string,
  pictures: readonly Picture[],
): Promise<PictureQuality[] | null> {
  if (!decode) return null;
  const name = `dataset/${id}/quality`;
  const kept = await store.artifacts.get<{ of: Record<string, PictureQuality> }>(name);
  const known = { ...kept?.of };
  let measured = 0;
  for (const picture of pictures) {
    if (known[picture.hash]) continue;
    unlessCancelled(signal);
    // Copies have a short side of 256; pictures without one are hardly larger themselves.
    const blob =
      (await store.datasets.blob(picture.id, 'copy')) ??
      (await store.datasets.blob(picture.id, 'original'));
    if (!blob) throw new LensmithError('notAPicture', { file: picture.file });
    known[picture.hash] = measureQuality(await decode(blob), picture);
    measured++;
  }
  if (measured > 0) await store.artifacts.put(name, { of: known });
  return pictures.map(({ hash }) => known[hash]);
}

/** The head that trainings begin with, on an engine that has the backbone loaded already. */
function classifier({ pool, card, job, signal }: Surgery): FoldClassifier {
  return async (task) => {
    const { features, labels, heldOut, heldOutLabels, width, classes, strengths } = task;
    const matrix = (data: Float32Array): TensorData => ({
      shape: [data.length / width, width],
      data,
    });
    const fits = await pool.use(
      { backbone: card.id, depth: 'head' },
      (engine) =>
        engine.fitHead(job, {
          features: matrix(features),
          labels,
          sampleWeights: new Float32Array(labels.length).fill(1),
          classes,
          strengths: [...strengths],
          ...{ iterations, tolerance },
          heldOut: matrix(heldOut),
          heldOutLabels,
        }),
      { signal },
    );
    return fits.map(({ heldOutLogits }) => {
      if (!heldOutLogits) throw new LensmithError('internal', { detail: 'no held-out answers' });
      return heldOutLogits.data;
    });
  };
}
