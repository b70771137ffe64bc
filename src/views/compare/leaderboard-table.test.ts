import { expect, it } from 'vitest';
import { scoreOf } from '../../../core/learning/statistics';
import type { Run } from '../../../core/run';
import { tableCsv } from '../../charts/table';
import { standings } from '../../state/experiment-leaderboard';
import { leaderboardTable, togetherTable } from './leaderboard-table';

const run = (id: string, correct: number, rest: Partial<Run> = {}): Run => ({
  id,
  experimentId: 'e',
  datasetId: 'd',
  backbone: 'resnet18',
  depth: 'head',
  status: 'finished',
  startedAt: 0,
  endedAt: 1,
  classes: ['a', 'b'],
  params: {},
  tags: {},
  validationScheme: 'hold-out',
  validation: scoreOf(correct, 40),
  test: null,
  calibration: null,
  trainSeconds: 12.5,
  sizeBytes: 1000,
  latencyMs: 3.25,
  error: null,
  ...rest,
});
const runs = [
  run('worse', 30),
  run('better', 36, { test: scoreOf(17, 20) }),
  run('failed', 0, { validation: null, status: 'failed', trainSeconds: null }),
];

it('has a row per run in the order shown, numbers bare and what is not known empty', () => {
  const table = leaderboardTable(standings(runs, new Map(), true));
  expect(table.rows.map((row) => [row[0], row.at(-1)])).toEqual([
    [1, 'better'],
    [2, 'worse'],
    [null, 'failed'],
  ]);
  for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  const [head, first, second] = tableCsv(table).split('\r\n');
  expect(head).toMatch(/^Place,Model,Validation accuracy,Validation accuracy: 95% from,/);
  expect(first).toContain(',0.9,');
  expect(first).toContain(',0.85,');
  expect(second).toContain(',,,,,,12.5,1000,3.25,Finished,worse');
});

it('names what is combined', () => {
  const table = togetherTable(
    [
      {
        kind: 'ensemble',
        runIds: ['better', 'gone'],
        validation: scoreOf(38, 40),
        test: null,
      },
    ],
    [run('better', 36)],
  );
  expect(table.rows[0]?.slice(1, 3)).toEqual(['ResNet18, head; –', 0.95]);
  expect(table.rows[0]).toHaveLength(table.columns.length);
});
