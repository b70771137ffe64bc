import { api } from './api';
import { doctor } from './doctor';
import { doctorInApp } from './doctor-app';
import { explanations } from './explain';
import { exports } from './exports';
import { firstPaint } from './first-paint';
import { headAccuracy } from './head-accuracy';
import { importLarge } from './import-large';
import { int8Accuracies } from './int8-accuracy';
import { kernels } from './kernels';
import { matrix } from './matrix';
import { poolScaling } from './pool';
import { practice } from './practice';
import { benchOptions, report } from './report';
import type { BenchRow } from './row';
import { sampleRun } from './sample';
import { scale } from './scale';
import { steps } from './step';
import { trunks } from './trunk';

// npm run bench [-- --only PREFIX[,PREFIX ...]] [--json FILE]
const { only, json } = benchOptions();

const benches: { name: string; run(only: string): Promise<BenchRow[]> }[] = [
  { name: 'first-paint', run: firstPaint },
  { name: 'kernel', run: kernels },
  { name: 'trunk', run: trunks },
  { name: 'step', run: steps },
  { name: 'pool', run: poolScaling },
  { name: 'explain', run: explanations },
  { name: 'export', run: exports },
  { name: 'api', run: api },
  { name: 'matrix', run: matrix },
  { name: 'sample', run: sampleRun },
  { name: 'practice', run: practice },
  { name: 'import', run: importLarge },
  { name: 'scale', run: scale },
  { name: 'head', run: headAccuracy },
  { name: 'int8-accuracy', run: int8Accuracies },
  { name: 'doctor', run: doctor },
  { name: 'doctor-app', run: doctorInApp },
];

const rows: BenchRow[] = [];
for (const prefix of only.split(',')) {
  for (const bench of benches) {
    if (!bench.name.startsWith(prefix) && !prefix.startsWith(bench.name)) continue;
    console.error(`${bench.name} ...`);
    rows.push(...(await bench.run(prefix)).filter((row) => row.name.startsWith(prefix)));
  }
}
report(rows, json);
