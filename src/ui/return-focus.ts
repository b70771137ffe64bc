import { type Accessor, createEffect, onCleanup } from 'solid-js';

/**
 * While `open`, remembers what had the focus, and gives it back afterwards: to that element, or to
 * the main part of the page where it is gone (the row whose deletion was confirmed). Kobalte does
 * so only for dialogs with a trigger of their own.
 */
export function returnFocus(open: Accessor<boolean>): void {
  createEffect(() => {
    if (!open()) return;
    const before = document.activeElement;
    onCleanup(() =>
      // After the dialog has let go of the focus it kept.
      setTimeout(() => {
        const back = before?.isConnected && before !== document.body ? before : null;
        const target = back ?? document.querySelector('main');
        if (target instanceof HTMLElement) target.focus({ preventScroll: true });
      }),
    );
  });
}
