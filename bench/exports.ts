import { onBenchPage } from './bench-page';
import { median } from './median';
import { type BenchRow, row } from './row';

const backbones = ['resnet18', 'mobilenetv3_large_100'];

/** An exported graph model in stock tfjs against the same network written by hand, one picture. */
export async function exports(only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const id of backbones) {
    const name = `export/${id}`;
    if (!name.startsWith(only)) continue;
    const { ours, peer } = await onBenchPage((page) =>
      page.evaluate((id) => window.bench.exported(id), id),
    );
    rows.push(row(name, 'ms', median(ours), median(peer), 'written by hand in tfjs', 'lower'));
  }
  return rows;
}
