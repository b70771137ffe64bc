import { createSignal, onCleanup, Show } from 'solid-js';
import { LensmithError } from '../../core/errors';
import { ErrorNotice } from '../ui/notice';

/** The last fault that nothing else on the page shows: a deletion that failed, a full disk. */
export function Faults() {
  const [fault, setFault] = createSignal<LensmithError | null>(null);
  const onRejection = (event: PromiseRejectionEvent) => {
    if (!(event.reason instanceof LensmithError)) return;
    event.preventDefault();
    setFault(event.reason);
  };
  addEventListener('unhandledrejection', onRejection);
  onCleanup(() => removeEventListener('unhandledrejection', onRejection));
  return (
    <Show when={fault()}>
      {(error) => <ErrorNotice error={error()} onDismiss={() => setFault(null)} />}
    </Show>
  );
}
