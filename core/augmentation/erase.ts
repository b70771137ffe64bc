import type { Pixels } from '../preprocessing/types';
import type { Random } from '../random';
import { type Box, between } from './crop';

const ATTEMPTS = 10;
/** Share of the area, and height by width: Zhong et al. 2020 and torchvision's defaults. */
const SCALE = [0.02, 0.33] as const;
const RATIO = [0.3, 3.3] as const;

/**
 * What random erasing takes away (Zhong et al. 2020; torchvision's `RandomErasing.get_params`, draw
 * for draw); null where ten draws do not fit.
 */
export function eraseBox(
  { width, height }: { width: number; height: number },
  random: Random,
): Box | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = width * height * between(random, SCALE);
    const aspect = Math.exp(between(random, [Math.log(RATIO[0]), Math.log(RATIO[1])]));
    const h = Math.round(Math.sqrt(area * aspect));
    const w = Math.round(Math.sqrt(area / aspect));
    if (h < 1 || w < 1 || h >= height || w >= width) continue;
    const top = random.integer(height - h + 1);
    const left = random.integer(width - w + 1);
    return { top, left, height: h, width: w };
  }
  return null;
}

/** The box filled with noise of its own for every value, the paper's best (RE-R); new. */
export function erase(pixels: Pixels, box: Box, random: Random): Pixels {
  const data = pixels.data.slice();
  for (let y = box.top; y < box.top + box.height; y++) {
    const start = (y * pixels.width + box.left) * 3;
    for (let i = start; i < start + box.width * 3; i++) data[i] = random.uint32() >>> 24;
  }
  return { ...pixels, data };
}
