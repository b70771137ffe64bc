import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openDataset, testAccuracy } from './app-run';
import type { SplitRow } from './inject/store';
import { mean } from './median';
import { withJson } from './notebook';
import { findPython, noPython, runPeer } from './python';
import { type BenchRow, row } from './row';
import { starterWeights } from './starter-weights';

const peerName = 'scikit-learn LogisticRegressionCV, best backbone';
const splits = Number(process.env.PRACTICE_SPLITS ?? 5);

/**
 * Test accuracy of `balanced` on each archive in the folder PRACTICE, mean over splits, against
 * logistic regression on the best starter's features, on the same pictures.
 */
export async function practice(only: string): Promise<BenchRow[]> {
  const folder = process.env.PRACTICE;
  if (!folder || !existsSync(folder)) {
    console.error('  skipped: PRACTICE names no folder of ZIPs with labelled photographs');
    return [];
  }
  const archives = readdirSync(folder).filter(
    (file) => file.endsWith('.zip') && `practice/${basename(file, '.zip')}`.startsWith(only),
  );
  const rows: BenchRow[] = [];
  for (const archive of archives) rows.push(await onArchive(join(folder, archive)));
  return rows;
}

async function onArchive(path: string): Promise<BenchRow> {
  const name = basename(path, '.zip');
  const ours: number[] = [];
  const seen: SplitRow[][] = [];
  const dataset = await openDataset(path);
  try {
    for (let seed = 0; seed < splits; seed++) {
      const { best, split } = await dataset.train({ preset: 'balanced', seed });
      ours.push(testAccuracy(best));
      seen.push(split);
      console.error(`  ${name}, split ${seed}: ${best.id} ${testAccuracy(best).toFixed(3)}`);
    }
  } finally {
    await dataset.close();
  }
  const peer = findPython() === null ? null : await probe(path, seen);
  const unit = `test accuracy, ${splits} splits`;
  const held = peer ? peerName : `${peerName}: ${noPython}`;
  return row(`practice/${name}`, unit, mean(ours), peer && mean(peer), held, 'higher');
}

async function probe(archive: string, seen: readonly SplitRow[][]): Promise<number[]> {
  const weights = await starterWeights();
  const found: { backbone: string; accuracy: number }[] = await withJson(seen, (path) =>
    JSON.parse(runPeer('practice.py', [weights, archive, path])),
  );
  console.error(`  peer: ${found.map((f) => `${f.backbone} ${f.accuracy.toFixed(3)}`).join(', ')}`);
  return found.map(({ accuracy }) => accuracy);
}
