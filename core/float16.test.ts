import { expect, test } from 'vitest';
import { fromFloat16, toFloat16 } from './float16';

/** By the definition: (-1)^sign * 2^(exponent - 15) * (1 + fraction / 1024), without bit tricks. */
function value(half: number): number {
  const sign = half >= 0x8000 ? -1 : 1;
  const exponent = Math.floor((half % 0x8000) / 1024);
  const fraction = half % 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return (sign * fraction) / 2 ** 24;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

const everyHalf = Uint16Array.from({ length: 65536 }, (_, i) => i);
const encode = (...values: number[]) => [...toFloat16(Float32Array.from(values))];

test('decodes every pattern by the definition', () => {
  const decoded = fromFloat16(everyHalf);
  for (const half of everyHalf) {
    if (!Object.is(decoded[half], Math.fround(value(half)))) {
      expect.fail(`${half.toString(16)}: ${decoded[half]} instead of ${value(half)}`);
    }
  }
});

test('every value that is no NaN survives the round trip', () => {
  const back = toFloat16(fromFloat16(everyHalf));
  for (const half of everyHalf) {
    const expected = Number.isNaN(value(half)) ? (half & 0x8000) | 0x7e00 : half;
    if (back[half] !== expected)
      expect.fail(`${half.toString(16)} became ${back[half].toString(16)}`);
  }
});

test('between any two neighbours: the tie goes to the even one, the rest to the nearer', () => {
  const halves = Array.from({ length: 0x7c00 }, (_, i) => i);
  const middles = halves.map((half) =>
    // Infinity is rounded to as if it were the next finite value.
    half === 0x7bff ? 65520 : (value(half) + value(half + 1)) / 2,
  );
  const up = new Uint32Array(Float32Array.from(middles).buffer).map((bits) => bits + 1);
  const down = up.map((bits) => bits - 2);
  const ties = encode(...middles);
  const above = toFloat16(new Float32Array(up.buffer));
  const below = toFloat16(new Float32Array(down.buffer));
  for (const half of halves) {
    const even = half % 2 === 0 ? half : half + 1;
    if (ties[half] !== even || above[half] !== half + 1 || below[half] !== half) {
      expect.fail(`around ${middles[half]}: ${below[half]}, ${ties[half]}, ${above[half]}`);
    }
  }
});

test('the ends of the range', () => {
  const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY, NaN: nan } = Number;
  expect(encode(0, -0, inf, NEGATIVE_INFINITY, nan)).toEqual([0, 0x8000, 0x7c00, 0xfc00, 0x7e00]);
  expect(encode(65504, 65519, 65520, 1e9, 3.4e38)).toEqual([
    0x7bff, 0x7bff, 0x7c00, 0x7c00, 0x7c00,
  ]);
  // 2^-25 is half of the smallest step: a tie to zero.
  expect(encode(2 ** -24, 2 ** -25, 2 ** -25 * 1.0001, 1e-40)).toEqual([1, 0, 1, 0]);
});

test('writes into what it is given, from a view into a larger buffer', () => {
  const values = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
  const bits = new Uint16Array(2);
  expect(toFloat16(values, bits)).toBe(bits);
  const back = new Float32Array(2);
  expect(fromFloat16(bits, back)).toBe(back);
  expect([...back]).toEqual([1, 2]);
});
