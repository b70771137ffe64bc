import { type Accessor, createMemo, createResource, createSignal } from 'solid-js';
import type { ImportedDataset, ImportFile, ImportProgress } from '../../core/contract/ingest';
import type { Dataset, Picture } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import type { PictureForm } from '../../core/store';
import type { ActivityState } from './activity';
import { createImportMarks } from './import-marks';
import { createPace, type Pace } from './pace';
import { createRevision } from './revision';
import type { Services } from './services';

/** An import under way. */
export interface Importing extends ImportProgress, Pace {
  name: string;
  stopping: boolean;
}

export interface DatasetState {
  /** Newest first; undefined until first read. */
  all: Accessor<Dataset[] | undefined>;
  /** The one being worked on, which `best` refers to. */
  current: Accessor<Dataset | null>;
  /** Of the current dataset, in the archive's order; undefined while they are read. */
  pictures: Accessor<Picture[] | undefined>;
  /** One of them by its id. */
  picture(id: string): Picture | undefined;
  blob(pictureId: string, form: PictureForm): Promise<Blob | null>;
  /** Why the store could not be read, where it could not. */
  failure: Accessor<unknown>;
  select(id: string): Promise<void>;
  /** With its experiments, runs and pictures. */
  remove(id: string): Promise<void>;

  importing: Accessor<Importing | null>;
  /** The last import's result or fault, until dismissed or the next one starts. */
  imported: Accessor<ImportedDataset | null>;
  importError: Accessor<unknown>;
  /** Names of imports that a crash or a closed tab has cut off, until dismissed or the next one starts. */
  cutOff: Accessor<readonly string[]>;
  /** One at a time: a second waits for the first. The new dataset becomes the current one. */
  import(
    files: ImportFile[],
    name: string,
    onProgress?: (progress: ImportProgress) => void,
  ): Promise<ImportedDataset>;
  stopImport(): void;
  dismissImport(): void;
}

export function createDatasets(services: Services, activity: ActivityState): DatasetState {
  const revision = createRevision(['datasets']);
  const [list, { refetch }] = createResource(revision, async () => {
    const store = await services.store;
    const [all, current] = await Promise.all([store.datasets.list(), store.datasets.current()]);
    return { all: all.sort((a, b) => b.createdAt - a.createdAt), current };
  });
  const known = () => (list.error ? undefined : list.latest);
  const current = createMemo(
    () => {
      const all = known()?.all ?? [];
      return all.find(({ id }) => id === known()?.current) ?? all[0] ?? null;
    },
    null,
    { equals: (a, b) => a?.id === b?.id && a?.hash === b?.hash },
  );
  const [pictures] = createResource(
    () => current()?.id,
    async (id) => (await services.store).datasets.pictures(id),
  );
  const shownPictures = () => (pictures.error ? undefined : pictures());
  /** Made when first asked for: a list of tens of thousands need not be indexed to be shown. */
  let index: { of: Picture[] | undefined; byId: Map<string, Picture> } | null = null;
  function picture(id: string): Picture | undefined {
    const all = shownPictures();
    if (index?.of !== all) index = { of: all, byId: new Map(all?.map((one) => [one.id, one])) };
    return index?.byId.get(id);
  }

  const [importing, setImporting] = createSignal<Importing | null>(null);
  const [imported, setImported] = createSignal<ImportedDataset | null>(null);
  const [importError, setImportError] = createSignal<unknown>(null);
  const marks = createImportMarks();
  const [cutOff, setCutOff] = createSignal<readonly string[]>([]);
  marks.cutOff().then(setCutOff, () => {});
  let stop: AbortController | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function select(id: string): Promise<void> {
    const store = await services.store;
    if (!(await store.datasets.get(id))) throw new LensmithError('unknownDataset', { id });
    await store.datasets.setCurrent(id);
    await refetch();
  }

  async function importNow(
    files: ImportFile[],
    name: string,
    onProgress?: (progress: ImportProgress) => void,
  ): Promise<ImportedDataset> {
    stop = new AbortController();
    let phase: ImportProgress['phase'] | null = null;
    let report = createPace();
    setImportError(null);
    setImported(null);
    setCutOff([]);
    const unmark = marks.begin(name);
    const show = (progress: ImportProgress) => {
      // Each phase counts anew, at its own speed.
      if (progress.phase !== phase) report = createPace();
      phase = progress.phase;
      setImporting({
        ...progress,
        ...report(progress.done, progress.total),
        name,
        stopping: stop?.signal.aborted ?? false,
      });
      activity.set('import', progress.total ? progress.done / progress.total : null);
      onProgress?.(progress);
    };
    show({ phase: 'reading', done: 0, total: null, skipped: 0 });
    try {
      const result = await services.ingest.importDataset(files, name, show, stop.signal);
      await select(result.id);
      setImported(result);
      return result;
    } catch (error) {
      setImportError(error);
      throw error;
    } finally {
      stop = null;
      unmark();
      setImporting(null);
      activity.set('import', 'ended');
    }
  }

  return {
    all: () => known()?.all,
    current,
    pictures: shownPictures,
    picture,
    blob: async (id, form) => (await services.store).datasets.blob(id, form),
    failure: () => list.error,
    select,
    async remove(id) {
      await (await services.store).datasets.remove(id);
      if (imported()?.id === id) setImported(null);
      await refetch();
    },
    importing,
    imported,
    importError,
    cutOff,
    import(files, name, onProgress) {
      const turn = queue.then(() => importNow(files, name, onProgress));
      queue = turn.catch(() => {});
      return turn;
    },
    stopImport() {
      stop?.abort();
      const now = importing();
      if (now) setImporting({ ...now, stopping: true });
    },
    dismissImport() {
      setImported(null);
      setImportError(null);
      setCutOff([]);
    },
  };
}
