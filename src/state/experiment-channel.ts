import type { TrainEvent } from '../../core/contract/trainer';

/** What tabs tell each other of a training; followers keep the rest in the store. */
export type TrainingMessage =
  | { type: 'events'; experimentId: string; events: TrainEvent[] }
  /** The training tab has nothing more to tell. */
  | { type: 'ended'; experimentId: string }
  /** A tab that has just opened asks who trains; the trainer's tab answers with `events`. */
  | { type: 'who' };

export const trainingChannel = 'lensmith-training';
/** Held by the trainer for as long as it trains; one per origin. */
export const trainingLock = 'lensmith-trainer';

export interface TrainingChannel {
  send(message: TrainingMessage): void;
  close(): void;
}

export function openTrainingChannel(listen: (message: TrainingMessage) => void): TrainingChannel {
  const channel = new BroadcastChannel(trainingChannel);
  channel.onmessage = (event: MessageEvent<TrainingMessage>) => listen(event.data);
  return {
    send: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}

/** Whether some tab of this origin trains now. */
export async function isTraining(locks: LockManager): Promise<boolean> {
  const { held } = await locks.query();
  return held?.some((lock) => lock.name === trainingLock) ?? false;
}

/** Resolves once nobody trains: also when the training tab was closed and said nothing. */
export async function trainingOver(locks: LockManager): Promise<void> {
  await locks.request(trainingLock, { mode: 'shared' }, () => {});
}

/** Runs `action` if nobody trains, and keeps trainings from starting until it has ended. */
export async function whileNobodyTrains(
  locks: LockManager,
  action: () => Promise<void>,
): Promise<boolean> {
  return locks.request(trainingLock, { ifAvailable: true }, async (lock) => {
    if (lock) await action();
    return lock !== null;
  });
}
