import { resize } from '../preprocessing/resize';
import type { Pixels } from '../preprocessing/types';
import { channelsOf, type Raster } from './grey';

/** Side of the grey picture that is transformed. */
const side = 32;
/** Frequencies kept in each direction, from the first above the mean. */
const kept = 8;

/**
 * How far above the median counts: a wave of one grey level. Rounding and compression make less,
 * so that what is absent from a smooth picture is absent from its copies too.
 */
const threshold = (side * side) / 4;

/** Rows 1..8 of the type-II cosine transform. */
const cosines = Float64Array.from({ length: kept * side }, (_, i) => {
  const frequency = Math.floor(i / side) + 1;
  return Math.cos((Math.PI * frequency * ((i % side) + 0.5)) / side);
});

/** ITU-R BT.601 luma of RGB pixels, 0..255. */
function luma({ data }: Pixels): Float64Array {
  return Float64Array.from(
    { length: data.length / 3 },
    (_, i) => 0.299 * data[i * 3]! + 0.587 * data[i * 3 + 1]! + 0.114 * data[i * 3 + 2]!,
  );
}

/** The 8 x 8 lowest frequencies above the mean, row-major. */
function lowFrequencies(grey: Float64Array): Float64Array {
  const rows = new Float64Array(side * kept);
  for (let y = 0; y < side; y++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let x = 0; x < side; x++) sum += grey[y * side + x]! * cosines[u * side + x]!;
      rows[y * kept + u] = sum;
    }
  }
  const out = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let y = 0; y < side; y++) sum += rows[y * kept + u]! * cosines[v * side + y]!;
      out[v * kept + u] = sum;
    }
  }
  return out;
}

/** RGB of whatever a picture has; the same object where it is RGB already. */
function asRgb(raster: Raster): Pixels {
  const { width, height, data } = raster;
  const channels = channelsOf(raster);
  if (channels === 3 && data instanceof Uint8Array) return { width, height, data };
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i++) {
    const pixel = Math.floor(i / 3) * channels;
    rgb[i] = data[channels === 1 ? pixel : pixel + (i % 3)]!;
  }
  return { width, height, data: rgb };
}

/**
 * 64-bit perceptual hash as 16 hex digits, the first the most significant: which low frequencies of
 * the 32 x 32 grey picture lie well above their median (Zauner, "Implementation and Benchmarking of
 * Perceptual Image Hash Functions", 2010: pHash). Takes grey, RGB or RGBA, whose alpha is not looked at.
 * Throws RangeError when the data does not fit the size.
 */
export function perceptualHash(picture: Raster): string {
  const values = lowFrequencies(luma(resize(asRgb(picture), side, side, 'bilinear')));
  const sorted = values.toSorted();
  const median = (sorted[31]! + sorted[32]!) / 2;
  let hex = '';
  for (let i = 0; i < 64; i += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++)
      digit = digit * 2 + Number(values[i + bit]! - median > threshold);
    hex += digit.toString(16);
  }
  return hex;
}

/** Side of a signature, in pixels. */
export const signatureSide = 16;

/** The picture squeezed to 16 x 16 RGB, [16, 16, 3]: what tells look-alikes from copies. */
export function signature(pixels: Pixels): Uint8Array {
  return resize(pixels, signatureSide, signatureSide, 'bilinear').data;
}
