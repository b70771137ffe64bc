/** Lets work in while what it weighs together stays within a limit; the heaviest goes alone. */
export class Gate {
  readonly #limit: number;
  #inside = 0;
  readonly #waiting: { weight: number; enter: () => void }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<T>(weight: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ weight, enter });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#inside -= weight;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#inside > 0 && this.#inside + next.weight > this.#limit) return;
      this.#waiting.shift();
      this.#inside += next.weight;
      next.enter();
    }
  }
}

/** Works on a few items at a time and gives the results in the items' order. */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  parallel: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for (const item of items) {
    const result = work(item);
    // Rejections are met when their turn comes; until then they must not count as unhandled.
    result.catch(() => {});
    underWay.push(result);
    if (underWay.length >= parallel) yield await underWay.shift()!;
  }
  while (underWay.length > 0) yield await underWay.shift()!;
}

/** Calls at most every `interval` milliseconds; `force` skips the wait. */
export function throttle<T>(
  call: (value: T) => void,
  interval: number,
): (value: T, force?: boolean) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value, force = false) => {
    const now = performance.now();
    if (!force && now - last < interval) return;
    last = now;
    call(value);
  };
}
