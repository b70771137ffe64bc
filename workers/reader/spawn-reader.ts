import { transfer, wrap } from 'comlink';
import type { ReaderApi } from '../../core/contract/reader';
import { LensmithError } from '../../core/errors';
import type { ReaderHandle } from './reader-handle';

/** A nested worker with a reader in it. */
export function spawnReader(): ReaderHandle {
  const worker = new Worker(new URL('../reader.worker.ts', import.meta.url), {
    type: 'module',
    name: 'reader',
  });
  const crashed = new Promise<LensmithError>((resolve) => {
    const report = (cause: unknown) => resolve(new LensmithError('workerCrashed', {}, { cause }));
    worker.addEventListener('error', (event) => report(event.error ?? event.message));
    worker.addEventListener('messageerror', () => report('a message could not be read'));
  });
  const remote = wrap<ReaderApi>(worker);
  const api: ReaderApi = {
    open: (kind, files, input) =>
      remote.open(
        kind,
        transfer(
          [...files],
          files.map(({ data }) => data),
        ),
        input,
      ),
    // Copied: several readers answer the same pictures.
    probabilities: (pixels) => remote.probabilities(pixels),
    close: () => remote.close(),
  };
  return { api, crashed, end: () => worker.terminate() };
}
