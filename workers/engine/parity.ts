import * as tf from '@tensorflow/tfjs-core';
import { architectures } from '../../model-zoo/architectures';
import { resamplePositionEmbedding } from '../../model-zoo/architectures/position-embedding';
import { patchGrid } from '../../model-zoo/architectures/vision-transformer';
import type { ArchitectureName } from '../../model-zoo/card';
import { toTorchLayout } from '../../model-zoo/convert/torch-layout';
import parity from '../../model-zoo/golden/data/parity.json';
import { fill, fillParameters, uniform } from '../../model-zoo/golden/fill';
import { parameters } from '../../model-zoo/graph/parameters';
import { foldBatchNorm } from '../../model-zoo/graph/passes/fold-batch-norm';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import type { Conv2dNode, Graph, Parameters } from '../../model-zoo/graph/types';
import { execute } from './execute';
import { weightedCrossEntropy } from './kernels/cross-entropy';
import type { NativeCode } from './native/module';
import { disposeAll, upload } from './parameters';
import { compile } from './trunk/compile';

/** What a golden keeps of a tensor: its L2 norm, and values at drawn indices. */
interface Sampled {
  norm: number;
  values: number[];
}

/** A network with filled weights. */
export interface NetworkCase {
  architecture: ArchitectureName;
  size: [height: number, width: number];
  /** Picture size the position embeddings are filled at, and resampled from. */
  trainedSize: [height: number, width: number] | null;
  /** Factor of the scales of all norms. */
  normGain: number;
}

/** The same as timm computes it: model-zoo/golden/goldens.py. */
export interface ParityCase extends NetworkCase {
  taps: Record<'features' | 'pooled' | 'logits', Sampled & { shape: number[] }>;
  loss: number;
  /** By parameter, in PyTorch's layout. */
  gradients: Record<string, Sampled> | null;
}

const { classes, batch, labels, inputScale } = parity;
export const parityCases = parity.cases as unknown as ParityCase[];

/** Relative error of every tap on the current backend. */
export async function tapErrors(golden: ParityCase): Promise<Record<string, number>> {
  const { graph, values } = build(golden);
  const weights = upload(graph, values);
  const input = picture(golden);
  const names = ['features', 'pooled', 'logits'] as const;
  const outputs = execute(
    graph,
    weights,
    input,
    names.map((name) => graph.taps[name]!),
  );
  const errors: Record<string, number> = {};
  for (const [i, name] of names.entries()) {
    const expected = golden.taps[name];
    const fits = String(outputs[i]!.shape.slice(1)) === String(expected.shape);
    const error = relativeError(name, await outputs[i]!.data(), expected);
    errors[name] = fits ? error : Number.POSITIVE_INFINITY;
  }
  tf.dispose([input, outputs]);
  disposeAll(weights);
  return errors;
}

/** The same of the compiled network, run as part of a bigger batch than it is compiled for. */
export async function compiledErrors(
  code: NativeCode,
  golden: ParityCase,
  batchAtOnce: number,
): Promise<Record<string, number>> {
  const { graph, values } = build(golden);
  const folded = foldBatchNorm(graph, values);
  const names = ['features', 'pooled', 'logits'] as const;
  const wanted = names.map((name) => graph.taps[name]!);
  const input = picture(golden);
  const inputs = { shape: input.shape, data: (await input.data()) as Float32Array };
  input.dispose();
  const network = compile(code, folded.graph, folded.parameters, { batch: batchAtOnce, wanted });
  // Once more, so that what the first left behind would show.
  network.run(inputs);
  const outputs = network.run(inputs);
  return Object.fromEntries(
    names.map((name, i) => [name, relativeError(name, outputs[i]!, golden.taps[name])]),
  );
}

/**
 * Relative error of the loss and of the gradient of every trainable parameter behind the cut, as
 * training computes them: a folded trunk, then the tail under a tape.
 */
