import { onBenchPage } from './bench-page';
import { median } from './median';
import { type BenchRow, row } from './row';

/** Training kernels on WASM against stock tfjs 4.22, or what one would compose on it. */
export async function kernels(only: string): Promise<BenchRow[]> {
  const prefix = only.startsWith('kernel/') ? only.slice('kernel/'.length) : '';
  const duels = await onBenchPage((page) =>
    page.evaluate((prefix) => window.bench.kernels(prefix), prefix),
  );
  return duels.map(({ name, ours, peer }) =>
    row(`kernel/${name}`, 'ms', median(ours), median(peer), 'stock tfjs-wasm 4.22', 'lower'),
  );
}
