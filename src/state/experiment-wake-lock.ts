/** Keeps the screen on while `wanted`; a browser without the API, or one that refuses, is let be. */
export function createWakeLock(): { set(wanted: boolean): void; dispose(): void } {
  let wanted = false;
  let held: WakeLockSentinel | null = null;

  async function update(): Promise<void> {
    if (!wanted) {
      const sentinel = held;
      held = null;
      await sentinel?.release().catch(() => {});
      return;
    }
    if (held || document.visibilityState !== 'visible' || !navigator.wakeLock) return;
    try {
      const sentinel = await navigator.wakeLock.request('screen');
      if (!wanted) return void sentinel.release();
      held = sentinel;
      sentinel.addEventListener('release', () => {
        if (held === sentinel) held = null;
      });
    } catch {
      // Refused (battery saver, permissions): training goes on without it.
    }
  }

  // The browser drops the lock whenever the page is hidden; it is asked for again on return.
  const onVisibility = () => void update();
  document.addEventListener('visibilitychange', onVisibility);
  return {
    set(value) {
      wanted = value;
      void update();
    },
    dispose() {
      wanted = false;
      void update();
      document.removeEventListener('visibilitychange', onVisibility);
    },
  };
}
