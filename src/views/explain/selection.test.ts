import { expect, test } from 'vitest';
import { measuredInWords, methodsOf } from './selection';

test('only transformers have attention to follow', () => {
  expect(methodsOf({ backbone: 'vit_small_patch16_224' })).toContain('attention-rollout');
  expect(methodsOf({ backbone: 'resnet18' })).toEqual(['grad-cam', 'grad-cam++']);
});

test('a mistake is named by what it is and what it was taken for', () => {
  const run = { classes: ['cat', 'dog'] };
  const answer = {
    picture: 'd/1',
    label: 1,
    said: 0,
    confidence: 0.9,
    confidenceInTruth: 0.1,
    split: 'test' as const,
  };
  expect(measuredInWords(run, { ...answer, right: false })).toBe('dog, taken for cat');
  expect(measuredInWords(run, { ...answer, said: 1, right: true })).toBe('dog, answered right');
});
