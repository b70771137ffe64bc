import * as tf from '@tensorflow/tfjs-core';
import type { PixelBatch, TailState, TensorData } from '../../core/contract/engine';
import type { Backbone } from './backbone';
import { inference, tailGraph } from './backbone';
import { asParameters } from './parameters';
import { normalise, paddedRows } from './pixels';

/** A finished model in inference form, sharing the backbone's trunk. */
export interface Predictor {
  warmUp(): Promise<void>;
  /** Logits [N, classes] and the milliseconds that the network took, normalising included. */
  predict(batch: PixelBatch): Promise<{ logits: TensorData; networkMs: number }>;
  dispose(): void;
}

/** Pictures at once; a single one runs alone, and so is not slower than it has to be. */
const batchSize = 16;

export function createPredictor(backbone: Backbone, classes: number, state: TailState): Predictor {
  const values = new Map([...backbone.values, ...asParameters(state.parameters)]);
  const tail = inference(tailGraph(backbone, classes), values);
  const { preprocessing } = backbone.info;

  async function run(batch: PixelBatch): Promise<Float32Array> {
    const output = tf.tidy(() => tail.run(backbone.trunk.run(normalise(batch, preprocessing))));
    const data = await output.data();
    output.dispose();
    return data as Float32Array;
  }

  return {
    async warmUp() {
      const [height, width] = preprocessing.inputSize;
      await run({ shape: [1, height, width, 3], data: new Uint8Array(height * width * 3) });
    },
    async predict(batch) {
      const rows = batch.shape[0];
      const data = new Float32Array(rows * classes);
      const size = rows === 1 ? 1 : batchSize;
      let networkMs = 0;
      for (let start = 0; start < rows; start += size) {
        const padded = paddedRows(batch, start, size);
        const before = performance.now();
        const values = await run(padded);
        networkMs += performance.now() - before;
        data.set(values.subarray(0, Math.min(size, rows - start) * classes), start * classes);
      }
      return { logits: { shape: [rows, classes], data }, networkMs };
    },
    dispose: () => tail.dispose(),
  };
}
