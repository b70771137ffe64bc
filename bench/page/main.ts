import { kernels } from './kernels/run';

/** What the bench calls on its page; everything here runs in Chromium, off the page where it computes. */
const bench = { kernels };

declare global {
  interface Window {
    bench: typeof bench;
  }
}
window.bench = bench;
