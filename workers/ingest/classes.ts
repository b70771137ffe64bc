import type { Split } from '../../core/dataset';
import { LensmithError } from '../../core/errors';

const collator = new Intl.Collator('en', { numeric: true });

/** `img2` before `img10`; code units settle what the collator holds equal. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** One for training, one for validation, one for the test. */
const needed = 3;
/** With a split of the archive's own: one for training, one to measure by. */
const neededOfOwnSplit = 2;

/** Throws oneClass and classTooSmall; the smallest class is the one named. */
export function checkClasses(pictures: readonly { label: string }[], ownSplit: boolean): void {
  const counts = new Map<string, number>();
  for (const { label } of pictures) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size === 1) throw new LensmithError('oneClass', { label: pictures[0]!.label });
  const least = ownSplit ? neededOfOwnSplit : needed;
  const [label, count] = [...counts].reduce((small, next) => (next[1] < small[1] ? next : small));
  if (count < least) throw new LensmithError('classTooSmall', { label, count, needed: least });
}

/** Whether every class has pictures to train on; else the archive's own split cannot be followed. */
export function isUsableSplit(
  pictures: readonly { label: string; split: Split | null }[],
): boolean {
  const trained = new Set(
    pictures.filter(({ split }) => split === 'train').map(({ label }) => label),
  );
  return pictures.every(({ label }) => trained.has(label));
}
