import { expect, test } from 'vitest';
import { starterBackbones } from '../../../model-zoo/zoo';
import { backboneTitle, backboneWeights, starters } from './backbone';

test('every starter of the zoo has its words, in the order they are tried', () => {
  expect(starters).toEqual(starterBackbones);
  for (const id of starterBackbones) expect(backboneWeights(id)?.length).toBeGreaterThan(40);
});

test('a backbone without words goes by its id', () => {
  expect(backboneTitle('tiny_resnet')).toBe('tiny_resnet');
  expect(backboneWeights('tiny_resnet')).toBeNull();
});
