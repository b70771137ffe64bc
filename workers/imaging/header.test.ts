import { describe, expect, it } from 'vitest';
import { isTaken, readHeader } from './header';

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  );
const zeros = (count: number) => new Array<number>(count).fill(0);

describe('a picture header', () => {
  const cases: [string, Uint8Array, number, number][] = [
    [
      'png',
      bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x4e, 0x20, 0, 0, 1, 2]),
      20000,
      258,
    ],
    ['gif', bytes('GIF89a', [0x20, 1, 0x10, 2]), 288, 528],
    ['bmp', bytes('BM', zeros(12), [40, 0, 0, 0, 5, 0, 0, 0, 0xf9, 0xff, 0xff, 0xff]), 5, 7],
    ['bmp', bytes('BM', zeros(12), [12, 0, 0, 0, 5, 0, 7, 0, 1, 0, 24, 0]), 5, 7],
    // Fill bytes and an EXIF segment before a progressive frame.
    [
      'jpeg',
      bytes(
        [0xff, 0xd8, 0xff, 0xe1, 0, 6],
        'Exif',
        [0xff, 0xff, 0xc2, 0, 17, 8, 2, 0, 3, 0, 3],
        zeros(9),
      ),
      768,
      512,
    ],
    [
      'webp',
      bytes('RIFF', zeros(4), 'WEBPVP8X', [10, 0, 0, 0], zeros(4), [0xff, 1, 0, 0xff, 2, 0]),
      512,
      768,
    ],
    [
      'webp',
      bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f, 0xff, 0x81, 0x3f, 0], zeros(5)),
      512,
      255,
    ],
    ['webp', bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(4), zeros(6), [0, 2, 0, 3]), 512, 768],
    [
      'avif',
      bytes(
        [0, 0, 0, 20],
        'ftypmif1',
        zeros(4),
        'avif',
        zeros(8),
        'ispe',
        zeros(4),
        [0, 0, 2, 0, 0, 0, 3, 0],
      ),
      512,
      768,
    ],
  ];
  for (const [format, head, width, height] of cases) {
    it(`tells the size of a ${format} (${width} x ${height})`, () => {
      expect(readHeader(head)).toEqual({ format, size: { width, height } });
    });
  }

  it('knows formats that are not taken', () => {
    const others = [
      ['tiff', bytes('II*\0', zeros(16))],
      ['heic', bytes([0, 0, 0, 24], 'ftypheic', zeros(4), 'mif1heic')],
      ['psd', bytes('8BPS', zeros(20))],
      ['svg', bytes('<?xml version="1.0"?><svg width="1">')],
      ['jxl', bytes([0xff, 0x0a], zeros(20))],
      ['ico', bytes([0, 0, 1, 0, 1, 0], zeros(16))],
    ] as const;
    for (const [format, head] of others) {
      expect(readHeader(head)?.format).toBe(format);
      expect(isTaken(format)).toBe(false);
    }
  });

  it('is not read into text, nor past the end of what is cut', () => {
    expect(readHeader(bytes('BMW, GIF and PNG are three words'))).toBeNull();
    expect(readHeader(new Uint8Array())).toBeNull();
    for (const [, head] of cases) {
      for (let length = 0; length < head.length; length++) {
        expect(() => readHeader(head.subarray(0, length))).not.toThrow();
      }
    }
  });
});
