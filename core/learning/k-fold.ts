import type { Picture, Split } from '../dataset';
import { createRandom } from '../random';
import { deal, unitsOf } from './units';

/** Below this many training pictures in a class, a single validation split says too little. */
const SMALL_CLASS = 20;

/**
 * Whether to cross-validate: the smallest class would keep fewer than 20 pictures to train on after
 * validation and test are taken out.
 */
export function needsKFold(pictures: Pick<Picture, 'label'>[], sides: Split[]): boolean {
  const training = new Map<number, number>();
  pictures.forEach(({ label }, i) => {
    const one = sides[i] === 'train' ? 1 : 0;
    training.set(label, (training.get(label) ?? 0) + one);
  });
  return Math.min(...training.values()) < SMALL_CLASS;
}

export interface Folds {
  count: number;
  /** Per picture given, the fold in which it is held out: 0 .. count - 1. */
  foldOf: Uint8Array;
}

/**
 * Deals pictures into folds: seeded, stratified, groups kept together. As many folds as asked for,
 * fewer (at least 2) where a class has fewer groups; a class of one group is held out once and
 * then has nothing to be learnt from.
 */
export function kFold(
  pictures: Pick<Picture, 'label' | 'group'>[],
  options: { seed: number; folds?: number },
): Folds {
  const { seed, folds = 5 } = options;
  const units = unitsOf(pictures);
  const perClass = new Map<number, number>();
  for (const { label } of units) perClass.set(label, (perClass.get(label) ?? 0) + 1);
  const divisible = [...perClass.values()].filter((groups) => groups > 1);
  const count = divisible.length > 0 ? Math.max(2, Math.min(folds, ...divisible)) : 2;
  const shuffled = createRandom(seed)
    .fork('folds')
    .shuffle([...units]);
  const foldOf = new Uint8Array(pictures.length);
  for (const [unit, fold] of deal(shuffled, new Array(count).fill(1 / count))) {
    for (const member of unit.members) foldOf[member] = fold;
  }
  return { count, foldOf };
}
