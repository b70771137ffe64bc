import Download from 'lucide-solid/icons/download';
import PackageOpen from 'lucide-solid/icons/package-open';
import Upload from 'lucide-solid/icons/upload';
import { createSignal, Show } from 'solid-js';
import type { ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { createChosenModel, ModelPage } from '../model-page';
import './export.css';
import { FormatList } from './format-list';
import { expectedBytes } from './format-rows';
import { ExportOutcome } from './outcome';
import { PublishDialog } from './publish';
import { save } from './save';

/** A model as files for other tools, and whether they answer as it does here. */
export default function Export() {
  const app = useApp();
  const chosen = createChosenModel(app);
  const choose = (value: string) => {
    const params = value === 'best' ? undefined : { run: value };
    // Another choice is not a step to go back to.
    location.replace(app.route.href('export', params));
  };
  return (
    <div class="export">
      <ModelPage
        chosen={chosen}
        title={t('exports.title')}
        lead={t('exports.lead')}
        empty={{
          icon: <PackageOpen />,
          title: t('exports.empty.title'),
          text: t(app.datasets.current() ? 'exports.empty.text' : 'exports.empty.noDataText'),
        }}
        onChoose={choose}
      >
        {(run) => <Ways run={run()} />}
      </ModelPage>
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
