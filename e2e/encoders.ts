import { deflateSync } from 'node:zlib';
import { chunk, png } from '../scripts/png';

/** RGB, row-major. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Different in every corner, so that a picture turned or mirrored is not the same. */
export function gradient(width = 20, height = 12): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([x * 10, y * 15, x < width / 2 ? 40 : 200], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** Each sample as two bytes, the low one noise that an 8-bit reading drops. */
export function to16Bit(samples: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: samples.length * 2 }, (_, i) =>
    i % 2 === 0 ? samples[i >> 1]! : samples[i >> 1]! ^ 1,
  );
}

/** A picture of 20,000 x 20,000 black pixels in about 50 KB: one bit a pixel. */
export function hugePng(): Uint8Array {
  const side = 20_000;
  const bytes = Buffer.from(png({ width: side, height: side }, 'grey', 8, new Uint8Array()));
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side), { level: 9 });
  const header = bytes.subarray(16, 29);
  header[8] = 1;
  return Buffer.concat([
    bytes.subarray(0, 8),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** A 24-bit BMP, rows from the bottom. */
export function bmp({ width, height, data }: Picture): Uint8Array {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const out = Buffer.alloc(54 + stride * height);
  out.write('BM', 'latin1');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(54, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(24, 28);
  for (let i = 0; i < width * height; i++) {
    const at = 54 + (height - 1 - Math.floor(i / width)) * stride + (i % width) * 3;
    for (let c = 0; c < 3; c++) out[at + 2 - c] = data[i * 3 + c]!;
  }
  return out;
}

/** Colours in the order they come, and each pixel's index; at most 256. */
export function toPalette({ data }: Picture): { palette: Uint8Array; indices: Uint8Array } {
  const known = new Map<number, number>();
  const indices = new Uint8Array(data.length / 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = (data[i * 3]! << 16) | (data[i * 3 + 1]! << 8) | data[i * 3 + 2]!;
    if (!known.has(colour)) known.set(colour, known.size);
    indices[i] = known.get(colour)!;
  }
  if (known.size > 256) throw new Error(`${known.size} colours do not fit a palette`);
  const palette = Uint8Array.from(
    [...known.keys()].flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]),
  );
  return { palette, indices };
}

/** A GIF of several frames, its LZW codes uncompressed: a clear code before the table can grow. */
export function gif(
  size: { width: number; height: number },
  palette: Uint8Array,
  frames: Uint8Array[],
) {
  const table = Buffer.alloc(256 * 3);
  table.set(palette);
  const screen = Buffer.from([0, 0, 0, 0, 0xf7, 0, 0]);
  screen.writeUInt16LE(size.width, 0);
  screen.writeUInt16LE(size.height, 2);
  const blocks = frames.map((indices) => {
    const descriptor = Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    descriptor.writeUInt16LE(size.width, 5);
    descriptor.writeUInt16LE(size.height, 7);
    const control = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]);
    return Buffer.concat([control, descriptor, Buffer.from([8]), lzw(indices), Buffer.from([0])]);
  });
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    screen,
    table,
    ...blocks,
    Buffer.from([0x3b]),
  ]);
}

function lzw(indices: Uint8Array): Buffer {
  const [clear, end, bits] = [256, 257, 9];
  const codes: number[] = [];
  for (let i = 0; i < indices.length; i++) {
    if (i % 200 === 0) codes.push(clear);
    codes.push(indices[i]!);
  }
  codes.push(end);
  const bytes = Buffer.alloc(Math.ceil((codes.length * bits) / 8));
  for (const [i, code] of codes.entries()) {
    for (let bit = 0; bit < bits; bit++) {
      const at = i * bits + bit;
      if ((code >> bit) & 1) bytes[at >> 3]! |= 1 << (at & 7);
    }
  }
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(parts);
}

/** Puts an EXIF segment with this orientation (1..8) behind a JPEG's start. */
export function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  const segment = Buffer.concat([
    Buffer.from([0xff, 0xe1, 0, 34]),
    Buffer.from('Exif\0\0', 'latin1'),
    tiff,
  ]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/** `gradient()` as a lossless AVIF, made by libavif 1.3 (sharp): nothing here can write one. */
export const avifGradient = Buffer.from(
  'AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA' +
    'AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABDgABAAAAAAAAAGIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABh' +
    'djAxAAAAAA5waXRtAAAAAAABAAAAamlwcnAAAABLaXBjbwAAAAxhdjFDgSACAAAAABNjb2xybmNseAABAA0AAIAAAAAU' +
    'aXNwZQAAAAAAAAAUAAAADAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAGptZGF0EgAKCDgQ' +
    '52wgIaAEMlQQAACpZZd/p/GU0wGmhlvYjykZxsR7/VAaRU1qpeedFG4TvixP/xIrKlTRKWFyhu4G1RvgxB9r3y0g7jcd' +
    'r3Hmp802oyLWlyp6bmOvCuMnqiDwxTQ=',
  'base64',
);
