import { type Accessor, createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import { createStore, produce, reconcile } from 'solid-js/store';
import type { TrainEvent } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import type { Store } from '../../core/store';
import type { TrainingResult } from '../bridge/trainer';
import {
  isTraining,
  openTrainingChannel,
  trainingOver,
  whileNobodyTrains,
} from './experiment-channel';
import { applyEvents, type ExperimentRecord, emptyRecord } from './experiment-events';
import { loadRecord } from './experiment-record';
import { createWakeLock } from './experiment-wake-lock';

/** `elsewhere`: another tab trains, and this one follows. */
export type TrainingPhase = 'idle' | 'starting' | 'training' | 'stopping' | 'elsewhere';

type OnEvents = (events: TrainEvent[]) => void;

export interface Session {
  phase: Accessor<TrainingPhase>;
  /** The experiment being trained, here or in another tab, as far as it is; empty when idle. */
  record: ExperimentRecord;
  /**
   * When this tab began the training under way, in ms; null for one that was resumed (what earlier
   * sessions took is not known here) and for one of another tab.
   */
  began: Accessor<number | null>;
  /** Why the last training failed; null after a success or a stop. */
  error: Accessor<unknown>;
  clearError(): void;
  /** Trains in this tab until `call` settles. Throws trainingElsewhere while one runs. */
  run(
    experimentId: string | null,
    call: (onEvents: OnEvents, signal: AbortSignal) => Promise<TrainingResult>,
    listener?: OnEvents,
  ): Promise<TrainingResult>;
  stop(): void;
  /** Resolves once experiments that nobody trains any more are marked as interrupted. */
  ready: Promise<void>;
}

/**
 * The training under way on this origin. `onSettled` runs while the session still holds the record,
 * after the store has the last word of it.
 */
export function createSession(
  store: Promise<Store>,
  onSettled: (experimentId: string | null) => Promise<void>,
): Session {
  const [record, setRecord] = createStore<ExperimentRecord>(emptyRecord());
  const [phase, setPhase] = createSignal<TrainingPhase>('idle');
  const [began, setBegan] = createSignal<number | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  // Absent on insecure origins, where only this tab can know of itself.
  const locks: LockManager | undefined = navigator.locks;
  let abort: AbortController | null = null;
  let following: string | null = null;

  const apply = (events: readonly TrainEvent[]) =>
    setRecord(produce((draft) => applyEvents(draft, events)));

  const channel = openTrainingChannel((message) => {
    if (message.type === 'who') {
      if (abort) tell(currentState());
    } else if (!abort) {
      if (message.type === 'ended') void settle(message.experimentId);
      else void follow(message.experimentId, message.events);
    }
  });
  onCleanup(channel.close);

  const wakeLock = createWakeLock();
  onCleanup(wakeLock.dispose);
  createEffect(() => wakeLock.set(phase() === 'starting' || phase() === 'training'));

  function tell(events: TrainEvent[]): void {
    const experimentId = record.experiment?.id;
    if (experimentId) channel.send({ type: 'events', experimentId, events });
  }

  /** For a tab that opens in mid-training; runs and metrics it reads from the store. */
  function currentState(): TrainEvent[] {
    const { experiment, progress } = JSON.parse(JSON.stringify(record)) as ExperimentRecord;
    return [
      ...(experiment ? [{ type: 'experiment' as const, experiment }] : []),
      ...(progress ? [{ type: 'progress' as const, ...progress }] : []),
    ];
  }

  async function follow(experimentId: string, events: TrainEvent[]): Promise<void> {
    if (following !== experimentId) {
      following = experimentId;
      noticeElsewhere();
      const known = await loadRecord(await store, experimentId);
      if (following !== experimentId) return;
      setRecord(reconcile(known ?? emptyRecord()));
    }
    apply(events);
  }

  function noticeElsewhere(): void {
    if (untrack(phase) === 'elsewhere') return;
    setPhase('elsewhere');
    void awaitEnd().catch(setError);
  }

  /** A training tab that was closed sends no last word: its lock does. */
  async function awaitEnd(): Promise<void> {
    if (!locks) return;
    await trainingOver(locks);
    if (untrack(phase) !== 'elsewhere') return;
    await markInterrupted();
    await settle(following);
  }

  async function markInterrupted(): Promise<boolean> {
    const action = async () => (await store).experiments.markInterrupted();
    if (locks) return whileNobodyTrains(locks, action);
    await action();
    return true;
  }

  async function settle(experimentId: string | null): Promise<void> {
    following = null;
    await onSettled(experimentId);
    setRecord(reconcile(emptyRecord()));
    setPhase('idle');
  }

  async function findOut(): Promise<void> {
    const free = await markInterrupted();
    if (free || abort || !locks || !(await isTraining(locks))) return;
    noticeElsewhere();
    channel.send({ type: 'who' });
  }

  return {
    phase,
    record,
    began,
    error,
    clearError: () => setError(null),
    ready: findOut(),
    async run(experimentId, call, listener) {
      if (abort || untrack(phase) === 'elsewhere') throw new LensmithError('trainingElsewhere');
      const controller = new AbortController();
      abort = controller;
      setError(null);
      setPhase('starting');
      setBegan(experimentId === null ? Date.now() : null);
      const onEvents: OnEvents = (events) => {
        apply(events);
        if (untrack(phase) === 'starting' && record.progress) setPhase('training');
        tell(events);
        listener?.(events);
      };
      try {
        const known = experimentId ? await loadRecord(await store, experimentId) : null;
        setRecord(reconcile(known ?? emptyRecord()));
        return await call(onEvents, controller.signal);
      } catch (cause) {
        // A worker that had to be ended could not write its last word.
        await markInterrupted();
        if (!(cause instanceof LensmithError && cause.code === 'cancelled')) setError(cause);
        throw cause;
      } finally {
        abort = null;
        setBegan(null);
        const id = record.experiment?.id ?? null;
        if (id) channel.send({ type: 'ended', experimentId: id });
        await settle(id);
      }
    },
    stop() {
      if (!abort) return;
      setPhase('stopping');
      abort.abort();
    },
  };
}
