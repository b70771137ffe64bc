/** Formats told by their first bytes. Those after `avif` are known, but not taken. */
export type PictureFormat =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'gif'
  | 'bmp'
  | 'avif'
  | 'tiff'
  | 'heic'
  | 'jxl'
  | 'ico'
  | 'psd'
  | 'svg';

const taken = new Set<PictureFormat>(['jpeg', 'png', 'webp', 'gif', 'bmp', 'avif']);

export function isTaken(format: PictureFormat): boolean {
  return taken.has(format);
}

export interface PictureHeader {
  format: PictureFormat;
  /** Stored pixels, before EXIF orientation; null where the header does not tell. */
  size: { width: number; height: number } | null;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function startsWithAny(text: string, starts: readonly string[]): boolean {
  return starts.some((start) => text.startsWith(start));
}

function sniff(bytes: Uint8Array): PictureFormat | null {
  const text = ascii(bytes, 0, 16);
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp';
  // A bitmap's third to sixth bytes are its size, its DIB header's length follows at byte 14.
  if (text.startsWith('BM') && bytes.length >= 26 && bytes[14]! >= 12 && bytes[15] === 0) {
    return 'bmp';
  }
  if (text.startsWith('ftyp', 4)) return ftyp(bytes);
  if (startsWithAny(text, ['II*\0', 'MM\0*', 'II+\0'])) return 'tiff';
  if (startsWithAny(text, ['\xff\x0a', '\0\0\0\x0cJXL '])) return 'jxl';
  if (text.startsWith('8BPS')) return 'psd';
  if (startsWithAny(text, ['\0\0\x01\0', '\0\0\x02\0']) && bytes[4] !== 0) return 'ico';
  if (/<svg[\s>]/i.test(ascii(bytes, 0, Math.min(bytes.length, 512)))) return 'svg';
  return null;
}

function ftyp(bytes: Uint8Array): PictureFormat | null {
  const end = Math.min(bytes.length, view(bytes).getUint32(0), 64);
  const brands = [ascii(bytes, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(bytes, at, at + 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => /^(hei[cxmsf]|hev[cx]|mif1|msf1)$/.test(brand)) ? 'heic' : null;
}

/** Walks JPEG's segments to the frame header, which stands behind any EXIF and ICC data. */
function jpegSize(bytes: Uint8Array): PictureHeader['size'] {
  const data = view(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: data.getUint16(at + 5), width: data.getUint16(at + 7) };
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + data.getUint16(at + 2);
  }
  return null;
}

function webpSize(bytes: Uint8Array): PictureHeader['size'] {
  if (bytes.length < 30) return null;
  const data = view(bytes);
  const uint24 = (at: number) => data.getUint16(at, true) | (bytes[at + 2]! << 16);
  switch (ascii(bytes, 12, 16)) {
    case 'VP8X':
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    case 'VP8 ':
      return {
        width: data.getUint16(26, true) & 0x3fff,
        height: data.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = data.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}

/** The largest `ispe` (spatial extent) property: a grid's is that of the whole picture. */
function avifSize(bytes: Uint8Array): PictureHeader['size'] {
  const data = view(bytes);
  let size: PictureHeader['size'] = null;
  for (let at = 16; at + 16 <= Math.min(bytes.length, 65536); at++) {
    if (bytes[at] !== 0x69 || ascii(bytes, at, at + 4) !== 'ispe') continue;
    const [width, height] = [data.getUint32(at + 8), data.getUint32(at + 12)];
    if (!size || width * height > size.width * size.height) size = { width, height };
  }
  return size;
}

function bmpSize(bytes: Uint8Array): PictureHeader['size'] {
  const data = view(bytes);
  if (bytes[14] === 12)
    return { width: data.getUint16(18, true), height: data.getUint16(20, true) };
  // A negative height means that the rows run from the top.
  return {
    width: Math.abs(data.getInt32(18, true)),
    height: Math.abs(data.getInt32(22, true)),
  };
}

function pngSize(bytes: Uint8Array): PictureHeader['size'] {
  if (bytes.length < 24) return null;
  return { width: view(bytes).getUint32(16), height: view(bytes).getUint32(20) };
}

function gifSize(bytes: Uint8Array): PictureHeader['size'] {
  if (bytes.length < 10) return null;
  return { width: view(bytes).getUint16(6, true), height: view(bytes).getUint16(8, true) };
}

/** Format and size from a file's bytes, nothing decoded; null if it is no picture we know. */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  const format = sniff(bytes);
  switch (format) {
    case null:
      return null;
    case 'jpeg':
      return { format, size: jpegSize(bytes) };
    case 'png':
      return { format, size: pngSize(bytes) };
    case 'webp':
      return { format, size: webpSize(bytes) };
    case 'gif':
      return { format, size: gifSize(bytes) };
    case 'bmp':
      return { format, size: bmpSize(bytes) };
    case 'avif':
      return { format, size: avifSize(bytes) };
    default:
      return { format, size: null };
  }
}
