import { Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';

/** What the search is at and why, in one sentence. */
export function SearchStage() {
  const { experiment } = useApp();
  const sentence = () => {
    const training = experiment.training();
    if (!training || !experiment.progress()) return null;
    if (experiment.progress()?.phase === 'test') return t('train.stages.test');
    const { depth } = training.options;
    if (depth && depth !== 'head') {
      return t('train.stages.oneDepth', { depth: t(`compare.depth.${depth}`) });
    }
    const deeper =
      experiment.progress()?.phase === 'fine-tune' ||
      (experiment.isLive() && experiment.runs().some((run) => run.depth !== 'head'));
    return t(deeper ? 'train.stages.deeper' : 'train.stages.heads');
  };
  return <Show when={sentence()}>{(text) => <p class="search-stage">{text()}</p>}</Show>;
}
