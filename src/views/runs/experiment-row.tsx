import Trash from 'lucide-solid/icons/trash';
import { Match, Show, Switch } from 'solid-js';
import { importedDataset } from '../../../core/dataset';
import { IntervalDot } from '../../charts/interval-dot';
import type { Domain } from '../../charts/scale';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { PastExperiment } from '../../state/history';
import { Button, IconButton } from '../../ui/button';
import { Thumbnail } from '../../ui/thumbnail';
import { Explained, Tooltip } from '../../ui/tooltip';
import { backboneTitle } from '../compare/backbone';

export function ExperimentRow(props: {
  past: PastExperiment;
  /** Of the accuracy axis all rows share. */
  domain: Domain;
  onDelete: () => void;
}) {
  const { datasets, experiment: training, route } = useApp();
  const experiment = () => props.past.experiment;
  const dataset = () => datasets.all()?.find(({ id }) => id === experiment().datasetId);
  const when = () => format.recent(experiment().startedAt);
  const isImported = () => experiment().datasetId === importedDataset;
  const title = () =>
    isImported() ? experiment().name : (dataset()?.name ?? t('runs.datasetGone'));
  const name = () => `${title()}, ${when()}`;
  /** One that came without a measurement is a model all the same. */
  const model = () =>
    props.past.best ?? props.past.runs.find(({ status }) => status === 'finished') ?? null;
  const score = () => props.past.best?.test ?? props.past.best?.validation;
  /** How far it is, where this page trains it. */
  const running = () => {
    const now = training.running();
    return now?.experimentId === experiment().id ? Math.floor(now.overall * 100) / 100 : null;
  };
  const took = () => {
    const { startedAt, endedAt, seconds } = experiment();
    // One made for an imported model took no time here.
    if (endedAt === null || endedAt === startedAt) return null;
    return format.duration(seconds ?? (endedAt - startedAt) / 1000);
  };

  const open = async (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (dataset()) await datasets.select(experiment().datasetId);
    route.go('compare', { experiment: experiment().id });
  };
  const resume = async () => {
    await datasets.select(experiment().datasetId);
    route.go('train');
    // The fault is shown by the view that follows the training.
    training.resume(experiment().id).catch(() => {});
  };

  return (
    <tr class="experiment" data-status={experiment().status}>
      <th scope="row">
        <Show when={dataset()}>
          {(from) => (
            <span class="experiment-picture">
              <Thumbnail load={() => datasets.blob(`${from().id}/0`, 'thumbnail')} alt="" />
            </span>
          )}
        </Show>
        <div class="experiment-name">
          <a
            href={route.href('compare', { experiment: experiment().id })}
            aria-label={t('runs.open', { name: name() })}
            onClick={open}
          >
            {title()}
          </a>
          <span class="experiment-detail">
            {isImported() ? `${t('importModel.place')} · ${when()}` : when()}
            <Show when={took()}>
              {(duration) => ` · ${t('runs.took', { duration: duration() })}`}
            </Show>
          </span>
        </div>
      </th>
      <td>
        <Tooltip
          class="status"
          tabindex="0"
          data-status={experiment().status}
          text={t(`runs.statusWhy.${experiment().status}`)}
        >
          {t(`runs.status.${experiment().status}`)}{' '}
          <Show when={running()}>{(share) => format.percent(share(), 0)}</Show>
        </Tooltip>
      </td>
      <td>
        <Show when={model()} fallback={<span class="muted">{t('runs.noModel')}</span>}>
          {(best) => (
            <>
              <span class="experiment-model">{backboneTitle(best().backbone)}</span>
              <span class="experiment-detail">
                {t('common.models', {
                  count: props.past.runs.filter(({ status }) => status === 'finished').length,
                })}
              </span>
            </>
          )}
        </Show>
      </td>
      <td>
        <Show when={score()}>
          {(value) => (
            <>
              <Explained why={t('runs.accuracyWhy')}>{format.score(value())}</Explained>
              <IntervalDot
                accuracy={value().accuracy}
                interval={value().interval}
                domain={props.domain}
                label={format.score(value())}
                kind={props.past.best?.test ? 'test' : 'validation'}
              />
              <span class="experiment-detail">
                {t(props.past.best?.test ? 'runs.test' : 'runs.validation')}
              </span>
            </>
          )}
        </Show>
      </td>
      <td>
        <div class="experiment-actions">
          <Switch>
            <Match when={experiment().status === 'interrupted' && dataset()}>
              <Button
                size="s"
                onClick={resume}
                disabled={training.running() !== null}
                title={training.running() ? t('runs.resumeBusy') : undefined}
              >
                {t('runs.resume')}
              </Button>
            </Match>
            <Match when={experiment().status === 'running'}>
              <Button size="s" onClick={() => route.go('train')}>
                {t('runs.follow')}
              </Button>
            </Match>
          </Switch>
          <IconButton
            size="s"
            label={t('runs.delete', { name: name() })}
            icon={<Trash />}
            disabled={experiment().status === 'running'}
            onClick={props.onDelete}
          />
        </div>
      </td>
    </tr>
  );
}
