import type { Pixels } from '../preprocessing/types';
import { createRandom, type Random } from '../random';
import { gaussianBlur } from './blur';
import { jitter } from './colour';
import { between, cropBox, resizedCrop } from './crop';
import { erase, eraseBox } from './erase';
import { flipHorizontal, flipVertical, quarterTurn, rotate } from './geometry';
import type { Augmentation } from './options';

/** Strengths in pixels are of a picture so wide. */
const REFERENCE_SIDE = 224;

/** What is drawn for view number `view` (from 0) of a picture: fixed by seed and picture alone. */
export function viewRandom(seed: number, view: number, picture: string): Random {
  return createRandom(seed).fork(`augmented view ${view}`).fork(picture);
}

/**
 * One varied view, of the picture's own size, new unless nothing was drawn: crop, symmetry, rotation,
 * colour, blur, erasing, in this order, as timm chains them. Every step draws from its own stream, so
 * that moving one slider changes nothing else. Mixing is in mix.ts.
 */
export function augmented(pixels: Pixels, one: Augmentation, random: Random): Pixels {
  let out = pixels;
  if (one.crop < 1) {
    const ratio = [1 / one.cropRatio, one.cropRatio] as const;
    out = resizedCrop(out, cropBox(out, [one.crop, 1], ratio, random.fork('crop')));
  }
  out = turned(out, one, random);
  if (one.rotation > 0) {
    const degrees = between(random.fork('rotation'), [-one.rotation, one.rotation]);
    out = rotate(out, degrees, one.fill);
  }
  out = jitter(out, one, random.fork('colour'));
  if (one.blur > 0) {
    const most = (one.blur * Math.min(out.width, out.height)) / REFERENCE_SIDE;
    const sigma = most * random.fork('blur').uniform();
    // A kernel this narrow has no weight beside its middle.
    if (sigma > 0.1) out = gaussianBlur(out, sigma);
  }
  const erasing = random.fork('erasing');
  if (erasing.uniform() < one.erasing) {
    const box = eraseBox(out, erasing);
    if (box) out = erase(out, box, erasing);
  }
  return out;
}

function turned(pixels: Pixels, one: Augmentation, random: Random): Pixels {
  let out = pixels;
  if (one.horizontalFlip && random.fork('horizontal').uniform() < 0.5) out = flipHorizontal(out);
  if (one.verticalFlip && random.fork('vertical').uniform() < 0.5) out = flipVertical(out);
  if (one.quarterTurns) {
    const square = out.width === out.height;
    const draw = random.fork('turns');
    out = quarterTurn(out, square ? draw.integer(4) : 2 * draw.integer(2));
  }
  return out;
}
