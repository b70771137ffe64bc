import type { JobId } from '../../core/contract/job';
import { LensmithError } from '../../core/errors';

/** The long calls under way, by the id that cancels them. */
export class Jobs {
  readonly #running = new Map<JobId, AbortController>();

  /** `work` rejects with its signal's reason, `cancelled`, as soon as it notices. */
  async run<T>(id: JobId, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#running.delete(id);
    }
  }

  cancel(id: JobId): void {
    this.#running.get(id)?.abort(new LensmithError('cancelled'));
  }
}
