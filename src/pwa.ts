import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';

export interface AppUpdate {
  /** Everything needed has been kept: the page now works without a network. */
  offlineReady: Accessor<boolean>;
  /** A new version waits. */
  waiting: Accessor<boolean>;
  /** A tab is at work that the new version would end; asked once `apply` was pressed. */
  held: Accessor<boolean>;
  /** Another tab has brought the new version in; this one still runs the old. */
  replaced: Accessor<boolean>;
  /** Reloads into the new version, unless some tab works. */
  apply(): Promise<void>;
  dismiss(): void;
}

/** Held, shared, by every tab for as long as something long runs in it. */
const workLock = 'lensmith-work';

/** Registers the service worker once the page has settled; an update never takes over by itself. */
export function createAppUpdate(busy: Accessor<boolean>): AppUpdate {
  const [offlineReady, setOfflineReady] = createSignal(false);
  const [waiting, setWaiting] = createSignal(false);
  const [held, setHeld] = createSignal(false);
  const [replaced, setReplaced] = createSignal(false);
  let update: () => Promise<void> = async () => {};
  let mine = false;

  // Absent on insecure origins, where there is no service worker either.
  const locks: LockManager | undefined = navigator.locks;
  createEffect(() => {
    if (!busy() || !locks) return;
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    locks.request(workLock, { mode: 'shared' }, () => over).catch(() => {});
    onCleanup(end);
  });

  if ('serviceWorker' in navigator && import.meta.env.PROD) {
    // The first worker of all takes over a page that came without one: nothing is replaced then.
    let controlled = navigator.serviceWorker.controller !== null;
    const onChange = () => {
      if (mine) location.reload();
      else if (controlled) setReplaced(true);
      controlled = true;
    };
    navigator.serviceWorker.addEventListener('controllerchange', onChange);
    onCleanup(() => navigator.serviceWorker.removeEventListener('controllerchange', onChange));
    import('virtual:pwa-register')
      .then(({ registerSW }) => {
        update = registerSW({
          onOfflineReady() {
            setOfflineReady(true);
            setTimeout(() => setOfflineReady(false), 12_000);
          },
          onNeedRefresh: () => setWaiting(true),
          // By `controllerchange`, which a tab without a prompt hears too.
          onNeedReload() {},
        });
      })
      // Without a service worker the page works as before, only not offline.
      .catch(() => {});
  }

  return {
    offlineReady,
    waiting,
    held,
    replaced,
    async apply() {
      const free = await (locks?.request(workLock, { ifAvailable: true }, async (lock) => {
        if (!lock) return false;
        // The lock keeps work from beginning until the new worker is in and the page reloads.
        mine = true;
        await update();
        await new Promise((done) => setTimeout(done, 10_000));
        mine = false;
        return true;
      }) ?? true);
      setHeld(!free);
    },
    dismiss() {
      setOfflineReady(false);
      setWaiting(false);
      setHeld(false);
      setReplaced(false);
    },
  };
}
