import { expect, test } from 'vitest';
import { prepare, seenPart } from './prepare';
import type { Pixels, Preprocessing } from './types';

const preprocessing = (height: number, width: number, cropPct = 0.875): Preprocessing => ({
  ...{ inputSize: [height, width], cropPct, interpolation: 'bilinear' },
  ...{ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
});

/** Red tells how far to the right a pixel is, green how far down. */
function ramps(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    data[3 * i] = (255 * ((i % width) + 0.5)) / width;
    data[3 * i + 1] = (255 * (Math.floor(i / width) + 0.5)) / height;
  }
  return { width, height, data };
}

test.each([
  ['square', 300, 300, preprocessing(64, 64)],
  ['landscape', 400, 210, preprocessing(64, 64)],
  ['portrait, reduced to the working copy first', 530, 900, preprocessing(96, 96)],
  ['by way of no copy, for a large input', 700, 530, preprocessing(280, 280)],
  ['smaller than the input', 40, 33, preprocessing(64, 64)],
  ['an input that is not square', 300, 200, preprocessing(40, 72)],
  ['no crop beyond the aspect ratio', 320, 200, preprocessing(64, 64, 1)],
])('what prepare shows: %s', (_, width, height, expected) => {
  const pixels = ramps(width, height);
  const shown = prepare(pixels, expected);
  const [rows, columns] = expected.inputSize;
  const part = seenPart(pixels, expected);
  for (const [row, column] of [
    [Math.floor(rows / 2), Math.floor(columns / 2)],
    [Math.floor(rows / 8), Math.floor(columns / 8)],
    [Math.floor((7 * rows) / 8), Math.floor((7 * columns) / 8)],
  ] as const) {
    const at = 3 * (row * columns + column);
    // Two roundings to whole grey levels.
    const [red, green] = [shown[at]! / 255, shown[at + 1]! / 255];
    expect(Math.abs(red - part.x - ((column + 0.5) / columns) * part.width)).toBeLessThan(0.01);
    expect(Math.abs(green - part.y - ((row + 0.5) / rows) * part.height)).toBeLessThan(0.01);
  }
});

test('a whole picture is seen where nothing is cropped', () => {
  const part = seenPart({ width: 64, height: 64 }, preprocessing(64, 64, 1));
  expect(part).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});
