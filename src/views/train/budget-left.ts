import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { format, t } from '../../locales';

interface BudgetLeft {
  /** Null without a budget; negative when it is spent. */
  seconds: Accessor<number | null>;
  inWords: Accessor<string | null>;
}

/** The countdown of a time budget of `minutes` for what began at `began` (ms). */
export function createBudgetLeft(
  budget: Accessor<{ minutes: number; began: number } | null>,
): BudgetLeft {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 1000);
  onCleanup(() => clearInterval(timer));
  const seconds = () => {
    const set = budget();
    return set && Math.round(60 * set.minutes - (now() - set.began) / 1000);
  };
  return {
    seconds,
    inWords() {
      const left = seconds();
      const minutes = budget()?.minutes;
      if (left === null || minutes === undefined) return null;
      return left > 0
        ? t('train.budget.left', { left: format.duration(left), minutes })
        : t('train.budget.over', { minutes });
    },
  };
}
