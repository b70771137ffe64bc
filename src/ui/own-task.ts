let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a task of its own, after those asked for before: what costs little once and much by the
 * hundred then leaves room for input and drawing in between. A message, since timers wait 4 ms each.
 */
export function ownTask(): Promise<void> {
  last = last.then(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      }),
  );
  return last;
}
