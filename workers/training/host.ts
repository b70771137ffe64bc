import type { Pixels } from '../../core/preprocessing/types';
import type { Preset, Run } from '../../core/run';
import type { StoreChange } from '../../core/store/changes';
import type { Store } from '../../core/store/types';
import type { Spool } from '../ingest/zip/spool';
import type { SpawnEngine } from './engine-handle';
import type { FeatureDisk } from './feature-disk';

/** What a trainer needs of where it runs; injected, so that Node can train as the browser does. */
export interface TrainerHost {
  openStore(): Promise<Store>;
  spawn: SpawnEngine;
  /** Pixels of a picture, sRGB, EXIF orientation applied; absent: pictures are not measured. */
  decode?(picture: Blob): Promise<Pixels>;
  /** Null where there are no Web Locks. */
  locks: LockManager | null;
  /** Null where there is no private file system: features then stay in memory. */
  disk(): Promise<FeatureDisk | null>;
  /** Where archives inside archives are unpacked to; cleared after use. */
  spool(): Promise<Spool>;
  /** Features held in memory, in bytes. */
  memoryBytes: number;
  /** Features kept on disk between sessions, in bytes. */
  diskBytes: number;
  /** Of this machine, in bytes, for engines to share; default: what the browser says. */
  machineBytes?: number;
  /** Calls back after every change of the store; returns the end of it. Default: nobody tells. */
  subscribe?(listener: (change: StoreChange) => void): () => void;
  /** Engines side by side; default: by device. */
  engines?: number;
  /** Seconds for views and deeper tails where the user named no depth, from those the heads took. */
  tailBudget?(
    headSeconds: number,
    preset: Exclude<Preset, 'quick'>,
    scheme: Run['validationScheme'],
  ): number;
}
