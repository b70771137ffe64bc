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

/** Keeps a value in 7 bits where all its readers take it like that. */
export function chooseForms(
  list: readonly Operation[],
  shapeOf: ShapeOf,
  ranges: ActivationRanges,
  wanted: readonly NodeId[],
): Forms {
  const forms = new Map<NodeId, SevenBits>();
  const readers = new Map<NodeId, Operation[]>();
  for (const operation of list) {
    for (const id of reads(operation)) readers.set(id, [...(readers.get(id) ?? []), operation]);
  }
  // From the end: whether a residual is taken so hangs on how the result lies.
  for (const { id } of list.toReversed()) {
    const range = ranges.nodes[id];
    const all = readers.get(id) ?? [];
    if (!range || wanted.includes(id) || all.length === 0) continue;
    if (all.every((reader) => takes(reader, id))) forms.set(id, sevenBits(range));
  }
  return forms;

  function takes(reader: Operation, id: NodeId): boolean {
    // A result may take its residual's place, so the two must lie alike.
    if (reader.residual === id && !forms.has(reader.id)) return false;
    return inIntegers(reader, shapeOf, ranges);
  }
}

/** Whether an operation is done by integer products. Depthwise convolutions are faster in float32. */
export function inIntegers(
  { node, inputs }: Operation,
  shapeOf: ShapeOf,
  ranges: ActivationRanges,
): boolean {
  if (node.op !== 'dense' && !(node.op === 'conv2d' && node.groups === 1)) return false;
  const input = shapeOf(inputs[0]!);
  const depth = input.at(-1)!;
  return inputs[0]! in ranges.nodes && depth >= LEAST_DEPTH && size(input) / depth >= LEAST_ROWS;
}
