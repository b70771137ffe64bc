import * as tf from '@tensorflow/tfjs-core';
import type { NodeActivation } from '../../core/contract/architecture';
import type { PixelBatch } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Preprocessing } from '../../core/preprocessing/types';
import { shapes } from '../../model-zoo/graph/shapes';
import type { Graph, NodeId, Parameters } from '../../model-zoo/graph/types';
import { execute } from './execute';
import { disposeAll, upload } from './parameters';
import { normalise } from './pixels';

const mostMaps = 64;
const largestSide = 64;

/**
 * What a node of `graph` (in training form, so that every node is there) holds for one picture.
 * Computed on stock tfjs up to that node; nothing stays on the device. Throws badOption for a node
 * that the network does not have.
 */
export async function nodeActivation(
  graph: Graph,
  values: Parameters,
  picture: PixelBatch,
  preprocessing: Preprocessing,
  nodeId: NodeId,
): Promise<Omit<NodeActivation, 'seen'>> {
  const shape = shapes(graph).get(nodeId);
  if (!shape) {
    const allowed = 'a node of the network';
    throw new LensmithError('badOption', { option: 'node', value: nodeId, allowed });
  }
  const before = upTo(graph, nodeId);
  const tensors = upload(before, values);
  try {
    const output = tf.tidy(
      () => execute(before, tensors, normalise(picture, preprocessing), [nodeId])[0]!,
    );
    const data = await output.data<'float32'>();
    const laidOut = layoutOf(graph, shape);
    const maps = mapsOf(data, laidOut);
    output.dispose();
    const { layout, channels } = laidOut;
    return { nodeId, shape: [...shape], layout, channels, maps };
  } finally {
    disposeAll(tensors);
  }
}

/** The node and all it is computed from: only their parameters are uploaded. */
function upTo(graph: Graph, nodeId: NodeId): Graph {
  const needed = new Set([nodeId]);
  for (const node of graph.nodes.toReversed()) {
    if (needed.has(node.id)) for (const input of node.inputs) needed.add(input);
  }
  const nodes = graph.nodes.filter(({ id }) => needed.has(id));
  const taps = { features: null, pooled: null, logits: null };
  return { ...graph, nodes, output: nodeId, taps, stages: [] };
}

interface Layout {
  layout: NodeActivation['layout'];
  height: number;
  width: number;
  channels: number;
  /** Values before the first place of the map: those of the class token. */
  first: number;
}

function layoutOf(graph: Graph, shape: readonly number[]): Layout {
  if (shape.length === 3) {
    const [height, width, channels] = shape as [number, number, number];
    const layout = height * width === 1 ? 'vector' : 'map';
    if (layout === 'map') return { layout, height, width, channels, first: 0 };
  }
  const grid = shape.length === 2 ? patchGrid(graph) : null;
  if (grid) {
    const [tokens, channels] = shape as [number, number];
    const first = (tokens - grid[0] * grid[1]) * channels;
    if (first >= 0) return { layout: 'tokens', height: grid[0], width: grid[1], channels, first };
  }
  const length = shape.reduce((product, extent) => product * extent, 1);
  return { layout: 'vector', height: 1, width: 1, channels: length, first: 0 };
}

/** Rows and columns of the map that was flattened to tokens; null in a network without. */
function patchGrid(graph: Graph): readonly [rows: number, columns: number] | null {
  const flatten = graph.nodes.find(({ op }) => op === 'reshape');
  const shape = flatten && shapes(graph).get(flatten.inputs[0]!);
  return shape?.length === 3 ? [shape[0]!, shape[1]!] : null;
}

function mapsOf(data: Float32Array, layout: Layout): NodeActivation['maps'] {
  const { height, width, channels, first } = layout;
  if (layout.layout === 'vector') return [row(data)];
  const spread = channelStatistics(data, layout);
  const chosen = Array.from({ length: channels }, (_, channel) => channel)
    .sort((a, b) => spread[b]!.variance - spread[a]!.variance || a - b)
    .slice(0, mostMaps)
    .sort((a, b) => a - b);
  const step = Math.max(1, Math.ceil(Math.max(height, width) / largestSide));
  return chosen.map((channel) => {
    const at = (y: number, x: number) => data[first + (y * width + x) * channels + channel]!;
    const { low, high } = spread[channel]!;
    const rows = Math.ceil(height / step);
    const columns = Math.ceil(width / step);
    const values = new Uint8Array(rows * columns);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        values[y * columns + x] = scaled(mean(at, y, x, step, layout), low, high);
      }
    }
    return { channel, height: rows, width: columns, values, low, high };
  });
}

/** Of a block of `step` by `step` places, smaller at the edges. */
function mean(
  at: (y: number, x: number) => number,
  row: number,
  column: number,
  step: number,
  { height, width }: Layout,
): number {
  let sum = 0;
  let count = 0;
  for (let y = row * step; y < Math.min(height, (row + 1) * step); y++) {
    for (let x = column * step; x < Math.min(width, (column + 1) * step); x++, count++) {
      sum += at(y, x);
    }
  }
  return sum / count;
}

function channelStatistics(data: Float32Array, { height, width, channels, first }: Layout) {
  const places = height * width;
  return Array.from({ length: channels }, (_, channel) => {
    let [sum, squares, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let place = 0; place < places; place++) {
      const value = data[first + place * channels + channel]!;
      sum += value;
      squares += value * value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { low, high, variance: squares / places - (sum / places) ** 2 };
  });
}

/** A vector as one row of all its values. */
function row(data: Float32Array): NodeActivation['maps'][number] {
  const low = data.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = data.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const values = Uint8Array.from(data, (value) => scaled(value, low, high));
  return { channel: 0, height: 1, width: data.length, values, low, high };
}

const scaled = (value: number, low: number, high: number) =>
  high > low ? Math.round((255 * (value - low)) / (high - low)) : 0;
