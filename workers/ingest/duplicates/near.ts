import { DisjointSets } from '../../../core/doctor/disjoint-sets';
import { hammingPairs, parseHashes } from '../../../core/doctor/hamming';

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

/**
 * The group of each picture, named by its first member's index: pictures whose perceptual hashes
 * and signatures are near. Candidates are found by multi-index hashing (Norouzi et al., 2012), so
 * the time grows with pictures that resemble each other, not with all pairs.
 * Look-alikes that make up more than half of their class are alike by nature and stay single;
 * `sizes` are those of the classes where `pictures` are only some of theirs.
 */
export function nearDuplicateGroups(
  pictures: readonly Fingerprint[],
  sizes: ReadonlyMap<number, number> = sizesOf(pictures),
): number[] {
  const contrasts = pictures.map((picture) => contrast(picture.signature));
  const sets = new DisjointSets(pictures.length);
  const hashes = parseHashes(pictures.map(({ perceptualHash }) => perceptualHash));
  hammingPairs(hashes, usual.hammingDistance, (a, b, bits) => {
    if (sets.find(a) === sets.find(b)) return;
    const isTiny = Math.min(pictures[a]!.shortSide, pictures[b]!.shortSide) < tinySide;
    const limit = isTiny ? tiny : usual;
    if (bits > limit.hammingDistance) return;
    const flatter = Math.min(contrasts[a]!, contrasts[b]!);
    const apart = difference(pictures[a]!.signature, pictures[b]!.signature);
    if (apart <= limit.difference * flatter) sets.join(a, b);
  });
  return withoutWholeClasses(
    pictures,
    pictures.map((_, i) => sets.find(i)),
    sizes,
  );
}

function sizesOf(pictures: readonly Fingerprint[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { label } of pictures) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes;
}

function withoutWholeClasses(
  pictures: readonly Fingerprint[],
  groups: number[],
  classSizes: ReadonlyMap<number, number>,
): number[] {
  const groupSizes = new Map<number, number>();
  for (const group of groups) groupSizes.set(group, (groupSizes.get(group) ?? 0) + 1);
  return groups.map((group, i) =>
    groupSizes.get(group)! * 2 > classSizes.get(pictures[i]!.label)! ? i : group,
  );
}
