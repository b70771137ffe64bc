import type { ActivationRanges } from '../../../core/contract/engine';
import { size } from '../../../model-zoo/graph/shapes';
import type { Conv2dNode, DenseNode } from '../../../model-zoo/graph/types';
import { activationCode } from '../native/activation-codes';
import { foldInput, layerWords, type SevenBits, sevenBits } from '../native/int8-layer';
import type { Pointer } from '../native/module';
import { callOf } from '../trunk/calls';
import type { Operation } from '../trunk/operations';
import type { Call } from '../trunk/products';
import type { Site } from '../trunk/site';
import { windowOf } from '../trunk/window';
import { type Forms, inIntegers } from './forms';

export interface Int8Plan {
  ranges: ActivationRanges;
  forms: Forms;
  /** Whether 32-bit relaxed dot products are the faster ones here. */
  wide: boolean;
}

/** The call of an operation where values may lie in 7 bits; null where nothing is to be done. */
export function int8Call(operation: Operation, site: Site, plan: Int8Plan): Call | null {
  const { node } = operation;
  const result = plan.forms.get(operation.id);
  if (inIntegers(operation, (id) => site.shape(id), plan.ranges)) {
    return product(operation, node as Conv2dNode | DenseNode, site, plan);
  }
  const call = callOf(operation, site);
  return call && rounded(operation, call, site, result);
}

/** A float32 result, rounded where it lies: each byte is written after the floats in its place were read. */
function rounded({ id }: Operation, call: Call, site: Site, result: SevenBits | undefined): Call {
  if (!result) return call;
  const [at, count] = [site.at(id), size(site.shape(id))];
  const { native } = site;
  return (pictures) => {
    call(pictures);
    native.quantise8(at, at, pictures * count, 1 / result.scale, result.zero);
  };
}

function product(
  operation: Operation,
  node: Conv2dNode | DenseNode,
  site: Site,
  { ranges, forms, wide }: Int8Plan,
): Call {
  const { native, workspace } = site;
  const [inputId, outputId] = [operation.inputs[0]!, operation.id];
  const [input, output] = [site.shape(inputId), site.shape(outputId)];
  const lies = forms.get(inputId);
  const from = lies ?? sevenBits(ranges.nodes[inputId]!);
  const columns = output.at(-1)!;
  const kernel = node.op === 'conv2d' ? size(node.kernel) : 1;
  const depth = kernel * input.at(-1)!;
  // A residual in float32 leaves a result in float32, which is rounded afterwards.
  const residual = operation.residual;
  const together = residual === null || forms.has(residual);
  const result = (together && forms.get(outputId)) || null;
  const layer = site.place(
    layerWords({
      ...weights(node, depth, columns, from, site),
      ...{ depth, columns, activation: activationCode(operation.activation), result },
      ...(residual !== null && { residual: forms.get(residual) ?? null }),
    }),
  );
  const residualAt = residual === null ? 0 : site.at(residual);
  const [x, to] = [site.at(inputId), site.at(outputId)];
  const inputSize = size(input);
  const mode = wide ? 1 : 0;
  const rows = inputSize / input.at(-1)!;
  const window = needsWindow(node, input, output) && site.place(windowOf(node, input, output));
  const call: Call = (pictures) => {
    let [q, spare] = [x, workspace];
    if (!lies) {
      q = workspace;
      spare = aligned(workspace + pictures * inputSize);
      native.quantise8(x, q, pictures * inputSize, 1 / from.scale, from.zero);
    }
    if (window === false) native.gemm8(layer, q, pictures * rows, to, residualAt, spare, mode);
    else native.conv8(layer, window, pictures, q, from.zero, to, residualAt, spare, mode);
  };
  return together ? call : rounded(operation, call, site, forms.get(outputId));
}

/** What lies before a product's own workspace: the input in 7 bits, and what is read beyond it. */
export function aligned(bytes: number): number {
  return (bytes + 16 + 63) & ~63;
}

function needsWindow(
  node: Conv2dNode | DenseNode,
  input: readonly number[],
  output: readonly number[],
): node is Conv2dNode {
  if (node.op === 'dense') return false;
  const single = size(node.kernel) === 1 && size(node.stride) === 1;
  return !(single && input[0] === output[0] && input[1] === output[1]);
}

function weights(
  { weight, bias }: Conv2dNode | DenseNode,
  depth: number,
  columns: number,
  from: SevenBits,
  site: Site,
): { packed: Pointer; start: Pointer; scale: Pointer; bias: Pointer } {
  const { native, memory } = site;
  const panels = Math.ceil(columns / 8) * 8;
  const packed = site.reserve(native.packed_size8(depth, columns));
  const [scaleAt, sumsAt] = [site.reserve(4 * panels), site.reserve(4 * panels)];
  const { data } = site.parameter(weight);
  site.lend(data, (raw) => native.pack_b8(raw, depth, columns, packed, scaleAt, sumsAt));
  const scales = new Float32Array(memory.buffer, scaleAt, panels);
  const sums = new Int32Array(memory.buffer, sumsAt, panels);
  const folded = foldInput(from, scales, sums);
  scales.set(folded.scale);
  sums.set(folded.start);
  const biases = new Float32Array(panels);
  if (bias !== null) biases.set(site.parameter(bias).data);
  return { packed, start: sumsAt, scale: scaleAt, bias: site.place(biases) };
}
