/** 8-bit values, row-major: [height, width] grey, [height, width, 3] RGB or [height, width, 4] RGBA. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Luminance, [height, width] row-major, 0..255. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Values a pixel: 1, 3 or 4. Throws RangeError when the data does not fit the size. */
export function channelsOf({ width, height, data }: Raster): 1 | 3 | 4 {
  const channels = data.length / (width * height);
  if (channels === 1 || channels === 3 || channels === 4) return channels;
  throw new RangeError(`${data.length} values are no picture of ${width} x ${height}`);
}

/** ITU-R BT.601 luma. Alpha is not looked at: what decoded a picture has put it over a ground. */
export function toGrey(raster: Raster): Grey {
  const { width, height, data } = raster;
  const channels = channelsOf(raster);
  if (channels === 1) return { width, height, data: Float32Array.from(data) };
  const grey = new Float32Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += channels) {
    grey[i] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  }
  return { width, height, data: grey };
}

/**
 * The picture with a long side of at most `longSide` pixels, each the mean of the area it covers;
 * the same object when it is that small already. It is never enlarged: that would only blur.
 */
export function shrink(grey: Grey, longSide: number): Grey {
  const scale = longSide / Math.max(grey.width, grey.height);
  if (scale >= 1) return grey;
  const width = Math.max(1, Math.round(grey.width * scale));
  const height = Math.max(1, Math.round(grey.height * scale));
  const across = shrinkRows(grey.data, grey.width, grey.height, width);
  const turned = transpose(across, width, grey.height);
  const down = shrinkRows(turned, grey.height, width, height);
  return { width, height, data: transpose(down, height, width) };
}

function shrinkRows(data: Float32Array, from: number, rows: number, to: number): Float32Array {
  const out = new Float32Array(rows * to);
  const step = from / to;
  for (let x = 0; x < to; x++) {
    const [left, right] = [x * step, Math.min(from, (x + 1) * step)];
    const [first, last] = [Math.floor(left), Math.min(from, Math.ceil(right)) - 1];
    for (let y = 0; y < rows; y++) {
      let sum = 0;
      for (let i = first; i <= last; i++) {
        sum += data[y * from + i] * (Math.min(right, i + 1) - Math.max(left, i));
      }
      out[y * to + x] = sum / (right - left);
    }
  }
  return out;
}

function transpose(data: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x];
  }
  return out;
}
