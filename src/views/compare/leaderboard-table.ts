import type { Run, Score, Together } from '../../../core/run';
import type { Cell, Table } from '../../charts/table';
import { t } from '../../locales';
import type { Standing } from '../../state/experiment-leaderboard';
import { nameAmong } from './run-name';

const score = (value: Score | null): Cell[] =>
  value ? [value.accuracy, ...value.interval, value.correct, value.count] : Array(5).fill(null);

const scoreColumns = (kind: 'validation' | 'test') => {
  const name = t(`compare.columns.${kind}`);
  return [
    name,
    t('compare.csv.low', { name }),
    t('compare.csv.high', { name }),
    t('compare.csv.right', { name }),
    t('compare.csv.pictures', { name }),
  ];
};

const columns = (names: readonly string[]) => names.map((name) => ({ name }));

/** The leaderboard in the order at hand, with what its pictures say in numbers: shares 0..1, seconds, bytes, ms. */
export function leaderboardTable(rows: readonly Standing[]): Table {
  const runs = rows.map(({ run }) => run);
  return {
    columns: columns([
      t('compare.columns.place'),
      t('compare.columns.model'),
      ...scoreColumns('validation'),
      ...scoreColumns('test'),
      t('compare.csv.p'),
      t('compare.csv.seconds'),
      t('compare.csv.bytes'),
      t('compare.csv.latency'),
      t('compare.csv.status'),
      t('compare.csv.run'),
    ]),
    rows: rows.map(({ run, place, comparison }) => [
      place,
      nameAmong(run, runs),
      ...score(run.validation),
      ...score(run.test),
      comparison?.p ?? null,
      run.trainSeconds,
      run.sizeBytes,
      run.latencyMs,
      t(`compare.status.${run.status}`),
      run.id,
    ]),
  };
}

/** What models reach together; the members of a row stand in one cell. */
export function togetherTable(rows: readonly Together[], runs: readonly Run[]): Table {
  return {
    columns: columns([
      t('compare.together.column'),
      t('compare.columns.model'),
      ...scoreColumns('validation'),
      ...scoreColumns('test'),
    ]),
    rows: rows.map((row) => [
      togetherTitle(row),
      togetherMembers(row, runs).join('; '),
      ...score(row.validation),
      ...score(row.test),
    ]),
  };
}

export function togetherTitle(row: Together): string {
  return row.kind === 'ensemble'
    ? t('compare.together.ensemble.title', { count: row.runIds.length })
    : t('compare.together.flips.title');
}

/** Names of the runs that are combined; one that is gone goes by a dash. */
export function togetherMembers(row: Together, runs: readonly Run[]): string[] {
  return row.runIds
    .map((id) => runs.find((run) => run.id === id))
    .map((run) => (run ? nameAmong(run, runs) : '–'));
}
