import { type Accessor, createSignal } from 'solid-js';

export interface AppUpdate {
  /** Everything needed has been kept: the page now works without a network. */
  offlineReady: Accessor<boolean>;
  /** A new version waits. */
  waiting: Accessor<boolean>;
  /** Reloads into the new version. */
  apply(): void;
  dismiss(): void;
}

/** Registers the service worker once the page has settled; an update never takes over by itself. */
export function createAppUpdate(): AppUpdate {
  const [offlineReady, setOfflineReady] = createSignal(false);
  const [waiting, setWaiting] = createSignal(false);
  let update: (reload?: boolean) => Promise<void> = async () => {};
  if ('serviceWorker' in navigator && import.meta.env.PROD) {
    import('virtual:pwa-register')
      .then(({ registerSW }) => {
        update = registerSW({
          onOfflineReady() {
            setOfflineReady(true);
            setTimeout(() => setOfflineReady(false), 12_000);
          },
          onNeedRefresh: () => setWaiting(true),
        });
      })
      // Without a service worker the page works as before, only not offline.
      .catch(() => {});
  }
  return {
    offlineReady,
    waiting,
    apply: () => void update(true),
    dismiss() {
      setOfflineReady(false);
      setWaiting(false);
    },
  };
}
