import { createEager } from './gpu/eager';
import { kernels } from './gpu/kernels';
import { startRivals } from './gpu/rivals';
import { steps } from './gpu/steps';
import { trunks } from './gpu/trunks';
import { benchOptions, report } from './report';

// npm run bench:gpu [-- --only PREFIX] [--json FILE]
const { only, json } = benchOptions();

const benches = [
  { name: 'kernel/webgpu/', run: kernels },
  { name: 'step/', run: steps },
  { name: 'trunk/', run: trunks },
];

const rivals = await startRivals();
console.log(`adapter: ${rivals.adapter}${rivals.isSoftware ? ' (software: small batches)' : ''}`);
const eager = await createEager();
const rows = [];
for (const bench of benches) {
  if (!bench.name.startsWith(only) && !only.startsWith(bench.name)) continue;
  rows.push(...(await bench.run(rivals, eager, only)));
}
eager.end();
report(rows, json);
// Dawn keeps the process alive as long as a device is.
process.exit(0);
