import { expect, test } from 'vitest';
import { formatHash, parseHash, stepOf } from './route';

test('a hash names a view and its parameters', () => {
  expect(parseHash('#/compare?experiment=e-1&run=a%20b')).toEqual({
    view: 'compare',
    params: { experiment: 'e-1', run: 'a b' },
  });
  expect(parseHash('#/runs')).toEqual({ view: 'runs', params: {} });
});

test('an unknown or empty hash leads to Data', () => {
  expect(parseHash('').view).toBe('data');
  expect(parseHash('#/nowhere').view).toBe('data');
});

test('formatting and parsing are inverse', () => {
  const params = { experiment: 'a&b=c', run: 'ü?' };
  expect(parseHash(formatHash('compare', params))).toEqual({ view: 'compare', params });
});

test('a view belongs to a step, or stands apart', () => {
  expect(stepOf('evaluate')).toBe('compare');
  expect(stepOf('predict')).toBe('predict');
  expect(stepOf('runs')).toBeNull();
});
