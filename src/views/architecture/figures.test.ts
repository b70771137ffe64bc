import { expect, it } from 'vitest';
import type { ArchitectureNode } from '../../../core/contract/architecture';
import { quantity, railOf, sumsOf } from './figures';

const node = (id: string, inputs: string[], change: Partial<ArchitectureNode> = {}) => ({
  ...{ id, op: 'add', detail: '', inputs, shape: [1], parameters: 0, macs: 0, frozen: false },
  ...change,
});

it('draws a shortcut from the top of its block to where it is added', () => {
  const nodes = [node('a', ['before']), node('b', ['a']), node('add', ['b', 'before'])];
  expect(railOf({ name: 'x', nodes })).toEqual([
    { fromAbove: true, toBelow: true, lanes: ['through'] },
    { fromAbove: true, toBelow: true, lanes: ['through'] },
    { fromAbove: true, toBelow: true, lanes: ['end'] },
  ]);
});

it('gives edges that overlap lanes of their own', () => {
  const nodes = [node('conv', ['before']), node('down', ['before']), node('add', ['conv', 'down'])];
  expect(railOf({ name: 'x', nodes })).toEqual([
    { fromAbove: true, toBelow: false, lanes: ['through', 'start'] },
    { fromAbove: false, toBelow: true, lanes: ['end', 'through'] },
    { fromAbove: true, toBelow: true, lanes: [null, 'end'] },
  ]);
});

it('calls frozen what has only frozen parameters', () => {
  const conv = node('conv', [], { parameters: 3, frozen: true });
  expect(sumsOf([conv, node('relu', [])]).state).toBe('frozen');
  expect(sumsOf([conv, node('fc', [], { parameters: 2 })]).state).toBe('partly');
  expect(sumsOf([node('relu', [])]).state).toBe('trained');
});

it('writes quantities by three digits', () => {
  expect([0, 64, 1000, 9408, 118_013_952, 1_814_073_344].map(quantity)).toEqual([
    ...['0', '64', '1.0 k', '9.4 k', '118 M', '1.8 G'],
  ]);
});
