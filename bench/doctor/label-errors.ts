import { findLabelErrors } from '../../core/doctor/label-errors';
import { type FoldClassifier, outOfFold } from '../../core/doctor/out-of-fold';
import { createRandom } from '../../core/random';
import { fitHead } from '../../workers/engine/head/fit';
import { useBackend } from '../../workers/engine/testing';
import { mean, median } from '../median';
import { type BenchRow, row } from '../row';
import { features } from './features';
import { fashionMnist } from './pictures';

const pictures = 5000;
const flippedShare = 0.1;
const looked = 50;
const seeds = [0, 1, 2];

/** The engines' head; folds one after the other on one thread. */
const logisticRegression: FoldClassifier = async (task) => {
  const matrix = (data: Float32Array) => ({ shape: [data.length / task.width, task.width], data });
  const fits = await fitHead(
    {
      features: matrix(task.features),
      labels: task.labels,
      sampleWeights: new Float32Array(task.labels.length).fill(1),
      classes: task.classes,
      strengths: [...task.strengths],
      iterations: 40,
      tolerance: 1e-4,
      heldOut: matrix(task.heldOut),
      heldOutLabels: task.heldOutLabels,
    },
    async () => {},
  );
  return fits.map(({ heldOutLogits }) => {
    if (!heldOutLogits) throw new Error('the held-out rows were not answered');
    return heldOutLogits.data;
  });
};

/** A tenth of Fashion-MNIST's labels flipped at random: how many of the first 50 findings are, and recall. */
export async function labelErrors(): Promise<BenchRow[]> {
  const { pictures: shown, labels: truth, classes } = fashionMnist(pictures);
  const { data, width } = await features('fashion-mnist', shown);
  await useBackend('wasm');
  const results = [];
  for (const seed of seeds) {
    const labels = flipped(truth, classes, seed);
    const started = performance.now();
    const pictures = Array.from(labels, (label, group) => ({ label, group }));
    const { probabilities, strength } = await outOfFold(
      ...([pictures, data, classes, logisticRegression, { seed }] as const),
    );
    const seconds = (performance.now() - started) / 1000;
    const found = findLabelErrors(probabilities, labels, classes);
    const right = (list: typeof found) =>
      list.filter(({ picture }) => labels[picture] !== truth[picture]).length;
    const wrong = labels.filter((label, i) => label !== truth[i]).length;
    results.push({
      precision: right(found.slice(0, looked)) / looked,
      recall: right(found) / wrong,
      seconds,
    });
    console.error(`  seed ${seed}: C ${strength}, ${found.length} found`, results.at(-1));
  }
  const name = 'doctor/label-errors';
  const precision = mean(results.map(({ precision }) => precision));
  const recall = mean(results.map(({ recall }) => recall));
  const seconds = median(results.map(({ seconds }) => seconds));
  return [
    row(`${name}/precision-at-50`, 'share', precision, 0.9, 'goal', 'higher'),
    row(`${name}/recall`, 'share', recall, null, 'flipped at random', 'higher'),
    row(`${name}/out-of-fold/${pictures}x${width}`, 's', seconds, null, 'one thread', 'lower'),
  ];
}

function flipped(truth: Int32Array, classes: number, seed: number): Int32Array {
  const random = createRandom(seed);
  const order = random.shuffle(Int32Array.from(truth.keys()));
  const labels = truth.slice();
  for (const i of order.subarray(0, Math.round(flippedShare * truth.length))) {
    labels[i] = (labels[i] + 1 + random.integer(classes - 1)) % classes;
  }
  return labels;
}
