import * as tf from '@tensorflow/tfjs-core';
import type { PixelBatch, TensorData } from '../../core/contract/engine';
import type { Preprocessing } from '../../core/preprocessing/types';
import { foldBatchNorm } from '../../model-zoo/graph/passes/fold-batch-norm';
import { shapes, size } from '../../model-zoo/graph/shapes';
import type { Graph, Parameters } from '../../model-zoo/graph/types';
import { execute } from './execute';
import type { NativeCode } from './native/module';
import { disposeAll, upload } from './parameters';
import { asTensor, paddedRows } from './pixels';
import { compile } from './trunk/compile';

/** A network in inference form: plain arrays in and out, so that tfjs is only one way to do it. */
export interface Inference {
  /** [N, ...inputShape], any N, to the output's values; uint8 pixels are normalised on the way. */
  run(inputs: PixelBatch | TensorData): Promise<Float32Array>;
  /** What it holds beside tfjs's tensors. */
  bytes: number;
  dispose(): void;
}

/** Makes the inference form of a graph on the engine's device. */
export type MakeInference = (
  graph: Graph,
  values: Parameters,
  preprocessing: Preprocessing,
) => Inference;

/**
 * By stock tfjs: batch norm folded, activations fused, uploaded. Every call to tfjs has `batch`
 * pictures, or one, so that few shapes are ever seen.
 */
export function tfjsInference(
  graph: Graph,
  values: Parameters,
  preprocessing: Preprocessing,
  batch: number,
): Inference {
  const folded = foldBatchNorm(graph, values);
  const tensors = upload(folded.graph, folded.parameters);
  const width = size(shapes(graph).get(graph.output)!);
  return {
    async run(inputs) {
      const rows = inputs.shape[0]!;
      const data = new Float32Array(rows * width);
      const at = rows === 1 ? 1 : batch;
      for (let start = 0; start < rows; start += at) {
        const part = paddedRows(inputs, start, at);
        const output = tf.tidy(
          () => execute(folded.graph, tensors, asTensor(part, preprocessing))[0]!,
        );
        const values = (await output.data()) as Float32Array;
        output.dispose();
        data.set(values.subarray(0, Math.min(at, rows - start) * width), start * width);
      }
      return data;
    },
    bytes: 0,
    dispose: () => disposeAll(tensors),
  };
}

/** By our own module: see trunk/compile. */
export function nativeInference(
  code: NativeCode,
  graph: Graph,
  values: Parameters,
  preprocessing: Preprocessing,
  batch: number,
): Inference {
  const folded = foldBatchNorm(graph, values);
  const network = compile(code, folded.graph, folded.parameters, { preprocessing, batch });
  return {
    run: async (inputs) => network.run(inputs)[0]!,
    bytes: network.bytes,
    // Nothing but this object refers to its memory.
    dispose: () => {},
  };
}
