import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { LensmithError } from '../../core/errors';
import type { Experiment, Metric, Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store';
import { type AnswersState, createAnswers } from './experiment-answers';
import { type ExperimentRecord, emptyRecord, type TrainProgress } from './experiment-events';
import { type Standing, standings } from './experiment-leaderboard';
import { createPredictions } from './experiment-predictions';
import { loadRecord } from './experiment-record';
import { createSession, type TrainingPhase } from './experiment-session';
import { createRevision } from './revision';
import type { ExperimentInputs, RunningTraining, Training } from './training';

export interface ExperimentState extends Training {
  /** The experiment in view: the one opened, else the one training, else the dataset's newest. */
  experiment: Accessor<Experiment | null>;
  runs: Accessor<Run[]>;
  metrics(runId: string): readonly Metric[];
  /** The leaderboard, in the order of validation accuracy. */
  standings: Accessor<Standing[]>;
  /** Undefined while they are read, null where they were not kept. */
  predictions(runId: string): StoredPredictions | null | undefined;
  /** All experiments of the current dataset, newest first. */
  experiments: Accessor<Experiment[]>;
  /** False until the store has answered for the current dataset. */
  loaded: Accessor<boolean>;
  /** Brings an experiment of any dataset into view. */
  open(experimentId: string): Promise<void>;

  phase: Accessor<TrainingPhase>;
  /** Of the training under way, here or in another tab, whatever is in view. */
  progress: Accessor<TrainProgress | null>;
  /** The experiment being trained, here or elsewhere. */
  training: Accessor<Experiment | null>;
  /** When this tab began it, in ms; null for one that was resumed or runs elsewhere. */
  began: Accessor<number | null>;
  /** Whether what is in view is being trained. */
  isLive: Accessor<boolean>;
  /** Why the last training or reading of the store failed. */
  error: Accessor<unknown>;
  clearError(): void;

  /** The run that answers on Predict; `best` unless somebody chose. */
  askedRun: Accessor<string>;
  /** Asks everything again of this run. */
  setAskedRun(runId: string): void;
  answers: AnswersState;
}

/** Experiments of the current dataset: one in view, perhaps one in training, the rest in the store. */
export function createExperiment(inputs: ExperimentInputs): ExperimentState {
  const { trainer, store } = inputs.services;
  const { activity, datasets, settings } = inputs;
  // Edits change the dataset that is current, not which one it is.
  const datasetId = createMemo(() => datasets.current()?.id ?? null);
  const [opened, setOpened] = createStore<ExperimentRecord>(emptyRecord());
  const [inView, setInView] = createSignal<string | null>(null);
  const [experiments, setExperiments] = createSignal<Experiment[]>([]);
  const [listedFor, setListedFor] = createSignal<string | null>();
  const [fault, setFault] = createSignal<unknown>(null);
  /** Of a training that has not reported its experiment yet. */
  const [pendingDataset, setPendingDataset] = createSignal('');

  const session = createSession(store, async (id) => {
    if (id && id === untrack(inView)) await read(id);
    await list();
  });
  const live = session.record;
  const isLive = createMemo(
    () => session.phase() !== 'idle' && live.experiment?.id === inView() && inView() !== null,
  );
  const record = () => (isLive() ? live : opened);

  /** A training of the current dataset comes into view when it begins. */
  createEffect(
    on(
      () => live.experiment?.id,
      (id) => {
        if (!id || live.experiment?.datasetId !== untrack(datasetId)) return;
        setInView(id);
        void list().catch(setFault);
      },
    ),
  );

  createEffect(() => {
    const phase = session.phase();
    if (phase === 'idle') activity.set('train', 'ended');
    else activity.set('train', live.progress?.overall ?? null);
  });

  let turn = 0;
  async function read(experimentId: string): Promise<void> {
    const mine = ++turn;
    const known = await loadRecord(await store, experimentId);
    if (mine !== turn) return;
    setOpened(reconcile(known ?? emptyRecord()));
    setInView(known ? experimentId : null);
  }

  async function list(): Promise<Experiment[]> {
    const id = untrack(datasetId);
    const found = id ? await (await store).experiments.list(id) : [];
    if (id === untrack(datasetId)) {
      setExperiments(found);
      setListedFor(id);
    }
    return found;
  }

  async function showNewest(): Promise<void> {
    await session.ready;
    const id = untrack(datasetId);
    const found = await list();
    if (id !== untrack(datasetId)) return;
    const training = found.find((experiment) => experiment.id === live.experiment?.id);
    if (training) setInView(training.id);
    else if (found[0]) await read(found[0].id);
    else setInView(null);
  }
  createEffect(
    on(datasetId, () => {
      setInView(null);
      setOpened(reconcile(emptyRecord()));
      showNewest().catch(setFault);
    }),
  );

  // Deletions under Runs and what other tabs finish show here too.
  const revision = createRevision(['experiments', 'runs']);
  createEffect(
    on(
      revision,
      () => {
        const shown = untrack(inView);
        const update = shown && !untrack(isLive) ? read(shown) : Promise.resolve();
        update.then(list).catch(setFault);
      },
      { defer: true },
    ),
  );

  const [askedRun, setAskedRun] = createSignal('best');
  const predict: Training['predict'] = async (runId, pictures, topK) =>
    trainer.predict(runId === 'best' ? await best() : runId, pictures, topK);
  const explain: Training['explain'] = async (runId, picture, options) =>
    trainer.explain(runId === 'best' ? await best() : runId, picture, options);
  const answers = createAnswers((pictures) =>
    // All classes: how many of them are looked at is chosen afterwards.
    predict(askedRun(), pictures, Number.MAX_SAFE_INTEGER),
  );
  createEffect(
    on(
      datasetId,
      () => {
        answers.clear();
        setAskedRun('best');
      },
      { defer: true },
    ),
  );

  const runs = () => record().runs;
  const ended = () => {
    const status = record().experiment?.status;
    return status !== undefined && status !== 'running';
  };
  const predictions = createPredictions(store, runs);
  const rows = createMemo(() => standings(runs(), predictions(), ended()));

  return {
    experiment: () => record().experiment,
    runs,
    metrics: (runId) => record().metrics[runId] ?? [],
    standings: rows,
    predictions: (runId) => predictions().get(runId),
    experiments,
    loaded: () => datasets.all() !== undefined && listedFor() === datasetId(),
    async open(experimentId) {
      if (live.experiment?.id === experimentId) setInView(experimentId);
      else await read(experimentId);
    },

    phase: session.phase,
    progress: () => live.progress,
    training: () => live.experiment,
    began: session.began,
    isLive,
    error: () => session.error() ?? fault(),
    clearError() {
      session.clearError();
      setFault(null);
    },

    running(): RunningTraining | null {
      const phase = session.phase();
      if (phase === 'idle' || phase === 'elsewhere') return null;
      return {
        experimentId: live.experiment?.id ?? null,
        datasetId: live.experiment?.datasetId ?? pendingDataset(),
        overall: live.progress?.overall ?? 0,
        remainingSeconds: live.progress?.remainingSeconds ?? null,
        stopping: phase === 'stopping',
      };
    },
    train(options, onEvents) {
      const backend = settings.backend();
      const chosen = backend === 'auto' ? options : { backend, ...options };
      setPendingDataset(options.dataset);
      return session.run(null, (listen, signal) => trainer.train(chosen, listen, signal), onEvents);
    },
    resume: (experimentId, onEvents) =>
      session.run(
        experimentId,
        (listen, signal) => trainer.resume(experimentId, listen, signal),
        onEvents,
      ),
    stop: session.stop,
    predict,
    explain,

    askedRun,
    setAskedRun(runId) {
      if (runId === askedRun()) return;
      setAskedRun(runId);
      answers.askAgain();
    },
    answers,
  };

  async function best(): Promise<string> {
    const id = datasetId();
    const run = id ? await (await store).runs.best(id) : null;
    if (!run) throw new LensmithError('unknownRun', { id: 'best' });
    return run.id;
  }
}
