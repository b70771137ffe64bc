import { accuracy } from '../../core/learning/metrics';
import { scoreOf } from '../../core/learning/statistics';
import { createRandom } from '../../core/random';
import { openStore, type StoredPredictions } from '../../core/store';
import { datasetOf, experimentOf, pictureOf, runOf } from '../../core/store/fixtures';

/**
 * Writes a finished run with answers for `count` pictures of `classes` classes, about four in five of
 * them right, into the app's store. Returns the run's id.
 */
export async function putFinishedRun(classes: number, count: number): Promise<string> {
  const datasetId = 'bench-dataset';
  const names = Array.from({ length: classes }, (_, c) => `class ${c + 1}`);
  const predictions = answersFor(classes, count, datasetId);
  const { labels, logits } = predictions.validation;

  const store = await openStore();
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d')!.fillRect(0, 0, 8, 8);
  const original = await canvas.convertToBlob();
  const writer = store.datasets.writer(datasetId);
  const pictures = Array.from(labels, (label, i) => ({
    ...pictureOf(datasetId, i),
    label,
    file: `${names[label]}/${i}.png`,
    width: 8,
    height: 8,
    bytes: original.size,
  }));
  for (const picture of pictures) {
    await writer.add(picture, { original, copy: null, thumbnail: original });
  }
  const dataset = datasetOf(datasetId, { classes: names, images: count, skipped: [] });
  await writer.commit(dataset, pictures);
  await store.datasets.setCurrent(datasetId);

  const experiment = experimentOf('bench-experiment', {
    datasetId,
    datasetHash: dataset.hash,
    status: 'finished',
    endedAt: 2,
    options: { dataset: datasetId },
  });
  await store.experiments.put(experiment);
  const correct = Math.round(accuracy(logits, labels, classes) * count);
  const run = runOf('bench-run', {
    experimentId: experiment.id,
    datasetId,
    status: 'finished',
    endedAt: 2,
    classes: names,
    validation: scoreOf(correct, count),
    calibration: { temperature: 1.3, threshold: 0.2 },
  });
  await store.runs.put(run);
  await store.artifacts.put(`run/${run.id}/predictions`, predictions);
  store.close();
  return run.id;
}

function answersFor(classes: number, count: number, datasetId: string): StoredPredictions {
  const random = createRandom(1);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const logits = Float32Array.from({ length: count * classes }, () => random.normal());
  labels.forEach((label, row) => {
    logits[row * classes + label] += 3.5;
  });
  const pictures = Array.from({ length: count }, (_, i) => `${datasetId}/${i}`);
  return { validation: { pictures, labels, logits }, test: null, classes };
}
