import { size } from '../../../model-zoo/graph/shapes';
import { activationCode } from '../native/activation-codes';
import type { Operation } from './operations';
import { type Call, conv2d, dense } from './products';
import type { Site } from './site';
import { windowOf } from './window';

/** The native call of an operation; null where nothing is to be done. */
export function callOf(operation: Operation, site: Site): Call | null {
  const { node, inputs, id } = operation;
  const { native } = site;
  const to = site.at(id);
  const output = site.shape(id);
  const from = inputs[0] === undefined ? 0 : site.at(inputs[0]);
  const input = inputs[0] === undefined ? output : site.shape(inputs[0]);
  const count = size(input);
  const activation = activationCode(operation.activation);
  const parameter = (name: string) => site.place(site.parameter(name).data);
  switch (node.op) {
    case 'input':
    case 'reshape':
      return null;
    case 'conv2d':
      return conv2d(operation, node, site);
    case 'dense':
      return dense(operation, node, site);
    case 'batchNorm': {
      const { scale, shift } = statistics(operation, site);
      const channels = input.at(-1)!;
      const rows = count / channels;
      return (n) => native.affine_channels(from, scale, shift, n * rows, channels, to);
    }
    case 'layerNorm': {
      const [gamma, beta] = [parameter(node.weight), parameter(node.bias)];
      const width = input.at(-1)!;
      const rows = count / width;
      return (n) => native.layer_norm(from, gamma, beta, node.epsilon, n * rows, width, to);
    }
    case 'activation':
      return (n) => native.activate(from, n * count, activation, to);
    case 'add': {
      const other = site.at(inputs[1]!);
      return (n) => native.add_all(from, other, n * count, activation, to);
    }
    case 'multiply':
      return multiply(operation, site);
    case 'maxPool': {
      const window = site.place(windowOf(node, input, output));
      return (n) => native.max_pool2d(window, n, from, to);
    }
    case 'globalAveragePool': {
      const [height, width, channels] = input as [number, number, number];
      return (n) => native.average_pool(n, height * width, channels, from, to);
    }
    case 'transpose': {
      const { extents, strides } = permutation(input, node.permutation);
      const [extentsAt, stridesAt] = [site.place(extents), site.place(strides)];
      return (n) => native.permute(from, n, extentsAt, stridesAt, to);
    }
    case 'concatClassToken': {
      const token = parameter(node.token);
      const [tokens, width] = input as [number, number];
      return (n) => native.prepend_row(from, token, n, tokens, width, to);
    }
    case 'addPositionEmbedding': {
      const embedding = parameter(node.embedding);
      return (n) => native.add_rows(from, embedding, n, count, to);
    }
    case 'attention': {
      const [tokens, packed] = input as [number, number];
      const width = packed / (3 * node.heads);
      const { workspace } = site;
      return (n) => native.attention(from, n, tokens, node.heads, width, to, workspace);
    }
    case 'takeToken': {
      const [tokens, width] = input as [number, number];
      return (n) => native.take_row(from, n, tokens, width, node.index, to);
    }
    case 'softmax': {
      const width = input.at(-1)!;
      return (n) => native.softmax(from, (n * count) / width, width, to);
    }
  }
}

/** Batch norm that could not be folded, as a scale and a shift. */
function statistics({ node }: Operation, site: Site): { scale: number; shift: number } {
  if (node.op !== 'batchNorm') throw new Error(`${node.id} has no statistics`);
  const read = (name: string) => site.parameter(name).data;
  const [gamma, beta] = [read(node.weight), read(node.bias)];
  const [mean, variance] = [read(node.runningMean), read(node.runningVar)];
  const scale = gamma.map((g, c) => g / Math.sqrt(variance[c]! + node.epsilon));
  const shift = beta.map((b, c) => b - mean[c]! * scale[c]!);
  return { scale: site.place(scale), shift: site.place(shift) };
}

function multiply({ id, inputs }: Operation, site: Site): Call {
  const { native } = site;
  const to = site.at(id);
  const count = size(site.shape(id));
  // The broadcast one last.
  const [whole, scales] = inputs.toSorted((a, b) => size(site.shape(b)) - size(site.shape(a)));
  const [from, other] = [site.at(whole!), site.at(scales!)];
  const channels = size(site.shape(scales!));
  return channels === count
    ? (n) => native.multiply_all(from, other, n * count, to)
    : (n) => native.scale_channels(from, other, n, count / channels, channels, to);
}

/** Extents of the output, and how far apart its neighbours are in the input, in four axes. */
function permutation(
  input: readonly number[],
  axes: readonly number[],
): { extents: Int32Array; strides: Int32Array } {
  if (input.length > 4) throw new Error(`cannot permute ${input.length} axes`);
  const steps = input.map((_, axis) => size(input.slice(axis + 1)));
  const missing = new Array<number>(4 - axes.length).fill(1);
  return {
    extents: Int32Array.from([...missing, ...axes.map((axis) => input[axis]!)]),
    strides: Int32Array.from([...missing, ...axes.map((axis) => steps[axis]!)]),
  };
}
