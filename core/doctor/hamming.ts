/** 64-bit hashes as two columns of 32 bits. */
export interface Hashes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** From 16 hex digits each. Throws RangeError on anything else. */
export function parseHashes(texts: readonly string[]): Hashes {
  const high = new Uint32Array(texts.length);
  const low = new Uint32Array(texts.length);
  for (const [i, text] of texts.entries()) {
    if (!/^[0-9a-f]{16}$/.test(text)) throw new RangeError(`no 64-bit hash: ${text}`);
    high[i] = Number.parseInt(text.slice(0, 8), 16);
    low[i] = Number.parseInt(text.slice(8), 16);
  }
  return { high, low };
}

/** Bits set of a 32-bit integer. */
export function popCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** In how many of 64 bits two hashes of 16 hex digits differ. */
export function hammingDistance(a: string, b: string): number {
  const { high, low } = parseHashes([a, b]);
  return popCount(high[0] ^ high[1]) + popCount(low[0] ^ low[1]);
}

const blocks = 4;
const blockBits = 16;
/** Beyond, nearly every block of 16 bits would have to be looked up. */
export const largestRadius = 15;

/**
 * Calls `found(a, b, distance)` once for each pair a < b within `radius` of 64 bits, 0..15, in no order:
 * of two hashes that differ in r bits, one of four 16-bit blocks differs in at most floor(r / 4), so only
 * values of a block that near are compared (Norouzi, Punjani and Fleet, "Fast search in Hamming space
 * with multi-index hashing", CVPR 2012). Throws RangeError for another radius.
 */
export function hammingPairs(
  hashes: Hashes,
  radius: number,
  found: (a: number, b: number, distance: number) => void,
): void {
  if (!(Number.isInteger(radius) && radius >= 0 && radius <= largestRadius)) {
    throw new RangeError(`radius ${radius} is not in 0..${largestRadius}`);
  }
  const inner = Math.floor(radius / blocks);
  const masks = masksUpTo(inner);
  for (let block = 0; block < blocks; block++) {
    const { start, order, high, low } = sortedBy(hashes, block);
    const compare = (i: number, from: number, to: number) => {
      for (let k = from; k < to; k++) {
        const above = high[i] ^ high[k];
        const below = low[i] ^ low[k];
        const distance = popCount(above) + popCount(below);
        if (distance > radius || metBefore(above, below, block, inner)) continue;
        found(Math.min(order[i], order[k]), Math.max(order[i], order[k]), distance);
      }
    };
    for (let value = 0; value < 1 << blockBits; value++) {
      const [from, to] = [start[value], start[value + 1]];
      if (from === to) continue;
      for (const mask of masks) {
        const other = value ^ mask;
        // Each two values meet once, from the smaller.
        if (other < value || start[other] === start[other + 1]) continue;
        for (let i = from; i < to; i++) {
          compare(i, mask === 0 ? i + 1 : start[other], start[other + 1]);
        }
      }
    }
  }
}

interface Sorted extends Hashes {
  /** Where each value of the block begins, [2^16 + 1]. */
  start: Int32Array;
  /** Which hash stands at each place. */
  order: Int32Array;
}

/** The hashes by the value of one of their blocks, so that those compared lie side by side. */
function sortedBy({ high, low }: Hashes, block: number): Sorted {
  const source = block < 2 ? high : low;
  const shift = block % 2 === 0 ? blockBits : 0;
  const start = new Int32Array((1 << blockBits) + 1);
  for (const bits of source) start[((bits >>> shift) & 0xffff) + 1]++;
  for (let value = 0; value < 1 << blockBits; value++) start[value + 1] += start[value];
  const next = start.slice();
  const order = new Int32Array(source.length);
  for (let i = 0; i < source.length; i++) order[next[(source[i] >>> shift) & 0xffff]++] = i;
  return {
    start,
    order,
    high: Uint32Array.from(order, (i) => high[i]),
    low: Uint32Array.from(order, (i) => low[i]),
  };
}

/** Whether an earlier block brought this pair up already. */
function metBefore(above: number, below: number, block: number, inner: number): boolean {
  if (block > 0 && popCount(above >>> blockBits) <= inner) return true;
  if (block > 1 && popCount(above & 0xffff) <= inner) return true;
  return block > 2 && popCount(below >>> blockBits) <= inner;
}

/** All 16-bit values of at most `bits` set bits. */
function masksUpTo(bits: number): Uint16Array {
  return Uint16Array.from(
    Array.from({ length: 1 << blockBits }, (_, mask) => mask).filter(
      (mask) => popCount(mask) <= bits,
    ),
  );
}
