import Play from 'lucide-solid/icons/play';
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js';
import type { Dataset } from '../../../core/dataset';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { createEstimate } from '../../state/experiment-estimate';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { backbonesInUse } from '../compare/backbone';
import { Notes } from '../compare/notes';
import { deviceLine } from './device-line';
import { Effort } from './effort';
import { Manual } from './manual';
import { automaticFields, type ManualFields, toOptions } from './manual-options';
import { PlanList } from './plan-list';
import './start-panel.css';

/** How thorough, one button, how long it will take here, and the settings behind a fold. */
export function StartPanel(props: { dataset: Dataset; again: boolean }) {
  const { backbones, experiment, services, settings } = useApp();
  const all = createMemo(() => backbonesInUse(backbones.used()));
  const [fields, setFields] = createSignal<ManualFields>(automaticFields(all()));
  // Which weights are used is read from the store, and may change while this is open.
  createEffect(on(all, (ids) => setFields((now) => ({ ...now, backbones: ids })), { defer: true }));
  const [manual, setManual] = createSignal(false);
  const options = createMemo(() => {
    const chosen = toOptions(props.dataset.id, fields(), all());
    const backend = settings.backend();
    return chosen && backend !== 'auto' ? { ...chosen, backend } : chosen;
  });
  const { estimate, measuring, error } = createEstimate(services.trainer, options);
  const start = () => {
    const chosen = options();
    // The fault is shown by the view, from experiment.error().
    if (chosen) experiment.train(chosen).catch(() => {});
  };

  return (
    <section class="start-panel">
      <Effort fields={fields()} onChange={setFields} />
      <div class="start-panel-go">
        <Button
          kind={props.again ? 'secondary' : 'primary'}
          size={props.again ? 'm' : 'l'}
          icon={<Play />}
          disabled={options() === null}
          onClick={start}
        >
          {t(props.again ? 'train.again' : 'train.start')}
        </Button>
        <div class="start-panel-facts" role="status">
          <Switch>
            <Match when={options() === null}>
              <p>{t('train.manual.mend')}</p>
            </Match>
            <Match when={estimate()}>
              {(known) => (
                <>
                  <p>{estimateLine(known().seconds, options()?.minutes)}</p>
                  <p class="muted small">
                    {deviceLine(known().device)}{' '}
                    <Show when={known().bytes > 0}>
                      {t('train.memory', { size: format.bytes(known().bytes) })}
                    </Show>
                  </p>
                </>
              )}
            </Match>
            <Match when={measuring()}>
              <p class="muted">{t('train.measuring')}</p>
            </Match>
            <Match when={error()}>
              <p class="muted">{t('train.estimateFailed')}</p>
            </Match>
          </Switch>
        </div>
      </div>
      <Notes ahead notes={estimate()?.notes ?? []} />
      <Show when={!props.again && !manual()}>
        <PlanList backbones={fields().backbones} estimate={estimate()} />
      </Show>
      <Disclosure summary={t('train.manual.summary')} open={manual()} onToggle={setManual}>
        <Manual all={all()} fields={fields()} onChange={setFields} estimate={estimate()} />
      </Disclosure>
    </section>
  );
}

function estimateLine(seconds: number, minutes: number | undefined): string {
  const duration = format.duration(seconds);
  return minutes !== undefined && seconds > 60 * minutes
    ? t('train.estimateOver', { duration, budget: format.duration(60 * minutes) })
    : t('train.estimate', { duration });
}
