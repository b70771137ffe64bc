import { expect, it } from 'vitest';
import { scoreOf } from '../../../core/learning/statistics';
import type { Experiment, Run } from '../../../core/run';
import { tableCsv } from '../../charts/table';
import type { PastExperiment } from '../../state/history';
import { historyTable } from './history-table';

const past = (id: string, rest: Partial<PastExperiment> = {}): PastExperiment => ({
  experiment: {
    id,
    datasetId: `of ${id}`,
    status: 'finished',
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    endedAt: Date.UTC(2026, 0, 2, 3, 5, 5),
    seconds: null,
  } as unknown as Experiment,
  runs: [],
  best: null,
  ...rest,
});
const best = {
  backbone: 'resnet18',
  depth: 'head',
  status: 'finished',
  validation: scoreOf(30, 40),
  test: scoreOf(9, 10),
} as unknown as Run;

it('has a row per experiment, also of a dataset that is gone, with the score its row shows', () => {
  const table = historyTable([past('a', { best, runs: [best] }), past('b')], (id) =>
    id === 'of a' ? '=cats, dogs' : undefined,
  );
  const [head, first, second] = tableCsv(table).split('\r\n');
  expect(head?.split(',')).toHaveLength(11);
  expect(first).toMatch(
    /^"'=cats, dogs",2026-01-02T03:04:05\.000Z,Finished,60,1,"ResNet18, head",0\.9,0\.5\d+,0\.9\d+,on test,a$/,
  );
  expect(second).toBe('Dataset deleted,2026-01-02T03:04:05.000Z,Finished,60,0,,,,,,b');
});
