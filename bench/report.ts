import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchRow } from './row';

/** `--only PREFIX` and `--json FILE`, which every bench takes. */
export function benchOptions(): { only: string; json: string | undefined } {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, json: { type: 'string' } },
  });
  return { only: values.only, json: values.json };
}

const digits = (value: number | null) => (value === null ? '-' : Number(value.toPrecision(4)));

/** Prints the table and writes the file that was asked for. */
export function report(rows: readonly BenchRow[], json: string | undefined): void {
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
  if (json) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
}
