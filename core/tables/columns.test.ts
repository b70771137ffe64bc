import { expect, test } from 'vitest';
import { typeColumns } from './columns';
import { columnsOf, tableOf, times } from './testing';
import { dateValues, levelValues, numberValues } from './values';

const n = 40;

test.each([
  ['number', 'numbers', times(n, (i) => i * 1.5)],
  ['number', 'numbers', times(n, (i) => i % 3)],
  // Unique integers are no key by themselves: a population.
  ['number', 'numbers', times(n, (i) => 1000 + ((i * 7919) % 4001))],
  // Years in order are none either.
  ['number', 'numbers', times(n, (i) => 1980 + i)],
  ['identifier', 'rowNumbers', times(n, (i) => i + 1)],
  ['identifier', 'rowNumbers', times(n, (i) => i)],
  ['identifier', 'uniqueTexts', times(n, (i) => `C-${i}x`)],
  ['text', 'uniqueTexts', times(n, (i) => `It rained on day ${i}.`)],
  ['text', 'manyTexts', times(n, (i) => `comment ${i % 30}`)],
  ['category', 'repeatedTexts', times(n, (i) => ['a', 'b'][i % 2])],
  ['category', 'repeatedTexts', times(n, (i) => (i % 3 ? 'yes' : null))],
  ['constant', 'oneValue', times(n, () => 'CH')],
  ['constant', 'oneValue', times(n, () => 7)],
  ['constant', 'noValues', times(n, () => null)],
  ['date', 'dates', times(n, (i) => `2024-03-${String((i % 28) + 1).padStart(2, '0')}`)],
  ['category', 'repeatedTexts', times(n, (i) => ['01', '02', '13'][i % 3])],
] as const)('%s (%s)', (kind, reason, x) => {
  const { types } = columnsOf({ pad: times(n, (i) => i % 2), x });
  expect(types[1]).toMatchObject({ kind, reason });
});

test.each(['id', 'customer_id', 'PassengerId', 'Kunden-Nr', 'KundenNr', 'code'])(
  'unique integers named %s are an identifier; with a repetition they are numbers',
  (name) => {
    const unique = times(n, (i) => 500 + ((i * 37) % 1009));
    expect(columnsOf({ [name]: unique }).types[0].reason).toBe('uniqueByName');
    expect(columnsOf({ [name]: [...unique, unique[0]] }).types[0].kind).toBe('number');
    expect(columnsOf({ width: unique }).types[0].kind).toBe('number');
  },
);

test('eight unlike texts in eight rows are too few to say that they never repeat', () => {
  const { types } = columnsOf({ x: times(8, (i) => `t${i}`), y: times(8, (i) => i % 2) });
  expect(types[0].kind).toBe('category');
});

test('the order of dates, and whether it is sure', () => {
  const dates = (text: (i: number) => string) => columnsOf({ x: times(n, text) }).types[0];
  expect(dates((i) => `${(i % 28) + 1}/2/2024`)).toMatchObject({
    kind: 'date',
    dateOrder: 'dmy',
    dateAmbiguous: false,
  });
  expect(dates((i) => `2/${(i % 28) + 1}/2024`)).toMatchObject({ dateOrder: 'mdy' });
  expect(dates((i) => `2/${(i % 5) + 1}/2024`)).toMatchObject({ dateAmbiguous: true });
  // A file with decimal commas is from where days come first.
  const table = tableOf('d;x\n1/2/2024;1,5\n3/4/2024;2,5\n5/6/2024;0,25\n1/2/2024;7,5\n');
  expect(typeColumns(table)[0]).toMatchObject({ dateOrder: 'dmy', dateAmbiguous: true });
  expect(dateValues(table.columns[0], 'dmy')[0]).toBe(Date.UTC(2024, 1, 1) / 86_400_000);
});

test('types by hand win, where the values allow it', () => {
  const columns = {
    a: times(n, (i) => i % 3),
    b: times(n, (i) => ['1', '2', 'x', 'y'][i % 4]),
    d: times(n, () => '3/4/2024'),
    t: times(n, (i) => ['p', 'q'][i % 2]),
  };
  const { table, types } = columnsOf(columns, {
    a: { kind: 'category' },
    b: { kind: 'number' },
    d: { kind: 'date', dateOrder: 'dmy' },
    t: { kind: 'text' },
  });
  expect(types.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
    'category byHand',
    'number byHand',
    'date byHand',
    'text byHand',
  ]);
  expect(types[2].dateOrder).toBe('dmy');
  expect([...numberValues(table.columns[1]).slice(0, 4)]).toEqual([1, 2, Number.NaN, Number.NaN]);
  const refused = (name: string, kind: 'number' | 'date') => () =>
    typeColumns(table, { [name]: { kind } });
  expect(refused('t', 'number')).toThrow('cannot be used as numbers');
  expect(refused('t', 'date')).toThrow('cannot be used as dates');
  expect(() => typeColumns(table, { z: { kind: 'text' } })).toThrow('no column z');
});

test('levels of numbers are what they mean, not how they are written', () => {
  const table = tableOf('x;y\n1,50;a\n1,5;b\n-0;a\n0;b\n2;\n');
  const { codes, levels, counts } = levelValues(table.columns[0]);
  expect(levels).toEqual(['1.5', '0', '2']);
  expect([...codes]).toEqual([0, 0, 1, 1, 2]);
  expect([...counts]).toEqual([2, 2, 1]);
});
