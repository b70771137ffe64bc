import { mcNemarExact } from '../../core/learning/statistics';
import type { Run, Score } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import { outcomes } from './experiment-mistakes';

/** Below this, a difference on the same pictures is more than luck would give (5%). */
const significance = 0.05;

/** How a run compares with the leader, by the exact McNemar test on the pictures both answered. */
export interface Comparison {
  /** Which pictures decided: those that tell the two apart, else test once there is one. */
  on: 'validation' | 'test';
  pictures: number;
  /** Pictures only the leader got right, and only this run. */
  onlyLeader: number;
  onlyThis: number;
  p: number;
  tied: boolean;
}

export interface Standing {
  run: Run;
  /** From 1, by validation accuracy; null while there is none. */
  place: number | null;
  /** Null for the leader itself and while predictions are missing. */
  comparison: Comparison | null;
}

/**
 * Runs in the order of the leaderboard: by validation accuracy, the earlier first on a tie (as
 * `best` chooses), then those without a score in the order they were made. Test accuracy plays no part.
 */
export function standings(
  runs: readonly Run[],
  predictions: ReadonlyMap<string, StoredPredictions | null>,
  ended: boolean,
): Standing[] {
  const scored = runs
    .filter((run) => run.validation !== null)
    .sort((a, b) => accuracy(b) - accuracy(a) || a.startedAt - b.startedAt);
  const leader = scored[0];
  const rest = runs
    .filter((run) => run.validation === null)
    .sort((a, b) => a.startedAt - b.startedAt);
  return [
    ...scored.map((run, index) => ({
      run,
      place: index + 1,
      comparison: leader && index > 0 ? compare(leader, run, predictions, ended) : null,
    })),
    ...rest.map((run) => ({ run, place: null, comparison: null })),
  ];
}

const accuracy = (run: Run): number => run.validation?.accuracy ?? 0;

/**
 * On the test pictures once the experiment has ended, and on validation always: a run is tied only
 * where neither tells it from the leader. Few test pictures alone would call almost anything a tie.
 */
function compare(
  leader: Run,
  run: Run,
  predictions: ReadonlyMap<string, StoredPredictions | null>,
  ended: boolean,
): Comparison | null {
  const a = predictions.get(leader.id);
  const b = predictions.get(run.id);
  if (!a || !b) return null;
  const sides = ended ? (['test', 'validation'] as const) : (['validation'] as const);
  const comparisons = sides.map((on) => compareOn(on, a, b)).filter((one) => one !== null);
  return comparisons.find(({ tied }) => !tied) ?? comparisons[0] ?? null;
}

function compareOn(
  on: Comparison['on'],
  leader: StoredPredictions,
  run: StoredPredictions,
): Comparison | null {
  const first = leader[on];
  const second = run[on];
  if (!first || !second) return null;
  const right = outcomes(first, leader.classes);
  let pictures = 0;
  let onlyLeader = 0;
  let onlyThis = 0;
  for (const [picture, thisRight] of outcomes(second, run.classes)) {
    const leaderRight = right.get(picture);
    if (leaderRight === undefined) continue;
    pictures++;
    if (leaderRight && !thisRight) onlyLeader++;
    if (thisRight && !leaderRight) onlyThis++;
  }
  if (pictures === 0) return null;
  const p = mcNemarExact(onlyLeader, onlyThis);
  return { on, pictures, onlyLeader, onlyThis, p, tied: p >= significance };
}

export type SortKey = 'accuracy' | 'test' | 'time' | 'size' | 'latency' | 'name';

/** Another order of the same rows; places stay those of the validation. Missing values come last. */
export function sortStandings(
  rows: readonly Standing[],
  key: SortKey,
  descending: boolean,
): Standing[] {
  const value = (row: Standing): number | string | null => {
    switch (key) {
      case 'accuracy':
        return row.place === null ? null : -row.place;
      case 'test':
        return scoreValue(row.run.test);
      case 'time':
        return row.run.trainSeconds;
      case 'size':
        return row.run.sizeBytes;
      case 'latency':
        return row.run.latencyMs;
      case 'name':
        return row.run.backbone;
    }
  };
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = x < y ? -1 : x > y ? 1 : 0;
    return descending ? -order : order;
  });
}

const scoreValue = (score: Score | null): number | null => score?.accuracy ?? null;
