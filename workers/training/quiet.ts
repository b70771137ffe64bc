/**
 * Lets work that measures time run alone: `share` is how everything else runs, side by side; `alone`
 * waits until all of that has come to its end, and keeps what comes later waiting.
 */
export class Quiet {
  #sharing = new Set<Promise<unknown>>();
  #alone: Promise<unknown> = Promise.resolve();

  async share<T>(work: () => Promise<T>): Promise<T> {
    // Another measurement may have been announced while this one waited.
    for (let last = null as Promise<unknown> | null; last !== this.#alone; ) {
      last = this.#alone;
      await last;
    }
    const running = work();
    const settled = running.catch(() => {});
    this.#sharing.add(settled);
    try {
      return await running;
    } finally {
      this.#sharing.delete(settled);
    }
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const measured = (async () => {
      await before;
      await Promise.all(this.#sharing);
      return work();
    })();
    this.#alone = measured.catch(() => {});
    return measured;
  }
}
