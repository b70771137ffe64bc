import type { Store } from '../../core/store/types';
import type { FetchBytes } from '../engine/loader';
import type { Spool } from '../ingest/zip/spool';
import type { SpawnReader } from '../reader/reader-handle';
import type { SpawnEngine } from '../training/engine-handle';

/** What the formats worker needs of where it runs; injected, so that Node exports as the browser does. */
export interface FormatsHost {
  openStore(): Promise<Store>;
  /** For the answers that exports are compared with. */
  spawnEngine: SpawnEngine;
  /** For opening exports as strangers do. */
  spawnReader: SpawnReader;
  fetchBytes: FetchBytes;
  /** Default: https://huggingface.co. */
  hubUrl?: string;
  /** Where packed files of an import are unpacked to. */
  spool(): Promise<Spool>;
}

/** What every part of the formats worker stands on. */
export interface FormatsContext extends Omit<FormatsHost, 'openStore'> {
  readonly store: Store;
  /** Where the app's static files lie, ending in `/`. */
  readonly baseUrl: string;
}
