import { Show } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { Progress } from '../../ui/progress';
import { backboneTitle } from '../compare/backbone';
import { createBudgetLeft } from './budget-left';
import { searchStep } from './search-step';

/** How far the training is, at what rate, how long it still takes, and a button that stops it. */
export function TrainingProgress() {
  const { experiment } = useApp();
  const progress = () => experiment.progress();
  const stoppable = () => ['starting', 'training', 'stopping'].includes(experiment.phase());
  const isTrial = () => {
    const now = progress();
    const options = experiment.training()?.options;
    return (
      now?.phase === 'fine-tune' &&
      options !== undefined &&
      experiment.isLive() &&
      searchStep(now, experiment.runs(), options) === 'search'
    );
  };
  const label = () => {
    if (experiment.phase() === 'stopping') return t('train.running.stopping');
    const now = progress();
    if (!now) return t('train.starting');
    return t('train.now', {
      name: backboneTitle(now.backbone),
      phase: t(`train.phases.${isTrial() ? 'search' : now.phase}`),
    });
  };
  const detail = () => {
    const now = progress();
    if (!now || now.total === 0) return undefined;
    const { phase, done, total } = now;
    switch (phase) {
      case 'features':
      case 'test':
        return t('train.units.pictures', { done: Math.round(done), total });
      case 'head':
        return t('train.units.fits', { done: Math.round(done), total });
      case 'fine-tune':
        if (isTrial()) return undefined;
        // The epoch under way, not those behind it.
        return t('train.units.epochs', { done: Math.min(total, Math.floor(done) + 1), total });
      default:
        return undefined;
    }
  };
  const budgetLeft = createBudgetLeft(() => {
    const minutes = experiment.training()?.options.minutes;
    const began = experiment.began();
    return minutes && began ? { minutes, began } : null;
  });
  /** A budget ends the search before a longer forecast comes true. */
  const remaining = () => {
    const foretold = progress()?.remainingSeconds;
    const left = budgetLeft.seconds();
    return foretold && left !== null ? Math.min(foretold, Math.max(0, left)) : foretold;
  };
  const rate = () => {
    const now = progress()?.rate;
    return now ? t('train.units.rate', { rate: format.number(now, now < 10 ? 1 : 0) }) : null;
  };
  return (
    <Progress
      label={label()}
      value={progress()?.overall ?? null}
      detail={detail()}
      rate={rate()}
      remainingSeconds={remaining()}
      more={budgetLeft.inWords()}
      action={
        <Show when={stoppable()}>
          <Button disabled={experiment.phase() === 'stopping'} onClick={experiment.stop}>
            {t('train.running.stop')}
          </Button>
        </Show>
      }
    />
  );
}
