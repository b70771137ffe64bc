import type { TailDepth, TailSearch } from './defaults';

/** One way to fine-tune one backbone. */
export interface Trial {
  backbone: string;
  depth: TailDepth;
  /** Times the default learning rate. */
  rate: number;
}

/** Names a trial among those of its experiment. */
export function trialName({ backbone, depth, rate }: Trial): string {
  return `${backbone} ${depth} x${Number(rate.toPrecision(2))}`;
}

/** Who enters: every depth and rate of every leader, the best leader's first. */
export function trialsOf(leaders: readonly string[], { depths, rates }: TailSearch): Trial[] {
  return leaders.flatMap((backbone) =>
    depths.flatMap((depth) => rates.map((rate) => ({ backbone, depth, rate }))),
  );
}

/**
 * The rungs of successive halving (Jamieson & Talwalkar 2016; Li et al. 2018), in epochs that a trial
 * has been trained for by the end of each: one, then three times as many each, up to `epochs`.
 */
export function rungsOf(epochs: number): number[] {
  const rungs: number[] = [];
  for (let reached = 1; reached < epochs; reached *= 3) rungs.push(reached);
  return [...rungs, epochs];
}

/** What a trial has reached, as held-out log loss after calibration. */
export interface Standing {
  trial: Trial;
  loss: number;
  /** Of the backbone's head, on the same pictures. */
  headLoss: number;
}

/** A tail must gain more than this share of its head's held-out loss: less is within the noise. */
const LEAST_GAIN = 0.02;

/** Who goes on to the next rung, best first: the better share of those that gain over their heads. */
export function promoted(standings: readonly Standing[], { keep, survivors }: TailSearch): Trial[] {
  const most = Math.max(survivors, Math.ceil(keep * standings.length));
  return gaining(standings)
    .sort((a, b) => a.loss - b.loss)
    .slice(0, most)
    .map(({ trial }) => trial);
}

/** Who is worth being completed: gains over the best head there is, not only over its own. */
export function surviving(
  standings: readonly Standing[],
  bestHeadLoss: number,
  { survivors }: TailSearch,
): Trial[] {
  return gaining(
    standings.map((one) => ({ ...one, headLoss: Math.min(one.headLoss, bestHeadLoss) })),
  )
    .sort((a, b) => a.loss - b.loss)
    .slice(0, survivors)
    .map(({ trial }) => trial);
}

function gaining(standings: readonly Standing[]): Standing[] {
  return standings.filter(({ loss, headLoss }) => loss < (1 - LEAST_GAIN) * headLoss);
}
