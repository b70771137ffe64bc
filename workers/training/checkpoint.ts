import type { Store } from '../../core/store/types';
import type { TailProgress } from './tail';

/** What an experiment has decided so far; finished runs speak for themselves in the store. */
export interface Decisions {
  version: 1;
  /** Backbones whose last stage is fine-tuned; null while heads are still compared. */
  leaders: string[] | null;
}

/** Checkpoints of one experiment, one artifact a tail, so that none rewrites another's moments. */
export class Checkpoint {
  readonly #store: Store;
  readonly #prefix: string;

  constructor(store: Store, experimentId: string) {
    this.#store = store;
    this.#prefix = `experiment/${experimentId}/checkpoint`;
  }

  async decisions(): Promise<Decisions> {
    const found = await this.#store.artifacts.get<Decisions>(this.#prefix);
    return found ?? { version: 1, leaders: null };
  }

  decide(decisions: Decisions): Promise<void> {
    return this.#store.artifacts.put(this.#prefix, decisions);
  }

  async tail(runId: string, part: string): Promise<TailProgress> {
    const found = await this.#store.artifacts.get<TailProgress>(this.#name(runId, part));
    return found ?? { logs: [], logits: [], state: null, best: null };
  }

  save(runId: string, part: string, progress: TailProgress): Promise<void> {
    return this.#store.artifacts.put(this.#name(runId, part), progress);
  }

  /** When a run is finished or failed. */
  forget(runId: string): Promise<void> {
    return this.#store.artifacts.removePrefix(`${this.#prefix}/${runId}/`);
  }

  /** When the experiment has come to its end. */
  remove(): Promise<void> {
    return this.#store.artifacts.removePrefix(this.#prefix);
  }

  #name(runId: string, part: string): string {
    return `${this.#prefix}/${runId}/${part}`;
  }
}
