import type { PixelBatch, TensorData } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { shapes, size } from '../../../model-zoo/graph/shapes';
import type { Graph, NodeId, Parameters, Shape } from '../../../model-zoo/graph/types';
import type { NativeCode, NativeExports } from '../native/module';
import { isPixels, pixelTables } from '../pixels';
import { callOf } from './calls';
import { type Operation, operations } from './operations';
import type { Call } from './products';
import { createSite, type Site } from './site';
import { planStorage } from './storage';

export interface CompileOptions {
  /** Pictures at once. Default: 1. */
  batch?: number;
  /** Needed for inputs in pixels. */
  preprocessing?: Preprocessing;
  /** Values to compute; default: the graph's output. */
  wanted?: readonly NodeId[];
  /** Asked first for the call of an operation: another precision, say. */
  callFor?: (operation: Operation, site: Site) => Call | null;
  /** Floats of workspace that `callFor` needs. */
  workspace?: number;
}

/** A graph as a flat list of native calls over a memory of its own. */
export interface Compiled {
  /** [N, ...inputShape], any N, to the wanted values, [N, ...] each. */
  run(inputs: PixelBatch | TensorData): Float32Array[];
  /** Size of its memory. */
  bytes: number;
  /** The calls by operation, for measuring; they work on what the last run left. */
  calls: readonly { operation: Operation; call: Call }[];
}

/**
 * Compiles a graph in inference form (batch norm folded, activations fused). Weights are packed
 * once, activations share an arena by last use, and nothing is allocated when it runs. What is no
 * longer referenced is freed as a whole: there is nothing to dispose of.
 */
export function compile(
  code: NativeCode,
  graph: Graph,
  parameters: Parameters,
  options: CompileOptions = {},
): Compiled {
  const { batch = 1, preprocessing, wanted = [graph.output], callFor } = options;
  const shapeOf = shapes(graph);
  const list = operations(graph, wanted);
  const { offsets, bytes } = planStorage(list, shapeOf, wanted, batch);
  const zerosBytes = 4 * Math.max(...list.map((operation) => kernelRow(operation, shapeOf)));
  const workspace = (native: NativeExports) =>
    Math.max(options.workspace ?? 0, workspaceOf(native, list, shapeOf));
  const site = createSite(code, {
    ...{ shapeOf, parameters, offsets, arenaBytes: bytes, workspace, zerosBytes },
  });
  const calls: { operation: Operation; call: Call }[] = [];
  for (const operation of list) {
    const call = callFor?.(operation, site) ?? callOf(operation, site);
    if (call) calls.push({ operation, call });
  }
  const input = graph.nodes[0]!.id;
  const inputSize = size(shapeOf.get(input)!);
  const table = preprocessing && site.place(pixelTables(preprocessing));
  const pixels = preprocessing && site.reserve(batch * inputSize);
  const outputs = wanted.map((id) => ({ at: site.at(id) / 4, width: size(shapeOf.get(id)!) }));
  const { native, memory } = site;
  const floats = new Float32Array(memory.buffer);
  const bytesOf = new Uint8Array(memory.buffer);

  function write(inputs: PixelBatch | TensorData, start: number, count: number): void {
    const part = inputs.data.subarray(start * inputSize, (start + count) * inputSize);
    if (!isPixels(inputs)) {
      floats.set(part, site.at(input) / 4);
      return;
    }
    if (table === undefined || pixels === undefined) {
      throw new Error(`${graph.name} was compiled without preprocessing`);
    }
    bytesOf.set(part, pixels);
    native.look_up_pixels(pixels, part.length / 3, table, site.at(input));
  }

  return {
    run(inputs) {
      const rows = inputs.shape[0]!;
      const results = outputs.map(({ width }) => new Float32Array(rows * width));
      for (let start = 0; start < rows; start += batch) {
        const count = Math.min(batch, rows - start);
        write(inputs, start, count);
        for (const { call } of calls) call(count);
        for (const [i, { at, width }] of outputs.entries()) {
          results[i]!.set(floats.subarray(at, at + count * width), start * width);
        }
      }
      return results;
    },
    bytes: memory.buffer.byteLength,
    calls,
  };
}

function kernelRow({ node, inputs }: Operation, shapeOf: ReadonlyMap<NodeId, Shape>): number {
  return node.op === 'conv2d' ? node.kernel[1] * shapeOf.get(inputs[0]!)![2]! : 0;
}

function workspaceOf(
  native: NativeExports,
  list: readonly Operation[],
  shapeOf: ReadonlyMap<NodeId, Shape>,
): number {
  const needs = list.map(({ node, inputs }) => {
    if (node.op !== 'attention') return 0;
    const [tokens, packed] = shapeOf.get(inputs[0]!) as [number, number];
    return native.attention_workspace(tokens, packed / (3 * node.heads));
  });
  return Math.max(native.gemm_workspace(), ...needs);
}
