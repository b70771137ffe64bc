import { expect, test } from 'vitest';
import { starterBackbones } from '../../../model-zoo/zoo';
import {
  backboneShort,
  backbonesInUse,
  backboneTitle,
  backboneWeights,
  starters,
} from './backbone';

test('every starter of the zoo has its words, in the order they are tried', () => {
  expect(starters).toEqual(starterBackbones);
  for (const id of starterBackbones) expect(backboneWeights(id)?.length).toBeGreaterThan(40);
});

test('a backbone without words goes by its id', () => {
  expect(backboneTitle('tiny_resnet')).toBe('tiny_resnet');
  expect(backboneWeights('tiny_resnet')).toBeNull();
});

test('weights that the user brought go by their network and their own name', () => {
  const id = 'resnet18.a1_in1k';
  expect(backboneTitle(id)).toBe('ResNet18');
  expect(backboneShort(id)).toBe('a1_in1k');
  expect(backboneWeights(id)).toContain('a1_in1k');
  expect(backboneTitle('vit_base_patch16_224.x')).toBe('Vision Transformer (base)');
});

test('what is used stands in the place of its network’s starter', () => {
  expect(backbonesInUse({})).toEqual(starters);
  const used = { resnet18: 'resnet18.a1_in1k', vit_tiny_patch16_224: 'vit_tiny_patch16_224.x' };
  const inUse = backbonesInUse(used);
  expect(inUse[starters.indexOf('resnet18')]).toBe('resnet18.a1_in1k');
  expect(inUse).toHaveLength(starters.length + 1);
  expect(inUse.at(-1)).toBe('vit_tiny_patch16_224.x');
});
