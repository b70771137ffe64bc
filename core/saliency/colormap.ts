/** Values of one map, [height, width] row-major, 0..1. */
export interface Heatmap {
  height: number;
  width: number;
  values: ArrayLike<number>;
}

/**
 * Matplotlib's `inferno` (Smith & van der Walt, CC0) at every fifth of its 256 steps: perceptually
 * uniform, its lightness rises throughout, so that it reads in grey and to the colour-blind.
 */
const inferno =
  '000004 02020c 050417 0a0722 10092d 160b39 1e0c45 260c51 2f0a5b 380962 400a67 490b6a 510e6c ' +
  '59106e 61136e 69166e 71196e 781c6d 801f6c 88226a 902568 982766 a02a63 a82e5f b0315b b73557 ' +
  'bf3952 c63d4d cc4248 d34743 d94d3d df5337 e45a31 e9612b ed6925 f1711f f47918 f78212 f98b0b ' +
  'fa9407 fb9d07 fca60c fcb014 fbba1f fac42a f8cd37 f6d746 f4e156 f2ea69 f2f27d f5f992 fcffa4';

/** RGB of 256 steps, one after the other. */
const table = fillTable(inferno.split(' ').map((hex) => Number.parseInt(hex, 16)));

function fillTable(anchors: readonly number[]): Uint8ClampedArray {
  const rgb = new Uint8ClampedArray(256 * 3);
  for (let step = 0; step < 256; step++) {
    const at = (step / 255) * (anchors.length - 1);
    const from = Math.min(Math.floor(at), anchors.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const shift = 16 - 8 * channel;
      const low = (anchors[from]! >> shift) & 255;
      const high = (anchors[from + 1]! >> shift) & 255;
      rgb[step * 3 + channel] = low + (at - from) * (high - low);
    }
  }
  return rgb;
}

/** The colour of a value in 0..1, as 8-bit RGB; values outside are taken for the nearer end. */
export function heatColour(value: number): [red: number, green: number, blue: number] {
  const at = Math.round(Math.max(0, Math.min(1, value)) * 255) * 3;
  return [table[at]!, table[at + 1]!, table[at + 2]!];
}

/**
 * The map as RGBA of `width` x `height` pixels, not premultiplied, as ImageData takes it: colour by
 * value, alpha by value times `opacity` (0..1), so that only evidence covers the picture. Cells
 * are enlarged bicubically, their centres staying where they are.
 */
export function heatmapPixels(
  map: Heatmap,
  width: number,
  height: number,
  opacity: number,
): Uint8ClampedArray<ArrayBuffer> {
  const columns = cubicTaps(map.width, width);
  const rows = cubicTaps(map.height, height);
  const wide = new Float32Array(map.height * width);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = x * 4; k < x * 4 + 4; k++) {
        sum += columns.weights[k]! * map.values[y * map.width + columns.cells[k]!]!;
      }
      wide[y * width + x] = sum;
    }
  }
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 4) {
      let sum = 0;
      for (let k = y * 4; k < y * 4 + 4; k++) {
        sum += rows.weights[k]! * wide[rows.cells[k]! * width + x]!;
      }
      // The cubic overshoots a little beside steep edges.
      const value = Math.max(0, Math.min(1, sum));
      const at = Math.round(value * 255) * 3;
      pixels[o] = table[at]!;
      pixels[o + 1] = table[at + 1]!;
      pixels[o + 2] = table[at + 2]!;
      pixels[o + 3] = value * opacity * 255;
    }
  }
  return pixels;
}

/** For each output pixel the four cells it is made of, edges repeated, and their Keys weights (a = -0.5). */
function cubicTaps(cells: number, size: number): { cells: Int32Array; weights: Float32Array } {
  const taps = { cells: new Int32Array(size * 4), weights: new Float32Array(size * 4) };
  for (let i = 0; i < size; i++) {
    const centre = ((i + 0.5) * cells) / size - 0.5;
    const from = Math.floor(centre);
    const t = centre - from;
    const weights = [
      ((-t + 2) * t - 1) * t * 0.5,
      ((3 * t - 5) * t * t + 2) * 0.5,
      ((-3 * t + 4) * t + 1) * t * 0.5,
      (t - 1) * t * t * 0.5,
    ];
    for (let k = 0; k < 4; k++) {
      taps.cells[i * 4 + k] = Math.max(0, Math.min(cells - 1, from + k - 1));
      taps.weights[i * 4 + k] = weights[k]!;
    }
  }
  return taps;
}
