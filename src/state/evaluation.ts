import { type Accessor, createEffect, createMemo } from 'solid-js';
import type { Run } from '../../core/run';
import type { App } from './app';
import { type EvaluatedSplit, type Evaluation, evaluate } from './evaluation-measures';
import { type Pairing, pairing } from './evaluation-pairing';

/** What `#/evaluate?run=...&with=...&split=...` says. */
export interface EvaluationChoice {
  run?: string;
  /** Empty: none. */
  with?: string;
  split?: EvaluatedSplit;
}

export interface EvaluationState {
  /** Finished runs of the experiment in view, in the order of the leaderboard. */
  runs: Accessor<Run[]>;
  /** The one asked for, else the leader; null without any. */
  run: Accessor<Run | null>;
  /** The one it is compared with, if any. */
  other: Accessor<Run | null>;
  split: Accessor<EvaluatedSplit>;
  /** Test pictures can be looked at: the experiment has ended and the run has answered them. */
  hasTest: Accessor<boolean>;
  /** Undefined while the answers are read, null where they were not kept. */
  first: Accessor<Evaluation | null | undefined>;
  second: Accessor<Evaluation | null | undefined>;
  paired: Accessor<Pairing | null>;
  /** Changes the address; what is not given stays. */
  choose(choice: EvaluationChoice): void;
}

/** Follows the address. A run of an experiment that is not in view brings it into view. */
export function createEvaluation({
  experiment,
  history,
  route,
}: Pick<App, 'experiment' | 'history' | 'route'>): EvaluationState {
  createEffect(() => {
    const id = route.param('run');
    if (!id || !experiment.loaded()) return;
    const home = history.run(id)?.experimentId;
    if (home && home !== experiment.experiment()?.id) void experiment.open(home);
  });

  const runs = createMemo(() =>
    experiment
      .standings()
      .map(({ run }) => run)
      .filter((run) => run.status === 'finished'),
  );
  const named = (id: string | undefined) => runs().find((run) => run.id === id) ?? null;
  const run = createMemo(() => named(route.param('run')) ?? runs()[0] ?? null);
  const other = createMemo(() => {
    const found = named(route.param('with'));
    return found?.id === run()?.id ? null : found;
  });
  const ended = () => experiment.experiment()?.status !== 'running';
  const hasTest = () => {
    const id = run()?.id;
    return ended() && id !== undefined && Boolean(experiment.predictions(id)?.test);
  };
  const split = createMemo<EvaluatedSplit>(() =>
    route.param('split') === 'test' && hasTest() ? 'test' : 'validation',
  );
  const of = (shown: Accessor<Run | null>) =>
    createMemo(() => {
      const chosen = shown();
      if (!chosen) return null;
      const stored = experiment.predictions(chosen.id);
      if (!stored) return stored;
      return evaluate(chosen, split(), stored);
    });
  const first = of(run);
  const second = of(other);
  const paired = createMemo(() => {
    const [a, b] = [first(), second()];
    return a && b ? pairing(a.answers, b.answers) : null;
  });

  return {
    runs,
    run,
    other,
    split,
    hasTest,
    first,
    second,
    paired,
    choose(choice) {
      const next = {
        run: choice.run ?? run()?.id ?? '',
        with: choice.with ?? other()?.id ?? '',
        split: choice.split ?? split(),
      };
      const params = {
        run: next.run,
        ...(next.with && next.with !== next.run ? { with: next.with } : {}),
        ...(next.split === 'test' ? { split: next.split } : {}),
      };
      // Another look at the same thing is not a step to go back to.
      location.replace(route.href('evaluate', params));
    },
  };
}
