import type { Pixels } from '../preprocessing/types';
import type { Fill } from './options';

/** A new picture whose pixel (x, y) is the one of `pixels` at `from(x, y)`, an index of pixels. */
function moved(
  pixels: Pixels,
  width: number,
  height: number,
  from: (x: number, y: number) => number,
): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      const i = from(x, y) * 3;
      data[o] = pixels.data[i]!;
      data[o + 1] = pixels.data[i + 1]!;
      data[o + 2] = pixels.data[i + 2]!;
    }
  }
  return { width, height, data };
}

/** Left to right, new. */
export function flipHorizontal(pixels: Pixels): Pixels {
  const { width, height } = pixels;
  return moved(pixels, width, height, (x, y) => y * width + (width - 1 - x));
}

/** Top to bottom, new. */
export function flipVertical(pixels: Pixels): Pixels {
  const { width, height } = pixels;
  return moved(pixels, width, height, (x, y) => (height - 1 - y) * width + x);
}

/** Turned counter-clockwise by `turns` times 90 degrees, as numpy's `rot90`; odd ones swap the sides. */
export function quarterTurn(pixels: Pixels, turns: number): Pixels {
  const { width, height } = pixels;
  switch (((turns % 4) + 4) % 4) {
    case 1:
      return moved(pixels, height, width, (x, y) => x * width + (width - 1 - y));
    case 2:
      return moved(pixels, width, height, (x, y) => (height - 1 - y) * width + (width - 1 - x));
    case 3:
      return moved(pixels, height, width, (x, y) => (height - 1 - x) * width + y);
    default:
      return pixels;
  }
}

/** A coordinate outside 0 .. size - 1 mirrored back at the picture's edges, as torch's `reflection`. */
function reflected(at: number, size: number): number {
  const turn = Math.floor((at + 0.5) / size);
  const within = at + 0.5 - turn * size;
  const back = turn % 2 === 0 ? within - 0.5 : size - within - 0.5;
  return Math.min(size - 1, Math.max(0, back));
}

/**
 * Turned counter-clockwise by `degrees` about its centre, bilinear, the size kept: torchvision's
 * `rotate(expand=False)`; with `reflect`, torch's `grid_sample(padding_mode='reflection')`.
 */
export function rotate(pixels: Pixels, degrees: number, fill: Fill): Pixels {
  const { width, height, data } = pixels;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const outside = fill === 'white' ? 255 : 0;
  const out = new Uint8Array(data.length);
  for (let y = 0, o = 0; y < height; y++) {
    const dy = y + 0.5 - height / 2;
    for (let x = 0; x < width; x++, o += 3) {
      const dx = x + 0.5 - width / 2;
      let sx = cos * dx - sin * dy + width / 2 - 0.5;
      let sy = sin * dx + cos * dy + height / 2 - 0.5;
      if (fill === 'reflect') {
        sx = reflected(sx, width);
        sy = reflected(sy, height);
      }
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [fx, fy] = [sx - left, sy - top];
      let [r, g, b, inside] = [0, 0, 0, 0];
      for (let corner = 0; corner < 4; corner++) {
        const cx = left + (corner & 1);
        const cy = top + (corner >> 1);
        if (cx < 0 || cy < 0 || cx >= width || cy >= height) continue;
        const weight = (corner & 1 ? fx : 1 - fx) * (corner >> 1 ? fy : 1 - fy);
        const i = (cy * width + cx) * 3;
        r += weight * data[i]!;
        g += weight * data[i + 1]!;
        b += weight * data[i + 2]!;
        inside += weight;
      }
      const rest = (1 - inside) * outside;
      out[o] = Math.min(255, Math.round(r + rest));
      out[o + 1] = Math.min(255, Math.round(g + rest));
      out[o + 2] = Math.min(255, Math.round(b + rest));
    }
  }
  return { width, height, data: out };
}
