import type { Interpolation, Pixels } from './types';

/** Pillow keeps 8-bit sums in 32-bit integers: 32 - 8 bits of value - 2 bits of headroom. */
const precisionBits = 22;

interface Kernel {
  /** Half width, in input pixels at scale 1. */
  readonly support: number;
  readonly weight: (distance: number) => number;
}

const kernels: Record<Interpolation, Kernel> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: keys },
};

/** Keys' cubic with a = -0.5, as Pillow has it. */
function keys(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

/** For each output pixel: where its inputs start, how many there are, and their weights. */
interface Taps {
  readonly start: Int32Array;
  readonly count: Int32Array;
  /** `stride` weights an output pixel, in units of 2^-precisionBits. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/** Pillow's `precompute_coeffs` and `normalize_coeffs_8bpc` (src/libImaging/Resample.c). */
function taps(inputSize: number, outputSize: number, kernel: Kernel): Taps {
  const scale = inputSize / outputSize;
  const filterScale = Math.max(scale, 1);
  const support = kernel.support * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const start = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * stride);
  const raw = new Float64Array(stride);
  for (let out = 0; out < outputSize; out++) {
    const center = (out + 0.5) * scale;
    const from = Math.max(0, Math.trunc(center - support + 0.5));
    const to = Math.min(inputSize, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let i = 0; i < to - from; i++) {
      raw[i] = kernel.weight((i + from - center + 0.5) / filterScale);
      sum += raw[i]!;
    }
    for (let i = 0; i < to - from; i++) {
      const fixed = (raw[i]! / sum) * 2 ** precisionBits;
      weights[out * stride + i] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
    start[out] = from;
    count[out] = to - from;
  }
  return { start, count, weights, stride };
}

function resizeRows(pixels: Pixels, width: number, kernel: Kernel): Pixels {
  const { start, count, weights, stride } = taps(pixels.width, width, kernel);
  const source = pixels.data;
  const data = new Uint8ClampedArray(width * pixels.height * 3);
  for (let y = 0, o = 0; y < pixels.height; y++) {
    const row = y * pixels.width * 3;
    for (let x = 0; x < width; x++, o += 3) {
      let r = 1 << (precisionBits - 1);
      let g = r;
      let b = r;
      let i = row + start[x]! * 3;
      const end = x * stride + count[x]!;
      for (let k = x * stride; k < end; k++, i += 3) {
        const weight = weights[k]!;
        r += source[i]! * weight;
        g += source[i + 1]! * weight;
        b += source[i + 2]! * weight;
      }
      data[o] = r >> precisionBits;
      data[o + 1] = g >> precisionBits;
      data[o + 2] = b >> precisionBits;
    }
  }
  return { width, height: pixels.height, data: new Uint8Array(data.buffer) };
}

function resizeColumns(pixels: Pixels, height: number, kernel: Kernel): Pixels {
  const { start, count, weights, stride } = taps(pixels.height, height, kernel);
  const source = pixels.data;
  const rowLength = pixels.width * 3;
  const data = new Uint8ClampedArray(rowLength * height);
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (precisionBits - 1));
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * stride + k]!;
      const row = (start[y]! + k) * rowLength;
      for (let i = 0; i < rowLength; i++) sums[i] = sums[i]! + source[row + i]! * weight;
    }
    const out = y * rowLength;
    for (let i = 0; i < rowLength; i++) data[out + i] = sums[i]! >> precisionBits;
  }
  return { width: pixels.width, height, data: new Uint8Array(data.buffer) };
}

/**
 * Resizes RGB pixels, antialiased when shrinking, as Pillow's `Image.resize` does with 8-bit
 * channels: rows first, then columns, each rounded to 8 bits, in fixed point.
 * Returns `pixels` itself when the size is right already. Sizes are positive integers.
 */
export function resize(
  pixels: Pixels,
  width: number,
  height: number,
  interpolation: Interpolation,
): Pixels {
  const kernel = kernels[interpolation];
  const rows = width === pixels.width ? pixels : resizeRows(pixels, width, kernel);
  return height === rows.height ? rows : resizeColumns(rows, height, kernel);
}
