import type { Dataset, Picture } from '../dataset';
import type { Edit } from '../doctor/edits';
import type { Experiment, Metric, Run } from '../run';

/** Which stored form of a picture. `copy`: short side 256, lossless, only of big originals. */
export type PictureForm = 'original' | 'copy' | 'thumbnail';

/** A dataset being written: nothing of it is visible until `commit`. */
export interface DatasetWriter {
  /**
   * Resolves as soon as no more than a few MiB wait to be written, so that the caller's pace follows
   * the disk while small pictures share transactions. Throws storageFull, from here or from the next
   * call; the writer has then already removed what it wrote.
   */
  add(
    picture: Picture,
    forms: { original: Blob; copy: Blob | null; thumbnail: Blob },
  ): Promise<void>;
  /**
   * One small strict transaction flips the dataset in. `pictures` carry their final group; the blobs
   * of one that was added and is not among them are removed.
   */
  commit(dataset: Dataset, pictures: Picture[]): Promise<void>;
  /** Removes what was written; nothing after `commit`. */
  abort(): Promise<void>;
}

/** What `datasets.append` writes beside the dataset's new record. */
export interface Addition {
  /** `Dataset.hash` that the new record was made from. */
  since: string;
  added: readonly {
    picture: Picture;
    forms: { original: Blob; copy: Blob | null; thumbnail: Blob };
  }[];
  /** Pictures that were there and are now in another group. */
  regrouped: readonly Picture[];
  /** What becomes of the edits, where there are any; what it throws goes through, nothing written. */
  edits?: (history: EditHistory) => EditHistory;
}

/** What was changed of a dataset since it was imported. */
export interface EditHistory {
  /** In their order; core/doctor/edits.ts says what they make of it. */
  edits: readonly Edit[];
  /** What was undone and can be done again, the last undone first. */
  undone: readonly Edit[];
}

export interface StorageUse {
  usedBytes: number;
  quotaBytes: number | null;
  persisted: boolean;
}

/** The one door to IndexedDB, opened by the page and by workers alike. All throws are LensmithErrors. */
export interface Store {
  datasets: {
    /** Newest first. */
    list(): Promise<Dataset[]>;
    get(id: string): Promise<Dataset | null>;
    findByHash(hash: string): Promise<Dataset | null>;
    writer(datasetId: string): DatasetWriter;
    /**
     * Adds pictures to a dataset, all or none; false, and nothing written, where the stored hash is
     * not `since`: somebody else has added or removed it meanwhile. Throws storageFull.
     */
    append(dataset: Dataset, addition: Addition): Promise<boolean>;
    pictures(id: string): Promise<Picture[]>;
    /** Null when absent (a `copy` that was not needed). */
    blob(pictureId: string, form: PictureForm): Promise<Blob | null>;
    /** Dataset, pictures, experiments, runs, metrics, blobs. */
    remove(id: string): Promise<void>;
    /** The dataset opened last, which `best` refers to. */
    current(): Promise<string | null>;
    setCurrent(id: string): Promise<void>;
    /** Empty where nothing was changed, or there is no such dataset. */
    edits(id: string): Promise<EditHistory>;
    /**
     * Replaces the edits by what `change` makes of them, which must be quick; two tabs never lose
     * each other's. Resolves with what is stored. Throws unknownDataset and what `change` throws.
     */
    edit(id: string, change: (history: EditHistory) => EditHistory): Promise<EditHistory>;
  };
  experiments: {
    /** Newest first. */
    list(datasetId?: string): Promise<Experiment[]>;
    get(id: string): Promise<Experiment | null>;
    /** Throws unknownDataset: it may have been removed meanwhile, by another tab. */
    put(experiment: Experiment): Promise<void>;
    remove(id: string): Promise<void>;
    /** At start, when nobody trains: `running` ones become `interrupted`, their running runs too. */
    markInterrupted(): Promise<void>;
  };
  runs: {
    /** In the order in which they were started. */
    list(filter?: { experimentId?: string; datasetId?: string }): Promise<Run[]>;
    get(id: string): Promise<Run | null>;
    /** Throws unknownExperiment. */
    put(run: Run): Promise<void>;
    remove(id: string): Promise<void>;
    /** Throws unknownRun. */
    addMetrics(metrics: Metric[]): Promise<void>;
    metrics(runId: string): Promise<Metric[]>;
    /** Best finished run of the dataset by validation accuracy, earliest on a tie; null if none. */
    best(datasetId: string): Promise<Run | null>;
  };
  /**
   * Values of any size, chunked inside. Names in use: `run/<id>/model` (TailState),
   * `run/<id>/predictions` (validation and test logits), `run/<id>/flips` (validation logits of
   * mirrored pictures), `run/<id>/parity/<format>` (a check of an export that passed),
   * `experiment/<id>/checkpoint`, `experiment/<id>/edits` (of the version it was begun on),
   * `dataset/<id>/edits` (see `datasets.edit`), `dataset/<id>/doctor` (an examination),
   * `backbone/<id>/card` and `backbone/<id>/weights`, `backbones/used`.
   * Values are structured-cloneable objects holding typed arrays. Replacing is atomic. `put` throws
   * unknownRun, unknownExperiment or unknownDataset for the artifact of one that is not there.
   */
  artifacts: {
    put(name: string, value: unknown): Promise<void>;
    get<T>(name: string): Promise<T | null>;
    /** In their order, without reading what they hold. */
    names(prefix: string): Promise<string[]>;
    removePrefix(prefix: string): Promise<void>;
  };
  use(): Promise<StorageUse>;
  close(): void;
}

/** What `run/<id>/predictions` holds: enough for every later view without running the model. */
export interface StoredPredictions {
  validation: { pictures: string[]; labels: Int32Array; logits: Float32Array };
  test: { pictures: string[]; labels: Int32Array; logits: Float32Array } | null;
  classes: number;
}
