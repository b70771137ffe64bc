import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainEvent } from '../../core/contract/trainer';
import type { Metric } from '../../core/run';
import { EventStream } from './events';

const progress = (done: number): TrainEvent => ({
  type: 'progress',
  backbone: 'resnet18',
  phase: 'features',
  done,
  total: 100,
  overall: done / 100,
  remainingSeconds: null,
  rate: null,
});
const metrics = (step: number): TrainEvent => ({
  type: 'metrics',
  metrics: [{ runId: 'r', key: 'val_loss', step, value: 1, timestamp: 0 } satisfies Metric],
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('EventStream', () => {
  it('delivers the first event at once and at most ten batches a second after it', () => {
    const batches: TrainEvent[][] = [];
    const stream = new EventStream((events) => batches.push(events));
    for (let ms = 0; ms < 1000; ms += 2) {
      stream.push(progress(ms / 10));
      if (ms === 0) expect(batches).toHaveLength(1);
      vi.advanceTimersByTime(2);
    }
    stream.end();
    expect(batches.length).toBeLessThanOrEqual(12);
    expect(batches.at(-1)).toEqual([progress(99.8)]);
  });

  it('loses no metrics, keeps the newest progress, and the order of kinds', () => {
    const batches: TrainEvent[][] = [];
    const stream = new EventStream((events) => batches.push(events));
    stream.push(progress(0));
    for (let step = 0; step < 3; step++) {
      stream.push(metrics(step));
      stream.push(progress(step + 1));
    }
    stream.end();
    expect(batches).toEqual([[progress(0)], [metrics(0), progress(3), metrics(1), metrics(2)]]);
  });

  it('says nothing after its end', () => {
    const deliver = vi.fn();
    const stream = new EventStream(deliver);
    stream.push(progress(1));
    stream.end();
    vi.advanceTimersByTime(1000);
    expect(deliver).toHaveBeenCalledTimes(1);
  });
});
