import { unzlibSync } from 'fflate';
import type { Pixels } from '../../../core/preprocessing/types';

const paeth = (a: number, b: number, c: number) => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
};

/** Decodes an 8-bit greyscale PNG without interlacing, such as the sample's. */
export function decodeGreyPng(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (bytes[24] !== 8 || bytes[25] !== 0 || bytes[28] !== 0)
    throw new Error('not an 8-bit grey PNG');
  const parts: number[] = [];
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (kind === 'IDAT') parts.push(...bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const packed = unzlibSync(Uint8Array.from(parts));
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (width + 1)]!;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? grey[y * width + x - 1]! : 0;
      const up = y > 0 ? grey[(y - 1) * width + x]! : 0;
      const corner = x > 0 && y > 0 ? grey[(y - 1) * width + x - 1]! : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      grey[y * width + x] = packed[y * (width + 1) + 1 + x]! + predicted;
    }
  }
  return {
    width,
    height,
    data: Uint8Array.from({ length: grey.length * 3 }, (_, i) => grey[Math.floor(i / 3)]!),
  };
}
