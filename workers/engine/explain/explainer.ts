import * as tf from '@tensorflow/tfjs-core';
import type { Explanation, PixelBatch, TailState, TensorData } from '../../../core/contract/engine';
import { LensmithError } from '../../../core/errors';
import { argmax } from '../../../core/learning/metrics';
import type { SaliencyMethod } from '../../../core/saliency/methods';
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
import { type Evidence, gradCam, gradCamPlusPlus, normalised } from './class-activation';
import { attentionRollout } from './rollout';

/** Explains the decisions of a finished model; nothing is built before the first is asked for. */
export interface Explainer {
  /** `picture` holds one, as pixels or normalised. Throws badOption for a method the network does not know. */
  explain(
    picture: PixelBatch | TensorData,
    classes: readonly number[] | null,
    method: SaliencyMethod,
  ): Promise<Omit<Explanation, 'seen'>>;
  /** What it holds beside tfjs's tensors and the backbone. */
  readonly bytes: number;
  dispose(): void;
}

const combinations = new Map<SaliencyMethod, (evidence: Evidence) => Float32Array>([
  ['grad-cam', gradCam],
  ['grad-cam++', gradCamPlusPlus],
]);

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
  const hasAttention = whole.nodes.some(({ op }) => op === 'attention');
  const { preprocessing } = backbone.info;
  let parts: Parts | null = null;

  async function rolledOut(
    picture: PixelBatch | TensorData,
    asked: readonly number[] | null,
  ): Promise<Omit<Explanation, 'seen'>> {
    const before = performance.now();
    const { logits, rollout, layer, forwardEnd } = await attentionRollout(
      ...([whole, values, picture, preprocessing] as const),
    );
    const { grid, first } = saliencyTarget(whole);
    const [height, width] = grid;
    const maps = Array.from(asked ?? argmax(logits, classes), (classIndex) => {
      const raw = rollout.slice(first);
      return { classIndex, height, width, raw, values: normalised(raw) };
    });
    const [networkMs, explainMs] = [forwardEnd - before, performance.now() - forwardEnd];
    return { logits, maps, layer, networkMs, explainMs };
  }

  return {
    async explain(picture, asked, method) {
      if (method === 'attention-rollout' && hasAttention) return rolledOut(picture, asked);
      const combine = combinations.get(method);
      if (!combine) {
        const known = [...combinations.keys(), ...(hasAttention ? ['attention-rollout'] : [])];
        const allowed = known.join(', ');
        throw new LensmithError('badOption', { option: 'method', value: method, allowed });
      }
      parts ??= build(whole, values, backbone, makeInference);
      const { layer, grid } = parts.target;
      const [height, width] = grid;
      const before = performance.now();
      const activation = tf.tensor(await parts.front.run(picture), [1, ...parts.cutShape]);
      try {
        // How long a GPU took is known when its values arrive, and a tape cannot wait for them.
        const ahead = tf.getBackend() === 'webgpu' || asked?.length === 0;
        let logits = ahead ? await read(execute(parts.tail, parts.tensors, activation)[0]!) : null;
        let forwardEnd = performance.now();
        const maps: Explanation['maps'] = [];
        for (const some of chunks(asked ?? (logits && argmax(logits, classes)))) {
          const taped = await tape(parts, activation, some);
          if (!logits) [logits, forwardEnd] = [taped.logits, taped.forwardEnd];
          for (const [i, classIndex] of (some ?? argmax(logits, classes)).entries()) {
            const raw = combine(taped.evidence[i]!);
            maps.push({ classIndex, height, width, raw, values: normalised(raw) });
          }
        }
        const [networkMs, explainMs] = [forwardEnd - before, performance.now() - forwardEnd];
        return { logits: logits!, maps, layer, networkMs, explainMs };
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

/** At most so many classes at a time; null, for the most likely one, alone. */
function chunks(asked: ArrayLike<number> | null): (readonly number[] | null)[] {
  if (!asked) return [null];
  return Array.from({ length: Math.ceil(asked.length / classesAtOnce) }, (_, i) =>
    Array.from(asked).slice(i * classesAtOnce, (i + 1) * classesAtOnce),
  );
}

/**
 * Logits, the layer's values and, by class, the gradient of its logit in them. The classes are rows
 * of one batch of the same picture, so that one tape serves them all, and weights are read once.
 */
async function tape(
  { tail, tensors, target }: Parts,
  activation: tf.Tensor,
  wanted: readonly number[] | null,
) {
  const rows = wanted?.length ?? 1;
  let forwardEnd = 0;
  const results = tf.tidy(() => {
    const layer = execute(tail, tensors, activation, [target.layer])[0]!;
    const repeated = (x: tf.Tensor) => (rows === 1 ? x : tf.concat(Array(rows).fill(x), 0));
    const [stream, point] = [repeated(activation), repeated(layer)];
    const given = new Map([[target.layer, point]]);
    const { value, grads } = tf.engine().gradients(() => {
      const logits = execute(tail, tensors, stream, undefined, given)[0]!;
      forwardEnd = performance.now();
      return choose(logits, wanted ?? argmax(logits.dataSync<'float32'>(), logits.size));
    }, [point]);
    return { logits: value, layer, gradient: grads[0]! };
  });
  const channels = results.layer.shape.at(-1)!;
  const [logits, values, gradients] = await Promise.all([
    read(results.logits),
    read(results.layer),
    read(results.gradient),
  ]);
  const skipped = target.first * channels;
  const evidence: Evidence[] = Array.from({ length: rows }, (_, row) => ({
    channels,
    values: values.subarray(skipped),
    gradient: gradients.subarray(row * values.length + skipped, (row + 1) * values.length),
  }));
  return { forwardEnd, evidence, logits: logits.slice(0, logits.length / rows) };
}

/** The logits [rows, classes], of which a gradient sees only each row's own. */
function choose(logits: tf.Tensor, wanted: ArrayLike<number>): tf.Tensor {
  const classes = logits.shape[1]!;
  // Not tf.oneHot: on WebGPU its cast to float32 leaves the bits of integers (tfjs 4.22).
  const chosen = new Float32Array(logits.size);
  for (let row = 0; row < wanted.length; row++) chosen[row * classes + wanted[row]!] = 1;
  return tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: () => tf.tensor(chosen, logits.shape),
  }))(logits);
}

/** Reads and releases. */
async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const data = Float32Array.from(await tensor.data());
  tensor.dispose();
  return data;
}
