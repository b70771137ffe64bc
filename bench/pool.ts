import { onBenchPage } from './bench-page';
import { median } from './median';
import { type BenchRow, row } from './row';

/** Speed per core of the WASM pool: one engine on each core against one engine alone. */
export async function poolScaling(): Promise<BenchRow[]> {
  const { ours, peer, cores } = await onBenchPage((page) =>
    page.evaluate(() => window.bench.poolScaling('efficientnet_b0', 128)),
  );
  const perCore = median(peer) / median(ours) / cores;
  return [row('pool/scaling', `of ${cores} cores`, perCore, 0.85, 'goal', 'higher')];
}
