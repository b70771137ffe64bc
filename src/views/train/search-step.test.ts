import { expect, test } from 'vitest';
import { searchStep } from './search-step';

const head = { depth: 'head', status: 'finished' } as const;
const tail = { depth: 'last-stage', status: 'running' } as const;
const options = { dataset: 'd', backbones: ['resnet18', 'efficientnet_b0'] };

test('what is done once all heads stand, and is no run yet, is a trial', () => {
  const step = (phase: 'features' | 'fine-tune' | 'test', runs: Parameters<typeof searchStep>[1]) =>
    searchStep({ phase }, runs, options);
  expect(step('features', [head])).toBe('heads');
  expect(step('features', [head, head])).toBe('search');
  expect(step('fine-tune', [head])).toBe('search');
  expect(step('fine-tune', [head, head, tail])).toBe('deeper');
  expect(step('test', [head, head, tail])).toBe('test');
  expect(searchStep({ phase: 'features' }, [head, head], { ...options, preset: 'quick' })).toBe(
    'heads',
  );
});
