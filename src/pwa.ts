import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { baseUrl } from './bridge/base-url';

export interface AppUpdate {
  /** Everything needed has been kept: the page now works without a network. */
  offlineReady: Accessor<boolean>;
  /** A new version waits. */
  waiting: Accessor<boolean>;
  /** A tab is at work that the new version would end; asked once `apply` was pressed. */
  held: Accessor<boolean>;
  /** This tab runs a version that another tab, or the host, has since replaced. */
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

  // A view that is no longer where this page looks for it.
  const onMissing = () => {
    isReplaced().then((yes) => yes && setReplaced(true));
  };
  window.addEventListener('vite:preloadError', onMissing);
  onCleanup(() => window.removeEventListener('vite:preloadError', onMissing));

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
      .then(async () => {
        const { active } = await navigator.serviceWorker.ready;
        active?.postMessage({ type: 'OPENED' });
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

/** Whether the host now serves another page than this one; false where it cannot be asked. */
async function isReplaced(): Promise<boolean> {
  const entry = document.querySelector('script[type=module][src]')?.getAttribute('src');
  try {
    // The query keeps the service worker from answering with the page it has.
    const response = await fetch(`${baseUrl()}index.html?at=${Date.now()}`, { cache: 'no-store' });
    return response.ok && !(await response.text()).includes(`"${entry}"`);
  } catch {
    return false;
  }
}
