import { type Accessor, createResource } from 'solid-js';
import type { StorageUse } from '../../core/store';
import { createRevision } from './revision';
import type { Services } from './services';

export interface StorageState {
  use: Accessor<StorageUse | undefined>;
  /** Asks the browser never to clear this site's data by itself; whether it agreed. */
  persist(): Promise<boolean>;
}

export function createStorage(services: Services): StorageState {
  const revision = createRevision(['datasets', 'experiments', 'runs']);
  const [use, { refetch }] = createResource(revision, async () => (await services.store).use());
  return {
    use: () => (use.error ? undefined : use.latest),
    async persist() {
      const agreed = (await navigator.storage?.persist?.()) ?? false;
      await refetch();
      return agreed;
    },
  };
}
