import type { Picture } from '../dataset';

/** Pictures that look the same: they are dealt out as one. */
export interface Unit {
  /** Positions in the list the units were made from. */
  members: number[];
  /** The members' most frequent class, the lowest on a tie. */
  label: number;
}

/** One unit per group, in order of first appearance. */
export function unitsOf(pictures: Pick<Picture, 'label' | 'group'>[]): Unit[] {
  const groups = new Map<number, number[]>();
  pictures.forEach(({ group }, position) => {
    const members = groups.get(group);
    if (members) members.push(position);
    else groups.set(group, [position]);
  });
  return [...groups.values()].map((members) => ({
    members,
    label: mostFrequent(members.map((position) => pictures[position].label)),
  }));
}

function mostFrequent(labels: number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((best, entry) =>
    entry[1] > best[1] || (entry[1] === best[1] && entry[0] < best[0]) ? entry : best,
  )[0];
}

/**
 * Deals units out to `shares.length` hands, so that each hand gets its share (the shares add up to
 * 1) of every class, counted in pictures, and of the whole. Every hand gets at least one unit of a
 * class that has enough; of a smaller class the first hands get one. Greedy, as scikit-learn's
 * StratifiedGroupKFold does: big units first, each to the hand that lacks most. Units of one size keep
 * their order, so shuffle them before. Returns the hand of each unit.
 */
export function deal(units: Unit[], shares: number[]): Map<Unit, number> {
  const hands = new Map<Unit, number>();
  const wholeLack = lacksOf(units, shares);
  const labels = [...new Set(units.map(({ label }) => label))];
  const classes = labels.map((label) => units.filter((unit) => unit.label === label));
  // Rare classes have the least choice, so they come first.
  for (const ofClass of classes.sort((a, b) => a.length - b.length)) {
    const lack = lacksOf(ofClass, shares);
    const got = shares.map(() => 0);
    const bigFirst = [...ofClass].sort((a, b) => b.members.length - a.members.length);
    bigFirst.forEach((unit, dealt) => {
      const empty = shares.flatMap((_, hand) => (got[hand] === 0 ? [hand] : []));
      const mustFill = empty.length > 0 && ofClass.length - dealt <= empty.length;
      const hand = mustFill ? empty[0] : hungriest(lack, wholeLack);
      hands.set(unit, hand);
      got[hand]++;
      lack[hand] -= unit.members.length;
      wholeLack[hand] -= unit.members.length;
    });
  }
  return hands;
}

/** How many pictures each hand should get. */
function lacksOf(units: Unit[], shares: number[]): number[] {
  const pictures = units.reduce((sum, { members }) => sum + members.length, 0);
  return shares.map((share) => share * pictures);
}

/** The hand that lacks most of the class; of equals, the one that lacks most of the whole. */
function hungriest(lack: number[], wholeLack: number[]): number {
  // Shares are not exact in binary: equal lacks may differ in the last bits.
  const most = Math.max(...lack) - 1e-6;
  let chosen = -1;
  for (let hand = 0; hand < lack.length; hand++) {
    if (lack[hand] < most) continue;
    if (chosen < 0 || wholeLack[hand] > wholeLack[chosen] + 1e-6) chosen = hand;
  }
  return chosen;
}
