import { type Accessor, createEffect, onCleanup } from 'solid-js';

/**
 * While `open`, remembers what had the focus, and gives it back afterwards: to that element, or to
 * the main part of the page where it is gone. Kobalte does so only for dialogs with a trigger of
 * their own.
 */
export function returnFocus(open: Accessor<boolean>): void {
  createEffect(() => {
    if (!open()) return;
    const before = document.activeElement;
    onCleanup(() =>
      // After the dialog has let go of the focus it kept.
      setTimeout(() => {
        if (before instanceof HTMLElement) before.focus({ preventScroll: true });
        focusPageIfLost();
      }),
    );
  });
}

/** When what had the focus was removed: the keyboard goes on from the page, not from its very start. */
export function focusPageIfLost(): void {
  if (document.activeElement !== document.body) return;
  document.querySelector('main')?.focus({ preventScroll: true });
}
