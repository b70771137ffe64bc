import { describe, expect, it } from 'vitest';
import type { Experiment, Run } from '../../core/run';
import { applyEvents, emptyRecord, metricSeries } from './experiment-events';

const experiment = (id: string, status: Experiment['status'] = 'running'): Experiment => ({
  id,
  datasetId: 'd',
  datasetHash: 'h',
  name: 'pets',
  status,
  startedAt: 0,
  endedAt: null,
  options: { dataset: 'd' },
  notes: [],
  together: [],
  backend: 'wasm',
  adapter: '2 cores',
});

const run = (id: string, status: Run['status']): Run => ({
  id,
  experimentId: 'e1',
  datasetId: 'd',
  backbone: 'resnet18',
  depth: 'head',
  status,
  startedAt: 0,
  endedAt: null,
  classes: ['cat', 'dog'],
  params: {},
  tags: {},
  validationScheme: 'hold-out',
  validation: null,
  test: null,
  calibration: null,
  trainSeconds: null,
  sizeBytes: null,
  latencyMs: null,
  error: null,
});

const point = (step: number, value: number) => ({
  runId: 'r1',
  key: 'val_accuracy',
  step,
  value,
  timestamp: 0,
});

describe('applyEvents', () => {
  it('gathers an experiment, replacing runs by id and repeated epochs by their later value', () => {
    const record = emptyRecord();
    applyEvents(record, [
      { type: 'experiment', experiment: experiment('e1') },
      { type: 'run', run: run('r1', 'running') },
      { type: 'metrics', metrics: [point(0, 0.5), point(1, 0.6)] },
      { type: 'run', run: run('r1', 'finished') },
      { type: 'metrics', metrics: [point(1, 0.7)] },
    ]);
    expect(record.runs.map((r) => r.status)).toEqual(['finished']);
    expect(metricSeries(record.metrics.r1, 'val_accuracy')).toEqual([0.5, 0.7]);
  });

  it('clears progress at the end and everything at a new experiment', () => {
    const record = emptyRecord();
    applyEvents(record, [
      { type: 'experiment', experiment: experiment('e1') },
      {
        type: 'progress',
        backbone: 'resnet18',
        phase: 'features',
        done: 3,
        total: 10,
        overall: 0.1,
        remainingSeconds: 9,
        rate: 4,
      },
      { type: 'run', run: run('r1', 'finished') },
    ]);
    expect(record.progress?.phase).toBe('features');
    applyEvents(record, [{ type: 'experiment', experiment: experiment('e1', 'finished') }]);
    expect(record.progress).toBeNull();
    expect(record.runs).toHaveLength(1);
    applyEvents(record, [{ type: 'experiment', experiment: experiment('e2') }]);
    expect(record.runs).toHaveLength(0);
  });
});
