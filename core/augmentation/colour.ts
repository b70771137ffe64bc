import type { Pixels } from '../preprocessing/types';
import type { Random } from '../random';
import { between } from './crop';

/** torchvision's luma, truncated to 8 bits as there. */
const luma = (r: number, g: number, b: number) =>
  Math.trunc(Math.fround(0.2989 * r + 0.587 * g + 0.114 * b));

const to8 = (value: number) => (value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value));

/** Every channel times `factor` (0 is black, 1 the picture): torchvision's `adjust_brightness`. */
export function adjustBrightness(pixels: Pixels, factor: number): Pixels {
  return { ...pixels, data: pixels.data.map((value) => to8(value * factor)) };
}

/** Away from the mean grey by `factor` (0 is that grey): torchvision's `adjust_contrast`. */
export function adjustContrast(pixels: Pixels, factor: number): Pixels {
  const { data } = pixels;
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) sum += luma(data[i]!, data[i + 1]!, data[i + 2]!);
  const rest = (1 - factor) * (sum / (data.length / 3));
  return { ...pixels, data: data.map((value) => to8(value * factor + rest)) };
}

/** Away from each pixel's own grey by `factor` (0 is grey): torchvision's `adjust_saturation`. */
export function adjustSaturation(pixels: Pixels, factor: number): Pixels {
  const { data } = pixels;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const rest = (1 - factor) * luma(data[i]!, data[i + 1]!, data[i + 2]!);
    for (let c = i; c < i + 3; c++) out[c] = to8(data[c]! * factor + rest);
  }
  return { ...pixels, data: out };
}

/** The hue in HSV moved by `shift` of its circle, -0.5..0.5: torchvision's `adjust_hue`. */
export function adjustHue(pixels: Pixels, shift: number): Pixels {
  const { data } = pixels;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [data[i]! / 255, data[i + 1]! / 255, data[i + 2]! / 255];
    const max = Math.max(r, g, b);
    const range = max - Math.min(r, g, b);
    if (range === 0) {
      out[i] = out[i + 1] = out[i + 2] = data[i]!;
      continue;
    }
    const sixth =
      max === r ? (g - b) / range : max === g ? 2 + (b - r) / range : 4 + (r - g) / range;
    const hue = (((sixth / 6 + shift) % 1) + 1) % 1;
    for (let c = 0; c < 3; c++) {
      // Smith 1978, in the closed form: channel n of HSV is v - v s max(0, min(k, 4 - k, 1)).
      const k = ([5, 3, 1][c]! + hue * 6) % 6;
      const value = max - range * Math.max(0, Math.min(k, 4 - k, 1));
      // As torchvision quantises floats: x * (256 - 1e-3), truncated.
      out[i + c] = to8(value * 255.999);
    }
  }
  return { ...pixels, data: out };
}

export interface Jitter {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly hue: number;
}

/** torchvision's `ColorJitter`: the four in random order, factors uniform in 1 - x .. 1 + x. */
export function jitter(pixels: Pixels, strengths: Jitter, random: Random): Pixels {
  const factor = (x: number) => between(random, [Math.max(0, 1 - x), 1 + x]);
  let out = pixels;
  const order: (keyof Jitter)[] = ['brightness', 'contrast', 'saturation', 'hue'];
  for (const name of random.shuffle(order)) {
    const strength = strengths[name];
    if (strength === 0) continue;
    if (name === 'hue') out = adjustHue(out, between(random, [-strength, strength]));
    else out = adjust[name](out, factor(strength));
  }
  return out;
}

const adjust = {
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
};
