import { resize } from './resize';
import type { Pixels, Preprocessing } from './types';

/** Short side of the working copy, in pixels. */
export const copySide = 256;
/** Pictures whose short side is at least this are reduced to the working copy first. */
const copyFrom = 2 * copySide;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** torchvision's `Resize(side)`: the long side is truncated. */
function shortSideTo({ width, height }: Size, side: number): Size {
  const long = (other: number, short: number) => Math.max(1, Math.trunc((side * other) / short));
  return width <= height
    ? { width: side, height: long(height, width) }
    : { width: long(width, height), height: side };
}

/**
 * The picture reduced to a short side of 256, bicubic; null when its short side is below 512, where
 * the reduction would save little. Kept losslessly by the import, so that a checkpoint that wants
 * no more than 256 pixels sees the same values from the copy as from the original.
 */
export function workingCopy(pixels: Pixels): Pixels | null {
  const size = copySize(pixels);
  return size && resize(pixels, size.width, size.height, 'bicubic');
}

function copySize(picture: Size): Size | null {
  if (Math.min(picture.width, picture.height) < copyFrom) return null;
  return shortSideTo(picture, copySide);
}

/** Height and width the picture is resized to cover before the crop: floor(input / cropPct). */
export function resizeTarget(preprocessing: Preprocessing): [height: number, width: number] {
  const [height, width] = preprocessing.inputSize;
  return [Math.floor(height / preprocessing.cropPct), Math.floor(width / preprocessing.cropPct)];
}

/** Whether the working copy has enough pixels for this checkpoint; else it needs the original. */
export function copySuffices(preprocessing: Preprocessing): boolean {
  return Math.max(...resizeTarget(preprocessing)) <= copySide;
}

/** Python's `round`: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** timm's evaluation transform before the crop: the target is covered, the aspect ratio kept. */
function coveringSize(picture: Size, preprocessing: Preprocessing): Size {
  const [height, width] = resizeTarget(preprocessing);
  if (height === width) return shortSideTo(picture, height);
  const ratio = Math.min(picture.height / height, picture.width / width);
  return {
    width: roundHalfEven(picture.width / ratio),
    height: roundHalfEven(picture.height / ratio),
  };
}

/** torchvision's `center_crop`: where it begins; negative where there is less than it wants. */
function cropOffset(have: number, want: number): number {
  return have < want ? -Math.floor((want - have) / 2) : roundHalfEven((have - want) / 2);
}

/** What lies outside the picture is black. */
function centerCrop(pixels: Pixels, height: number, width: number): Uint8Array {
  const top = cropOffset(pixels.height, height);
  const left = cropOffset(pixels.width, width);
  const out = new Uint8Array(height * width * 3);
  const fromX = Math.max(0, left);
  const toX = Math.min(pixels.width, left + width);
  for (let y = Math.max(0, top); y < Math.min(pixels.height, top + height); y++) {
    const row = pixels.data.subarray((y * pixels.width + fromX) * 3, (y * pixels.width + toX) * 3);
    out.set(row, ((y - top) * width + (fromX - left)) * 3);
  }
  return out;
}

/**
 * What a checkpoint is shown: the picture resized and centre-cropped as timm's evaluation transform
 * does it, [H, W, 3] uint8, before normalisation by `mean` and `std`.
 */
export function prepare(pixels: Pixels, preprocessing: Preprocessing): Uint8Array {
  const [height, width] = preprocessing.inputSize;
  const source = (copySuffices(preprocessing) && workingCopy(pixels)) || pixels;
  const covering = coveringSize(source, preprocessing);
  const resized = resize(source, covering.width, covering.height, preprocessing.interpolation);
  return centerCrop(resized, height, width);
}

/** The part of a picture of this size that `prepare` shows, in 0..1 of the picture's sides. */
export function seenPart(
  picture: Size,
  preprocessing: Preprocessing,
): { x: number; y: number; width: number; height: number } {
  const [height, width] = preprocessing.inputSize;
  const source = (copySuffices(preprocessing) && copySize(picture)) || picture;
  const covering = coveringSize(source, preprocessing);
  return {
    x: cropOffset(covering.width, width) / covering.width,
    y: cropOffset(covering.height, height) / covering.height,
    width: width / covering.width,
    height: height / covering.height,
  };
}
