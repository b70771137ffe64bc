import { type Remote, wrap } from 'comlink';
import type { TensorData } from '../../../core/contract/engine';
import type { Depth } from '../../../core/run';
import { type DuelResult, requireAgreement } from '../duels';
import { baseUrl, openPool, samplePictures } from '../engines';
import { interleave, timed } from '../interleave';
import { noise } from '../kernels/noise';
import type { StockStep } from './stock.worker';

const batch = 16;
const classes = 10;
const learningRate = 1e-4;
const weightDecay = 0.02;
const rounds = 5;

/**
 * Fine-tune steps on the same cached activations, from the same weights and classifier: one engine
 * against stock tfjs, one thread each. Their losses are compared over the first steps.
 */
export async function step(backbone: string, depth: Depth): Promise<DuelResult> {
  const pool = await openPool(1);
  const worker = new Worker(new URL('./stock.worker.ts', import.meta.url), { type: 'module' });
  const stock: Remote<StockStep> = wrap(worker);
  const model = { backbone, depth };
  try {
    return await pool.use(model, async (engine, info) => {
      const { batch: pixels } = await engine.pixels(await samplePictures(batch));
      const cached = await engine.trunk(pixels);
      const inputs = (): TensorData => ({ shape: cached.shape, data: cached.data.slice() });
      const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
      const head = () => ({
        weight: {
          shape: [info.features, classes],
          data: noise(info.features * classes, 7).map((value) => value * 0.05),
        },
        bias: new Float32Array(classes),
      });
      await engine.startTail({ model, classes, seed: 1, weightDecay, start: head() });
      await stock.start(backbone, depth, baseUrl, head(), weightDecay);
      const ours = async () => {
        const sampleWeights = new Float32Array(batch).fill(1);
        const part = { inputs: inputs(), labels: labels.slice(), sampleWeights };
        return (await engine.step(part, learningRate)).loss;
      };
      const peer = () => stock.step(inputs(), labels, learningRate);
      let error = 0;
      for (let i = 0; i < 2; i++) {
        const [loss, expected] = [await ours(), await peer()];
        error = Math.max(error, Math.abs(loss - expected) / expected);
      }
      requireAgreement(`${backbone} ${depth}`, error);
      const duel = await interleave(
        () => timed(ours),
        () => timed(peer),
        { rounds, warmUp: 0 },
      );
      return { name: `${backbone}/${depth}`, error, ...duel };
    });
  } finally {
    pool.close();
    worker.terminate();
  }
}
