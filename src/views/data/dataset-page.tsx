import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import type { Dataset } from '../../../core/dataset';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { findIn, summarizeClasses } from '../../state/class-summary';
import { Dialog } from '../../ui/dialog';
import { ClassCards } from './class-cards';
import { ClassGallery } from './class-gallery';
import { DatasetExportOutcome } from './dataset-export';
import { DatasetHeader } from './dataset-header';
import { Doctor } from './doctor';
import { DropZone } from './drop-zone';
import { Facts } from './facts';
import { FindingList } from './findings';
import { ImportOutcome } from './import-outcome';
import { ImportProgressPanel } from './import-progress';
import { SampleCard } from './sample-card';
import './dataset-page.css';

/** The pictures by class, what to know of them, and the way on. */
export default function DatasetPage(props: { dataset: Dataset }) {
  const { datasets, route } = useApp();
  const [importing, setImporting] = createSignal(false);
  const classes = createMemo(() => {
    const pictures = datasets.pictures();
    return pictures && summarizeClasses(props.dataset, pictures);
  });
  const opened = () => {
    const label = route.param('class');
    return label === undefined ? undefined : classes()?.[Number(label)];
  };

  return (
    <>
      <ImportOutcome onAgain={() => setImporting(true)} />
      <ImportProgressPanel />
      <DatasetExportOutcome />
      <DatasetHeader dataset={props.dataset} onImport={() => setImporting(true)} />
      <Switch>
        <Match when={opened()} keyed>
          {(summary) => <ClassGallery summary={summary} />}
        </Match>
        <Match when={classes()}>
          {(all) => (
            <>
              <Doctor />
              <div class="dataset">
                <ClassCards classes={all()} />
                <aside class="dataset-about" aria-label={t('data.about')}>
                  <Facts dataset={props.dataset} classes={all()} />
                  <FindingList
                    dataset={props.dataset}
                    findings={findIn(all(), props.dataset.skipped)}
                  />
                </aside>
              </div>
            </>
          )}
        </Match>
      </Switch>
      <Dialog
        open={importing()}
        onClose={() => setImporting(false)}
        title={t('data.import.dialog')}
      >
        <DropZone heading="h3" onTaken={() => setImporting(false)} />
        <Show when={!datasets.all()?.some(({ name }) => name === t('data.sample.name'))}>
          <SampleCard onTaken={() => setImporting(false)} />
        </Show>
      </Dialog>
    </>
  );
}
