import { beforeAll, describe, test } from 'vitest';
import type {
  Activation,
  Conv2dNode,
  Graph,
  Node,
  Padding,
  Shape,
} from '../../../model-zoo/graph/types';
import type { NativeCode } from '../native/module';
import { nativeBuilds } from '../native/testing';
import { useBackend } from '../testing';
import { activations, expectAgreement, graphOf, inputId } from './testing';

let builds: NativeCode[] = [];

beforeAll(async () => {
  builds = await nativeBuilds();
  await useBackend('cpu');
});

interface Case {
  input: Shape;
  kernel: readonly [number, number];
  stride?: readonly [number, number];
  padding?: Padding;
  filters?: number;
}

const uneven: Padding = { top: 0, right: 2, bottom: 1, left: 1 };
const none: Padding = { top: 0, right: 0, bottom: 0, left: 0 };

/** Sides and channels that fill no strip of 6, panel of 8 or vector of 4, and some that do. */
const windows: Case[] = [
  { input: [5, 7, 5], kernel: [1, 1], filters: 13 },
  { input: [6, 4, 16], kernel: [1, 1], filters: 24 },
  { input: [7, 6, 10], kernel: [1, 1], stride: [2, 2], padding: none, filters: 9 },
  { input: [3, 3, 401], kernel: [1, 1], filters: 3 },
  { input: [9, 7, 5], kernel: [3, 3], filters: 11 },
  { input: [9, 7, 6], kernel: [3, 3], stride: [2, 2], filters: 16 },
  { input: [8, 11, 7], kernel: [3, 3], stride: [2, 2], padding: uneven, filters: 9 },
  { input: [8, 11, 7], kernel: [3, 3], padding: none, filters: 10 },
  { input: [2, 1, 3], kernel: [3, 3], filters: 2 },
  { input: [6, 7, 50], kernel: [3, 3], filters: 9 },
  { input: [9, 10, 3], kernel: [5, 5], filters: 6 },
  { input: [9, 10, 17], kernel: [5, 5], stride: [2, 2], padding: uneven, filters: 7 },
  { input: [19, 23, 3], kernel: [7, 7], stride: [2, 2], filters: 20 },
  { input: [7, 9, 5], kernel: [3, 5], stride: [2, 1], filters: 7 },
  // A kernel row longer than a block of depth, clipped.
  { input: [3, 3, 150], kernel: [3, 3], filters: 5 },
];

const depthwiseWindows: Case[] = [
  { input: [9, 13, 7], kernel: [3, 3] },
  { input: [9, 13, 21], kernel: [3, 3], stride: [2, 2] },
  { input: [12, 15, 18], kernel: [3, 3], stride: [2, 2], padding: uneven },
  { input: [8, 12, 16], kernel: [3, 3], padding: none },
  { input: [11, 14, 9], kernel: [5, 5] },
  { input: [11, 17, 22], kernel: [5, 5], stride: [2, 2] },
  { input: [15, 21, 6], kernel: [5, 5], stride: [2, 2], padding: uneven },
  { input: [2, 1, 5], kernel: [5, 5] },
  { input: [10, 9, 19], kernel: [7, 7] },
  { input: [9, 8, 5], kernel: [3, 5], stride: [1, 2] },
  { input: [9, 8, 5], kernel: [3, 3], stride: [2, 1] },
];

function conv(window: Case, more: Partial<Conv2dNode> = {}): Conv2dNode {
  const { input, kernel, stride = [1, 1], padding = 'same', filters = input[2]! } = window;
  return {
    ...{ op: 'conv2d', id: 'conv', inputs: [inputId], kernel, stride, padding, filters },
    ...{ groups: 1, weight: 'conv.weight', bias: 'conv.bias', activation: null },
    ...more,
  };
}

function dense(units: number, more: Partial<Extract<Node, { op: 'dense' }>> = {}): Node {
  return {
    ...{ op: 'dense', id: 'dense', inputs: [inputId], units },
    ...{ weight: 'dense.weight', bias: 'dense.bias', activation: null },
    ...more,
  };
}

function act(input: string, kind: Activation): Node {
  return { op: 'activation', id: 'activated', inputs: [input], kind };
}

