import { LensmithError } from '../../core/errors';

/** Held by the one trainer of an origin while it trains. */
export const TRAINER_LOCK = 'lensmith-trainer';

/**
 * Runs `work` as the only trainer of this origin. Throws trainingElsewhere at once when another
 * holds the lock. Without Web Locks (Node, insecure origins) nothing is excluded.
 */
export async function asOnlyTrainer<T>(
  locks: LockManager | null,
  work: () => Promise<T>,
): Promise<T> {
  if (!locks) return work();
  return locks.request(TRAINER_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) throw new LensmithError('trainingElsewhere');
    return work();
  });
}
