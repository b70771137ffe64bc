/** A piece of memory and the steps, both included, in which it must not be overwritten. */
export interface Lifetime {
  bytes: number;
  first: number;
  last: number;
}

/**
 * Offsets for pieces that share memory when their lifetimes do not meet: largest first, each at the
 * lowest place that is free throughout its life (Pisarchyk & Lee 2020,
 * https://arxiv.org/abs/2001.03288). Offsets are multiples of 64.
 */
export function placeInArena(pieces: readonly Lifetime[]): { offsets: number[]; bytes: number } {
  const offsets = new Array<number>(pieces.length).fill(0);
  const placed: number[] = [];
  let bytes = 0;
  const order = [...pieces.keys()].sort((a, b) => pieces[b]!.bytes - pieces[a]!.bytes);
  for (const index of order) {
    const piece = pieces[index]!;
    const around = placed
      .filter((other) => meet(piece, pieces[other]!))
      .sort((a, b) => offsets[a]! - offsets[b]!);
    let offset = 0;
    for (const other of around) {
      if (offset + piece.bytes <= offsets[other]!) break;
      offset = Math.max(offset, align(offsets[other]! + pieces[other]!.bytes));
    }
    offsets[index] = offset;
    placed.push(index);
    bytes = Math.max(bytes, align(offset + piece.bytes));
  }
  return { offsets, bytes };
}

function meet(a: Lifetime, b: Lifetime): boolean {
  return a.first <= b.last && b.first <= a.last;
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
