import { expect, test } from 'vitest';
import type { Run } from '../../../core/run';
import { evaluate } from '../../state/evaluation-measures';
import { classTable, fileStem, lossesTable, matrixTable, pairsTable } from './tables';

const run = {
  id: 'resnet18-head-x1y2z3',
  backbone: 'resnet18',
  depth: 'head',
  classes: ['cat', 'dog', 'bird'],
  calibration: { temperature: 1, threshold: 0 },
} as unknown as Run;
const said = [0, 0, 1, 0, 1, 1];
const evaluation = evaluate(run, 'test', {
  classes: 3,
  validation: { pictures: [], labels: new Int32Array(0), logits: new Float32Array(0) },
  test: {
    pictures: said.map((_, row) => `d/${row}`),
    labels: Int32Array.of(0, 0, 0, 1, 1, 2),
    // The later the picture, the surer the answer.
    logits: Float32Array.from(
      said.flatMap((c, row) => [0, 1, 2].map((k) => (k === c ? row + 1 : 0))),
    ),
  },
});
if (!evaluation) throw new Error('nothing was evaluated');

test('the matrix has its names on both sides; shares of a row add up to 1', () => {
  expect(matrixTable(evaluation, false).slice(1)).toEqual([
    ['cat', 2, 1, 0],
    ['dog', 1, 1, 0],
    ['bird', 0, 1, 0],
  ]);
  expect(matrixTable(evaluation, true)[1]).toEqual(['cat', 2 / 3, 1 / 3, 0]);
});

test('pairs carry their share of the true class', () => {
  expect(pairsTable(evaluation).slice(1)).toEqual([
    ['bird', 'dog', 1, 1],
    ['dog', 'cat', 1, 1 / 2],
    ['cat', 'dog', 1, 1 / 3],
  ]);
});

test('what is not defined is an empty cell, the means come last', () => {
  const [, , , bird, macro, weighted] = classTable(evaluation, null);
  expect(bird).toEqual(['bird', null, 0, 0, 1]);
  expect(macro?.[0]).toBe('Macro mean');
  expect(weighted?.slice(-1)).toEqual([6]);
});

test('losses name the file where it is known', () => {
  const rows = lossesTable(evaluation, (id) => (id === 'd/5' ? 'birds/5.png' : undefined));
  expect(rows.slice(1).map(([id, file]) => [id, file])).toEqual([
    ['d/5', 'birds/5.png'],
    ['d/3', undefined],
    ['d/2', undefined],
  ]);
});

test('a file says what, which run and which split', () => {
  expect(fileStem('Per class', evaluation)).toBe('Per class, ResNet18, head, x1y2z3, test');
});
