import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import { execute } from '../../../workers/engine/execute';
import { disposeAll, upload } from '../../../workers/engine/parameters';
import { normalise } from '../../../workers/engine/pixels';
import { relativeError, useBackend } from '../../../workers/engine/testing';
import { architectures } from '../../architectures';
import type { ArchitectureName } from '../../card';
import { fillParameters, uniform } from '../../golden/fill';
import { buildGraph, inputId } from '../../graph/builder';
import { foldBatchNorm } from '../../graph/passes/fold-batch-norm';
import type { Graph, InputNode, Node, Parameters } from '../../graph/types';
import type { TrainedModel } from '../exported';
import type { OnnxVariant } from './network';
import { onnxFiles } from './onnx-files';
import { quantise, roundedWeights, scales } from './quantise';

/** Of a probability; onnxruntime sums in another order than tfjs. */
const probabilityTolerance = 1e-4;
/** Of a logit, in terms of the largest. */
const logitTolerance = 1e-4;

const classes = ['cat', 'dog', 'Kätzchen', '狐'];
const batch = 3;

/** Without vit_base, which differs from vit_small in widths alone and has 340 MB. */
const sizes: Record<
  Exclude<ArchitectureName, 'vit_base_patch16_224'>,
  [height: number, width: number]
> = {
  // Odd and not square, so that padding which differs per side and turned axes show.
  tiny_mobilenetv3: [40, 57],
  tiny_resnet: [57, 40],
  tiny_efficientnet: [40, 57],
  tiny_efficientnet_lite: [56, 41],
  tiny_vit: [40, 56],
  mobilenetv3_large_100: [64, 64],
  resnet18: [64, 64],
  efficientnet_b0: [64, 64],
  tf_efficientnet_lite0: [71, 64],
  vit_tiny_patch16_224: [64, 32],
  vit_small_patch16_224: [32, 32],
};

type Tested = keyof typeof sizes;

/** With filled parameters. */
function modelOf(graph: Graph): TrainedModel {
  const [height, width] = (graph.nodes[0] as InputNode).shape as [number, number];
  return {
    architecture: graph.name as ArchitectureName,
    graph,
    parameters: fillParameters(graph),
    classes,
    preprocessing: {
      inputSize: [height, width],
      cropPct: 0.875,
      interpolation: 'bicubic',
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    },
  };
}

function pictures([height, width]: readonly [number, number]): Uint8Array {
  const values = uniform('pictures', batch * height * width * 3);
  return Uint8Array.from(values, (value) => Math.floor(256 * value));
}

/** Normalised, [batch, H, W, 3]. */
function normalised({ preprocessing }: TrainedModel, data: Uint8Array): tf.Tensor4D {
  const [height, width] = preprocessing.inputSize;
  return normalise({ shape: [batch, height, width, 3], data }, preprocessing);
}

/** What Lensmith itself computes, [batch, classes]. */
function logitsOf(graph: Graph, values: Parameters, input: tf.Tensor): Float32Array {
  const weights = upload(graph, values);
  const [logits] = execute(graph, weights, input);
  const result = logits!.dataSync() as Float32Array;
  tf.dispose(logits!);
  disposeAll(weights);
  return result;
}

function softmax(logits: Float32Array): Float32Array {
  const tensor = tf.tidy(() => tf.softmax(tf.tensor(logits, [batch, classes.length])));
  const result = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return result;
}

/** The parameters as the file in 8 bits has them. */
function rounded(graph: Graph, values: Parameters): Parameters {
  const result = new Map(values);
  for (const name of roundedWeights(graph)) {
    const value = values.get(name)!;
    const steps = scales(value);
    const { shape, data } = quantise(value);
    result.set(name, { shape, data: data.map((integer, i) => integer * steps[i % steps.length]!) });
  }
  return result;
}

