import { expect, test } from 'vitest';
import { csvLine, toCsv } from './csv';
import { createRandom } from './random';

test('lines end with CRLF; nothing is an empty cell', () => {
  expect(
    toCsv([
      ['file', 'count', 'sure'],
      ['cat.png', 3, true],
      ['', null, undefined],
    ]),
  ).toBe('file,count,sure\r\ncat.png,3,true\r\n,,\r\n');
  expect(toCsv([])).toBe('');
  expect(csvLine([''])).toBe('""\r\n');
});

test('commas, quotes and line breaks are quoted', () => {
  expect(csvLine(['a,b', 'say "cheese"', 'two\nlines', 'plain text', 'Blüte 花'])).toBe(
    '"a,b","say ""cheese""","two\nlines",plain text,Blüte 花\r\n',
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+49', "'+49"],
  ['-cat.png', "'-cat.png"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['\n=1', '"\'\n=1"'],
  ['=HYPERLINK("http://a.b","c")', '"\'=HYPERLINK(""http://a.b"",""c"")"'],
  ['-5', "'-5"],
])('the name %j is no formula', (name, cell) => {
  expect(csvLine([name])).toBe(`${cell}\r\n`);
});

test('numbers stay numbers, negative ones too; a sign within a name does no harm', () => {
  expect(csvLine([-1.5, 1e-7, 0, 'a-b', 'x=1', "it's"])).toBe("-1.5,1e-7,0,a-b,x=1,it's\r\n");
});

test('what is written can be read again', () => {
  const random = createRandom(3);
  const letters = ['a', 'ß', '"', ',', '\r', '\n', ' ', "'", '0'];
  const rows = Array.from({ length: 200 }, () =>
    Array.from({ length: 3 }, () =>
      ['x', ...Array.from({ length: 5 }, () => letters[random.integer(letters.length)])].join(''),
    ),
  );
  expect(read(toCsv(rows))).toEqual(rows);
});

/** RFC 4180's grammar as a regular expression. */
function read(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
