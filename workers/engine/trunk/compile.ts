import type { PixelBatch, TensorData } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { shapes, size } from '../../../model-zoo/graph/shapes';
import type { Graph, NodeId, Parameters, Shape } from '../../../model-zoo/graph/types';
import type { NativeCode, NativeExports } from '../native/module';
import { isPixels, pixelTables } from '../pixels';
import { callOf } from './calls';
import { type Operation, operations } from './operations';
import type { Call } from './products';
import { picturewise } from './segments';
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
  calls: readonly CompiledCall[];
}

export interface CompiledCall {
  operation: Operation;
  call: Call;
  /** How many it takes at once. */
  pictures: number;
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
  const all = operations(graph, wanted);
  // Other precisions know their operations by the names of what they read.
  const alone = callFor ? 0 : picturewise(all, shapeOf, parameters, wanted, batch);
  const handed = all[alone - 1]?.id ?? null;
  const gathered = handed === null ? null : `${handed} of all pictures`;
  if (gathered !== null) shapeOf.set(gathered, shapeOf.get(handed!)!);
  const list = all.map((operation, i) =>
    i < alone ? operation : reading(operation, handed, gathered),
  );
  const single = new Set(list.slice(0, alone).map(({ id }) => id));
  const picturesOf = (id: NodeId) => (single.has(id) ? 1 : batch);
  const { offsets, bytes } = planStorage(list, shapeOf, wanted, picturesOf, gathered);
  const zerosBytes = 4 * Math.max(...list.map((operation) => kernelRow(operation, shapeOf)));
  const workspace = (native: NativeExports) =>
    Math.max(options.workspace ?? 0, workspaceOf(native, list, shapeOf));
  const site = createSite(code, {
    ...{ shapeOf, parameters, offsets, arenaBytes: bytes, workspace, zerosBytes },
  });
  const calls: CompiledCall[] = [];
  for (const operation of list) {
    const call = callFor?.(operation, site) ?? callOf(operation, site);
    if (call) calls.push({ operation, call, pictures: picturesOf(operation.id) });
  }
  const first = calls.filter(({ operation }) => single.has(operation.id));
  const rest = calls.filter(({ operation }) => !single.has(operation.id));
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

  /** The first operations on one picture; puts what they hand on in its place among the batch. */
  function runAlone(
    inputs: PixelBatch | TensorData,
    index: number,
    from: NodeId,
    to: NodeId,
    place: number,
  ): void {
    write(inputs, index, 1);
    for (const { call } of first) call(1);
    const length = 4 * size(shapeOf.get(from)!);
    bytesOf.copyWithin(site.at(to) + place * length, site.at(from), site.at(from) + length);
  }

  return {
    run(inputs) {
      const rows = inputs.shape[0]!;
      const results = outputs.map(({ width }) => new Float32Array(rows * width));
      for (let start = 0; start < rows; start += batch) {
        const count = Math.min(batch, rows - start);
        if (handed === null || gathered === null) write(inputs, start, count);
        else for (let i = 0; i < count; i++) runAlone(inputs, start + i, handed, gathered, i);
        for (const { call } of rest) call(count);
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

/** The same operation on a value that goes by another name. */
function reading(operation: Operation, from: NodeId | null, to: NodeId | null): Operation {
  if (from === null || to === null) return operation;
  const renamed = (id: NodeId) => (id === from ? to : id);
  const { inputs, residual } = operation;
  return {
    ...operation,
    inputs: inputs.map(renamed),
    residual: residual === null ? null : renamed(residual),
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
