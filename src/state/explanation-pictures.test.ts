import { expect, test } from 'vitest';
import { measuredPictures } from './explanation-pictures';

const side = (pictures: string[], labels: number[], logits: number[]) => ({
  pictures,
  labels: Int32Array.from(labels),
  logits: Float32Array.from(logits),
});

test('mistakes come first, the surest first, over both splits', () => {
  const pictures = measuredPictures({
    classes: 2,
    validation: side(['a', 'b', 'c'], [0, 0, 1], [1.5, 0, 0, 2, 0, 3]),
    test: side(['d', 'e'], [1, 1], [4, 0, 0, 1]),
  });
  expect(pictures.map(({ picture }) => picture)).toEqual(['d', 'b', 'c', 'a', 'e']);
  expect(pictures.map(({ right }) => right)).toEqual([false, false, true, true, true]);
  expect(pictures[0]).toMatchObject({ split: 'test', label: 1, said: 0 });
  expect(pictures[0]?.confidence).toBeCloseTo(1 / (1 + Math.exp(-4)), 6);
});

test('a run without a test score shows its validation pictures', () => {
  const validation = side(['a'], [0], [1, 0]);
  expect(measuredPictures({ classes: 2, validation, test: null })).toHaveLength(1);
});
