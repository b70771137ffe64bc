import type { SkippedFile } from '../../core/dataset';
import type {
  Calibration,
  Experiment,
  ExperimentNote,
  Preset,
  Run,
  Together,
} from '../../core/run';

export interface AutomlResult {
  dataset: { images: number; classes: string[]; skipped: SkippedFile[] };
  preset: Preset;
  /** The time budget; null where none was set. */
  minutes: number | null;
  environment: { backend: string; adapter: string };
  runs: {
    id: string;
    backbone: string;
    depth: string;
    valAccuracy: number | null;
    testAccuracy: number | null;
    testInterval: [number, number] | null;
    trainSeconds: number | null;
    sizeBytes: number | null;
    latencyMs: number | null;
    calibration: Calibration | null;
  }[];
  /** What the models could reach together; only of preset `best`. Never `best`. */
  together: Together[];
  notes: ExperimentNote[];
  /** Id of the best run by validation accuracy. */
  best: string;
  totalSeconds: number;
  /** With `--predict`, where it came to its end. */
  predict?: {
    /** Answered pictures. */
    images: number;
    /** Files without an answer; the CSV says why. */
    failed: number;
    run: string;
    csv: string;
    /** 0..1, of pictures in folders that name known classes, where there are any; 95%, Wilson. */
    accuracy?: number;
    accuracyInterval?: [number, number];
  };
}

/** Best first by validation accuracy, the earlier run first on a tie. */
export function ranked(runs: Run[]): Run[] {
  const accuracy = (run: Run) => run.validation?.accuracy ?? -1;
  return runs
    .filter((run) => run.status === 'finished')
    .sort((a, b) => accuracy(b) - accuracy(a) || a.startedAt - b.startedAt);
}

export function resultRows(runs: Run[]): AutomlResult['runs'] {
  return ranked(runs).map((run) => ({
    id: run.id,
    backbone: run.backbone,
    depth: run.depth,
    valAccuracy: run.validation?.accuracy ?? null,
    testAccuracy: run.test?.accuracy ?? null,
    testInterval: run.test?.interval ?? null,
    trainSeconds: run.trainSeconds,
    sizeBytes: run.sizeBytes,
    latencyMs: run.latencyMs,
    calibration: run.calibration,
  }));
}

/** What the experiment itself adds to the result. */
export function experimentPart({
  options,
  together,
  notes,
}: Experiment): Pick<AutomlResult, 'preset' | 'minutes' | 'together' | 'notes'> {
  return {
    preset: options.preset ?? 'balanced',
    minutes: options.minutes ?? null,
    together,
    notes,
  };
}
