import { beforeAll, describe, test } from 'vitest';
import type { Activation, Graph, Node, Shape } from '../../../model-zoo/graph/types';
import type { NativeCode } from '../native/module';
import { nativeBuilds } from '../native/testing';
import { useBackend } from '../testing';
import { activations, expectAgreement, graphOf, inputId } from './testing';

const inputs = [inputId];

let builds: NativeCode[] = [];

beforeAll(async () => {
  builds = await nativeBuilds();
  await useBackend('cpu');
});

describe.each(['relaxed', 'plain'])('%s build', (kind) => {
  const agree = (graph: Graph, wanted?: string[]) =>
    expectAgreement(builds.find(({ relaxed }) => relaxed === (kind === 'relaxed'))!, graph, wanted);
  const act = (id: string, input: string, of: Activation): Node => ({
    ...{ op: 'activation', id, inputs: [input], kind: of },
  });

  test.each(activations)('%s by itself', (activation) => {
    for (const shape of [[3, 5, 7], [16], [1]]) {
      agree(graphOf(shape, act('activated', inputId, activation)));
    }
  });

  test.each(activations)('%s of a sum', (activation) => {
    const sum: Node = { op: 'add', id: 'sum', inputs: [inputId, 'relu'] };
    const graph = graphOf(
      [3, 5, 7],
      ...[act('relu', inputId, 'relu'), sum, act('activated', 'sum', activation)],
    );
    agree(graph);
    agree(graph, ['sum', 'activated', inputId]);
  });

  test.each([3, 2] as const)('max pooling by %i', (side) => {
    for (const input of [
      [9, 7, 5],
      [8, 11, 16],
      [3, 4, 1],
    ]) {
      for (const stride of [1, 2]) {
        const window = { kernel: [side, side], stride: [stride, stride] } as const;
        for (const padding of ['same', { top: 1, right: 0, bottom: 0, left: 1 }] as const) {
          agree(graphOf(input, { op: 'maxPool', id: 'pool', inputs, ...window, padding }));
        }
      }
    }
  });

  test.each([true, false])('global average pooling, keepDims %s', (keepDims) => {
    for (const input of [
      [7, 5, 19],
      [4, 4, 16],
      [1, 1, 3],
    ]) {
      agree(graphOf(input, { op: 'globalAveragePool', id: 'pool', inputs, keepDims }));
    }
  });

  test('multiplication with one value a channel, either way round', () => {
    for (const input of [
      [5, 3, 7],
      [4, 4, 16],
      [1, 1, 6],
    ]) {
      const pool: Node = { op: 'globalAveragePool', id: 'pool', inputs, keepDims: true };
      const gate = act('gate', 'pool', 'hardSigmoid');
      for (const order of [
        [inputId, 'gate'],
        ['gate', inputId],
      ]) {
        agree(graphOf(input, pool, gate, { op: 'multiply', id: 'scaled', inputs: order }));
      }
    }
  });

  test('multiplication of equal shapes', () => {
    for (const input of [[5, 3, 7], [1, 1, 6], [9]]) {
      const gate = act('gate', inputId, 'sigmoid');
      agree(graphOf(input, gate, { op: 'multiply', id: 'y', inputs: [inputId, 'gate'] }));
      agree(graphOf(input, { op: 'multiply', id: 'square', inputs: [inputId, inputId] }));
    }
  });

  const normalised = (op: 'batchNorm' | 'layerNorm', epsilon: number): Node => {
    const affine = { id: 'norm', inputs, epsilon, weight: 'norm.weight', bias: 'norm.bias' };
    if (op === 'layerNorm') return { op, ...affine };
    return { op, ...affine, runningMean: 'norm.running_mean', runningVar: 'norm.running_var' };
  };

  test.each(['batchNorm', 'layerNorm'] as const)('%s', (op) => {
    for (const shape of [
      [5, 3, 7],
      [4, 16],
      [2, 2, 5],
      [197, 2],
    ] as Shape[]) {
      agree(graphOf(shape, normalised(op, 1e-5)));
      agree(graphOf(shape, normalised(op, 0.1)), ['norm', inputId]);
    }
  });

  test.each([
    [1, 4, 1],
    [5, 3, 2],
    [7, 5, 3],
    [17, 16, 4],
    [50, 64, 1],
  ])('attention of %i tokens, heads of %i, %i of them', (tokens, width, heads) => {
    agree(graphOf([tokens, 3 * width * heads], { op: 'attention', id: 'mixed', inputs, heads }));
  });

  test('softmax', () => {
    for (const shape of [[1], [2], [7], [16], [5, 9]]) {
      agree(graphOf(shape, { op: 'softmax', id: 'shares', inputs }));
    }
  });

  test.each([
    [
      [3, 4],
      [1, 0],
    ],
    [
      [3, 4, 5],
      [2, 0, 1],
    ],
    [
      [3, 4, 5],
      [1, 2, 0],
    ],
    [
      [2, 3, 4, 5],
      [3, 1, 0, 2],
    ],
    [
      [2, 3, 4, 5],
      [0, 2, 1, 3],
    ],
  ])('%j transposed to %j', (shape, permutation) => {
    agree(graphOf(shape, { op: 'transpose', id: 'turned', inputs, permutation }));
  });

  test('a reshape shares its input, which stays', () => {
    const flat: Node = { op: 'reshape', id: 'flat', inputs, shape: [15, 7] };
    const graph = graphOf([3, 5, 7], flat, act('activated', 'flat', 'relu'));
    agree(graph);
    agree(graph, ['activated', 'flat', inputId]);
  });

  test('class token, position embedding, and tokens taken out', () => {
    for (const [tokens, width] of [
      [5, 7],
      [4, 16],
      [1, 3],
    ] as const) {
      const joined: Node = { op: 'concatClassToken', id: 'joined', inputs, token: 'token' };
      const placed: Node = {
        ...{ op: 'addPositionEmbedding', id: 'placed', inputs: ['joined'], embedding: 'places' },
      };
      for (const index of [0, tokens]) {
        const taken: Node = { op: 'takeToken', id: 'taken', inputs: ['placed'], index };
        const graph = graphOf([tokens, width], joined, placed, taken);
        agree(graph);
        agree(graph, ['joined', 'placed', 'taken']);
      }
    }
  });
});
