import type { Pixels } from '../../core/preprocessing/types';
import { pixelLimit } from '../imaging/decode';
import type { ReadFile } from './description';
import { Fault } from './fault';

/** Files of the bundle below `folder`. */
export function readFrom(folder: URL): ReadFile {
  return async (file) => {
    const { readFile } = await import('node:fs/promises');
    try {
      // A copy: small files share one buffer of Node's.
      return new Uint8Array(await readFile(new URL(file, folder)));
    } catch (cause) {
      throw new Fault('fileMissing', { file }, cause);
    }
  };
}

/** The part of sharp that is used; it is the bundle's dependency, not Lensmith's. */
type Sharp = (
  input: string | Uint8Array,
  options: object,
) => {
  toColourspace(space: 'srgb'): ReturnType<Sharp>;
  ensureAlpha(): ReturnType<Sharp>;
  raw(options: { depth: 'uchar' }): ReturnType<Sharp>;
  toBuffer(options: { resolveWithObject: true }): Promise<{
    data: Uint8Array;
    info: { width: number; height: number; channels: number };
  }>;
};

async function loadSharp(): Promise<Sharp> {
  // In a variable, so that bundlers of pages that import predict.js leave it alone.
  const name = 'sharp';
  try {
    return (await import(/* @vite-ignore */ name)).default;
  } catch (cause) {
    throw new Fault('sharpMissing', {}, cause);
  }
}

/**
 * Upright RGB of a file or of its bytes, colour profiles ignored, transparency over white.
 * Throws Fault sharpMissing, pictureMissing and notAPicture.
 */
export async function decodeFile(picture: string | Uint8Array): Promise<Pixels> {
  const file = typeof picture === 'string' ? picture : 'the picture';
  const sharp = await loadSharp();
  if (typeof picture === 'string') {
    const { access } = await import('node:fs/promises');
    await access(picture).catch((cause: unknown) => {
      throw new Fault('pictureMissing', { file }, cause);
    });
  }
  try {
    const { data, info } = await sharp(picture, {
      ...{ autoOrient: true, ignoreIcc: true, limitInputPixels: pixelLimit, failOn: 'error' },
    })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: overWhite(data) };
  } catch (cause) {
    throw new Fault('notAPicture', { file }, cause);
  }
}

/** RGB of RGBA; sharp's own `flatten` rounds down, where a canvas and Pillow round to the nearest. */
function overWhite(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3]!;
    const white = 255 * (255 - alpha);
    for (let c = 0; c < 3; c++) rgb[to++] = Math.round((rgba[from + c]! * alpha + white) / 255);
  }
  return rgb;
}
