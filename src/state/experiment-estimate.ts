import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import type { Estimate } from '../../core/contract/trainer';
import type { TrainOptions } from '../../core/run';
import type { TrainerClient } from '../bridge/trainer';

export interface EstimateState {
  /** Of the options as they stand; null while measuring and after a failure. */
  estimate: Accessor<Estimate | null>;
  measuring: Accessor<boolean>;
  error: Accessor<unknown>;
}

/** Typing in a field should not measure at every key. */
const PAUSE_MS = 350;

/** Measures again whenever the options change; null options ask nothing. Stale answers are dropped. */
export function createEstimate(
  trainer: Pick<TrainerClient, 'estimate'>,
  options: Accessor<TrainOptions | null>,
): EstimateState {
  const [estimate, setEstimate] = createSignal<Estimate | null>(null);
  const [measuring, setMeasuring] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let turn = 0;

  createEffect(() => {
    const asked = options();
    const mine = ++turn;
    setEstimate(null);
    setError(null);
    setMeasuring(asked !== null);
    if (!asked) return;
    const timer = setTimeout(async () => {
      try {
        const answer = await trainer.estimate(asked);
        if (mine === turn) setEstimate(answer);
      } catch (cause) {
        if (mine === turn) setError(cause);
      } finally {
        if (mine === turn) setMeasuring(false);
      }
    }, PAUSE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  onCleanup(() => {
    turn++;
  });
  return { estimate, measuring, error };
}
