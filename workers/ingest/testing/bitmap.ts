import { perceptualHash, signature } from '../../../core/doctor/perceptual-hash';
import { LensmithError } from '../../../core/errors';
import type { Pixels } from '../../../core/preprocessing/types';
import type { PictureForms } from '../../imaging/forms';

const headerLength = 54;
const rowLength = (width: number) => Math.ceil((width * 3) / 4) * 4;

/** A 24-bit BMP of RGB pixels. */
export function encodeBitmap({ width, height, data }: Pixels): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(headerLength + rowLength(width) * height);
  const view = new DataView(out.buffer);
  out.set([0x42, 0x4d]);
  view.setUint32(2, out.length, true);
  view.setUint32(10, headerLength, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y++) {
    const row = headerLength + (height - 1 - y) * rowLength(width);
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) out[row + x * 3 + 2 - c] = data[(y * width + x) * 3 + c]!;
    }
  }
  return out;
}

export function decodeBitmap(bytes: Uint8Array<ArrayBuffer>): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [width, height] = [view.getInt32(18, true), view.getInt32(22, true)];
  const data = new Uint8Array(width * height * 3);
  if (bytes.length < headerLength + rowLength(width) * height) {
    throw new LensmithError('notAPicture', { file: 'picture' });
  }
  for (let y = 0; y < height; y++) {
    const row = headerLength + (height - 1 - y) * rowLength(width);
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = bytes[row + x * 3 + 2 - c]!;
    }
  }
  return { width, height, data };
}

/** `renderForms` for Node, which has no decoder: bitmaps only, the thumbnail is the picture. */
export async function renderBitmap(blob: Blob): Promise<PictureForms> {
  const pixels = decodeBitmap(new Uint8Array(await blob.arrayBuffer()));
  return {
    width: pixels.width,
    height: pixels.height,
    copy: null,
    thumbnail: blob,
    perceptualHash: perceptualHash(pixels),
    signature: signature(pixels),
  };
}

/** Smooth colours that differ with the seed: what a photograph is to a perceptual hash. */
export function drawing(seed: number, width = 80, height = 72): Pixels {
  const data = new Uint8Array(width * height * 3);
  const wave = (k: number) => ((Math.imul(seed + 1, 2654435761 + k * 40503) >>> 8) % 997) / 997;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        let value = 0;
        for (let k = 0; k < 4; k++) {
          const [u, v] = [1 + 5 * wave(k * 4), 1 + 5 * wave(k * 4 + 1)];
          const phase = 6.28 * wave(k * 4 + 2) + c * wave(k * 4 + 3);
          value += Math.sin((3.14 * (u * x)) / width + phase) * Math.cos((3.14 * v * y) / height);
        }
        data[(y * width + x) * 3 + c] = 128 + 30 * value;
      }
    }
  }
  return { width, height, data };
}

export const bitmap = (seed: number, width?: number, height?: number) =>
  encodeBitmap(drawing(seed, width, height));
