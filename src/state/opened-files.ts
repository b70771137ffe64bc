import { type Accessor, createEffect, createSignal } from 'solid-js';
import { onOpenedFiles, type SharedFile, takeSharedFiles } from '../bridge/shared-files';
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
  /** Something was shared with the app and could not be kept. */
  failed: Accessor<boolean>;
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
  const [waiting, setWaiting] = createSignal<readonly SharedFile[]>([]);
  const [failed, setFailed] = createSignal(route.param('shared') === 'failed');
  if (failed()) route.go('predict');

  const hasModel = () =>
    history.all()?.some(({ runs }) => runs.some(({ status }) => status === 'finished')) ?? false;

  function take(given: readonly SharedFile[]): void {
    const dropped = readFileList(given.map(({ file }) => file));
    const release = () => {
      for (const one of given) one.release();
    };
    if (dropped.files.length === 0) {
      release();
      return;
    }
    if (dropped.files.some(isArchive)) {
      route.go('data');
      // The fault is shown on Data.
      datasets.import(dropped.files, dropped.name).then(release, release);
      return;
    }
    route.go('predict');
    setWaiting((before) => [...before, ...given]);
  }

  createEffect(() => {
    const pictures = waiting();
    if (pictures.length === 0 || !hasModel()) return;
    setWaiting([]);
    experiment.answers.ask(pictures.map(({ file }) => ({ name: file.name, picture: file })));
    for (const one of pictures) one.release();
  });

  const own = (file: File): SharedFile => ({ file, release() {} });
  onOpenedFiles((files) => take(files.map(own)));
  // A share that cannot be read leaves the page as it is.
  takeSharedFiles().then(take, () => {});

  return {
    waiting: () => waiting().map(({ file }) => file),
    failed,
    dismiss() {
      setFailed(false);
      for (const one of waiting()) one.release();
      setWaiting([]);
    },
    take: (files) => take(files.map(own)),
  };
}
