import { describe, expect, it } from 'vitest';
import type { Pixels } from '../preprocessing/types';
import type { Random } from '../random';
import { gaussianBlur } from './blur';
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation } from './colour';
import { cropBox, resizedCrop } from './crop';
import { eraseBox } from './erase';
import { flipHorizontal, flipVertical, quarterTurn, rotate } from './geometry';
import golden from './golden/torchvision.json';

/** Grey levels. torchvision computes in float32, whose rounding decides values on the border. */
const TOLERANCE: Record<string, number> = {
  'rotate-black': 1,
  'rotate-reflect': 1,
  blur: 1,
  brightness: 1,
  contrast: 1,
  saturation: 1,
  hue: 1,
};

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

const ops: Record<string, (pixels: Pixels, value: number) => Pixels> = {
  horizontal: flipHorizontal,
  vertical: flipVertical,
  turn: quarterTurn,
  'rotate-black': (pixels, degrees) => rotate(pixels, degrees, 'black'),
  'rotate-reflect': (pixels, degrees) => rotate(pixels, degrees, 'reflect'),
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
  hue: adjustHue,
  blur: gaussianBlur,
};

describe(`against torchvision ${golden.torchvision}`, () => {
  for (const { seed, size, op, value, data } of golden.cases) {
    it(`${op} ${value} of ${size.join(' x ')}`, () => {
      const source = picture(seed, size[0]!, size[1]!);
      const [top, left, height, width] = Array.isArray(value) ? value : [];
      const out =
        op === 'crop'
          ? resizedCrop(source, { top: top!, left: left!, height: height!, width: width! })
          : ops[op]!(source, value as number);
      const expected = Uint8Array.from(Buffer.from(data, 'base64'));
      expect(out.data.length).toBe(expected.length);
      const worst = out.data.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i]!)), 0);
      expect(worst).toBeLessThanOrEqual(TOLERANCE[op] ?? 0);
      if (op !== 'turn') expect([out.width, out.height]).toEqual(size);
    });
  }

  it('draws the boxes of RandomResizedCrop and RandomErasing from the same numbers', () => {
    for (const { size, scale, ratio, draws, crop, erase } of golden.boxes) {
      const picture = { width: size[0]!, height: size[1]! };
      const listed = (box: ReturnType<typeof eraseBox>) =>
        box ? [box.top, box.left, box.height, box.width] : null;
      const range = (pair: number[]) => [pair[0]!, pair[1]!] as const;
      const box = cropBox(picture, range(scale), range(ratio), given(draws));
      expect(listed(box)).toEqual(crop);
      expect(listed(eraseBox(picture, given(draws)))).toEqual(erase);
    }
  });
});

/** Hands out these numbers, one a draw. */
function given(draws: readonly number[]): Random {
  const values = draws[Symbol.iterator]();
  const uniform = () => values.next().value as number;
  return { uniform, integer: (bound: number) => Math.floor(uniform() * bound) } as Random;
}
