import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, 'tokens.css'), 'utf8');

type Color = [r: number, g: number, b: number];

/** Tokens of the light theme, overlaid by the dark one's where asked. */
function tokens(theme: 'light' | 'dark'): Map<string, Color> {
  const dark = css.indexOf('[data-theme');
  const parts = theme === 'light' ? [css.slice(0, dark)] : [css.slice(0, dark), css.slice(dark)];
  const found = new Map<string, Color>();
  for (const part of parts) {
    for (const [, name, l, c, h] of part.matchAll(
      /--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g,
    )) {
      found.set(String(name), linearSrgb(Number(l), Number(c), Number(h)));
    }
  }
  return found;
}

/** OKLCH to linear sRGB, clipped (Ottosson 2020). */
function linearSrgb(lightness: number, chroma: number, hue: number): Color {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** WCAG 2.2 contrast ratio. */
function contrast(one: Color, other: Color): number {
  const luminance = ([r, g, b]: Color) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['bg', 'surface', 'sunken'];
/** [foreground, background, least ratio]: 4.5 for text, 3 for what must be seen. */
const pairs: [string, string, number][] = [
  ...['text', 'text-muted', 'accent', 'accent-hover', 'good', 'warn', 'bad'].flatMap((text) =>
    grounds.map((ground): [string, string, number] => [text, ground, 4.5]),
  ),
  ...['line-strong', ...Array.from({ length: 8 }, (_, n) => `class-${n + 1}`)].map(
    (mark): [string, string, number] => [mark, 'surface', 3],
  ),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['text', 'accent-soft', 4.5],
  ['accent', 'accent-soft', 4.5],
  ...['good', 'warn', 'bad'].flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-soft`, 4.5],
    ['text', `${tone}-soft`, 4.5],
    ['text-muted', `${tone}-soft`, 4.5],
  ]),
];

test.each(['light', 'dark'] as const)('%s: every pair reaches WCAG AA', (theme) => {
  const known = tokens(theme);
  const failing = pairs
    .map(([front, back, least]) => {
      const [a, b] = [known.get(front), known.get(back)];
      if (!a || !b) throw new Error(`no token ${front} or ${back}`);
      return { pair: `${front} on ${back}`, ratio: contrast(a, b), least };
    })
    .filter(({ ratio, least }) => ratio < least);
  expect(failing).toEqual([]);
});

test('black on white is 21 to 1', () => {
  expect(contrast(linearSrgb(0, 0, 0), linearSrgb(1, 0, 0))).toBeCloseTo(21, 3);
});
