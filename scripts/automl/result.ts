import type { SkippedFile } from '../../core/dataset';
import type { Run } from '../../core/run';

export interface AutomlResult {
  dataset: { images: number; classes: string[]; skipped: SkippedFile[] };
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
  }[];
  /** Id of the best run by validation accuracy. */
  best: string;
  totalSeconds: number;
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
  }));
}
