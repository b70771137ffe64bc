import { starterBackbones } from '../model-zoo/zoo';
import { onBenchPage } from './bench-page';
import { median } from './median';
import { type BenchRow, row } from './row';

/** A last-stage step of 16 pictures: one engine against compositions on stock tfjs, one thread each. */
export async function steps(only: string): Promise<BenchRow[]> {
  const depth = 'last-stage';
  const rows: BenchRow[] = [];
  for (const id of starterBackbones) {
    const name = `step/${id}/${depth}`;
    if (!name.startsWith(only)) continue;
    console.error(`  ${id}`);
    const { ours, peer } = await onBenchPage((page) =>
      page.evaluate(({ id, depth }) => window.bench.step(id, depth), { id, depth } as const),
    );
    rows.push(
      row(name, 'ms', median(ours), median(peer), 'stock tfjs-wasm 4.22, peers/naive', 'lower'),
    );
  }
  return rows;
}
