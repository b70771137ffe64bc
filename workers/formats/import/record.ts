import type { Dataset } from '../../../core/dataset';
import { LensmithError } from '../../../core/errors';
import type { Calibration, Experiment, Run, Score } from '../../../core/run';
import { isRecord } from './described';

/** What Lensmith writes beside the weights, `lensmith.json`. */
export interface BundleRecord {
  version: 1;
  run: Run;
  experiment: Experiment;
  dataset: Pick<Dataset, 'id' | 'name' | 'hash'>;
}

const version = 1;

/** Null for null. Throws importNewer, importDescription. */
export function readRecord(json: unknown, file: string): BundleRecord | null {
  if (json === null) return null;
  const bad = (): never => {
    const reason = 'its lensmith.json lacks what a run needs';
    throw new LensmithError('importDescription', { file, reason });
  };
  if (!isRecord(json) || typeof json.version !== 'number') return bad();
  if (json.version > version) {
    throw new LensmithError('importNewer', { file, version: json.version });
  }
  const { run, experiment, dataset } = json as unknown as BundleRecord;
  const texts = [run?.id, run?.depth, experiment?.id, experiment?.name, dataset?.id, dataset?.hash];
  const isWhole =
    texts.every((text) => typeof text === 'string') &&
    Number.isFinite(run.startedAt) &&
    Number.isFinite(experiment.startedAt) &&
    Array.isArray(run.classes) &&
    Array.isArray(experiment.notes) &&
    isRecord(run.params) &&
    isRecord(run.tags) &&
    isRecord(experiment.options) &&
    [run.validation, run.test].every(isScore) &&
    isCalibration(run.calibration) &&
    ['head', 'last-stage', 'last-two-stages', 'all'].includes(run.depth);
  return isWhole ? { version, run, experiment, dataset } : bad();
}

function isScore(score: Score | null | undefined): boolean {
  if (!score) return score !== undefined;
  const { correct, count, accuracy, interval } = score;
  return [correct, count, accuracy, ...(interval ?? [Number.NaN])].every(Number.isFinite);
}

function isCalibration(value: Calibration | null | undefined): boolean {
  if (!value) return value !== undefined;
  const { temperature, threshold } = value;
  return temperature > 0 && threshold >= 0 && threshold <= 1;
}
