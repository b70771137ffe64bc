import Download from 'lucide-solid/icons/download';
import PackageOpen from 'lucide-solid/icons/package-open';
import Upload from 'lucide-solid/icons/upload';
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import type { ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Select } from '../../ui/select';
import { NextStep } from '../next-step';
import { createModelChoice } from '../predict/model-choice';
import './export.css';
import { FormatList } from './format-list';
import { expectedBytes } from './format-rows';
import { ExportOutcome } from './outcome';
import { PublishDialog } from './publish';
import { save } from './save';

/** A model as files for other tools, and whether they answer as it does here. */
export default function Export() {
  const { datasets, history, route } = useApp();
  const asked = () => route.param('run') ?? 'best';
  const models = createModelChoice(
    () => history.all() ?? [],
    () => datasets.current()?.id ?? null,
    asked,
  );
  const run = createMemo(() => {
    const model = models().find(({ chosen }) => chosen) ?? models()[0];
    return history.run(model?.runId);
  });
  return (
    <div class="export">
      <Switch>
        <Match when={history.all() === undefined}>
          <h1>{t('exports.title')}</h1>
          <p class="opening">{t('shell.loading')}</p>
        </Match>
        <Match when={models().length === 0}>
          <h1>{t('exports.title')}</h1>
          <EmptyState
            icon={<PackageOpen />}
            title={t('exports.empty.title')}
            text={t(datasets.current() ? 'exports.empty.text' : 'exports.empty.noDataText')}
            action={<NextStep />}
          />
        </Match>
        <Match when={run()}>
          {(model) => (
            <>
              <header class="export-head">
                <div>
                  <h1>{t('exports.title')}</h1>
                  <p class="muted">{t('exports.lead')}</p>
                </div>
                <Select
                  label={t('predict.model')}
                  value={models().find(({ chosen }) => chosen)?.value ?? 'best'}
                  options={models()}
                  onChange={(value) => {
                    const params = value === 'best' ? undefined : { run: value };
                    // Another choice is not a step to go back to.
                    location.replace(route.href('export', params));
                  }}
                />
              </header>
              <Ways run={model()} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function Ways(props: { run: Run }) {
  const { exports, history } = useApp();
  const [publishing, setPublishing] = createSignal(false);
  const take = (request: ExportRequest) => void save(exports, props.run, request);
  const busy = () => exports.running() !== null;
  const others = () =>
    (history.all() ?? [])
      .filter(({ experiment }) => experiment.id === props.run.experimentId)
      .flatMap(({ runs }) => runs.filter(({ status }) => status === 'finished'));
  const bytes = () => expectedBytes('bundle', undefined, props.run, others());
  return (
    <>
      <section class="export-bundle" aria-labelledby="export-bundle">
        <div class="export-bundle-text">
          <h2 id="export-bundle">{t('exports.bundle.title')}</h2>
          <p>{t('exports.bundle.text')}</p>
          <p class="muted">{t('exports.bundle.how')}</p>
        </div>
        <div class="export-bundle-actions">
          <Button
            kind="primary"
            icon={<Download />}
            disabled={busy()}
            onClick={() => take({ format: 'bundle' })}
          >
            {t('exports.bundle.download')}
          </Button>
          <Button icon={<Upload />} disabled={busy()} onClick={() => setPublishing(true)}>
            {t('publish.open')}
          </Button>
          <Show when={bytes()}>
            {(size) => (
              <p class="export-size muted">{t('exports.about', { size: format.bytes(size()) })}</p>
            )}
          </Show>
        </div>
      </section>
      <ExportOutcome />
      <FormatList run={props.run} others={others()} disabled={busy()} onTake={take} />
      <Show when={publishing()}>
        <PublishDialog
          runId={props.run.id}
          name={exports.nameOf(props.run, { format: 'bundle' }).replace(/\.bundle\.zip$/, '')}
          onClose={() => setPublishing(false)}
        />
      </Show>
    </>
  );
}
