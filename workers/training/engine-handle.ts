import type { EngineApi } from '../../core/contract/engine';
import type { LensmithError } from '../../core/errors';

/** One living engine, wherever it runs: a nested worker in the browser, in process in Node. */
export interface EngineHandle {
  readonly api: EngineApi;
  /** Resolves, never rejects, when the engine died by itself. */
  readonly crashed: Promise<LensmithError>;
  /** Ends it at once; what it was doing never settles. */
  end(): void;
}

export type SpawnEngine = () => EngineHandle;
