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
 * Calls `found(a, b, distance)` once for each pair a < b within `radius` of 64 bits, 0..15: of two hashes that
 * differ in r bits, one of four 16-bit blocks differs in at most floor(r / 4), so each block is
 * looked up with that many bits turned (Norouzi, Punjani and Fleet, "Fast search in Hamming space
 * with multi-index hashing", CVPR 2012). `a` ascends within a block, so pairs come unsorted.
 */
export function hammingPairs(
  { high, low }: Hashes,
  radius: number,
  found: (a: number, b: number, distance: number) => void,
): void {
  if (!(Number.isInteger(radius) && radius >= 0 && radius <= largestRadius)) {
    throw new RangeError(`radius ${radius} is not in 0..${largestRadius}`);
  }
  const inner = Math.floor(radius / blocks);
  const masks = masksUpTo(inner);
  for (let block = 0; block < blocks; block++) {
    const blockOf = (i: number) =>
      ((block < 2 ? high[i] : low[i]) >>> (block % 2 === 0 ? blockBits : 0)) & 0xffff;
    // The members of each value, as linked lists: the one put in last first.
    const last = new Int32Array(1 << blockBits).fill(-1);
    const before = new Int32Array(high.length);
    for (let b = 0; b < high.length; b++) {
      const value = blockOf(b);
      for (const mask of masks) {
        for (let a = last[value ^ mask]; a >= 0; a = before[a]) {
          const above = high[a] ^ high[b];
          const below = low[a] ^ low[b];
          const distance = popCount(above) + popCount(below);
          if (distance <= radius && !metBefore(above, below, block, inner)) found(a, b, distance);
        }
      }
      before[b] = last[value];
      last[value] = b;
    }
  }
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
