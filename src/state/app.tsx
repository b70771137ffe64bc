import { type Accessor, createContext, type ParentProps, useContext } from 'solid-js';
import { type ActivityState, createActivity } from './activity';
import { type BackbonesState, createBackbones } from './backbones';
import { type BatchState, createBatch } from './batch';
import { createDatasets, type DatasetState } from './dataset';
import { createDatasetExport, type DatasetExportState } from './dataset-export';
import { createDoctor, type DoctorState } from './doctor';
import { createExperiment, type ExperimentState } from './experiment';
import { createExplanations, type ExplanationsState } from './explanation';
import { createExports, type ExportsState } from './export';
import { createHistory, type HistoryState } from './history';
import { createModelImport, type ModelImportState } from './import-model';
import { createOffline, type OfflineState } from './offline';
import { createOpenedFiles, type OpenedFilesState } from './opened-files';
import { createRoute, type RouteState } from './route';
import { createServices, type Services } from './services';
import { createSettings, type SettingsState } from './settings';
import { createStorage, type StorageState } from './storage';
import { createTheme, type Theme } from './theme';
import { createVersions, inVersion, type VersionsState } from './versions';

/** Everything the page knows, each part made once. */
export interface App {
  services: Services;
  settings: SettingsState;
  theme: Accessor<Theme>;
  route: RouteState;
  activity: ActivityState;
  /** The current one as it stands: in the version that edits have made of it. */
  datasets: DatasetState;
  versions: VersionsState;
  doctor: DoctorState;
  datasetExport: DatasetExportState;
  history: HistoryState;
  storage: StorageState;
  experiment: ExperimentState;
  backbones: BackbonesState;
  batch: BatchState;
  explanations: ExplanationsState;
  modelImport: ModelImportState;
  exports: ExportsState;
  offline: OfflineState;
  openedFiles: OpenedFilesState;
}

export function createApp(): App {
  const services = createServices();
  const settings = createSettings();
  const route = createRoute();
  const activity = createActivity();
  const imported = createDatasets(services, activity);
  const versions = createVersions(services, imported);
  const datasets = inVersion(imported, versions);
  const history = createHistory(services);
  const experiment = createExperiment({ services, settings, activity, datasets, history, route });
  return {
    services,
    settings,
    theme: createTheme(settings.theme),
    route,
    activity,
    datasets,
    versions,
    doctor: createDoctor({ services, datasets, versions, experiment, settings, route }),
    datasetExport: createDatasetExport(services, activity),
    history,
    storage: createStorage(services),
    backbones: createBackbones(services),
    batch: createBatch(services, activity),
    modelImport: createModelImport(services),
    exports: createExports({ services, activity, history, datasets }),
    experiment,
    offline: createOffline(),
    openedFiles: createOpenedFiles({ datasets, experiment, history, route }),
    explanations: createExplanations(services.trainer.explain, (id) =>
      datasets.blob(id, 'original'),
    ),
  };
}

const AppContext = createContext<App>();

export function AppProvider(props: ParentProps<{ app: App }>) {
  return <AppContext.Provider value={props.app}>{props.children}</AppContext.Provider>;
}

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp() needs an <AppProvider> above it');
  return app;
}
