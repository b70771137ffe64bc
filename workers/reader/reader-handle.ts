import type { ReaderApi } from '../../core/contract/reader';
import type { LensmithError } from '../../core/errors';

/** One living reader, wherever it runs: a nested worker in the browser, in process in Node. */
export interface ReaderHandle {
  readonly api: ReaderApi;
  /** Resolves, never rejects, when the reader died by itself. */
  readonly crashed: Promise<LensmithError>;
  /** Ends it at once; what it was doing never settles. */
  end(): void;
}

export type SpawnReader = () => ReaderHandle;
