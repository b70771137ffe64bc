import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../convert/safetensors';
import { fill, uniform } from './fill';

describe('fill', () => {
  it('gives the values of fill.py, to the bit', () => {
    const file = readFileSync(new URL('data/reference.safetensors', import.meta.url));
    const { tensors } = readSafetensors(file, 'reference.safetensors');
    for (const name of ['bn.weight', 'bn.running_var']) {
      expect(tensors.get(name)!.values()).toEqual(fill(name, [3]));
    }
  });

  it('is spread evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of uniform('evenly', 10_000)) counts[Math.floor(10 * value)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('scales weights by their fan-in', () => {
    const limit = Math.max(...fill('conv.weight', [64, 32, 3, 3]).map(Math.abs));
    expect(limit).toBeLessThanOrEqual(Math.sqrt(6 / 288));
    expect(limit).toBeGreaterThan(0.99 * Math.sqrt(6 / 288));
  });
});
