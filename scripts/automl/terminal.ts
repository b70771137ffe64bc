import type { Run, Score, Together } from '../../core/run';
import { ranked } from './result';

const isTerminal = process.stderr.isTTY === true;
let last = '';

/** `overall` 0..1. One line that is redrawn in a terminal; in a log, a line when the text changes. */
export function progress(overall: number, text: string, remainingSeconds: number | null): void {
  if (!isTerminal) {
    if (text !== last) console.error(`${Math.round(overall * 100)}% ${text}`);
    last = text;
    return;
  }
  const width = 24;
  const filled = Math.round(Math.min(1, overall) * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const left = remainingSeconds === null ? '' : `, ${duration(remainingSeconds)} left`;
  const line = `${bar} ${String(Math.round(overall * 100)).padStart(3)}%  ${text}${left}`;
  process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 100) - 1)}`);
}

export function endProgress(): void {
  if (isTerminal) process.stderr.write('\r\x1b[2K');
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const percent = (value: number) => (value * 100).toFixed(1);

function score(value: Score | null): string {
  if (!value) return '-';
  const [low, high] = value.interval;
  return `${percent(value.accuracy)}% (${percent(low)}-${percent(high)})`;
}

/** Text table, best first; the columns are as wide as what stands in them. */
export function leaderboard(runs: Run[]): string {
  const rows = [
    ['', 'backbone', 'depth', 'validation', 'test (95%)', 'time', 'size', 'latency'],
    ...ranked(runs).map((run, index) => [
      String(index + 1),
      run.backbone,
      run.depth,
      score(run.validation),
      score(run.test),
      run.trainSeconds === null ? '-' : `${run.trainSeconds.toFixed(1)} s`,
      run.sizeBytes === null ? '-' : `${(run.sizeBytes / 1e6).toFixed(1)} MB`,
      run.latencyMs === null ? '-' : `${run.latencyMs.toFixed(1)} ms`,
    ]),
  ];
  return table(rows);
}

/** What models reach together, apart from the leaderboard since none of it is a model. */
export function togetherTable(together: readonly Together[], runs: readonly Run[]): string {
  const name = (id: string) => {
    const run = runs.find((one) => one.id === id);
    return run ? `${run.backbone} ${run.depth}` : id;
  };
  return table([
    ['together', 'validation', 'test (95%)', 'of'],
    ...together.map((row) => [
      row.kind,
      score(row.validation),
      score(row.test),
      row.runIds.map(name).join(' + '),
    ]),
  ]);
}

function table(rows: readonly string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
