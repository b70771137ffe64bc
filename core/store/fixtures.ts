import type { Dataset, Picture } from '../dataset';
import type { Experiment, Metric, Run } from '../run';

/** Records for tests: whole and plausible, so that a schema change cannot pass unnoticed. */
export function datasetOf(id: string, changes: Partial<Dataset> = {}): Dataset {
  return {
    id,
    name: `${id}.zip`,
    createdAt: 1,
    hash: `hash of ${id}`,
    classes: ['cat', 'dog'],
    images: 2,
    bytes: 20,
    skipped: [{ file: 'a.txt', reason: 'notAPicture' }],
    nearDuplicateGroups: 0,
    ownSplit: false,
    ...changes,
  };
}

export function pictureOf(datasetId: string, ordinal: number): Picture {
  return {
    id: `${datasetId}/${ordinal}`,
    datasetId,
    ordinal,
    file: `cat/${ordinal}.png`,
    label: 0,
    width: 4,
    height: 3,
    bytes: 10,
    hash: `${ordinal}`.padStart(64, '0'),
    perceptualHash: `${ordinal}`.padStart(16, '0'),
    group: ordinal,
    ownSplit: null,
  };
}

export function blobOf(content: string | Uint8Array<ArrayBuffer>): Blob {
  return new Blob([content], { type: 'image/png' });
}

export function experimentOf(id: string, changes: Partial<Experiment> = {}): Experiment {
  return {
    id,
    datasetId: 'd',
    datasetHash: 'hash of d',
    name: id,
    status: 'running',
    startedAt: 1,
    endedAt: null,
    options: { dataset: 'd' },
    notes: [],
    together: [],
    backend: 'wasm',
    adapter: '2 cores',
    ...changes,
  };
}

export function runOf(id: string, changes: Partial<Run> = {}): Run {
  return {
    id,
    experimentId: 'e',
    datasetId: 'd',
    backbone: 'resnet18',
    depth: 'head',
    status: 'running',
    startedAt: 1,
    endedAt: null,
    classes: ['cat', 'dog'],
    params: { seed: 1 },
    tags: { backend: 'wasm' },
    validationScheme: 'hold-out',
    validation: null,
    test: null,
    calibration: null,
    trainSeconds: null,
    sizeBytes: null,
    latencyMs: null,
    error: null,
    ...changes,
  };
}

export function metricOf(runId: string, step: number, changes: Partial<Metric> = {}): Metric {
  return { runId, key: 'val_loss', step, value: 1 / (step + 1), timestamp: 1, ...changes };
}
