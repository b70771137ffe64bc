import { expect, test } from 'vitest';
import { LensmithError } from '../errors';
import { createRandom } from '../random';
import { recogniseEncoding } from './encoding';
import { readTable } from './reader';
import { createTranscode } from './transcode';
import { utf8Bytes, utf8Text } from './utf8';

const text = 'Größe;Ort\n1,5;Zürich\n2,5;Genève\n3,5;Łódź 花 😀\n';
const western = text.replace('Łódź 花 😀', 'Malmö €');

const utf16 = (content: string, big: boolean, mark: boolean) => {
  const bytes = new Uint8Array(Buffer.from((mark ? '\ufeff' : '') + content, 'utf16le'));
  return big ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
};
/** Latin-1 with the euro where Windows has it. */
const windows = (content: string) =>
  Uint8Array.from(content, (c) => (c === '€' ? 0x80 : c.charCodeAt(0)));

test.each([
  ['utf-8', 0, utf8Bytes(text)],
  ['utf-8', 3, utf8Bytes(`\ufeff${text}`)],
  ['utf-16le', 2, utf16(text, false, true)],
  ['utf-16be', 2, utf16(text, true, true)],
  ['utf-16le', 0, utf16(text, false, false)],
  ['utf-16be', 0, utf16(text, true, false)],
] as const)('%s with a mark of %i bytes', (name, mark, bytes) => {
  expect(recogniseEncoding(bytes, 't.csv')).toEqual({ name, mark, assumed: false, damaged: 0 });
  const { columns, report } = readTable(bytes, { file: 't.csv' });
  expect(columns.map((column) => column.name)).toEqual(['Größe', 'Ort']);
  expect(columns[1].levels).toEqual(['Zürich', 'Genève', 'Łódź 花 😀']);
  expect([...columns[0].numbers!]).toEqual([1.5, 2.5, 3.5]);
  expect(report).toMatchObject({ encoding: name, byteOrderMark: mark > 0 });
});

test('what is no Unicode is taken for Windows-1252, and the report says so', () => {
  const { columns, report } = readTable(windows(western), { file: 't.csv' });
  expect(columns[1].levels).toEqual(['Zürich', 'Genève', 'Malmö €']);
  expect(report).toMatchObject({ encoding: 'windows-1252', encodingAssumed: true });
});

test('the user may know better', () => {
  const bytes = windows('a;b\nx;ü\ny;ü\n');
  const { columns, report } = readTable(bytes, { file: 't.csv', encoding: 'utf-8' });
  expect(columns[1].levels).toEqual(['\ufffd']);
  expect(report.encodingAssumed).toBe(false);
});

test('a broken byte among many umlauts leaves UTF-8 as it is, and is counted', () => {
  const bytes = utf8Bytes(`a,b\n${'ü,ö\n'.repeat(20)}?,z\n`);
  bytes[bytes.lastIndexOf(63)] = 0xff;
  const { columns, report } = readTable(bytes, { file: 't.csv' });
  expect(report).toMatchObject({ encoding: 'utf-8', damagedBytes: 1 });
  expect(columns[0].levels).toEqual(['ü', '\ufffd']);
});

test('a character that the end of the bytes cuts off proves nothing', () => {
  const bytes = utf8Bytes('a,b\nx,花');
  expect(recogniseEncoding(bytes.subarray(0, -1), 't').name).toBe('utf-8');
});

const random = createRandom(1);
test.each([
  ['spreadsheet', Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml', 'latin1')],
  ['spreadsheet', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
  ['archive', Buffer.from('PK\x03\x04\x14\0labels.csv', 'latin1')],
  ['archive', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
  ['picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)],
  ['pdf', Buffer.from('%PDF-1.7\n')],
  ['data', Buffer.from('PAR1\x15\0', 'latin1')],
  ['html', Buffer.from('\n <!doctype HTML><title>404</title>')],
  ['json', Buffer.from('{"rows": [1, 2]}')],
  ['binary', Uint8Array.from({ length: 4000 }, () => random.integer(256))],
  ['binary', Uint8Array.from({ length: 4000 }, () => 1 + random.integer(255))],
] as const)('%s named .csv is refused', (reason, bytes) => {
  const error = (() => {
    try {
      return recogniseEncoding(new Uint8Array(bytes), 'x.csv');
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(LensmithError);
  expect(error).toMatchObject({ code: 'notATable', context: { file: 'x.csv', reason } });
});

test('columns named GIF8, RIFF or BZh are no pictures', () => {
  for (const name of ['GIF8', 'RIFF', 'BZh']) {
    expect(recogniseEncoding(utf8Bytes(`${name},b\n1,2\n`), 't').name).toBe('utf-8');
  }
});

test('UTF-8 is read as the platform’s decoder reads it, broken or not', () => {
  const draw = createRandom(2);
  const bytes = [
    0x41, 0x80, 0xbf, 0xc2, 0xc0, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff,
  ];
  for (let trial = 0; trial < 3000; trial++) {
    const sample = Uint8Array.from({ length: 8 }, () => bytes[draw.integer(bytes.length)]);
    expect(utf8Text(sample)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(sample));
  }
});

test('UTF-16 in pieces of one byte is as the platform reads it', () => {
  const draw = createRandom(3);
  const units = [0x41, 0xd83d, 0xde00, 0xdc00, 0xd800, 0x20ac, 0x7ff, 0xffff];
  for (const name of ['utf-16le', 'utf-16be'] as const) {
    for (let trial = 0; trial < 300; trial++) {
      const sample = new Uint8Array(11);
      for (let i = 0; i < 11; i++) {
        const unit = units[draw.integer(units.length)];
        sample[i] = i % 2 ? unit & 0xff : unit >> 8;
      }
      const transcode = createTranscode(name);
      const pieces = [...sample].map((byte) => transcode(Uint8Array.of(byte), false));
      const whole = Buffer.concat([...pieces, transcode(new Uint8Array(0), true)]);
      const expected = new TextDecoder(name, { ignoreBOM: true }).decode(sample);
      expect(utf8Text(whole)).toBe(expected);
    }
  }
});

test('Windows-1252 is what Python’s cp1252 says', () => {
  const undefinedThere = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
  const bytes = Uint8Array.from({ length: 128 }, (_, i) => 128 + i);
  const defined = bytes.filter((byte) => !undefinedThere.includes(byte));
  const upper = String.fromCharCode(...bytes.subarray(32));
  expect(utf8Text(createTranscode('windows-1252')(defined, true))).toBe(
    `€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ${upper}`,
  );
});
