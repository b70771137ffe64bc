import { correctness } from '../../core/learning/metrics';
import { compareModels } from '../../core/learning/statistics';
import type { Context } from './context';
import { tailForecast } from './forecast';
import type { Fitted } from './heads';

export interface Candidate {
  backbone: string;
  /** Held-out logits on the same pictures for all candidates. */
  logits: Float32Array;
  /** Seconds its deeper tail is foretold to take, with all engines at work. */
  tailSeconds: number;
}

/** A pause of the whole machine while features were computed must not rule out every tail. */
const MOST_PACE = 4;
/** Share of the time that may go into the search; what it finds is completed in the rest. */
const SEARCH_SHARE = 0.5;

/** The heads whose tails are searched through, best first; what was decided before is kept to. */
export async function leadersOf(
  context: Context,
  fitted: readonly Fitted[],
  seconds: number,
): Promise<Fitted[]> {
  const { checkpoint, partition, plan, samples, speed, pool, progress } = context;
  const question = { plan, partition, classes: samples.classes, speed };
  const decisions = await checkpoint.decisions();
  let { leaders } = decisions;
  if (!leaders) {
    const ratios = progress.ratios();
    const candidates = fitted.map(({ card, logits }): Candidate => {
      const work = tailForecast({ ...question, leaders: [card.id], survivors: [] }, card);
      // How this network has really fared here today says more than the forecast did.
      const measured = ratios[`${card.id}/features`] ?? 1;
      const pace = Math.min(MOST_PACE, Math.max(1 / MOST_PACE, measured));
      const engineSeconds = work.reduce((sum, task) => sum + task.seconds, 0);
      return { backbone: card.id, logits, tailSeconds: (pace * engineSeconds) / pool.size };
    });
    const labels = Int32Array.from(partition.scored, (row) => samples.labels[row]);
    leaders = chooseLeaders(candidates, labels, samples.classes, SEARCH_SHARE * seconds).slice(
      0,
      plan.search.leaders,
    );
    await checkpoint.decide({ ...decisions, leaders });
  }
  return leaders.flatMap((id) => fitted.filter(({ card }) => card.id === id));
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