export async function gradientErrors(
  golden: ParityCase,
  depth: 'last-stage' | 'all',
): Promise<Record<string, number>> {
  const { graph, values } = build(golden);
  const { trunk, tail } = split(graph, cutFor(graph, depth));
  const folded = foldBatchNorm(trunk, values);
  const frozen = upload(folded.graph, folded.parameters);
  const input = picture(golden);
  const [activations] = execute(folded.graph, frozen, input);
  const trained = upload(tail, values);
  const trainable = parameters(tail).filter((parameter) => parameter.trainable);
  const { value: loss, grads } = tf.tidy(() => {
    const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
    const rowWeights = tf.fill([batch], 1 / batch);
    return tf.engine().gradients(
      () => {
        const [logits] = execute(tail, trained, activations!);
        return weightedCrossEntropy(logits!, tf.cast(targets, 'float32'), rowWeights);
      },
      trainable.map(({ name }) => trained.get(name)!),
    );
  });
  const errors: Record<string, number> = {
    loss: Math.abs((await loss.data())[0]! / golden.loss - 1),
  };
  for (const [i, { name, kind, shape }] of trainable.entries()) {
    const data = (await grads[i]!.data()) as Float32Array;
    const inTorch = toTorchLayout(kind, { shape, data }).data;
    const expected = golden.gradients?.[name];
    errors[name] = expected ? relativeError(name, inTorch, expected) : Number.POSITIVE_INFINITY;
  }
  tf.dispose([input, activations!, loss, grads]);
  disposeAll(frozen);
  disposeAll(trained);
  return errors;
}

/** The largest error and where it is. */
export function worst(errors: Record<string, number>): { name: string; error: number } {
  const [name, error] = Object.entries(errors).reduce((a, b) => (b[1] > a[1] ? b : a));
  return { name, error };
}

/** A golden's network, filled. */
export function build({ architecture, size, trainedSize, normGain }: NetworkCase): {
  graph: Graph;
  values: Parameters;
} {
  const graph = architectures[architecture]({ inputSize: size, classes });
  const trained = architectures[architecture]({ inputSize: trainedSize ?? size, classes });
  const values = new Map(fillParameters(trained));
  for (const [name, { shape, data }] of values) {
    if (!name.endsWith('.weight') || shape.length !== 1) continue;
    values.set(name, { shape, data: data.map((scale) => scale * normGain) });
  }
  if (trainedSize === null) return { graph, values };
  const { data, shape } = values.get('pos_embed')!;
  const [patch] = (graph.nodes.find(({ op }) => op === 'conv2d') as Conv2dNode).kernel;
  const [from, to] = [patchGrid(patch, trainedSize), patchGrid(patch, size)];
  values.set('pos_embed', {
    shape: [1, 1 + to[0] * to[1], shape[2]!],
    data: resamplePositionEmbedding(data, from, to, 1),
  });
  return { graph, values };
}

/** [batch, H, W, 3], filled in PyTorch's layout. */
export function picture({ size }: Pick<NetworkCase, 'size'>): tf.Tensor {
  const shape = [batch, 3, ...size];
  return tf.tidy(() =>
    tf.mul(tf.transpose(tf.tensor(fill('input', shape), shape), [0, 2, 3, 1]), inputScale),
  );
}

/**
 * Of the norm, or of the sampled value that is furthest off in terms of the largest; infinite when
 * anything is not a number.
 */
export function relativeError(name: string, actual: ArrayLike<number>, expected: Sampled): number {
  const { norm, values } = expected;
  let squares = 0;
  for (let i = 0; i < actual.length; i++) squares += actual[i]! ** 2;
  const scale = Math.max(norm / Math.sqrt(actual.length), ...values.map(Math.abs));
  const indices = uniform(`sample/${name}`, values.length);
  const errors = values.map((value, i) => {
    return Math.abs(actual[Math.floor(indices[i]! * actual.length)]! - value) / scale;
  });
  const error = Math.max(Math.abs(Math.sqrt(squares) / norm - 1), ...errors);
  return Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
}
