import { expect, test } from 'vitest';
import { runOf } from '../../../core/store/fixtures';
import { nameAmong } from './run-name';

const run = (id: string, learning_rate: number) =>
  runOf(id, { backbone: 'resnet18', depth: 'last-stage', params: { learning_rate } });

test('runs of the same backbone and depth are told apart by their learning rate', () => {
  const runs = [run('a', 1e-4), run('b', 3e-4), runOf('c', { backbone: 'resnet18' })];
  expect(runs.map((one) => nameAmong(one, runs))).toEqual([
    'ResNet18, last stage, learning rate 1e-4',
    'ResNet18, last stage, learning rate 3e-4',
    'ResNet18, head',
  ]);
});

test('and by their number where that is the same', () => {
  const runs = [run('a', 1e-4), run('b', 1e-4)];
  const names = runs.map((one) => nameAmong(one, runs));
  expect(names).toEqual(['ResNet18, last stage, no. 1', 'ResNet18, last stage, no. 2']);
});
