import { resolve } from 'node:path';
import { fileHandle, openApp } from '../scripts/app';
import { type BenchRow, row } from './row';

const sample = resolve(import.meta.dirname, '../public/samples/fashion-mnist.zip');

/** The sample through all five starter backbones at default settings, WASM, an empty profile. */
export async function sampleEndToEnd(): Promise<BenchRow[]> {
  const app = await openApp();
  try {
    const file = await fileHandle(app.page, sample);
    const { first, total, backbones } = await app.page.evaluate(async (file) => {
      const { lensmith } = window;
      await lensmith.ready;
      const dataset = await lensmith.importDataset(file);
      const started = performance.now();
      let first = Number.NaN;
      const runs = await lensmith.train({ dataset: dataset.id, backend: 'wasm' }, (event) => {
        if (event.type !== 'run' || !event.run.validation || !Number.isNaN(first)) return;
        first = performance.now() - started;
      });
      const finished = runs.filter((run) => run.status === 'finished');
      return {
        first: first / 1000,
        total: (performance.now() - started) / 1000,
        backbones: new Set(finished.map((run) => run.backbone)).size,
      };
    }, file);
    if (backbones !== 5) throw new Error(`only ${backbones} of five backbones finished`);
    return [
      row('sample/end-to-end', 's', total, 120, 'goal', 'lower'),
      row('sample/first-row', 's', first, 10, 'goal', 'lower'),
    ];
  } finally {
    await app.close();
  }
}
