import { createReader } from './reader';
import type { ReaderHandle } from './reader-handle';

/**
 * A reader in this process. Where an engine is in it too, they share a tfjs and thereby our kernels;
 * that stock ones give the same is what tests of single exports and the browser's tests show.
 */
export function readerInProcess(): ReaderHandle {
  const api = createReader();
  return { api, crashed: new Promise<never>(() => {}), end: () => void api.close() };
}
