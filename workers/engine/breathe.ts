/** Longest time a loop computes without letting messages (a cancel) in, in milliseconds. */
const longest = 40;

/**
 * Lets the event loop turn if it has not for a while: on WASM everything resolves in microtasks, so
 * a loop that only awaits tensors would never see a cancel. One per loop.
 */
export function createBreath(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await new Promise<void>((resolve) => {
      // Not setTimeout: nested timers wait at least 4 ms.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    last = performance.now();
  };
}
