import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { fileHandle, openApp } from '../scripts/app';
import { classes, readFashionMnist, side } from '../scripts/fashion-mnist';
import { encodePng } from '../scripts/png';
import { type BenchRow, row } from './row';

interface Reference {
  /** Per seed: the indices of 20 training pictures a class. */
  drawn: number[][];
  /** Per backbone and seed: scikit-learn's test accuracy (bench/peers/head_probe.py). */
  accuracies: Record<string, number[]>;
}

const folder = process.env.FASHION_MNIST ?? '/usr/share/datasets/fashion-mnist';
const testPictures = 1000;

function archive(drawn: number[]): Uint8Array {
  const train = readFashionMnist(folder, 'train');
  const test = readFashionMnist(folder, 't10k');
  const files: Record<string, Uint8Array> = {};
  const add = (part: string, images: typeof train, index: number) => {
    const path = `${part}/${classes[images.label(index)]}/${part}-${index}.png`;
    files[path] = encodePng(side, side, 1, images.picture(index));
  };
  for (const index of drawn) add('train', train, index);
  for (let index = 0; index < testPictures; index++) add('test', test, index);
  return zipSync(files, { level: 0 });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A `head` run of every starter backbone against scikit-learn on timm features, five seeds. */
export async function headAccuracy(only: string): Promise<BenchRow[]> {
  const reference = JSON.parse(
    readFileSync(resolve(import.meta.dirname, 'data/head-probe.json'), 'utf8'),
  ) as Reference;
  const backbones = Object.keys(reference.accuracies).filter((name) =>
    `head/${name}`.startsWith(only),
  );
  const ours = new Map<string, number[]>(backbones.map((name) => [name, []]));
  const scratch = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  const app = await openApp();
  try {
    for (const [seed, drawn] of reference.drawn.entries()) {
      const path = join(scratch, `seed-${seed}.zip`);
      writeFileSync(path, archive(drawn));
      const file = await fileHandle(app.page, path);
      const runs = await app.page.evaluate(
        async ({ file, seed, backbones }) => {
          await window.lensmith.ready;
          const dataset = await window.lensmith.importDataset(file);
          return window.lensmith.train({
            dataset: dataset.id,
            backbones,
            depth: 'head',
            backend: 'wasm',
            seed,
          });
        },
        { file, seed, backbones },
      );
      for (const run of runs) {
        if (!run.test) throw new Error(`${run.id} has no test accuracy`);
        ours.get(run.backbone)?.push(run.test.accuracy);
      }
      console.error(`  seed ${seed}: ${runs.map((r) => `${r.backbone} ${r.test?.accuracy}`)}`);
    }
  } finally {
    await app.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return backbones.map((name) =>
    row(
      `head/${name}`,
      'accuracy',
      mean(ours.get(name) ?? []),
      mean(reference.accuracies[name]),
      'scikit-learn LogisticRegressionCV',
      'higher',
    ),
  );
}
