import { describe, expect, it } from 'vitest';
import { createRandom } from '../random';
import { classHealth } from './class-health';

/** Pictures of classes of these sizes in two dimensions, around (10 * class, 0). */
function made(sizes: number[], guess: (label: number, i: number) => number) {
  const random = createRandom(1);
  const labels = Int32Array.from(sizes.flatMap((size, c) => Array<number>(size).fill(c)));
  const features = Float32Array.from(
    Array.from(labels).flatMap((label) => [10 * label + random.normal(), random.normal()]),
  );
  const probabilities = Float32Array.from(
    Array.from(labels).flatMap((label, i) =>
      sizes.map((_, c) => (c === guess(label, i) ? 0.9 : 0.1 / (sizes.length - 1))),
    ),
  );
  return classHealth(labels, sizes.length, probabilities, features);
}

describe('class health', () => {
  it('finds small and outnumbered classes', () => {
    const { classes } = made([200, 40, 19, 0], (label) => label);
    expect(classes.map(({ isSmall }) => isSmall)).toEqual([false, false, true, true]);
    expect(classes.map(({ isOutnumbered }) => isOutnumbered)).toEqual([false, false, true, true]);
    expect(classes.map(({ timesSmaller }) => timesSmaller)).toEqual([1, 5, 200 / 19, Infinity]);
    expect(classes.map(({ recall }) => recall)).toEqual([1, 1, 1, Number.NaN]);
  });

  it('finds classes taken for each other, with figures', () => {
    // Half of class 0 is taken for 1; a quarter of class 2 for 3.
    const { alike, classes } = made([60, 60, 60, 60], (label, i) => {
      if (label === 0) return i % 2;
      return label === 2 && i % 4 === 0 ? 3 : label;
    });
    expect(alike).toHaveLength(1);
    expect(alike[0]).toMatchObject({ classes: [0, 1], confused: 30, pictures: 120, rate: 0.25 });
    expect(alike[0].interval[0]).toBeCloseTo(0.181, 3);
    expect(alike[0].suggestMerge).toBe(false);
    // 10 apart, deviation 1 in each of two dimensions.
    expect(alike[0].separation).toBeCloseTo(10 / Math.SQRT2, 0);
    expect(classes[0].recall).toBe(0.5);
  });

  it('suggests to merge what nothing tells apart', () => {
    const { alike } = made([80, 80, 80], (label, i) => (label < 2 ? i % 2 : label));
    expect(alike.map(({ classes, suggestMerge }) => [classes, suggestMerge])).toEqual([
      [[0, 1], true],
    ]);
  });

  it('does not conclude from a few pictures', () => {
    const { alike } = made([5, 5], (label, i) => (i === 0 ? 1 : label));
    expect(alike).toEqual([]);
  });

  it('takes nothing that does not fit', () => {
    expect(() =>
      classHealth(Int32Array.of(0, 1), 2, new Float32Array(3), new Float32Array(4)),
    ).toThrow(RangeError);
  });
});
