import type { Picture, Split } from '../dataset';
import { DisjointSets } from './disjoint-sets';
import { hammingPairs, parseHashes } from './hamming';
import { directions, similarity } from './similarity';

export interface DuplicateThresholds {
  /** Most bits of 64 in which perceptual hashes differ, 0..15. */
  bits: number;
  /** Least cosine of features around the data set's mean, -1..1. */
  similarity: number;
}

/**
 * Photographs: copies scaled, recompressed (JPEG 50) or with a fiftieth cut off each side all lie above
 * 0.92 and within 10 bits; different cats and dogs come no nearer than 13 bits or 0.90
 * (mobilenetv3_large_100, docs/experiments.md).
 */
export const usualThresholds: DuplicateThresholds = { bits: 12, similarity: 0.9 };
/**
 * Below 64 pixels things of one kind differ hardly more than copies do: different pictures of
 * Fashion-MNIST come as near as 2 bits at 0.99. Only what can hardly be told apart counts.
 */
export const tinyThresholds: DuplicateThresholds = { bits: 4, similarity: 0.95 };
const tinySide = 64;
/** Features compared for one picture; flat pictures by the thousand share one hash. */
const mostComparisons = 256;

export type Comparable = Pick<Picture, 'hash' | 'perceptualHash' | 'label' | 'width' | 'height'>;

export interface DuplicateGroup {
  /** `exact`: the same bytes all. `near`: also pictures that only look the same. */
  kind: 'exact' | 'near';
  /** Indices of two or more, ascending. */
  pictures: number[];
  /** Of the least similar link that holds the group together, -1..1; 1 for exact copies. */
  similarity: number;
  /** Sides on which members stand, in the order train, validation, test. More than one: a leak. */
  sides: Split[];
  crossesSplits: boolean;
  /** Labels of the members, ascending. More than one: the labels contradict each other. */
  labels: number[];
  crossesClasses: boolean;
}

const sidesInOrder: readonly Split[] = ['train', 'validation', 'test'];

/**
 * Pictures that are the same (equal SHA-256) or look the same: perceptual hashes near enough to ask,
 * and features near enough to say yes. Groups are what such links connect, the largest first.
 *
 * `features` are [N, width] float32 as cached at the trunk, in the order of `pictures`; `sides` is
 * where each stands, or null where nothing is divided yet. Time grows with pictures that resemble
 * each other, not with all pairs. Mirrored copies and crops of more than a twentieth are not found: their
 * perceptual hashes are too far apart.
 * Throws RangeError where lengths or hashes do not fit.
 */
export function duplicateGroups(
  pictures: readonly Comparable[],
  features: Float32Array,
  sides: readonly Split[] | null,
  limits: { usual?: DuplicateThresholds; tiny?: DuplicateThresholds } = {},
): DuplicateGroup[] {
  const { usual = usualThresholds, tiny = tinyThresholds } = limits;
  if (pictures.length === 0) return [];
  if (sides && sides.length !== pictures.length) {
    throw new RangeError(`${sides.length} sides of ${pictures.length} pictures`);
  }
  const sets = new DisjointSets(pictures.length);
  const links = exactLinks(pictures);
  for (const [a, b] of links) sets.join(a, b);

  const points = directions(features, features.length / pictures.length);
  const hashes = parseHashes(pictures.map(({ perceptualHash }) => perceptualHash));
  const isTiny = pictures.map(({ width, height }) => Math.min(width, height) < tinySide);
  const compared = new Uint16Array(pictures.length);
  const radius = isTiny.every(Boolean) ? tiny.bits : Math.max(usual.bits, tiny.bits);
  hammingPairs(hashes, radius, (a, b, bits) => {
    const limit = isTiny[a] || isTiny[b] ? tiny : usual;
    if (bits > limit.bits || compared[b] >= mostComparisons || sets.find(a) === sets.find(b)) {
      return;
    }
    compared[b]++;
    const alike = similarity(points, a, b);
    if (alike < limit.similarity) return;
    sets.join(a, b);
    links.push([a, b, alike]);
  });

  const weakest = new Map<number, number>();
  for (const [a, , alike] of links) {
    const root = sets.find(a);
    weakest.set(root, Math.min(alike, weakest.get(root) ?? 1));
  }
  return sets
    .groups()
    .map((members) => describe(members, pictures, sides, weakest.get(members[0]) ?? 1))
    .sort((a, b) => b.pictures.length - a.pictures.length || a.pictures[0] - b.pictures[0]);
}

/** Each picture with the first one of the same bytes. */
function exactLinks(pictures: readonly Comparable[]): [a: number, b: number, alike: number][] {
  const first = new Map<string, number>();
  const links: [number, number, number][] = [];
  for (const [i, { hash }] of pictures.entries()) {
    const other = first.get(hash);
    if (other === undefined) first.set(hash, i);
    else links.push([other, i, 1]);
  }
  return links;
}

function describe(
  members: number[],
  pictures: readonly Comparable[],
  sides: readonly Split[] | null,
  alike: number,
): DuplicateGroup {
  const labels = [...new Set(members.map((i) => pictures[i].label))].sort((a, b) => a - b);
  const there = new Set(members.map((i) => sides?.[i]));
  const met = sidesInOrder.filter((side) => there.has(side));
  const isExact = members.every((i) => pictures[i].hash === pictures[members[0]].hash);
  return {
    kind: isExact ? 'exact' : 'near',
    pictures: members,
    similarity: alike,
    sides: met,
    crossesSplits: met.length > 1,
    labels,
    crossesClasses: labels.length > 1,
  };
}
