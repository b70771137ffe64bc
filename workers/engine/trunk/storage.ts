import { size } from '../../../model-zoo/graph/shapes';
import type { NodeId, Shape } from '../../../model-zoo/graph/types';
import { placeInArena } from './arena';
import { type Operation, reads } from './operations';

/** Where values lie: byte offsets into the arena. */
export interface Storage {
  offsets: ReadonlyMap<NodeId, number>;
  bytes: number;
}

/**
 * Plans the memory of activations: by last use, with elementwise results in the place of an input
 * that nobody reads afterwards, and reshapes at no cost. `picturesOf` says for how many pictures a
 * value has room; `gathered` is one that no operation makes and that is there from the start.
 */
export function planStorage(
  list: readonly Operation[],
  shapeOf: ReadonlyMap<NodeId, Shape>,
  wanted: readonly NodeId[],
  picturesOf: (id: NodeId) => number,
  gathered: NodeId | null = null,
): Storage {
  const lastUse = new Map<NodeId, number>();
  for (const [step, operation] of list.entries()) {
    for (const id of reads(operation)) lastUse.set(id, step);
  }
  for (const id of wanted) lastUse.set(id, list.length);

  const bytesOf = (id: NodeId) => 4 * picturesOf(id) * size(shapeOf.get(id)!);
  const pieces: { bytes: number; first: number; last: number }[] = [];
  const pieceOf = new Map<NodeId, number>();
  if (gathered !== null) {
    const last = lastUse.get(gathered) ?? list.length;
    pieceOf.set(gathered, pieces.push({ bytes: bytesOf(gathered), first: 0, last }) - 1);
  }
  for (const [step, operation] of list.entries()) {
    const { id } = operation;
    const last = lastUse.get(id) ?? step;
    const bytes = bytesOf(id);
    const pieceAt = (input: NodeId) => pieceOf.get(input)!;
    const host = hosts(operation, pieceAt).find((input) => {
      const piece = pieces[pieceAt(input)]!;
      // A reshape is its input; anything else may only overwrite what ends here.
      return operation.node.op === 'reshape' || (piece.last === step && piece.bytes === bytes);
    });
    if (host === undefined) {
      pieceOf.set(id, pieces.push({ bytes, first: step, last }) - 1);
    } else {
      const index = pieceOf.get(host)!;
      pieceOf.set(id, index);
      pieces[index]!.last = Math.max(pieces[index]!.last, last);
    }
  }
  const { offsets, bytes } = placeInArena(pieces);
  return { offsets: new Map([...pieceOf].map(([id, piece]) => [id, offsets[piece]!])), bytes };
}

/** Inputs whose place the result may take, because each element is read before it is written. */
function hosts(
  { node, inputs, residual }: Operation,
  pieceAt: (id: NodeId) => number,
): readonly NodeId[] {
  switch (node.op) {
    case 'conv2d':
    case 'dense':
      if (residual === null) return [];
      // Not what the product itself reads, even if that is the residual as well, or reshaped.
      return inputs.some((id) => pieceAt(id) === pieceAt(residual)) ? [] : [residual];
    case 'reshape':
    case 'activation':
    case 'add':
    case 'multiply':
    case 'batchNorm':
    case 'layerNorm':
    case 'softmax':
    case 'addPositionEmbedding':
      return inputs;
    default:
      return [];
  }
}
