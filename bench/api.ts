import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { fileHandle, openApp } from '../scripts/app';
import { median } from './median';
import { type BenchRow, row } from './row';

const sample = resolve(import.meta.dirname, '../public/samples/fashion-mnist.zip');
/** The fastest and the slowest starter. */
const backbones = ['mobilenetv3_large_100', 'vit_small_patch16_224'];
const warmUp = 5;
const rounds = 25;

interface Sample {
  /** From the request to the parsed answer. */
  wallMs: number;
  /** Of the network alone, as the answer says. */
  networkMs: number;
  label: string;
}

/**
 * A warm prediction of one picture, as milliseconds from the request to the answer: `fetch` from
 * another tab through the service worker, against `lensmith.predict` in the page that answers, in
 * turns; and against the network's own latency within it.
 */
export async function api(only: string): Promise<BenchRow[]> {
  const app = await openApp();
  try {
    const file = await fileHandle(app.page, sample);
    const runs = await app.page.evaluate(
      async ({ file, backbones }) => {
        await window.lensmith.ready;
        const { id } = await window.lensmith.importDataset(file);
        const options = { dataset: id, backbones, depth: 'head', backend: 'wasm' } as const;
        const runs = await window.lensmith.train(options);
        return runs.map(({ id, backbone, status }) => ({ id, backbone, status }));
      },
      { file, backbones },
    );
    const client = await app.context.newPage();
    await client.goto(app.url);
    await client.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    });
    const rows: BenchRow[] = [];
    for (const { id, backbone, status } of runs) {
      if (status !== 'finished') throw new Error(`${backbone} is ${status}`);
      const name = `api/${backbone}`;
      if (!name.startsWith(only)) continue;
      const fetched: Sample[] = [];
      const predicted: Sample[] = [];
      for (let round = 0; round < warmUp + rounds; round++) {
        const samples = [await fetchAnswer(client, id), await predict(app.page, id)];
        if (samples[0].label !== samples[1].label) throw new Error(`${name}: two answers`);
        if (round < warmUp) continue;
        fetched.push(samples[0]);
        predicted.push(samples[1]);
      }
      const wall = median(fetched.map(({ wallMs }) => wallMs));
      const direct = median(predicted.map(({ wallMs }) => wallMs));
      const network = median(fetched.map(({ networkMs }) => networkMs));
      console.error(
        `  ${backbone}: fetch ${wall.toFixed(1)} ms, lensmith.predict ${direct.toFixed(1)} ms, network ${network.toFixed(1)} ms`,
      );
      rows.push(
        row(`${name}/predict`, 'of lensmith.predict', wall / direct, 1.5, 'goal', 'lower'),
        row(`${name}/network`, 'of the network', wall / network, 1.5, 'goal', 'lower'),
      );
    }
    return rows;
  } finally {
    await app.close();
  }
}

/** The app's icon as a picture: whole, small, and the same on both sides. */
const picture = 'icons/icon-192.png';

function fetchAnswer(page: Page, run: string): Promise<Sample> {
  return page.evaluate(
    async ({ run, picture }) => {
      const body = await (await fetch(picture)).blob();
      const before = performance.now();
      const answer = await fetch(`api/cv/predict/${run}`, { method: 'POST', body });
      const { predictions, latencyMs, message } = await answer.json();
      if (!answer.ok) throw new Error(message);
      const wallMs = performance.now() - before;
      return { wallMs, networkMs: latencyMs, label: predictions[0].label };
    },
    { run, picture },
  );
}

function predict(page: Page, run: string): Promise<Sample> {
  return page.evaluate(
    async ({ run, picture }) => {
      const body = await (await fetch(picture)).blob();
      const before = performance.now();
      const { predictions, latencyMs } = await window.lensmith.predict(run, body);
      const wallMs = performance.now() - before;
      return { wallMs, networkMs: latencyMs, label: predictions[0].label };
    },
    { run, picture },
  );
}
