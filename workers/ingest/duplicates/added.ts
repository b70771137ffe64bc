import type { Picture } from '../../../core/dataset';
import { hammingPairs, parseHashes } from '../../../core/doctor/hamming';
import type { ReadPicture } from '../pictures';
import { nearDuplicateGroups } from './near';

/** Bits of a perceptual hash within which `nearDuplicateGroups` looks closer. */
const nearBits = 8;

/**
 * Groups, by ordinal, of what changes when `made` (read as `reads`) come to a dataset: only pictures
 * whose perceptual hash is near a new one's are looked at again, by `signature`. Groups that were there
 * only grow. Frames held one after the other thus stand on one side of the split.
 */
export async function addedGroups(
  before: readonly Picture[],
  made: readonly Picture[],
  reads: readonly ReadPicture[],
  signature: (picture: Picture) => Promise<Uint8Array | null>,
): Promise<Map<number, number>> {
  const all = [...before, ...made];
  const near = new Set<number>();
  const hashes = parseHashes(all.map(({ perceptualHash }) => perceptualHash));
  hammingPairs(hashes, nearBits, (a, b) => {
    if (Math.max(a, b) < before.length) return;
    near.add(a).add(b);
  });
  const members: { picture: Picture; signature: Uint8Array }[] = [];
  for (const index of [...near].sort((a, b) => a - b)) {
    const read = reads[index - before.length];
    const found = read ? read.forms.signature : await signature(all[index]!);
    if (found) members.push({ picture: all[index]!, signature: found });
  }
  const groups = nearDuplicateGroups(
    members.map(({ picture, signature }) => ({
      perceptualHash: picture.perceptualHash,
      signature,
      shortSide: Math.min(picture.width, picture.height),
      label: picture.label,
    })),
    classSizes(all),
  );
  return grown(all, members, groups);
}

function classSizes(pictures: readonly Picture[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { label } of pictures) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes;
}

/** Whole old groups join where one of their members is near a new picture. */
function grown(
  all: readonly Picture[],
  members: readonly { picture: Picture }[],
  groups: readonly number[],
): Map<number, number> {
  const to = new Map<number, number>();
  const rootOf = (group: number): number => {
    let root = group;
    while (to.has(root)) root = to.get(root)!;
    return root;
  };
  for (const [i, at] of groups.entries()) {
    const a = rootOf(members[at]!.picture.group);
    const b = rootOf(members[i]!.picture.group);
    if (a !== b) to.set(Math.max(a, b), Math.min(a, b));
  }
  return new Map(all.map(({ ordinal, group }) => [ordinal, rootOf(group)]));
}
