import type { ArchitectureApi } from './architecture';
import type { BackbonesApi } from './backbones';
import type { ExportApi } from './export';
import type { ImportApi } from './import';
import type { JobId } from './job';
import type { PublishApi } from './publish';

/** workers/formats.worker.ts: what leaves the app as files, and what comes back. */
export interface FormatsApi
  extends ArchitectureApi,
    ExportApi,
    ImportApi,
    BackbonesApi,
    PublishApi {
  /** Before anything else. `baseUrl`: where the app's static files lie, ending in `/`. */
  open(options: { baseUrl: string }): Promise<void>;
  /** The job rejects with `cancelled` at its next step; nothing where it has already ended. */
  cancel(job: JobId): void;
}
