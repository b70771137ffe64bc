import { expect, test } from 'vitest';
import { runOf } from '../../core/store/fixtures';
import { togetherTable } from './terminal';

test('the ensemble is a table of its own, naming the models by backbone and depth', () => {
  const runs = [{ ...runOf('a'), backbone: 'resnet18', depth: 'head' as const }];
  const score = (correct: number) => ({
    correct,
    count: 40,
    accuracy: correct / 40,
    interval: [0.5, 0.9] as [number, number],
  });
  const text = togetherTable(
    [{ kind: 'flips', runIds: ['a'], validation: score(30), test: null }],
    runs,
  );
  expect(text.split('\n')).toEqual([
    'together  validation         test (95%)  of',
    'flips     75.0% (50.0-90.0)  -           resnet18 head',
  ]);
});
