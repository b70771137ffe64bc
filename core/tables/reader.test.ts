import { expect, test } from 'vitest';
import { toCsv } from '../csv';
import { LensmithError } from '../errors';
import { createRandom } from '../random';
import { createTableReader, MOST_COLUMNS, type ReadOptions, readTable } from './reader';
import { MISSING, NOT_KEPT, type Table } from './table';
import { utf8Bytes } from './utf8';

const read = (text: string, options: Partial<ReadOptions> = {}) =>
  readTable(utf8Bytes(text), { file: 't.csv', ...options });

/** The cells of a column as they were written, null where missing. */
function texts(table: Table, column: number): (string | number | null)[] {
  const { numbers, codes, levels } = table.columns[column];
  return Array.from({ length: table.rows }, (_, row) => {
    if (numbers) return Number.isNaN(numbers[row]) ? null : numbers[row];
    return codes![row] === MISSING ? null : levels[codes![row]];
  });
}

function refused(text: string | Uint8Array, options: Partial<ReadOptions> = {}): LensmithError {
  try {
    readTable(typeof text === 'string' ? utf8Bytes(text) : text, { file: 't.csv', ...options });
  } catch (error) {
    if (error instanceof LensmithError) return error;
    throw error;
  }
  throw new Error('was read');
}

test('numbers, texts and gaps, by column', () => {
  const table = read('size,colour\n1.5,red\n,blue\n-2e3,NA\n4,red\n');
  expect(texts(table, 0)).toEqual([1.5, null, -2000, 4]);
  expect(texts(table, 1)).toEqual(['red', 'blue', null, 'red']);
  expect(table.columns[1]).toMatchObject({ name: 'colour', numbers: null, missing: 1 });
  expect([...table.columns[1].counts]).toEqual([2, 1]);
  expect(table.report).toMatchObject({
    encoding: 'utf-8',
    delimiter: ',',
    header: true,
    decimal: '.',
    rows: 4,
    columns: 2,
    missingWords: ['NA'],
  });
});

test('what toCsv writes comes back, in pieces of any size', () => {
  const letters = ['a', 'ß', '"', ',', ';', '\r', '\n', ' ', "'", '0', '花', '😀', '.'];
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(seed);
    const width = 1 + random.integer(5);
    const cell = () => {
      const kind = random.integer(4);
      if (kind === 0) return random.normal() * 10 ** (random.integer(40) - 20);
      if (kind === 1) return random.integer(100);
      return `x${Array.from({ length: random.integer(6) }, () => letters[random.integer(13)]).join('')}x`;
    };
    const column = Array.from({ length: width }, () => random.integer(2));
    const rows = Array.from({ length: 30 }, () =>
      column.map((asNumber, i) => {
        // Rows without any value are left out, so the first column always has one.
        if (i > 0 && random.integer(5) === 0) return null;
        for (;;) {
          const value = cell();
          if ((typeof value === 'number') === (asNumber === 1)) return value;
        }
      }),
    );
    const csv = utf8Bytes(toCsv([column.map((_, i) => `name ${i}`), ...rows]));
    const reader = createTableReader({ file: 't.csv', header: true, delimiter: ',', decimal: '.' });
    for (let at = 0; at < csv.length; ) {
      const length = 1 + random.integer(50);
      reader.push(csv.subarray(at, at + length));
      at += length;
    }
    const table = reader.finish();
    expect(column.map((_, i) => texts(table, i))).toEqual(
      column.map((_, i) => rows.map((row) => row[i])),
    );
    expect(readTable(csv, { file: 't.csv', header: true, delimiter: ',', decimal: '.' })).toEqual(
      table,
    );
  }
});

test('records over many pieces: numbers drop their texts, texts stay, in order', () => {
  const random = createRandom(5);
  const rows = Array.from({ length: 60_000 }, (_, i) => [
    i % 100 === 7 ? null : random.normal(),
    `name, ${random.integer(50)}`,
    `${i} rue "du" Lac`,
  ]);
  const table = read(toCsv([['x', 'who', 'where'], ...rows]));
  expect(table.rows).toBe(60_000);
  expect(table.columns.map(({ codes, levels }) => [codes !== null, levels.length])).toEqual([
    [false, 0],
    [true, 50],
    [true, 60_000],
  ]);
  for (const column of [0, 1, 2]) {
    expect(texts(table, column)).toEqual(rows.map((row) => row[column]));
  }
});

test('a column of many numbers bears a few words, and says which', () => {
  const rows = Array.from({ length: 9000 }, (_, i) =>
    i % 500 === 3 ? 'broken' : i % 10 === 1 ? 'n/a' : `${i}.25`,
  );
  const [column] = read(`x,y\n${rows.map((x) => `${x},1`).join('\n')}`).columns;
  expect(column).toMatchObject({ missing: 900, unreadable: 18, unreadableTexts: ['broken'] });
  expect(column.numbers![2]).toBe(2.25);
  expect(column.numbers![3]).toBeNaN();
});

test('numbers first, then mostly texts: no column of numbers', () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => (i < 5000 ? `${i}.5` : `a ${i}`));
  const [column] = read(`x,y\n${rows.map((x) => `${x},1`).join('\n')}`).columns;
  expect(column.numbers).toBeNull();
  expect(column.codes!.every((code) => code === NOT_KEPT)).toBe(true);
});

