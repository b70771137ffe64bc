import { onBenchPage } from './bench-page';
import { median } from './median';
import { type BenchRow, row } from './row';

/**
 * Training kernels on WASM against stock tfjs 4.22, or what one would compose on it, and our own
 * matrix products against its matMul; one thread each.
 */
export async function kernels(only: string): Promise<BenchRow[]> {
  const wanted = only.startsWith('kernel/') ? only.slice('kernel/'.length) : '';
  const products = !wanted || wanted.startsWith('gemm') || 'gemm'.startsWith(wanted);
  const product = wanted.startsWith('gemm-') ? wanted.slice('gemm-'.length) : '';
  const duels = await onBenchPage(async (page) => [
    ...(await page.evaluate((prefix) => window.bench.kernels(prefix), wanted)),
    ...(products
      ? (await page.evaluate((prefix) => window.bench.gemm(prefix), product)).map((duel) => ({
          ...duel,
          name: `gemm-${duel.name}`,
        }))
      : []),
  ]);
  return duels.map(({ name, ours, peer }) =>
    row(`kernel/${name}`, 'ms', median(ours), median(peer), 'stock tfjs-wasm 4.22', 'lower'),
  );
}
