import { type Accessor, createEffect, createSignal } from 'solid-js';
import { onOpenedFiles, takeSharedFiles } from '../bridge/shared-files';
import { isArchive } from './batch';
import type { DatasetState } from './dataset';
import { readFileList } from './dropped-files';
import type { ExperimentState } from './experiment';
import type { HistoryState } from './history';
import type { RouteState } from './route';

export interface OpenedFilesState {
  /** Pictures that came to be answered before there is a model: they wait here for one. */
  waiting: Accessor<readonly File[]>;
  dismiss(): void;
  /** Archives are imported, pictures are asked about. */
  take(files: readonly File[]): void;
}

/** Files that came by the system: opened with the installed app, or shared with it. */
export function createOpenedFiles(inputs: {
  datasets: DatasetState;
  experiment: ExperimentState;
  history: HistoryState;
  route: RouteState;
}): OpenedFilesState {
  const { datasets, experiment, history, route } = inputs;
  const [waiting, setWaiting] = createSignal<readonly File[]>([]);

  const hasModel = () =>
    history.all()?.some(({ runs }) => runs.some(({ status }) => status === 'finished')) ?? false;

  function take(files: readonly File[]): void {
    const dropped = readFileList(files);
    if (dropped.files.length === 0) return;
    if (dropped.files.some(isArchive)) {
      route.go('data');
      // The fault is shown on Data.
      datasets.import(dropped.files, dropped.name).catch(() => {});
      return;
    }
    route.go('predict');
    setWaiting((before) => [...before, ...files]);
  }

  createEffect(() => {
    const pictures = waiting();
    if (pictures.length === 0 || !hasModel()) return;
    setWaiting([]);
    experiment.answers.ask(pictures.map((picture) => ({ name: picture.name, picture })));
  });

  onOpenedFiles(take);
  // A share that cannot be read leaves the page as it is.
  takeSharedFiles().then(take, () => {});

  return { waiting, dismiss: () => setWaiting([]), take };
}
