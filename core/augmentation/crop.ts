import { resize } from '../preprocessing/resize';
import type { Pixels } from '../preprocessing/types';
import type { Random } from '../random';

/** In pixels. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

type Range = readonly [low: number, high: number];

/** Tries until a rectangle fits, as torchvision and timm do. */
const ATTEMPTS = 10;

export const between = (random: Random, [low, high]: Range): number =>
  low + (high - low) * random.uniform();

/**
 * Where a random resized crop is cut (Szegedy et al. 2015; torchvision's
 * `RandomResizedCrop.get_params`, draw for draw): `scale` of the area, `ratio` of width to height,
 * log-uniform; the central crop of an allowed ratio where ten draws do not fit.
 */
export function cropBox(
  { width, height }: { width: number; height: number },
  scale: Range,
  ratio: Range,
  random: Random,
): Box {
  const logRatio: Range = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = width * height * between(random, scale);
    const aspect = Math.exp(between(random, logRatio));
    const w = Math.round(Math.sqrt(area * aspect));
    const h = Math.round(Math.sqrt(area / aspect));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    const top = random.integer(height - h + 1);
    const left = random.integer(width - w + 1);
    return { top, left, height: h, width: w };
  }
  const given = width / height;
  const w = given > ratio[1] ? Math.round(height * ratio[1]) : width;
  const h = given < ratio[0] ? Math.round(width / ratio[0]) : height;
  return {
    top: Math.floor((height - h) / 2),
    left: Math.floor((width - w) / 2),
    height: h,
    width: w,
  };
}

/** That part of a picture, new. */
export function cut(pixels: Pixels, { top, left, height, width }: Box): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * pixels.width + left) * 3;
    data.set(pixels.data.subarray(start, start + width * 3), y * width * 3);
  }
  return { width, height, data };
}

/** The part, resized to the picture's own size as Pillow does it, bilinear and antialiased. */
export function resizedCrop(pixels: Pixels, box: Box): Pixels {
  return resize(cut(pixels, box), pixels.width, pixels.height, 'bilinear');
}