async function open(model: TrainedModel, variant: OnnxVariant): Promise<ort.InferenceSession> {
  const [file] = onnxFiles(model, { variant });
  const bytes = new Uint8Array(file!.bytes);
  let at = 0;
  for (const piece of file!.content()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  expect(at).toBe(file!.bytes);
  return ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
}

async function answers(session: ort.InferenceSession, image: ort.Tensor) {
  const { probabilities, logits } = await session.run({ image });
  return {
    shape: probabilities!.dims,
    probabilities: probabilities!.data as Float32Array,
    logits: logits!.data as Float32Array,
  };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

beforeAll(async () => {
  ort.env.wasm.numThreads = 1;
  await useBackend('wasm');
});

test.each(Object.keys(sizes) as Tested[])('%s', async (architecture) => {
  const inputSize = sizes[architecture];
  await answersAsLensmithDoes(architectures[architecture]({ inputSize, classes: classes.length }));
});

test('operations and layouts that no architecture has', async () => {
  const g = buildGraph('odd', [13, 10, 3]);
  const normed = g.batchNorm('normed', inputId, 1e-3);
  const conv = g.conv2d('conv', normed, { filters: 8, kernel: 3, stride: 2, padding: 'same' });
  // Two readers: this batch norm cannot be folded.
  const apart = g.add('apart', g.batchNorm('norm', conv, 1e-3), conv);
  const pool = g.maxPool('pool', apart, { kernel: 3, stride: 2, padding: 'same' });
  const gate = g.activation('gate', g.globalAveragePool('mean', pool, true), 'sigmoid');
  const gated = g.multiply('gated', gate, pool);
  const mixed = g.activation('silu', g.dense('mixed', gated, 6), 'silu');
  const tokens = g.reshape('tokens', g.multiply('twice', mixed, mixed), [12, 6]);
  const layered = g.layerNorm('layered', g.batchNorm('over_tokens', tokens, 1e-3), 1e-6);
  const map = g.reshape('map', layered, [4, 3, 6]);
  const deep = g.depthwise('deep', map, { filters: 6, kernel: 3, bias: true });
  const clipped = g.activation('clipped', deep, 'hardSigmoid');
  // The map has its channels last, the convolution's result first.
  const joined = g.reshape('joined', g.add('both', map, clipped), [12, 6]);
  const pooled = g.takeToken('token', joined, 7);
  const graph = g.finish({ features: deep, pooled, classifier: 'fc', classes: classes.length });
  const turned: Node[] = [
    { op: 'transpose', id: 'turned', inputs: ['gated'], permutation: [2, 0, 1] },
    { op: 'transpose', id: 'back', inputs: ['turned'], permutation: [1, 2, 0] },
    { op: 'softmax', id: 'shares', inputs: ['back'] },
  ];
  const nodes = graph.nodes.flatMap((node): Node[] => {
    if (node.id === 'gated') return [node, ...turned];
    return [node.id === 'mixed' ? { ...node, inputs: ['shares'] } : node];
  });
  await answersAsLensmithDoes({ ...graph, nodes });
});

/** All three files, in batches of three and of one. */
async function answersAsLensmithDoes(graph: Graph): Promise<void> {
  const model = modelOf(graph);
  const [height, width] = model.preprocessing.inputSize;
  const data = pictures([height, width]);
  const input = normalised(model, data);
  const exact = logitsOf(graph, model.parameters, input);
  const folded = foldBatchNorm(graph, model.parameters);
  const in8Bits = logitsOf(folded.graph, rounded(folded.graph, folded.parameters), input);
  const planes = tf.tidy(() => tf.transpose(input, [0, 3, 1, 2]).dataSync());
  input.dispose();
  for (const variant of ['uint8', 'float', 'int8'] as const) {
    const session = await open(model, variant);
    const image = (count: number) =>
      variant === 'float'
        ? new ort.Tensor('float32', planes.slice(0, count * height * width * 3), [
            ...[count, 3, height, width],
          ])
        : new ort.Tensor('uint8', data.slice(0, count * height * width * 3), [
            ...[count, height, width, 3],
          ]);
    const expected = variant === 'int8' ? in8Bits : exact;
    const three = await answers(session, image(batch));
    expect(three.shape).toEqual([batch, classes.length]);
    expect(relativeError(three.logits, expected), variant).toBeLessThan(logitTolerance);
    const difference = largestDifference(three.probabilities, softmax(expected));
    expect(difference, variant).toBeLessThan(probabilityTolerance);
    const one = await answers(session, image(1));
    expect(one.shape).toEqual([1, classes.length]);
    const ofFirst = three.logits.slice(0, classes.length);
    expect(relativeError(one.logits, ofFirst), variant).toBeLessThan(logitTolerance);
    await session.release();
  }
}
