import { LensmithError } from '../../core/errors';
import type { Pixels } from '../../core/preprocessing/types';
import { isTaken, readHeader } from './header';

/** Largest picture that is decoded, in pixels: its RGB takes 300 MB. */
export const pixelLimit = 100_000_000;
/** Pixels read back from a canvas at a time, so that a big picture is never in memory thrice. */
const tileSide = 2048;
/** Enough to find the size behind a JPEG's EXIF and ICC segments, short of the picture itself. */
const headerBytes = 1 << 20;

/** What an error calls a picture: only files have names. */
export const pictureName = (blob: Blob) => (blob instanceof File ? blob.name : 'picture');

/** Throws notAPicture or pictureTooLarge from the header alone. */
async function checkHeader(blob: Blob): Promise<void> {
  const header = readHeader(new Uint8Array(await blob.slice(0, headerBytes).arrayBuffer()));
  if (!header || !isTaken(header.format))
    throw new LensmithError('notAPicture', { file: pictureName(blob) });
  if (header.size) checkSize(blob, header.size);
}

function checkSize(blob: Blob, { width, height }: { width: number; height: number }): void {
  if (width * height <= pixelLimit) return;
  const limit = pixelLimit / 1e6;
  throw new LensmithError('pictureTooLarge', { file: pictureName(blob), width, height, limit });
}

/**
 * RGB of a JPEG, PNG, WebP, GIF (first frame), BMP or AVIF, 8 bits a channel, turned upright by
 * EXIF, colour profiles ignored (as Pillow does), transparency over white.
 * Throws notAPicture for what is not one of these or is damaged, and pictureTooLarge, told from
 * the header before anything is decoded.
 */
export async function decodePicture(blob: Blob): Promise<Pixels> {
  await checkHeader(blob);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob, {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
      imageOrientation: 'from-image',
    });
  } catch (cause) {
    throw new LensmithError('notAPicture', { file: pictureName(blob) }, { cause });
  }
  try {
    checkSize(blob, bitmap);
    return readPixels(bitmap);
  } finally {
    bitmap.close();
  }
}

function readPixels(bitmap: ImageBitmap): Pixels {
  const { width, height } = bitmap;
  const data = new Uint8Array(width * height * 3);
  const canvas = new OffscreenCanvas(Math.min(width, tileSide), Math.min(height, tileSide));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new LensmithError('internal', { detail: 'no 2d canvas in this worker' });
  for (let top = 0; top < height; top += tileSide) {
    for (let left = 0; left < width; left += tileSide) {
      // Drawing over white composites without the loss of undoing a premultiplied alpha.
      context.fillStyle = '#fff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(bitmap, -left, -top);
      const tileWidth = Math.min(tileSide, width - left);
      const tileHeight = Math.min(tileSide, height - top);
      const rgba = context.getImageData(0, 0, tileWidth, tileHeight).data;
      for (let y = 0; y < tileHeight; y++) {
        let o = ((top + y) * width + left) * 3;
        const end = (y + 1) * tileWidth * 4;
        for (let i = y * tileWidth * 4; i < end; i += 4, o += 3) {
          data[o] = rgba[i]!;
          data[o + 1] = rgba[i + 1]!;
          data[o + 2] = rgba[i + 2]!;
        }
      }
    }
  }
  return { width, height, data };
}
