import { describe, expect, it } from 'vitest';
import golden from './golden/pillow.json';
import { copySuffices, prepare, workingCopy } from './prepare';
import { resize } from './resize';
import type { Interpolation, Pixels, Preprocessing } from './types';

/** Against Pillow, in grey levels: both compute in the same fixed point. */
const tolerance = 0;

/** The generator of golden/make.py. */
function picture(seed: number, width: number, height: number): Pixels {
  let state = (Math.imul(seed, 2654435761) + 1) >>> 0;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    data[i] = [state & 255, state & 1 ? 255 : 0, (i * 3) & 255, 200][Math.floor(i / 96) % 4]!;
  }
  return { width, height, data };
}

const decode = (data: string) => Uint8Array.from(Buffer.from(data, 'base64'));

function worst(actual: Uint8Array, expected: Uint8Array): number {
  expect(actual.length).toBe(expected.length);
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}

const card = (
  inputSize: readonly [number, number],
  cropPct: number,
  interpolation: Interpolation,
): Preprocessing => ({ inputSize, cropPct, interpolation, mean: [0, 0, 0], std: [1, 1, 1] });

describe('resize', () => {
  for (const { seed, from, to, interpolation, data } of golden.resize) {
    it(`matches Pillow ${golden.pillow}: ${from} to ${to}, ${interpolation}`, () => {
      const out = resize(
        picture(seed, from[0]!, from[1]!),
        to[0]!,
        to[1]!,
        interpolation as Interpolation,
      );
      expect([out.width, out.height]).toEqual(to);
      expect(worst(out.data, decode(data))).toBeLessThanOrEqual(tolerance);
    });
  }

  it('keeps a picture that has the size already', () => {
    const pixels = picture(1, 8, 9);
    expect(resize(pixels, 8, 9, 'bicubic')).toBe(pixels);
  });
});

describe('prepare', () => {
  for (const { seed, from, inputSize, cropPct, interpolation, data } of golden.prepare) {
    it(`matches torchvision: ${from} to ${inputSize} of ${cropPct}, ${interpolation}`, () => {
      const preprocessing = card(
        [inputSize[0]!, inputSize[1]!],
        cropPct,
        interpolation as Interpolation,
      );
      const out = prepare(picture(seed, from[0]!, from[1]!), preprocessing);
      expect(worst(out, decode(data))).toBeLessThanOrEqual(tolerance);
    });
  }

  it('goes through the short-side-256 copy for big pictures, and sees the same from the copy', () => {
    const { seed, from, size, rows, data } = golden.copy;
    const original = picture(seed, from[0]!, from[1]!);
    const preprocessing = card([224, 224], 0.875, 'bicubic');
    const copy = workingCopy(original)!;
    expect([copy.width, copy.height]).toEqual(size);
    const out = prepare(original, preprocessing);
    expect(prepare(copy, preprocessing)).toEqual(out);
    const kept = rows.flatMap((y) => [...out.subarray(y * 224 * 3, (y + 1) * 224 * 3)]);
    expect(worst(Uint8Array.from(kept), decode(data))).toBeLessThanOrEqual(tolerance);
  });

  it('takes the original when the checkpoint wants more than the copy has', () => {
    expect(copySuffices(card([224, 224], 0.875, 'bicubic'))).toBe(true);
    const big = card([260, 260], 0.95, 'bicubic');
    expect(copySuffices(big)).toBe(false);
    const original = picture(3, 560, 520);
    expect(prepare(original, big)).not.toEqual(prepare(workingCopy(original)!, big));
  });

  it('has no copy of a picture below 512', () => {
    expect(workingCopy(picture(1, 511, 900))).toBeNull();
    expect(workingCopy(picture(1, 512, 520))).not.toBeNull();
  });

  it('covers a target that is not square', () => {
    const out = prepare(picture(2, 40, 30), card([20, 32], 0.9, 'bilinear'));
    expect(out.length).toBe(20 * 32 * 3);
    expect(out.subarray(-96).some((value) => value > 0)).toBe(true);
  });
});
