import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, fileHandle, openApp } from '../scripts/app';
import { jpegs } from './drawn-jpegs';
import { type BenchRow, row } from './row';
import { writeZip } from './zip-file';

const pictures = Number(process.env.DOCTOR_PICTURES ?? 5000);
/** Where the doctor and a training begin when nothing is chosen. */
const backbone = 'tf_efficientnet_lite0';

async function withDataset<T>(path: string, work: (app: App, id: string) => Promise<T>) {
  const app = await openApp();
  try {
    const file = await fileHandle(app.page, path);
    const id = await app.page.evaluate(async (file) => {
      await window.lensmith.ready;
      return (await window.lensmith.importDataset(file)).id;
    }, file);
    return await work(app, id);
  } finally {
    await app.close();
  }
}

/** Seconds from the first to the last picture of a training's features, nothing cached before. */
function featureSeconds(app: App, id: string): Promise<number> {
  return app.page.evaluate(
    async ({ dataset, backbone }) => {
      let [first, last] = [0, 0];
      const options = { dataset, backbones: [backbone], depth: 'head', preset: 'quick' } as const;
      await window.lensmith.train(options, (event) => {
        if (event.type !== 'progress' || event.phase !== 'features') return;
        first ||= performance.now();
        last = performance.now();
      });
      return (last - first) / 1000;
    },
    { dataset: id, backbone },
  );
}

/** Seconds of the doctor as it begins by itself, from its progress bar to its findings. */
function doctorSeconds(app: App): Promise<number> {
  return app.page.evaluate(async () => {
    const shown = () => document.querySelector('.doctor [role="progressbar"]') !== null;
    const until = async (state: boolean) => {
      while (shown() !== state) await new Promise((resolve) => setTimeout(resolve, 50));
      return performance.now();
    };
    const begun = await until(true);
    return ((await until(false)) - begun) / 1000;
  });
}

/** The doctor on 5,000 pictures (DOCTOR_PICTURES: fewer) against computing their features alone. */
export async function doctorInApp(): Promise<BenchRow[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  const path = join(scratch, 'drawn.zip');
  try {
    const drawer = await openApp();
    await writeZip(path, jpegs(drawer, pictures)).finally(() => drawer.close());
    const features = await withDataset(path, featureSeconds);
    const doctor = await withDataset(path, doctorSeconds);
    console.error(`  features ${features.toFixed(1)} s, with the doctor ${doctor.toFixed(1)} s`);
    return [row('doctor-app/whole', 's', doctor, features, 'features alone', 'lower')];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
