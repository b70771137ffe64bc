import type { Pixels } from '../preprocessing/types';
import type { Random } from '../random';
import type { Box } from './crop';
import type { Augmentation } from './options';

export type MixKind = 'mixup' | 'cutmix';

/** How view number `view` (from 0) is mixed; where both are wanted, views take turns. */
export function mixOf({ mixup, cutmix }: Augmentation, view: number): MixKind | null {
  if (mixup > 0 && cutmix > 0) return view % 2 === 0 ? 'mixup' : 'cutmix';
  if (mixup > 0) return 'mixup';
  return cutmix > 0 ? 'cutmix' : null;
}

/** One draw of Gamma(shape, 1), by Marsaglia and Tsang 2000; below 1 by their boost. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** One draw of Beta(alpha, alpha), 0..1: the share that a picture keeps in a mix. */
export function beta(random: Random, alpha: number): number {
  const own = gamma(random, alpha);
  const other = gamma(random, alpha);
  // Tiny parameters can underflow both: then either is all there is.
  return own + other === 0 ? (random.uniform() < 0.5 ? 0 : 1) : own / (own + other);
}

/**
 * Whom every row is mixed with: a shuffle within each group, so that no mix joins two groups. With
 * the groups of a k-fold, a mix is then held out with both of its pictures or with neither.
 */
export function partners(
  groups: readonly (readonly number[])[],
  random: Random,
): Map<number, number> {
  const out = new Map<number, number>();
  for (const group of groups) {
    const order = random.shuffle([...group]);
    group.forEach((row, i) => {
      out.set(row, order[i]!);
    });
  }
  return out;
}

/** `share` of `a` and the rest of `b`, value by value, new (Zhang et al. 2018). Same length. */
export function mixup(a: Float32Array, b: Float32Array, share: number): Float32Array {
  return a.map((value, i) => share * value + (1 - share) * b[i]!);
}

/**
 * The rectangle that a CutMix of `share` takes from the other picture (Yun et al. 2019, torchvision's
 * `CutMix`): its sides by the root of 1 - share, its centre uniform, cut off at the edges.
 */
export function cutBox(
  { width, height }: { width: number; height: number },
  share: number,
  random: Random,
): Box {
  const x = random.integer(width);
  const y = random.integer(height);
  const half = 0.5 * Math.sqrt(1 - share);
  const [halfWidth, halfHeight] = [Math.trunc(half * width), Math.trunc(half * height)];
  const left = Math.max(0, x - halfWidth);
  const top = Math.max(0, y - halfHeight);
  return {
    top,
    left,
    height: Math.min(height, y + halfHeight) - top,
    width: Math.min(width, x + halfWidth) - left,
  };
}

/** What a picture keeps of its area when `box` is taken from it: the weight of its label. */
export function keptShare({ width, height }: { width: number; height: number }, box: Box): number {
  return 1 - (box.width * box.height) / (width * height);
}

/** `a` with the box out of `b`, new; both of one size. */
export function cutmix(a: Pixels, b: Pixels, box: Box): Pixels {
  const data = a.data.slice();
  for (let y = box.top; y < box.top + box.height; y++) {
    const start = (y * a.width + box.left) * 3;
    data.set(b.data.subarray(start, start + box.width * 3), start);
  }
  return { ...a, data };
}
