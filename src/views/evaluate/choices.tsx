import ArrowLeftRight from 'lucide-solid/icons/arrow-left-right';
import { Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { EvaluationState } from '../../state/evaluation';
import { IconButton } from '../../ui/button';
import { Segmented } from '../../ui/segmented';
import { Select } from '../../ui/select';
import { nameAmong } from '../compare/run-name';
import './choices.css';

/** Which model, against which other, on which pictures. */
export function Choices(props: { state: EvaluationState; run: Run }) {
  const { experiment } = useApp();
  const listed = (run: Run) => {
    const name = nameAmong(run, experiment.runs());
    if (!run.validation) return t('predict.unmeasured', { name });
    return t('predict.listed', { name, accuracy: format.percent(run.validation.accuracy) });
  };
  const others = () => props.state.runs().filter(({ id }) => id !== props.run.id);
  const ended = () => experiment.experiment()?.status !== 'running';
  return (
    <div class="evaluate-choices">
      <Select
        label={t('evaluate.run')}
        value={props.run.id}
        options={props.state.runs().map((run) => ({ value: run.id, label: listed(run) }))}
        onChange={(run) => props.state.choose({ run })}
      />
      <Show when={others().length > 0}>
        <div class="evaluate-with">
          <Select
            label={t('evaluate.with')}
            value={props.state.other()?.id ?? ''}
            options={[
              { value: '', label: t('evaluate.withNone') },
              ...others().map((run) => ({ value: run.id, label: listed(run) })),
            ]}
            onChange={(id) => props.state.choose({ with: id })}
          />
          <Show when={props.state.other()}>
            {(other) => (
              <IconButton
                icon={<ArrowLeftRight />}
                label={t('evaluate.swap')}
                onClick={() => props.state.choose({ run: other().id, with: props.run.id })}
              />
            )}
          </Show>
        </div>
      </Show>
      <div class="evaluate-split">
        <Segmented
          label={t('evaluate.split')}
          showLabel
          value={props.state.split()}
          options={[
            { value: 'validation', label: t('evaluate.validation') },
            { value: 'test', label: t('evaluate.test'), disabled: !props.state.hasTest() },
          ]}
          onChange={(split) => props.state.choose({ split })}
        />
      </div>
      <Show when={!props.state.hasTest()}>
        <p class="muted small">{t(ended() ? 'evaluate.testNone' : 'evaluate.testLater')}</p>
      </Show>
    </div>
  );
}