function name({ input, kernel, stride = [1, 1], padding = 'same' }: Case): string {
  const sides = padding === 'same' ? padding : Object.values(padding).join(' ');
  return `${kernel.join('x')} over ${input.join('x')}, stride ${stride.join('x')}, padding ${sides}`;
}

describe.each(['relaxed', 'plain'])('%s build', (kind) => {
  const agree = (graph: Graph, wanted?: string[]) =>
    expectAgreement(builds.find(({ relaxed }) => relaxed === (kind === 'relaxed'))!, graph, wanted);

  test.each(windows.map((it) => [name(it), it] as const))('conv2d %s', (_, window) => {
    agree(graphOf(window.input, conv(window)));
    agree(graphOf(window.input, conv(window, { bias: null })));
  });

  test.each(depthwiseWindows.map((it) => [name(it), it] as const))('depthwise %s', (_, window) => {
    agree(graphOf(window.input, conv(window, { groups: 'depthwise' })));
    agree(graphOf(window.input, conv(window, { groups: 'depthwise', bias: null })));
  });

  test.each(activations)('%s behind convolutions and dense layers', (activation) => {
    for (const kernel of [1, 3]) {
      const window: Case = { input: [5, 7, 6], kernel: [kernel, kernel], filters: 11 };
      agree(graphOf(window.input, conv(window, { activation })));
      agree(
        graphOf(window.input, conv({ ...window, filters: 6 }, { groups: 'depthwise', activation })),
      );
      agree(graphOf(window.input, conv(window), act('conv', activation)));
    }
    agree(graphOf([13], dense(10, { activation })));
  });

  const added = (inputs: string[]): Node => ({ op: 'add', id: 'sum', inputs });

  test.each(activations)('a residual and %s', (activation) => {
    for (const kernel of [1, 3]) {
      const window: Case = { input: [5, 7, 9], kernel: [kernel, kernel] };
      const first = conv(window, { id: 'first', weight: 'first.weight', bias: null });
      const second = conv(window, { inputs: ['first'] });
      for (const inputs of [
        ['conv', inputId],
        [inputId, 'conv'],
        // What is added is what the convolution reads.
        ['conv', 'first'],
      ]) {
        agree(graphOf(window.input, first, second, added(inputs), act('sum', activation)));
      }
    }
  });

  test('a residual deeper than a block', () => {
    const window: Case = { input: [4, 3, 386], kernel: [1, 1] };
    agree(graphOf(window.input, conv(window), added(['conv', inputId]), act('sum', 'relu')));
    agree(graphOf(window.input, conv(window), added(['conv', inputId]), act('sum', 'gelu')));
  });

  test('values that are wanted keep theirs', () => {
    const window: Case = { input: [5, 7, 9], kernel: [3, 3] };
    const graph = graphOf(window.input, conv(window), added(['conv', inputId]), act('sum', 'relu'));
    agree(graph, ['conv', 'sum', 'activated']);
    agree(graph, [inputId, 'activated']);
  });

  test('a value added to itself, and two convolutions added', () => {
    const window: Case = { input: [5, 4, 9], kernel: [3, 3] };
    const other = conv(window, { id: 'other', weight: 'other.weight', bias: null });
    agree(graphOf(window.input, conv(window), added(['conv', 'conv'])));
    agree(graphOf(window.input, conv(window), other, added(['conv', 'other'])));
  });

  test('a residual that is the input by another name', () => {
    // More rows, and more depth, than are read before the first result is written.
    const window: Case = { input: [12, 13, 9], kernel: [3, 3] };
    const again = (shape: Shape): Node => ({
      op: 'reshape',
      id: 'again',
      inputs: [inputId],
      shape,
    });
    agree(graphOf(window.input, again(window.input), conv(window), added(['conv', 'again'])));
    agree(graphOf([401], again([401]), dense(401), added(['dense', 'again'])));
  });

  test('dense layers over vectors and tokens', () => {
    for (const input of [[13], [5, 7], [3, 2, 12], [401]]) {
      agree(graphOf(input, dense(10)));
      agree(graphOf(input, dense(1, { bias: null })));
    }
  });
});
