import type { Pixels } from '../preprocessing/types';

/** Position mirrored at the edges, the edge itself not repeated: torch's `reflect` padding. */
function mirroredAt(at: number, size: number): number {
  if (at < 0) return -at;
  return at >= size ? 2 * (size - 1) - at : at;
}

/** Weights of torchvision's `_get_gaussian_kernel1d`; they add up to 1. */
function kernel(radius: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Gaussian blur of deviation `sigma` (above 0, in pixels): torchvision's `gaussian_blur` with a
 * kernel of three deviations to either side, or as many as the picture has room to mirror.
 */
export function gaussianBlur(pixels: Pixels, sigma: number): Pixels {
  const { width, height, data } = pixels;
  const radius = Math.min(Math.ceil(3 * sigma), Math.min(width, height) - 1);
  if (radius < 1) return pixels;
  const weights = kernel(radius, sigma);
  const rows = new Float32Array(data.length);
  const out = new Uint8Array(data.length);
  pass(data, rows, height, width, width * 3, 3, weights, radius);
  const columns = new Float32Array(data.length);
  pass(rows, columns, width, height, 3, width * 3, weights, radius);
  for (let i = 0; i < out.length; i++) out[i] = Math.min(255, Math.round(columns[i]!));
  return { width, height, data: out };
}

/** Convolves `lines` lines of `length` pixels, each `step` values after the other. */
function pass(
  source: Uint8Array | Float32Array,
  target: Float32Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  weights: Float64Array,
  radius: number,
): void {
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      let [r, g, b] = [0, 0, 0];
      for (let k = -radius; k <= radius; k++) {
        const i = line * lineStep + mirroredAt(at + k, length) * step;
        const weight = weights[k + radius]!;
        r += weight * source[i]!;
        g += weight * source[i + 1]!;
        b += weight * source[i + 2]!;
      }
      const o = line * lineStep + at * step;
      target[o] = r;
      target[o + 1] = g;
      target[o + 2] = b;
    }
  }
}
