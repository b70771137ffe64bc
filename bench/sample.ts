import { resolve } from 'node:path';
import { fileHandle, openApp } from '../scripts/app';
import { type AppRun, openDataset, testAccuracy } from './app-run';
import { mean, median } from './median';
import { keptAccuracy, type Notebook, runNotebook } from './notebook';
import { findPython, noPython } from './python';
import { type BenchRow, row } from './row';

const sample = resolve(import.meta.dirname, '../public/samples/fashion-mnist.zip');
/** Peer and app train the same four. */
const backbones = ['mobilenetv3_large_100', 'resnet18', 'efficientnet_b0', 'vit_small_patch16_224'];
const seeds = Number(process.env.SAMPLE_SEEDS ?? 5);
/** At 224 pixels a notebook takes minutes: its time needs one seed, its accuracy has more at own size. */
const seedsAt224 = Number(process.env.SAMPLE_SEEDS_224 ?? 1);

/** Seconds from Train to the first row of the leaderboard, all defaults, then stopped. */
async function firstRow(): Promise<number> {
  const app = await openApp();
  try {
    const file = await fileHandle(app.page, sample);
    return await app.page.evaluate(async (file) => {
      const { lensmith } = window;
      await lensmith.ready;
      const dataset = await lensmith.importDataset(file);
      const started = performance.now();
      let first = Number.NaN;
      await lensmith.train({ dataset: dataset.id, backend: 'wasm' }, (event) => {
        if (event.type !== 'run' || !event.run.validation || !Number.isNaN(first)) return;
        first = (performance.now() - started) / 1000;
        lensmith.cancel();
      });
      return first;
    }, file);
  } finally {
    await app.close();
  }
}

async function endToEnd(): Promise<BenchRow[]> {
  const python = findPython() !== null;
  const ours: AppRun[] = [];
  const peers: Record<'224' | 'own', Notebook[]> = { '224': [], own: [] };
  for (let seed = 0; seed < seeds; seed++) {
    const dataset = await openDataset(sample);
    const run = await dataset.train({ backbones, seed }).finally(() => dataset.close());
    ours.push(run);
    console.error(`  seed ${seed}: ${run.seconds.toFixed(1)} s, ${testAccuracy(run.best)}`);
    if (!python) continue;
    for (const size of ['own', '224'] as const) {
      if (size === '224' && seed >= seedsAt224) continue;
      const peer = await runNotebook(sample, run.split, seed, size);
      peers[size].push(peer);
      console.error(`    notebook, ${size}: ${peer.seconds.toFixed(1)} s, ${keptAccuracy(peer)}`);
    }
  }
  const rows: BenchRow[] = [];
  for (const [size, name, suffix] of [
    ['224', 'PyTorch notebook at 224 px', ''],
    ['own', "PyTorch notebook at the weights' own size", '/own-size'],
  ] as const) {
    const found = peers[size];
    const peer = (value: (peer: Notebook) => number, summary: typeof mean) =>
      found.length > 0 ? summary(found.map(value)) : null;
    const peerName = python ? name : `${name}: ${noPython}`;
    const seconds = peer(({ seconds }) => seconds, median);
    const time = median(ours.map((run) => run.seconds));
    rows.push(row(`sample/end-to-end${suffix}`, 's', time, seconds, peerName, 'lower'));
    // Paired: only the seeds that the peer has run.
    const paired = python ? ours.slice(0, found.length) : ours;
    const unit = `test accuracy, ${paired.length} seeds`;
    const accuracy = mean(paired.map(({ best }) => testAccuracy(best)));
    const held = peer(keptAccuracy, mean);
    rows.push(row(`sample/accuracy${suffix}`, unit, accuracy, held, peerName, 'higher'));
  }
  return rows;
}

/** The sample through four backbones at default settings, WASM, an empty profile. */
export async function sampleRun(only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  if ('sample/first-row'.startsWith(only)) {
    const times = [await firstRow(), await firstRow(), await firstRow()];
    rows.push(row('sample/first-row', 's', median(times), 5, 'goal', 'lower'));
  }
  if (only !== 'sample/first-row') rows.push(...(await endToEnd()));
  return rows;
}