test('one word that comes back among many numbers is a gap; among few it is a category', () => {
  const many = Array.from({ length: 60 }, (_, i) => (i % 3 ? `${i}` : 'unknown'));
  expect(read(`age\n${many.join('\n')}`, { header: true }).columns[0]).toMatchObject({
    unreadable: 20,
    unreadableTexts: ['unknown'],
  });
  const few = Array.from({ length: 60 }, (_, i) => ['0', '1', '2', '3+'][i % 4]);
  expect(read(`children\n${few.join('\n')}`).columns[0].numbers).toBeNull();
});

test('leading zeros make codes, not numbers', () => {
  const [zip] = read('zip,n\n01234,1\n90210,2\n01234,3\n').columns;
  expect(zip.numbers).toBeNull();
  expect(zip.levels).toEqual(['01234', '90210']);
});

test('ragged rows: short ones have gaps, long ones are set aside with their lines', () => {
  const table = read('a,b,c\n1,2,3\n4,5\n"6\n6",7,8,9\n\n10,11,12,\n,,\n13,14,15,16\n');
  expect(texts(table, 2)).toEqual([3, null, 12]);
  expect(table.report).toMatchObject({
    rows: 3,
    shortRows: { count: 1, lines: [3] },
    longRows: { count: 2, lines: [4, 9] },
    emptyRows: 1,
  });
});

test('a header without a name for R’s row names is moved to its columns', () => {
  const table = read('"mpg","cyl"\n"Mazda",21,6\n"Fiat",32,4\n"Volvo",21,4\n');
  expect(table.columns.map(({ name }) => name)).toEqual(['column 1', 'mpg', 'cyl']);
  expect(texts(table, 1)).toEqual([21, 32, 21]);
});

test('a delimiter at the end of every line is no column', () => {
  const table = read('a,b\n1,2,\n3,4,\n');
  expect(table.report).toMatchObject({ columns: 2, longRows: { count: 0 } });
  expect(texts(table, 1)).toEqual([2, 4]);
});

test('names that are empty or come twice are made unlike, and reported', () => {
  const table = read('x,,x,x (2),x\n1,2,3,4,5\n2,3,4,5,6\n');
  expect(table.columns.map(({ name }) => name)).toEqual([
    'x',
    'column 2',
    'x (3)',
    'x (2)',
    'x (4)',
  ]);
  expect(table.report.renamedColumns).toEqual([
    [1, ''],
    [2, 'x'],
    [4, 'x'],
  ]);
});

test('quotes: line breaks, doubled quotes, text after the closing one, blanks around', () => {
  const table = read('a,b\r\n"two\r\nlines", "say ""hi""" \r\n"x"y"z, 5" pipe\r\nplain,end');
  expect(texts(table, 0)).toEqual(['two\r\nlines', 'xy"z', 'plain']);
  expect(texts(table, 1)).toEqual(['say "hi"', '5" pipe', 'end']);
});

test.each(['\n', '\r\n', '\r'])('line end %j', (end) => {
  expect(texts(read(['a,b', '1,x', '2,y', ''].join(end)), 0)).toEqual([1, 2]);
});

test('10,000 columns are read, one more is refused', () => {
  const line = (width: number, cell: (i: number) => string) =>
    Array.from({ length: width }, (_, i) => cell(i)).join(',');
  const wide = (width: number) =>
    [
      line(width, (i) => `gene ${i}`),
      ...[1, 2, 3].map((n) => line(width, (i) => `${i * n}.5`)),
    ].join('\n');
  const table = read(wide(MOST_COLUMNS));
  expect(table.report).toMatchObject({ columns: 10_000, rows: 3 });
  expect(texts(table, 9999)).toEqual([9999.5, 19998.5, 29997.5]);
  expect(refused(wide(MOST_COLUMNS + 1))).toMatchObject({
    code: 'tableTooWide',
    context: { columns: 10_001, limit: 10_000 },
  });
});

test.each([
  ['', 'tableEmpty'],
  ['\ufeff', 'tableEmpty'],
  ['\n\r\n  \n', 'tableEmpty'],
  ['name,size,price\n', 'tableHeaderOnly'],
  ['a,b\n1,2\n', 'tableTooFewRows'],
  ['1,2\n', 'tableTooFewRows'],
  ['<!DOCTYPE html>\n<html></html>', 'notATable'],
  ['[{"a": 1}]', 'notATable'],
  ['a,b\n1,2\n3,4\n5,"never closed\n6,7\n', 'tableQuoteOpen'],
] as const)('%j is refused as %s', (text, code) => {
  const error = refused(text);
  expect(error.code).toBe(code);
  if (code === 'tableQuoteOpen') expect(error.context).toMatchObject({ line: 4 });
});

test('one row is enough to predict for', () => {
  expect(texts(read('a,b\n1,x\n', { leastRows: 1 }), 1)).toEqual(['x']);
});

test('a chosen delimiter that cannot be one is refused', () => {
  expect(refused('a,b\n1,2\n', { delimiter: 'x' }).code).toBe('tableUndelimited');
  expect(refused('a,b\n1,2\n', { delimiter: ';;' }).code).toBe('tableUndelimited');
});
