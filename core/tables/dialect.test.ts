import { expect, test } from 'vitest';
import { recogniseDialect } from './dialect';
import { isMissing } from './missing';
import { readTable } from './reader';
import { utf8Bytes } from './utf8';

const dialect = (text: string) => recogniseDialect(utf8Bytes(text), true);

test.each([
  ['comma', 'a,b,c\n1,2,x\n3,4,y\n', { delimiter: ',', header: true, width: 3 }],
  ['semicolon, decimal comma', 'a;b\n1,5;2,25\n3,1;4\n', { delimiter: ';', decimal: ',' }],
  ['the same without a header', '1,5;2,5\n3,1;4,2\n', { delimiter: ';', header: false, width: 2 }],
  ['semicolon, decimal point', 'density;ph\n0.9978;3.51\n0.9968;3.2\n', { decimal: '.' }],
  ['tab, commas in names', 'name\tage\nDoe, Jane\t3\nRoe, Rick\t4\n', { delimiter: '\t' }],
  ['pipe', 'a|b\n1,5|x\n2,5|y\n', { delimiter: '|', decimal: ',' }],
  ['pipes in cells', 'film,kind\nx,Drama|War\ny,Comedy|War\n', { delimiter: ',' }],
  ['delimiters in quotes', 'a,b\n"x;y;z",1\n"u;v;w",2\n', { delimiter: ',' }],
  ['one column', 'size\n1\n2\n', { width: 1, header: true }],
  ['sep=;', 'sep=;\na;b\n1;2\n', { delimiter: ';', skip: 6, header: true, width: 2 }],
  ['"sep=,"', '"sep=,"\r\na,b\r\n1,2\r\n', { delimiter: ',', skip: 9 }],
  ['sep=#, unheard of', 'SEP=#\na#b\n1#2\n', { delimiter: '#' }],
  ['grouped, quoted', 'a,b\n"1,234.5",x\n"1,234,567",y\n', { delimiter: ',', decimal: '.' }],
  ['1,234 with semicolons', 'a;b\n1,234;x\n5,678;y\n', { decimal: ',' }],
  ['1,234 in quotes', 'a,b\n"1,234",x\n"5,678",y\n', { decimal: '.' }],
] as const)('%s', (_, text, expected) => {
  expect(dialect(text)).toMatchObject(expected);
});

test.each([
  ['all texts, names apart', 'sex,town\nm,Bern\nf,Chur\nm,Bern\n', true],
  ['all texts, the first line comes again', 'm,Bern\nf,Chur\nm,Bern\n', false],
  ['numbers throughout', '1,2\n3,4\n5,6\n', false],
  ['years as names', 'country,2019,2020\nCH,1,2\nFR,3,4\nIT,5,6\n', false],
  ['a gap in the first line', ',a,b\n1,2,3\n2,3,4\n', true],
  ['texts that repeat, below a gap and a name', ',town\nm,Bern\nf,Chur\nm,Bern\nf,Chur\n', true],
  ['dates', 'day,n\n2024-01-01,1\n2024-01-02,2\n', true],
  ['scikit-learn’s iris.csv', '150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n', true],
] as const)('header or not: %s', (_, text, header) => {
  expect(dialect(text).header).toBe(header);
});

test('sep=; through the reader: lines are counted as an editor does', () => {
  const { report, columns } = readTable(utf8Bytes('sep=;\na;b\n1,5;x\n2;y;z\n3;y\n'), {
    file: 't.csv',
  });
  expect(report).toMatchObject({ separatorLine: true, longRows: { count: 1, lines: [4] } });
  expect([...columns[0].numbers!]).toEqual([1.5, 3]);
});

test('columns may differ in their mark', () => {
  const { columns } = readTable(utf8Bytes('a;b\n1,5;1.25\n2,5;0.5\n3,5;7\n'), { file: 't.csv' });
  expect(columns.map(({ decimal, numbers }) => [decimal, ...numbers!])).toEqual([
    [',', 1.5, 2.5, 3.5],
    ['.', 1.25, 0.5, 7],
  ]);
});

test('a choice by hand is followed', () => {
  const chosen = { delimiter: ';', header: false, decimal: ',' } as const;
  expect(recogniseDialect(utf8Bytes('a,b\n1,2\n'), true, chosen)).toMatchObject({
    ...chosen,
    width: 1,
  });
});

test('words for missing values', () => {
  for (const word of [
    '',
    ' ',
    'NA',
    'N/A',
    'n/a',
    'NaN',
    'null',
    'NULL',
    '-',
    '?',
    '\\N',
    '—',
    '#N/A',
  ]) {
    expect(isMissing(word), word).toBe(true);
  }
  for (const word of ['0', 'no', 'Nadia', 'false', 'unknown', 'x', '- -']) {
    expect(isMissing(word), word).toBe(false);
  }
});
