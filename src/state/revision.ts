import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { type StoreChange, subscribe } from '../../core/store';

/** Counts changes of these kinds in the store, by any tab or worker; at most two a second. */
export function createRevision(kinds: readonly StoreChange['kind'][]): Accessor<number> {
  const [revision, setRevision] = createSignal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = subscribe((change) => {
    if (!kinds.includes(change.kind) || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      setRevision((count) => count + 1);
    }, 500);
  });
  onCleanup(() => {
    clearTimeout(timer);
    end();
  });
  return revision;
}
