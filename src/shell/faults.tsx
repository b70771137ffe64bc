import { createSignal, onCleanup, Show } from 'solid-js';
import { LensmithError } from '../../core/errors';
import { useApp } from '../state/app';
import { ErrorNotice } from '../ui/notice';

/** The last fault that nothing else on the page shows: a deletion that failed, a full disk. */
export function Faults() {
  const { datasets } = useApp();
  const [fault, setFault] = createSignal<LensmithError | null>(null);
  const onRejection = (event: PromiseRejectionEvent) => {
    if (!(event.reason instanceof LensmithError)) return;
    event.preventDefault();
    setFault(event.reason);
  };
  addEventListener('unhandledrejection', onRejection);
  onCleanup(() => removeEventListener('unhandledrejection', onRejection));
  /** Without a store everything fails for the one reason, which stands there already. */
  const news = () => {
    const known = datasets.failure();
    return known instanceof LensmithError && known.code === fault()?.code ? null : fault();
  };
  return (
    <>
      <Show when={datasets.failure()}>{(error) => <ErrorNotice error={error()} />}</Show>
      <Show when={news()}>
        {(error) => <ErrorNotice error={error()} onDismiss={() => setFault(null)} />}
      </Show>
    </>
  );
}
