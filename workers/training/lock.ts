import { LensmithError } from '../../core/errors';

/** Held by the one trainer of an origin while it trains. */
export const TRAINER_LOCK = 'lensmith-trainer';

/** Tabs hold the lock for a moment when they open, to mark what was interrupted. */
const PATIENCE_MS = 1_500;

/**
 * Runs `work` as the only trainer of this origin. Throws trainingElsewhere when another keeps the
 * lock. Without Web Locks (Node, insecure origins) nothing is excluded.
 */
export async function asOnlyTrainer<T>(
  locks: LockManager | null,
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  if (!locks) return work();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  let granted = false;
  try {
    return await locks.request(TRAINER_LOCK, { signal: patience.signal }, () => {
      granted = true;
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (!granted) throw new LensmithError('trainingElsewhere');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
