import { createSignal } from 'solid-js';

const [polite, setPolite] = createSignal('');
const [urgent, setUrgent] = createSignal('');

/** Reads a text out to people who listen to the page; `urgent` interrupts what is being read. */
export function announce(text: string, manner: 'polite' | 'urgent' = 'polite'): void {
  const set = manner === 'urgent' ? setUrgent : setPolite;
  // Cleared first: a region whose text did not change is not read again.
  set('');
  requestAnimationFrame(() => set(text));
}

/** The two live regions; stands once in the shell. */
export function Announcer() {
  return (
    <div class="visually-hidden">
      <div role="status" aria-live="polite">
        {polite()}
      </div>
      <div role="alert" aria-live="assertive">
        {urgent()}
      </div>
    </div>
  );
}
