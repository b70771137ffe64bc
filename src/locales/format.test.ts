import { expect, test } from 'vitest';
import { createFormatters } from './format';

const format = createFormatters('en');

test('durations keep two units at most', () => {
  const written = [0, 0.4, 3.2, 59.6, 80, 3599, 3900, 7200].map(format.duration);
  expect(written).toEqual([
    '0 s',
    '0.4 s',
    '3 s',
    '1 min',
    '1 min 20 s',
    '59 min 59 s',
    '1 h 5 min',
    '2 h',
  ]);
});

test('bytes use decimal units and two digits at least', () => {
  expect([0, 999, 1000, 1_540_000, 12_300_000, 2e9].map(format.bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.5 MB',
    '12 MB',
    '2.0 GB',
  ]);
});

test('a score shows its interval', () => {
  expect(format.score({ accuracy: 0.941, interval: [0.896, 0.968] })).toBe('94.1% (89.6–96.8)');
});

test('recent days have names', () => {
  const now = new Date(2026, 10, 23, 15, 0).getTime();
  expect(format.recent(new Date(2026, 10, 23, 9, 5).getTime(), now)).toMatch(/^today, 9:05/);
  expect(format.recent(new Date(2026, 10, 22, 23, 59).getTime(), now)).toMatch(/^yesterday/);
  expect(format.recent(new Date(2026, 10, 3, 8, 0).getTime(), now)).toMatch(/^Nov 3, 2026/);
});
