import * as tf from '@tensorflow/tfjs-core';
import type {
  Explanation,
  PixelBatch,
  SaliencyMethod,
  TailState,
} from '../../../core/contract/engine';
import { LensmithError } from '../../../core/errors';
import { foldBatchNorm } from '../../../model-zoo/graph/passes/fold-batch-norm';
import { replaceHead } from '../../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../../model-zoo/graph/passes/split';
import { type SaliencyTarget, saliencyTarget } from '../../../model-zoo/graph/saliency-target';
import { shapes } from '../../../model-zoo/graph/shapes';
import type { Graph, Parameters, Shape } from '../../../model-zoo/graph/types';
import type { Backbone } from '../backbone';
import { execute } from '../execute';
import type { Inference, MakeInference } from '../inference';
import { asParameters, disposeAll, type ParameterTensors, upload } from '../parameters';
import { gradCam, gradCamPlusPlus, normalised } from './class-activation';

/** Explains the decisions of a finished model; nothing is built before the first is asked for. */
export interface Explainer {
  /** `picture` holds one. Throws badOption for a method the network does not know. */
  explain(
    picture: PixelBatch,
    classes: readonly number[] | null,
    method: SaliencyMethod,
  ): Promise<Omit<Explanation, 'seen'>>;
  /** What it holds beside tfjs's tensors and the backbone. */
  readonly bytes: number;
  dispose(): void;
}

/** Classes whose gradients are computed at once: as rows of one batch. */
const classesAtOnce = 8;

export function createExplainer(
  backbone: Backbone,
  classes: number,
  state: TailState,
  makeInference: MakeInference,
): Explainer {
  const whole = replaceHead(backbone.graph, classes);
  const values: Parameters = new Map([...backbone.values, ...asParameters(state.parameters)]);
  let parts: Parts | null = null;

  return {
    async explain(picture, asked, method) {
      if (method === 'attention-rollout') {
        const allowed = 'grad-cam, grad-cam++';
        throw new LensmithError('badOption', { option: 'method', value: method, allowed });
      }
      parts ??= build(whole, values, backbone, makeInference);
      const { front, target } = parts;
      const before = performance.now();
      const activation = tf.tensor(await front.run(picture), [1, ...parts.cutShape]);
      try {
        const logits = await read(execute(parts.tail, parts.tensors, activation)[0]!);
        const between = performance.now();
        const wanted = asked ?? [logits.indexOf(logits.reduce((a, b) => Math.max(a, b)))];
        const maps: Explanation['maps'] = [];
        for (let start = 0; start < wanted.length; start += classesAtOnce) {
          const some = wanted.slice(start, start + classesAtOnce);
          const evidence = await evidenceFor(parts, activation, logits.length, some);
          for (const [i, classIndex] of some.entries()) {
            const raw = (method === 'grad-cam' ? gradCam : gradCamPlusPlus)(evidence[i]!);
            const [height, width] = target.grid;
            maps.push({ classIndex, height, width, raw, values: normalised(raw) });
          }
        }
        const layer = target.layer;
        const networkMs = between - before;
        return { logits, maps, layer, networkMs, explainMs: performance.now() - between };
      } finally {
        activation.dispose();
      }
    },
    get bytes() {
      return parts?.ownFront ? parts.front.bytes : 0;
    },
    dispose() {
      if (!parts) return;
      if (parts.ownFront) parts.front.dispose();
      disposeAll(parts.tensors);
      parts = null;
    },
  };
}

/** The explained network: up to the cut in inference form, the rest on tfjs, for its tape. */
interface Parts {
  target: SaliencyTarget;
  front: Inference;
  ownFront: boolean;
  cutShape: Shape;
  tail: Graph;
  tensors: ParameterTensors;
}

function build(
  whole: Graph,
  values: Parameters,
  backbone: Backbone,
  makeInference: MakeInference,
): Parts {
  const target = saliencyTarget(whole);
  const { trunk, tail } = split(whole, target.cut);
  // A model trained from this very place on has its frozen part loaded already.
  const ownFront = cutFor(whole, backbone.depth) !== target.cut;
  const folded = foldBatchNorm(tail, values);
  return {
    target,
    front: ownFront ? makeInference(trunk, values, backbone.info.preprocessing) : backbone.trunk,
    ownFront,
    cutShape: shapes(whole).get(target.cut)!,
    tail: folded.graph,
    tensors: upload(folded.graph, folded.parameters),
  };
}

/**
 * The layer's values and the gradient of each class's logit in them. The classes are rows of one
 * batch of the same picture, so that one tape serves them all, and weights are read once.
 */
async function evidenceFor(
  { tail, tensors, target }: Parts,
  activation: tf.Tensor,
  classes: number,
  wanted: readonly number[],
) {
  const [layer, gradient] = tf.tidy(() => {
    const [layer] = execute(tail, tensors, activation, [target.layer]);
    const repeated = (x: tf.Tensor) =>
      wanted.length === 1 ? x : tf.concat(new Array<tf.Tensor>(wanted.length).fill(x), 0);
    const [stream, point] = [repeated(activation), repeated(layer!)];
    const chosen = new Float32Array(wanted.length * classes);
    wanted.forEach((classIndex, row) => {
      chosen[row * classes + classIndex] = 1;
    });
    const dy = tf.tensor2d(chosen, [wanted.length, classes]);
    const logits = () =>
      execute(tail, tensors, stream, undefined, new Map([[target.layer, point]]))[0]!;
    const { grads } = tf.engine().gradients(logits, [point], dy);
    return [layer!, grads[0]!];
  });
  const channels = layer.shape.at(-1)!;
  const [values, gradients] = await Promise.all([read(layer), read(gradient)]);
  const skipped = target.first * channels;
  return wanted.map((_, row) => ({
    channels,
    values: values.subarray(skipped),
    gradient: gradients.subarray(row * values.length + skipped, (row + 1) * values.length),
  }));
}

/** Reads and releases. */
async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const data = Float32Array.from(await tensor.data());
  tensor.dispose();
  return data;
}
