import { firstPaint } from './first-paint';
import { headAccuracy } from './head-accuracy';
import { importLarge } from './import-large';
import { int8Accuracies } from './int8-accuracy';
import { kernels } from './kernels';
import { poolScaling } from './pool';
import { practice } from './practice';
import { benchOptions, report } from './report';
import type { BenchRow } from './row';
import { sampleRun } from './sample';
import { scale } from './scale';
import { steps } from './step';
import { trunks } from './trunk';

// npm run bench [-- --only PREFIX] [--json FILE]
const { only, json } = benchOptions();

const benches: { name: string; run(only: string): Promise<BenchRow[]> }[] = [
  { name: 'first-paint', run: firstPaint },
  { name: 'kernel', run: kernels },
  { name: 'trunk', run: trunks },
  { name: 'step', run: steps },
  { name: 'pool', run: poolScaling },
  { name: 'sample', run: sampleRun },
  { name: 'practice', run: practice },
  { name: 'import', run: importLarge },
  { name: 'scale', run: scale },
  { name: 'head', run: headAccuracy },
  { name: 'int8-accuracy', run: int8Accuracies },
];

const rows: BenchRow[] = [];
for (const bench of benches) {
  if (!bench.name.startsWith(only) && !only.startsWith(bench.name)) continue;
  console.error(`${bench.name} ...`);
  rows.push(...(await bench.run(only)).filter((row) => row.name.startsWith(only)));
}
report(rows, json);
