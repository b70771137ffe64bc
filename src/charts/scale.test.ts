import { describe, expect, it } from 'vitest';
import { accuracyDomain, position, ticks } from './scale';

describe('accuracyDomain', () => {
  it('holds every interval and is round', () => {
    const domain = accuracyDomain([
      [0.713, 0.842],
      [0.896, 0.968],
    ]);
    expect(domain.low).toBeCloseTo(0.7, 9);
    expect(domain.high).toBeCloseTo(1, 9);
  });

  it('never leaves 0..1 and never collapses', () => {
    expect(accuracyDomain([])).toEqual({ low: 0, high: 1 });
    const perfect = accuracyDomain([[1, 1]]);
    expect(perfect.high).toBe(1);
    expect(perfect.low).toBeLessThan(1);
    const hopeless = accuracyDomain([[0, 0.02]]);
    expect(hopeless.low).toBe(0);
    expect(hopeless.high).toBeGreaterThanOrEqual(0.02);
  });
});

describe('ticks', () => {
  it('are round and inside', () => {
    expect(ticks({ low: 0.7, high: 1 })).toEqual([0.7, 0.8, 0.9, 1]);
    expect(ticks({ low: 0, high: 1 })).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });
});

describe('position', () => {
  it('is a clamped share of the domain', () => {
    expect(position({ low: 0.5, high: 1 }, 0.75)).toBe(0.5);
    expect(position({ low: 0.5, high: 1 }, 0.2)).toBe(0);
    expect(position({ low: 0.5, high: 1 }, 2)).toBe(1);
  });
});
