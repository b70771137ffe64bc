import type { TrainEvent } from '../../core/contract/trainer';

/**
 * Gathers events and hands them on at most once every `intervalMs`: the first at once, later ones
 * together. Of progress only the newest is kept, of one run or experiment only its last state.
 */
export class EventStream {
  readonly #deliver: (events: TrainEvent[]) => void;
  readonly #intervalMs: number;
  #pending: TrainEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(deliver: (events: TrainEvent[]) => void, intervalMs = 100) {
    this.#deliver = deliver;
    this.#intervalMs = intervalMs;
  }

  push(event: TrainEvent): void {
    const before = this.#pending.findIndex((other) => supersedes(event, other));
    if (before < 0) this.#pending.push(event);
    else this.#pending[before] = event;
    if (this.#timer === null) this.#deliverAndWait();
  }

  /** Hands on what is waiting, now. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    this.#pending = [];
    this.#deliver(events);
  }

  /** Flushes and stops the clock. */
  end(): void {
    this.flush();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** After a delivery there is none for the interval, then one of what has gathered. */
  #deliverAndWait(): void {
    if (this.#pending.length === 0) return;
    this.flush();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#deliverAndWait();
    }, this.#intervalMs);
  }
}

function supersedes(event: TrainEvent, other: TrainEvent): boolean {
  if (event.type === 'progress') return other.type === 'progress';
  if (event.type === 'run') return other.type === 'run' && other.run.id === event.run.id;
  return event.type === 'experiment' && other.type === 'experiment';
}
