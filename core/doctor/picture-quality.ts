import { type Grey, type Raster, shrink, toGrey } from './grey';
import { quantileOf } from './robust';

/** What is measured of one picture. Luminances are 0..1 of the 8-bit range. */
export interface PictureQuality {
  /** Pixels, of the picture as it was taken in. */
  width: number;
  height: number;
  /** Variance of the Laplacian, grey levels squared, 0 .. about 10^4; high where edges are crisp. */
  sharpness: number;
  mean: number;
  /** Luminances that 1, 5, 95 and 99 in 100 pixels lie below. */
  percentile1: number;
  percentile5: number;
  percentile95: number;
  percentile99: number;
}

/** Long side at which pictures are measured, in pixels: sharpness depends on it. */
export const measuredSide = 256;

/**
 * Measures a picture given as grey, RGB or RGBA, reduced to a long side of 256 pixels (by the area
 * covered) where it is larger; a small one is not enlarged. Sharpness is the variance of the
 * 4-neighbour Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a
 * comparative study", ICPR 2000). `size` is the picture's own, where what is given is a reduced copy.
 * Throws RangeError when the data does not fit the size.
 */
export function measureQuality(
  picture: Raster,
  size: { width: number; height: number } = picture,
): PictureQuality {
  const grey = shrink(toGrey(picture), measuredSide);
  const counts = new Uint32Array(256);
  let sum = 0;
  for (const value of grey.data) {
    counts[Math.min(255, Math.round(value))]++;
    sum += value;
  }
  const share = (q: number) => quantileOf(counts, q) / 255;
  return {
    width: size.width,
    height: size.height,
    sharpness: laplacianVariance(grey),
    mean: sum / grey.data.length / 255,
    percentile1: share(0.01),
    percentile5: share(0.05),
    percentile95: share(0.95),
    percentile99: share(0.99),
  };
}

/** Over all pixels that have four neighbours; 0 of a picture that has none such. */
export function laplacianVariance({ width, height, data }: Grey): number {
  if (width < 3 || height < 3) return 0;
  const count = (width - 2) * (height - 2);
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      const edge = data[i - 1] + data[i + 1] + data[i - width] + data[i + width] - 4 * data[i];
      sum += edge;
      squares += edge * edge;
    }
  }
  return squares / count - (sum / count) ** 2;
}
