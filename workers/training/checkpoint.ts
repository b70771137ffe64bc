import type { Store } from '../../core/store/types';
import type { TailProgress } from './tail';

/** What an experiment has decided so far; finished runs speak for themselves in the store. */
export interface Decisions {
  version: 1;
  /** Backbones that a search for deeper tails begins with; null while heads are still compared. */
  leaders: string[] | null;
  /** Names of the trials that entered each rung of that search so far. */
  rungs?: string[][];
  /** What the rungs have come to; null while they are not done. */
  survivors?: string[] | null;
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

  /** Seconds that earlier sessions have spent on this experiment. */
  async spentSeconds(): Promise<number> {
    const found = await this.#store.artifacts.get<{ seconds: number }>(`${this.#prefix}/spent`);
    return found?.seconds ?? 0;
  }

  spend(seconds: number): Promise<void> {
    return this.#store.artifacts.put(`${this.#prefix}/spent`, { seconds });
  }

  decide(decisions: Decisions): Promise<void> {
    return this.#store.artifacts.put(this.#prefix, decisions);
  }

  /** `owner`: a run's id, or the name of a trial. */
  async tail(owner: string, part: string): Promise<TailProgress> {
    const found = await this.#store.artifacts.get<TailProgress>(this.#name(owner, part));
    return found ?? { logs: [], logits: [], state: null, best: null };
  }

  save(owner: string, part: string, progress: TailProgress): Promise<void> {
    return this.#store.artifacts.put(this.#name(owner, part), progress);
  }

  /** When a run is finished or failed, or a trial is over. */
  forget(owner: string): Promise<void> {
    return this.#store.artifacts.removePrefix(`${this.#prefix}/${owner}/`);
  }

  /** When the experiment has come to its end. */
  remove(): Promise<void> {
    return this.#store.artifacts.removePrefix(this.#prefix);
  }

  #name(owner: string, part: string): string {
    return `${this.#prefix}/${owner}/${part}`;
  }
}
