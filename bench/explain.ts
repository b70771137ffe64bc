import { starterBackbones } from '../model-zoo/zoo';
import { onBenchPage } from './bench-page';
import { median } from './median';
import { type BenchRow, row } from './row';

/** Grad-CAM for one class, its forward pass included, in forward passes of a prediction; WASM. */
export async function explanations(only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const id of starterBackbones) {
    const name = `explain/${id}`;
    if (!name.startsWith(only)) continue;
    const { ours, peer } = await onBenchPage((page) =>
      page.evaluate((id) => window.bench.explain(id), id),
    );
    console.error(
      `  ${id}: ${median(ours).toFixed(1)} ms, prediction ${median(peer).toFixed(1)} ms`,
    );
    rows.push(row(name, 'forward passes', median(ours) / median(peer), 3, 'goal', 'lower'));
  }
  return rows;
}
