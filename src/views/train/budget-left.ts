import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { format, t } from '../../locales';

/** The countdown of a time budget of `minutes` for what began at `began` (ms), in words. */
export function createBudgetLeft(
  budget: Accessor<{ minutes: number; began: number } | null>,
): Accessor<string | null> {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 1000);
  onCleanup(() => clearInterval(timer));
  return () => {
    const set = budget();
    if (!set) return null;
    const left = Math.round(60 * set.minutes - (now() - set.began) / 1000);
    const { minutes } = set;
    return left > 0
      ? t('train.budget.left', { left: format.duration(left), minutes })
      : t('train.budget.over', { minutes });
  };
}
