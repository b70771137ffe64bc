import sharp from 'sharp';
import { createRandom } from '../../core/random';
import { fileHandle } from '../app';
import { type Ground, type Outcome, play } from './round';
import { schedule } from './schedule';
import { openSite, type Site } from './site';

// npm run soak -- [--rounds 100] [--seed 1] [--gpu]: faults at random moments of import, training and
// export, in the real app; what should not have been is told, and the exit status is then 1.
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const gpu = process.argv.includes('--gpu');
const rounds = schedule(option('rounds', gpu ? 5 : 100), option('seed', 1), gpu);

async function prepare(site: Site): Promise<Ground> {
  const file = await fileHandle(site.page, site.archive('kept.zip', gpu ? 14 : 40));
  const { dataset, run, exportMs } = await site.page.evaluate(async (file) => {
    const { id: dataset } = await window.lensmith.importDataset(file);
    const options = { backbones: ['tiny_resnet'], depth: 'head' } as const;
    const [run] = await window.lensmith.train({ dataset, ...options });
    const started = performance.now();
    await window.lensmith.export(run!.id, 'bundle');
    return { dataset, run: run!.id, exportMs: performance.now() - started };
  }, file);
  const large: Record<string, Uint8Array> = {};
  for (let i = 0; i < 12; i++) large[`disc/noise-${i}.jpg`] = await noise(i);
  return {
    dataset,
    run,
    exportMs,
    archive: site.archive('shapes.zip', 250),
    large: site.archive('large.zip', 40, large),
    gpu,
  };
}

/** About 2 MB that no compression makes smaller. */
async function noise(seed: number): Promise<Uint8Array> {
  const side = 1200;
  const random = createRandom(seed);
  const pixels = Uint8Array.from({ length: side * side * 3 }, () => random.integer(256));
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

function table(outcomes: readonly Outcome[]): string {
  const cells = new Map<string, Outcome[]>();
  for (const one of outcomes) {
    const key = `${one.phase} | ${one.fault}`;
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  const rows = [...cells]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, list]) => {
      const ends = [...new Set(list.map(({ end }) => end))].map(
        (end) => `${list.filter((one) => one.end === end).length} ${end}`,
      );
      const epochs = list.flatMap(({ epochsLost }) => epochsLost ?? []);
      const most = epochs.length > 0 ? Math.max(...epochs) : '';
      const wrong = list.filter(({ problems }) => problems.length > 0).length;
      return `| ${key} | ${list.length} | ${ends.join(', ')} | ${most} | ${wrong} |`;
    });
  return [
    '| phase | fault | rounds | ended | epochs trained again, at most | wrong |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const site = await openSite(gpu);
const outcomes: Outcome[] = [];
try {
  const ground = await prepare(site);
  for (const [index, round] of rounds.entries()) {
    const outcome = await play(site, ground, round);
    outcomes.push(outcome);
    const { phase, fault, moment, seconds, end, problems } = outcome;
    console.log(
      `${index + 1}/${rounds.length} ${phase}, ${fault} at ${moment.toFixed(2)}: ${end}, ` +
        `${seconds.toFixed(1)} s${problems.map((problem) => `\n    WRONG: ${problem}`).join('')}`,
    );
  }
} finally {
  await site.stop();
}
const wrong = outcomes.filter(({ problems }) => problems.length > 0).length;
console.log(`\n${table(outcomes)}\n\n${outcomes.length} rounds, ${wrong} of them wrong.`);
if (wrong > 0) process.exitCode = 1;
