import type { ActivationRanges } from '../../../core/contract/engine';
import { size } from '../../../model-zoo/graph/shapes';
import type { NodeId, Shape } from '../../../model-zoo/graph/types';
import { type SevenBits, sevenBits } from '../native/int8-layer';
import { type Operation, reads } from '../trunk/operations';

/** How values lie: in 7 bits where they are listed, in float32 otherwise. */
export type Forms = ReadonlyMap<NodeId, SevenBits>;

export type ShapeOf = (id: NodeId) => Shape;

/** A shorter depth (the first convolution) is better off in float32, and so is a single row. */
const LEAST_DEPTH = 8;
const LEAST_ROWS = 2;

/**
 * Keeps a value in 7 bits where all its readers take it like that. Sums along shortcuts stay in
 * float32: rounded at every addition, their errors would add up.
 */
export function chooseForms(
  list: readonly Operation[],
  shapeOf: ShapeOf,
  ranges: ActivationRanges,
  wanted: readonly NodeId[],
  options: { residual: boolean },
): Forms {
  const forms = new Map<NodeId, SevenBits>();
  const readers = new Map<NodeId, Operation[]>();
  for (const operation of list) {
    for (const id of reads(operation)) readers.set(id, [...(readers.get(id) ?? []), operation]);
  }
  // From the end: what a reader takes can hang on how its own result lies.
  for (const { id } of list.toReversed()) {
    const range = ranges.nodes[id];
    const all = readers.get(id) ?? [];
    if (!range || wanted.includes(id) || all.length === 0) continue;
    if (all.every((reader) => takes(reader, id))) forms.set(id, sevenBits(range));
  }
  return forms;

  function takes(reader: Operation, id: NodeId): boolean {
    if (reader.residual === id) {
      // A result may take its residual's place, so the two must lie alike.
      if (!options.residual || !forms.has(reader.id) || !inIntegers(reader, shapeOf, ranges)) {
        return false;
      }
      if (!reader.inputs.includes(id)) return true;
    }
    const channels = shapeOf(id).at(-1)!;
    switch (reader.node.op) {
      case 'conv2d':
      case 'dense':
        return inIntegers(reader, shapeOf, ranges);
      case 'globalAveragePool':
        return channels % 8 === 0;
      case 'multiply':
        // Only what is gated; the gate itself is a single row.
        return channels % 8 === 0 && forms.has(reader.id) && size(shapeOf(id)) > channels;
      default:
        return false;
    }
  }
}

/** Whether an operation is done by integer products or sums. */
export function inIntegers(
  { node, inputs, id }: Operation,
  shapeOf: ShapeOf,
  ranges: ActivationRanges,
): boolean {
  if (node.op !== 'conv2d' && node.op !== 'dense') return false;
  const input = shapeOf(inputs[0]!);
  const depth = input.at(-1)!;
  if (!(inputs[0]! in ranges.nodes) || depth < LEAST_DEPTH || size(input) / depth < LEAST_ROWS) {
    return false;
  }
  if (node.op === 'dense' || node.groups === 1) return true;
  const [kernel, stride] = [node.kernel, node.stride];
  return (
    id in ranges.nodes &&
    depth % 8 === 0 &&
    (kernel[0] === 3 || kernel[0] === 5) &&
    kernel[0] === kernel[1] &&
    stride[0] <= 2 &&
    stride[0] === stride[1]
  );
}
