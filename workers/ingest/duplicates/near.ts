/** What is compared of a picture. */
export interface Fingerprint {
  /** 64 bits, 16 hex digits. */
  perceptualHash: string;
  /** [16, 16, 3]. */
  signature: Uint8Array;
  /** Pixels. */
  shortSide: number;
  label: number;
}

interface Thresholds {
  /** Of 64 bits. */
  hammingDistance: number;
  /** Mean difference of the signatures, over the mean contrast of the flatter one. */
  difference: number;
}

/**
 * Photographs: scaled and recompressed copies lie within 3 bits and 0.04, those with a fiftieth cut
 * off mostly within 7 bits; of 572 different cats and dogs two come as near as 9 bits, at 1.7.
 */
const usual: Thresholds = { hammingDistance: 8, difference: 0.1 };
/**
 * Below 64 pixels things of one kind differ hardly more than copies do: different pictures of
 * Fashion-MNIST come as near as 2 bits at 0.045, and 4 bits at 0.07.
 */
const tiny: Thresholds = { hammingDistance: 4, difference: 0.04 };
const tinySide = 64;

/** Grey levels: a picture without contrast is compared as if it had this much. */
const leastContrast = 8;

/** One block more than bits may differ, so that near hashes agree in one block at least. */
const blocks = usual.hammingDistance + 1;
const blockBits = Math.floor(64 / blocks);

function popCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function contrast(signature: Uint8Array): number {
  let sum = 0;
  for (const value of signature) sum += value;
  const mean = sum / signature.length;
  let deviation = 0;
  for (const value of signature) deviation += Math.abs(value - mean);
  return Math.max(leastContrast, deviation / signature.length);
}

function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

/** Disjoint sets; each is named by its smallest member. */
class Sets {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(i: number): number {
    while (this.#parent[i] !== i) {
      this.#parent[i] = this.#parent[this.#parent[i]!]!;
      i = this.#parent[i]!;
    }
    return i;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.find(a), this.find(b)];
    this.#parent[Math.max(first, second)] = Math.min(first, second);
  }
}

/**
 * The group of each picture, named by its first member's index: pictures whose perceptual hashes
 * and signatures are near. Candidates are found by multi-index hashing (Norouzi et al., 2012), so
 * the time grows with pictures that resemble each other, not with all pairs.
 * Look-alikes that make up more than half of their class are alike by nature and stay single.
 */
export function nearDuplicateGroups(pictures: readonly Fingerprint[]): number[] {
  const high = pictures.map((picture) => Number.parseInt(picture.perceptualHash.slice(0, 8), 16));
  const low = pictures.map((picture) => Number.parseInt(picture.perceptualHash.slice(8), 16));
  const contrasts = pictures.map((picture) => contrast(picture.signature));
  const sets = new Sets(pictures.length);

  const near = (a: number, b: number): boolean => {
    const isTiny = Math.min(pictures[a]!.shortSide, pictures[b]!.shortSide) < tinySide;
    const limit = isTiny ? tiny : usual;
    const bits = popCount(high[a]! ^ high[b]!) + popCount(low[a]! ^ low[b]!);
    if (bits > limit.hammingDistance) return false;
    const flatter = Math.min(contrasts[a]!, contrasts[b]!);
    return difference(pictures[a]!.signature, pictures[b]!.signature) <= limit.difference * flatter;
  };

  const whole = pictures.map((picture) => BigInt(`0x${picture.perceptualHash}`));
  for (let block = 0; block < blocks; block++) {
    const buckets = new Map<number, number[]>();
    for (const [i, hash] of whole.entries()) {
      const bits = Number(BigInt.asUintN(blockBits, hash >> BigInt(block * blockBits)));
      const bucket = buckets.get(bits) ?? [];
      for (const other of bucket) {
        if (sets.find(i) !== sets.find(other) && near(i, other)) sets.join(i, other);
      }
      bucket.push(i);
      buckets.set(bits, bucket);
    }
  }
  return withoutWholeClasses(
    pictures,
    pictures.map((_, i) => sets.find(i)),
  );
}

function withoutWholeClasses(pictures: readonly Fingerprint[], groups: number[]): number[] {
  const groupSizes = new Map<number, number>();
  const classSizes = new Map<number, number>();
  for (const [i, { label }] of pictures.entries()) {
    groupSizes.set(groups[i]!, (groupSizes.get(groups[i]!) ?? 0) + 1);
    classSizes.set(label, (classSizes.get(label) ?? 0) + 1);
  }
  return groups.map((group, i) =>
    groupSizes.get(group)! * 2 > classSizes.get(pictures[i]!.label)! ? i : group,
  );
}
