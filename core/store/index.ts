import { createArtifacts } from './artifacts';
import { createAnnouncer } from './changes';
import { connect } from './connection';
import { createDatasets } from './datasets';
import { createExperiments } from './experiments';
import { sweep } from './journal';
import { createRuns } from './runs';
import type { Store } from './types';
import { storageUse } from './use';

export { type StoreChange, subscribe } from './changes';
export type * from './types';

/**
 * Opens the store, on the page or in a worker; any number of handles may be open at once.
 * Throws storageUnavailable, storeOutdated (another tab runs a newer version), storeBlocked.
 */
export async function openStore(options: { name?: string } = {}): Promise<Store> {
  const { name = 'lensmith' } = options;
  const connection = await connect(name);
  const { announce, close } = createAnnouncer(name);
  // What a crash left behind is invisible; clearing it away need not delay the start, nor fail it.
  sweep(connection).catch(() => {});
  return {
    datasets: createDatasets(connection, announce),
    experiments: createExperiments(connection, announce),
    runs: createRuns(connection, announce),
    artifacts: createArtifacts(connection),
    use: () => storageUse(connection),
    close() {
      connection.close();
      close();
    },
  };
}
