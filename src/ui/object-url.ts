import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';

/** An object URL of the blob at hand, revoked when it changes or its owner goes. */
export function createObjectUrl(blob: Accessor<Blob | null | undefined>): Accessor<string | null> {
  const [url, setUrl] = createSignal<string | null>(null);
  createEffect(() => {
    const source = blob();
    if (!source) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(source);
    setUrl(made);
    onCleanup(() => URL.revokeObjectURL(made));
  });
  return url;
}
