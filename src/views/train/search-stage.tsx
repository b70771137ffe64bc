import { Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { searchStep } from './search-step';

/** What the search is at and why, in one sentence; nothing where another experiment is in view. */
export function SearchStage() {
  const { experiment } = useApp();
  const sentence = () => {
    const progress = experiment.progress();
    const options = experiment.training()?.options;
    if (!progress || !options || !experiment.isLive()) return null;
    const step = searchStep(progress, experiment.runs(), options);
    const { depth } = options;
    return depth && depth !== 'head' && step !== 'test'
      ? t('train.stages.oneDepth', { depth: t(`compare.depth.${depth}`) })
      : t(`train.stages.${step}`);
  };
  return <Show when={sentence()}>{(text) => <p>{text()}</p>}</Show>;
}
