import { expect, test } from 'vitest';
import { heatColour, heatmapPixels } from './colormap';

test('colours are those of matplotlib’s inferno, within two levels between its anchors', () => {
  // matplotlib.colormaps['inferno'].colors at these steps.
  const reference: [number, [number, number, number]][] = [
    [0, [0x00, 0x00, 0x04]],
    [64, [0x57, 0x10, 0x6e]],
    [128, [0xbc, 0x37, 0x54]],
    [233, [0xf4, 0xdd, 0x4f]],
    [255, [0xfc, 0xff, 0xa4]],
  ];
  for (const [step, expected] of reference) {
    heatColour(step / 255).forEach((level, channel) => {
      expect(Math.abs(level - (expected[channel] as number))).toBeLessThanOrEqual(2);
    });
  }
  const luma = (value: number) => {
    const [r, g, b] = heatColour(value);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (let step = 1; step < 256; step++) {
    expect(luma(step / 255)).toBeGreaterThan(luma((step - 1) / 255) - 0.5);
  }
});

test('alpha follows value and opacity, and nothing covers where there is no evidence', () => {
  const map = { height: 2, width: 2, values: Float32Array.of(0, 0, 1, 1) };
  const pixels = heatmapPixels(map, 8, 8, 0.5);
  const alpha = (x: number, y: number) => pixels[(y * 8 + x) * 4 + 3] as number;
  expect(pixels).toHaveLength(8 * 8 * 4);
  expect(alpha(0, 0)).toBe(0);
  expect(alpha(0, 7)).toBe(Math.round(0.5 * 255));
  for (let y = 1; y < 8; y++) expect(alpha(3, y)).toBeGreaterThanOrEqual(alpha(3, y - 1));
  // Columns are equal, so nothing changes along a row.
  for (let x = 1; x < 8; x++) expect(alpha(x, 3)).toBe(alpha(0, 3));
});

test('a cell’s centre keeps its value and its place', () => {
  const values = new Float32Array(49);
  values[2 * 7 + 5] = 1;
  const side = 7 * 9;
  const pixels = heatmapPixels({ height: 7, width: 7, values }, side, side, 1);
  let best = 0;
  for (let i = 0; i < side * side; i++) {
    if ((pixels[i * 4 + 3] as number) > (pixels[best * 4 + 3] as number)) best = i;
  }
  expect([best % side, Math.floor(best / side)]).toEqual([5 * 9 + 4, 2 * 9 + 4]);
  expect(pixels[best * 4 + 3]).toBe(255);
});
