import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createEager } from './gpu/eager';
import { kernels } from './gpu/kernels';
import { startRivals } from './gpu/rivals';
import { steps } from './gpu/steps';
import { trunks } from './gpu/trunks';

// npm run bench:gpu [-- --only PREFIX] [--json FILE]
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, json: { type: 'string' } },
});
const { only } = values;

const benches = [
  { name: 'kernel/webgpu/', run: kernels },
  { name: 'step/', run: steps },
  { name: 'trunk/', run: trunks },
];

const digits = (value: number | null) => (value === null ? '-' : Number(value.toPrecision(4)));

const rivals = await startRivals();
console.log(`adapter: ${rivals.adapter}${rivals.isSoftware ? ' (software: small batches)' : ''}`);
const eager = await createEager();
const rows = [];
for (const bench of benches) {
  if (!bench.name.startsWith(only) && !only.startsWith(bench.name)) continue;
  rows.push(...(await bench.run(rivals, eager, only)));
}
eager.end();
console.table(
  rows.map(({ name, unit, ours, peer, peerName, ratio }) => ({
    name,
    unit,
    ours: digits(ours),
    peer: digits(peer),
    'held against': peerName,
    ratio: digits(ratio),
  })),
);
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
// Dawn keeps the process alive as long as a device is.
process.exit(0);
