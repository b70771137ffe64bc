import { Show } from 'solid-js';
import { useApp } from '../../state/app';
import { DropZone, zipInputId } from './drop-zone';
import { ImportOutcome } from './import-outcome';
import { ImportProgressPanel } from './import-progress';
import { SampleCard } from './sample-card';
import './landing.css';

/** The page with nothing on it yet: the drop zone, and the sample beside it. */
export function Landing() {
  const { datasets } = useApp();
  return (
    <>
      <ImportOutcome onAgain={() => document.getElementById(zipInputId)?.click()} />
      <Show
        when={!datasets.importing()}
        fallback={
          <div class="landing-import">
            <ImportProgressPanel />
          </div>
        }
      >
        <div class="landing">
          <DropZone heading="h1" />
          <SampleCard />
        </div>
      </Show>
    </>
  );
}
