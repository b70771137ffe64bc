import type { Picture, Split } from '../dataset';
import { createRandom } from '../random';
import { deal, type Unit, unitsOf } from './units';

/** What a split needs to know of a picture. */
export type Splittable = Pick<Picture, 'label' | 'group' | 'ownSplit'>;

export interface SplitOptions {
  seed: number;
  /** Shares of all pictures, above 0; training gets the rest. Default 0.2 each. */
  validation?: number;
  test?: number;
}

export interface SplitResult {
  /** Per picture, in the order given. */
  sides: Split[];
  /** Whether the archive's own split was followed. */
  ownSplit: boolean;
  /** Pictures put elsewhere than their own split says, because a look-alike stands there. */
  moved: number;
}

const SIDES: readonly Split[] = ['train', 'validation', 'test'];
/** Where a group on several sides goes: to where it is measured rather than learnt from. */
const STRICTEST_FIRST: readonly Split[] = ['test', 'validation', 'train'];

/**
 * Divides pictures into train, validation and test: seeded, stratified by class, never parting
 * pictures of one group. A class of three groups or more has at least one on each side; one of two
 * is trained and validated on; one of a single group is only trained on.
 *
 * The archive's own split is followed where every class has pictures to train on. A side it lacks
 * is carved out of its training pictures, in the default proportions; pictures it says nothing of
 * count as training pictures.
 */
export function splitPictures(pictures: Splittable[], options: SplitOptions): SplitResult {
  const { seed, validation = 0.2, test = 0.2 } = options;
  if (!(validation > 0 && test > 0 && validation + test < 1)) {
    throw new RangeError(`validation ${validation} and test ${test} leave nothing to train on`);
  }
  const units = unitsOf(pictures);
  const sides = new Array<Split>(pictures.length);
  const settle = (unit: Unit, side: Split) => {
    for (const member of unit.members) sides[member] = side;
  };

  const own = ownSides(pictures, units);
  for (const [unit, side] of own) settle(unit, side);
  const given = new Set(own.values());
  const shares = { train: 1 - validation - test, validation, test };
  const open = SIDES.filter((side) => !given.has(side));
  const whole = open.reduce((sum, side) => sum + shares[side], 0);
  const pool = createRandom(seed)
    .fork('split')
    .shuffle(units.filter((unit) => !own.has(unit)));
  const hands = deal(
    pool,
    open.map((side) => shares[side] / whole),
  );
  for (const [unit, hand] of hands) settle(unit, open[hand]);

  const moved = [...own].flatMap(([unit, side]) =>
    unit.members.filter((member) => (pictures[member].ownSplit ?? side) !== side),
  );
  return { sides, ownSplit: own.size > 0, moved: moved.length };
}

/** The units the archive puts to validation or test; none where its split cannot be used. */
function ownSides(pictures: Splittable[], units: Unit[]): Map<Unit, Split> {
  const own = new Map<Unit, Split>();
  const trained = new Set<number>();
  for (const unit of units) {
    const named = unit.members.map((member) => pictures[member].ownSplit ?? 'train');
    const side = STRICTEST_FIRST.find((candidate) => named.includes(candidate)) ?? 'train';
    if (side === 'train') trained.add(unit.label);
    else own.set(unit, side);
  }
  const usable = units.every(({ label }) => trained.has(label));
  return usable ? own : new Map();
}

/** Identifies who stands where: FNV-1a, 64 bits, 16 hex digits, over sorted `hash side` lines. */
export function splitHash(pictures: Pick<Picture, 'hash'>[], sides: Split[]): string {
  const lines = pictures.map(({ hash }, i) => `${hash} ${sides[i]}\n`).sort();
  let state = 0xcbf29ce484222325n;
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) {
      state = BigInt.asUintN(64, (state ^ BigInt(line.charCodeAt(i))) * 0x100000001b3n);
    }
  }
  return state.toString(16).padStart(16, '0');
}
