import { type Remote, wrap } from 'comlink';
import { type Duel, interleave } from './interleave';
import type { CaseWorker } from './kernels/case-worker';

/** One comparison of the page: how long both sides took, and how far apart their results were. */
export interface DuelResult extends Duel {
  name: string;
  /** Largest difference over the largest magnitude. */
  error: number;
}

/** Most that two float32 computations of the same thing may differ. */
const TOLERANCE = 1e-3;

/** Largest difference over the largest magnitude of `expected`; infinite where sizes differ. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 1e-12;
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i] - expected[i]);
    // Not Math.max alone: a NaN has to count as worst.
    if (Number.isNaN(d)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, d);
    magnitude = Math.max(magnitude, Math.abs(expected[i]));
  }
  return difference / magnitude;
}

/** Throws where ours and the peer did not compute the same. */
export function requireAgreement(name: string, error: number, tolerance = TOLERANCE): void {
  if (!(error <= tolerance)) throw new Error(`${name}: ours and the peer differ by ${error}`);
}

/** Both sides of every case, case by case, each on a worker with a tfjs of its own. */
export async function duelCases(
  sides: { ours: Worker; peer: Worker },
  names: readonly string[],
  tolerance = TOLERANCE,
): Promise<DuelResult[]> {
  const ours: Remote<CaseWorker> = wrap(sides.ours);
  const peer: Remote<CaseWorker> = wrap(sides.peer);
  const results: DuelResult[] = [];
  try {
    for (const name of names) {
      const found = await ours.prepare(name);
      const expected = await peer.prepare(name);
      if (found.length !== expected.length) throw new Error(`${name}: not the same results`);
      const error = Math.max(...found.map((values, i) => relativeError(values, expected[i])));
      requireAgreement(name, error, tolerance);
      // Past V8's baseline compiler before anything counts.
      for (const side of [ours, peer]) await side.time(200);
      const duel = await interleave(
        () => ours.time(25),
        () => peer.time(25),
        { rounds: 9 },
      );
      results.push({ name, error, ...duel });
    }
    return results;
  } finally {
    sides.ours.terminate();
    sides.peer.terminate();
  }
}
