import { describe, expect, it } from 'vitest';
import { resize } from '../preprocessing/resize';
import { hammingDistance } from './hamming';
import { perceptualHash } from './perceptual-hash';
import { waves } from './testing';

const bytes = (seed: number, width?: number, height?: number) => {
  const grey = waves(seed, width, height);
  return { ...grey, data: new Uint8Array(new Uint8ClampedArray(grey.data)) };
};

const spread = ({ width, height, data }: ReturnType<typeof bytes>, channels: 3 | 4) => ({
  width,
  height,
  data: Uint8Array.from({ length: data.length * channels }, (_, i) =>
    i % channels === 3 ? 255 : data[Math.floor(i / channels)],
  ),
});

/** One coefficient of the two-dimensional DCT-II, as it is defined. */
function coefficient(grey: ArrayLike<number>, side: number, u: number, v: number): number {
  let sum = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const across = Math.cos((Math.PI * (2 * x + 1) * u) / (2 * side));
      const down = Math.cos((Math.PI * (2 * y + 1) * v) / (2 * side));
      sum += grey[y * side + x] * across * down;
    }
  }
  return sum;
}

describe('perceptual hash', () => {
  it.each([1, 2, 3, 4, 5, 6])('is which low frequencies of a DCT lie high: picture %i', (seed) => {
    const picture = bytes(seed, 32, 32);
    const values = Array.from({ length: 64 }, (_, i) =>
      coefficient(picture.data, 32, 1 + (i % 8), 1 + Math.floor(i / 8)),
    );
    const [below, above] = values.toSorted((a, b) => a - b).slice(31, 33);
    const bits = values.map((value) => Number(value - (below + above) / 2 > 256)).join('');
    expect(perceptualHash(picture)).toBe(BigInt(`0b${bits}`).toString(16).padStart(16, '0'));
    expect(bits.match(/1/g)?.length).toBeGreaterThan(8);
  });

  it('is the same of grey, RGB and RGBA', () => {
    const grey = bytes(7);
    const hash = perceptualHash(grey);
    expect(perceptualHash(spread(grey, 3))).toBe(hash);
    expect(perceptualHash(spread(grey, 4))).toBe(hash);
    const clamped = { ...grey, data: new Uint8ClampedArray(spread(grey, 4).data) };
    expect(perceptualHash(clamped)).toBe(hash);
  });

  it('hardly changes with size and brightness, much with the picture', () => {
    const picture = spread(bytes(8), 3);
    const hash = perceptualHash(picture);
    const smaller = resize(picture, 61, 47, 'bicubic');
    const brighter = { ...picture, data: picture.data.map((value) => Math.min(255, value + 12)) };
    expect(hammingDistance(perceptualHash(smaller), hash)).toBeLessThanOrEqual(3);
    expect(hammingDistance(perceptualHash(brighter), hash)).toBeLessThanOrEqual(4);
    for (let seed = 20; seed < 60; seed++) {
      expect(hammingDistance(perceptualHash(bytes(seed)), hash)).toBeGreaterThan(10);
    }
  });

  it('does not take data of another size', () => {
    expect(() => perceptualHash({ width: 4, height: 4, data: new Uint8Array(32) })).toThrow(
      RangeError,
    );
  });
});
