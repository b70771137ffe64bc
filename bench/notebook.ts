import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SplitRow } from './inject/store';
import { runPeer } from './python';
import { starterWeights } from './starter-weights';

/** What peers/notebook.py tells: seconds, and each model's accuracies. */
export interface Notebook {
  seconds: number;
  models: Record<string, { validation: number; test: number }>;
}

/** Calls `use` with a file that holds `value` as JSON. */
export async function withJson<T>(value: unknown, use: (path: string) => T | Promise<T>) {
  const folder = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  try {
    const path = join(folder, 'value.json');
    writeFileSync(path, JSON.stringify(value));
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fine-tunes the four models in PyTorch, at 224 pixels or at the weights' own input size. */
export async function runNotebook(
  archive: string,
  split: readonly SplitRow[],
  seed: number,
  size: '224' | 'own',
): Promise<Notebook> {
  const weights = await starterWeights();
  return withJson(split, (path) =>
    JSON.parse(runPeer('notebook.py', [weights, archive, path, String(seed), size])),
  );
}

/** Test accuracy of the model one would keep: best by validation, of equals the first. */
export function keptAccuracy({ models }: Notebook): number {
  return Object.values(models).reduce((best, model) =>
    model.validation > best.validation ? model : best,
  ).test;
}
