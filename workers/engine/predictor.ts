import type { PixelBatch, TailState, TensorData } from '../../core/contract/engine';
import type { Backbone } from './backbone';
import { tailGraph } from './backbone';
import type { MakeInference } from './inference';
import { asParameters } from './parameters';

/** A finished model in inference form, sharing the backbone's trunk. */
export interface Predictor {
  warmUp(): Promise<void>;
  /** Logits [N, classes] and the milliseconds that the network took, normalising included. */
  predict(batch: PixelBatch): Promise<{ logits: TensorData; networkMs: number }>;
  /** What it holds beside tfjs's tensors and the trunk. */
  bytes: number;
  dispose(): void;
}

export function createPredictor(
  backbone: Backbone,
  classes: number,
  state: TailState,
  makeInference: MakeInference,
): Predictor {
  const values = new Map([...backbone.values, ...asParameters(state.parameters)]);
  const { preprocessing, cutShape } = backbone.info;
  const tail = makeInference(tailGraph(backbone, classes), values, preprocessing);

  async function run(batch: PixelBatch): Promise<Float32Array> {
    const data = await backbone.trunk.run(batch);
    return tail.run({ shape: [batch.shape[0], ...cutShape], data });
  }

  return {
    async warmUp() {
      const [height, width] = preprocessing.inputSize;
      await run({ shape: [1, height, width, 3], data: new Uint8Array(height * width * 3) });
    },
    async predict(batch) {
      const before = performance.now();
      const data = await run(batch);
      const networkMs = performance.now() - before;
      return { logits: { shape: [batch.shape[0], classes], data }, networkMs };
    },
    bytes: tail.bytes,
    dispose: () => tail.dispose(),
  };
}
