import { expect, test } from 'vitest';
import { architectures } from '../../architectures';
import { fill } from '../../golden/fill';
import { parameters } from '../../graph/parameters';
import { size } from '../../graph/shapes';
import { quantise, roundedWeights, scales } from './quantise';

test.each([
  ['a convolution', [3, 3, 4, 5], 5],
  ['a depthwise convolution', [3, 3, 6, 1], 6],
  ['a matrix', [7, 3], 3],
])('%s keeps every weight within half a step of its channel', (_, shape, channels) => {
  const data = fill('any', shape);
  // Channels of very different magnitude, one of them empty.
  data.forEach((value, i) => {
    const channel = i % channels;
    data[i] = channel === 0 ? 0 : value * 10 ** (channel - 2);
  });
  const steps = scales({ shape, data });
  const { data: integers } = quantise({ shape, data });
  expect(steps.length).toBe(channels);
  const largest = new Array<number>(channels).fill(0);
  integers.forEach((integer, i) => {
    const step = steps[i % channels]!;
    expect(Number.isInteger(integer)).toBe(true);
    expect(Math.abs(integer * step - data[i]!)).toBeLessThanOrEqual(0.5001 * step);
    largest[i % channels] = Math.max(largest[i % channels]!, Math.abs(integer));
  });
  expect(largest).toEqual([0, ...new Array(channels - 1).fill(127)]);
});

test('what stays as it was is small: next to nothing of the whole', () => {
  const graph = architectures.mobilenetv3_large_100({ inputSize: [224, 224], classes: 10 });
  const rounded = roundedWeights(graph);
  const sizes = parameters(graph).map(({ name, kind, shape }) => {
    return { name, isMatrix: kind !== 'plain', values: size(shape) };
  });
  const sum = (list: typeof sizes) => list.reduce((total, { values }) => total + values, 0);
  const kept = sizes.filter(({ name, isMatrix }) => isMatrix && !rounded.has(name));
  expect(kept.map(({ name }) => name)).toContain('conv_stem.weight');
  expect(sum(kept) / sum(sizes)).toBeLessThan(0.03);
  expect(sizes.filter(({ name }) => rounded.has(name)).every(({ isMatrix }) => isMatrix)).toBe(
    true,
  );
});
