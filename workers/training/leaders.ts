import { correctness } from '../../core/learning/metrics';
import { compareModels } from '../../core/learning/statistics';

export interface Candidate {
  backbone: string;
  /** Held-out logits on the same pictures for all candidates. */
  logits: Float32Array;
  /** Seconds its deeper tail is foretold to take, with all engines at work. */
  tailSeconds: number;
}

/** From this p-value on, two models cannot be told apart. */
const TIED = 0.05;

/**
 * Backbones worth a deeper tail, best first: the best by held-out accuracy and those the exact
 * McNemar test cannot tell from it, as many as fit in `budgetSeconds`; the first that fits is
 * always taken, and when none does, the cheapest.
 */
export function chooseLeaders(
  candidates: readonly Candidate[],
  labels: ArrayLike<number>,
  classes: number,
  budgetSeconds: number,
): string[] {
  const ranked = candidates
    .map((candidate) => {
      const right = correctness(candidate.logits, labels, classes);
      return { ...candidate, right, count: right.reduce((sum, one) => sum + one, 0) };
    })
    .sort((a, b) => b.count - a.count);
  if (ranked.length === 0) return [];
  const tied = ranked.filter(({ right }) => compareModels(ranked[0].right, right) >= TIED);
  const chosen: string[] = [];
  let seconds = 0;
  for (const candidate of tied) {
    if (seconds + candidate.tailSeconds > budgetSeconds) continue;
    seconds += candidate.tailSeconds;
    chosen.push(candidate.backbone);
  }
  if (chosen.length > 0) return chosen;
  const cheapest = tied.reduce((a, b) => (b.tailSeconds < a.tailSeconds ? b : a));
  return [cheapest.backbone];
}
