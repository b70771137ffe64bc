import type { Page } from '@playwright/test';
import { starterBackbones } from '../model-zoo/zoo';
import { onBenchPage } from './bench-page';
import { median } from './median';
import { findPython, noPython, type PeerProcess, startPeer } from './python';
import { type BenchRow, row } from './row';
import { exportOnnx, starterWeights } from './starter-weights';

const pictures = 64;
const rounds = 5;

/**
 * Pictures a second through each starter's frozen trunk: a pool of two engines, onnxruntime-web with
 * two threads, PyTorch with two threads, taking turns on the same pictures.
 */
export async function trunks(only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const id of starterBackbones) {
    if (!`trunk/${id}`.startsWith(only) && !only.startsWith(`trunk/${id}`)) continue;
    console.error(`  ${id}`);
    rows.push(...(await onBenchPage((page) => trunk(page, id))));
  }
  return rows;
}

async function trunk(page: Page, id: string): Promise<BenchRow[]> {
  const python = findPython() !== null;
  if (python) await exportOnnx(id);
  const { int8Error, peerBatch } = await page.evaluate(
    ({ id, pictures, python }) => window.bench.trunk.open(id, pictures, python),
    {
      id,
      pictures,
      python,
    },
  );
  const torch: PeerProcess | null = python
    ? startPeer('trunk.py', [await starterWeights(), id, '16'])
    : null;
  const seconds: Record<Side, number[]> = { ours: [], int8: [], ort: [], torch: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      seconds.ours.push((await page.evaluate(() => window.bench.trunk.ours())) / 1000);
      seconds.int8.push((await page.evaluate(() => window.bench.trunk.int8())) / 1000);
      if (!torch) continue;
      seconds.ort.push((await page.evaluate(() => window.bench.trunk.peer())) / 1000);
      seconds.torch.push(Number(await torch.ask(String(pictures))));
    }
  } finally {
    torch?.end();
    await page.evaluate(() => window.bench.trunk.close());
  }
  const rate = (values: number[]) => pictures / median(values);
  const held = (name: string, ours: Side, peer: Side, peerName: string) =>
    row(
      name,
      'pictures/s',
      rate(seconds[ours]),
      python ? rate(seconds[peer]) : null,
      python ? peerName : `${peerName}: ${noPython}`,
      'higher',
    );
  const ort = `onnxruntime-web 1.30, 2 threads${peerBatch ? `, batch ${peerBatch}` : ''}`;
  console.error(`    8-bit features are ${int8Error.toPrecision(2)} of the largest off float32's`);
  return [
    held(`trunk/${id}`, 'ours', 'ort', ort),
    // A trunk that stays in float32 has nothing to show here.
    ...(int8Error > 0 ? [held(`trunk/${id}/int8`, 'int8', 'ort', ort)] : []),
    held(`trunk/${id}/pytorch`, 'ours', 'torch', 'PyTorch, 2 threads'),
  ];
}

type Side = 'ours' | 'int8' | 'ort' | 'torch';
