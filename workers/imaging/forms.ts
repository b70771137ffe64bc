import { perceptualHash, signature } from '../../core/doctor/perceptual-hash';
import { workingCopy } from '../../core/preprocessing/prepare';
import { resize } from '../../core/preprocessing/resize';
import type { Pixels } from '../../core/preprocessing/types';
import { decodePicture } from './decode';

/** What the import keeps of a picture beside its bytes. */
export interface PictureForms {
  /** Pixels, upright. */
  width: number;
  height: number;
  /** Short side 256, PNG; null of a picture whose short side is below 512. */
  copy: Blob | null;
  thumbnail: Blob;
  perceptualHash: string;
  signature: Uint8Array;
}

const thumbnailSide = 160;
/** Of very long pictures. */
const thumbnailLongSide = 480;

function toRgba({ width, height, data }: Pixels): ImageData {
  const out = new ImageData(width, height);
  for (let i = 0, o = 0; i < data.length; i += 3, o += 4) {
    out.data[o] = data[i]!;
    out.data[o + 1] = data[i + 1]!;
    out.data[o + 2] = data[i + 2]!;
    out.data[o + 3] = 255;
  }
  return out;
}

async function encode(pixels: Pixels, options: ImageEncodeOptions): Promise<Blob> {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.putImageData(toRgba(pixels), 0, 0);
  return canvas.convertToBlob(options);
}

function thumbnail(pixels: Pixels): Promise<Blob> {
  const short = Math.min(pixels.width, pixels.height);
  const long = Math.max(pixels.width, pixels.height);
  const scale = Math.min(1, thumbnailSide / short, thumbnailLongSide / long);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  const small = resize(pixels, scaled(pixels.width), scaled(pixels.height), 'bilinear');
  // JPEG blurs what has few pixels and saves nothing there.
  const isTiny = short < 64;
  return encode(small, isTiny ? { type: 'image/png' } : { type: 'image/jpeg', quality: 0.85 });
}

/** Decodes a picture once and derives all that is kept of it. Throws as `decodePicture` does. */
export async function renderForms(blob: Blob): Promise<PictureForms> {
  const pixels = await decodePicture(blob);
  const copy = workingCopy(pixels);
  const base = copy ?? pixels;
  const [copyBlob, thumbnailBlob] = await Promise.all([
    copy && encode(copy, { type: 'image/png' }),
    thumbnail(base),
  ]);
  return {
    width: pixels.width,
    height: pixels.height,
    copy: copyBlob,
    thumbnail: thumbnailBlob,
    perceptualHash: perceptualHash(base),
    signature: signature(base),
  };
}
