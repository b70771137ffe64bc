import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { typeColumns } from './columns';
import {
  createEncoder,
  decodeRow,
  type FeatureEncoding,
  featureNames,
  fitEncoding,
} from './encode';
import golden from './fixtures/golden.json';
import { readTable } from './reader';
import { columnsOf, times } from './testing';

const everyRow = (rows: number) => times(rows, (i) => i);

test.each([
  ['iris', 'species'],
  ['wine', 'class'],
  ['diabetes', 'progression'],
] as const)('%s is scaled as scikit-learn does, by its training rows', (name, target) => {
  const file = new URL(`fixtures/${name}.csv`, import.meta.url);
  const table = readTable(readFileSync(file), { file: name });
  const train = everyRow(table.rows).filter((row) => row % 2 === 0);
  const encoding = fitEncoding(table, typeColumns(table), target, train);
  const expected = golden.scaled[name];
  expect(encoding.width).toBe(expected.mean.length);
  encoding.features.forEach((feature, i) => {
    if (feature.kind === 'category') throw new Error('a category');
    // Relative to the scale, of float64 sums in another order.
    expect(feature.mean / feature.scale).toBeCloseTo(expected.mean[i] / expected.scale[i], 9);
    expect(feature.scale / expected.scale[i]).toBeCloseTo(1, 12);
  });
  const second = createEncoder(encoding, table).encode([1]);
  second.forEach((x, i) => {
    expect(x).toBeCloseTo(expected.second[i], 5);
  });
});

const mixed = {
  age: [20, null, 40, 60, 1e9, 30],
  town: ['Bern', 'Bern', 'Chur', 'Chur', 'Genf', 'Bern'],
  colour: ['red', 'red', null, 'blue', 'blue', 'green'],
  day: ['1.1.1970', '3.1.1970', '1.1.1970', '3.1.1970', '9.1.1970', '2.1.1970'],
  same: ['a', 'a', 'a', 'a', 'b', 'b'],
  y: [0, 1, 0, 1, 0, 1],
};

function fitted(rows = [0, 1, 2, 3], leastRows = 2) {
  const { table, types } = columnsOf(mixed, {
    same: { kind: 'category' },
    colour: { kind: 'category' },
    town: { kind: 'category' },
    age: { kind: 'number' },
    day: { kind: 'date' },
  });
  return { table, encoding: fitEncoding(table, types, 'y', rows, { leastRows }) };
}

test('the matrix, by hand: only training rows count, gaps and rare levels have a feature', () => {
  const { table, encoding } = fitted();
  expect(featureNames(encoding)).toEqual([
    'age',
    'age: missing',
    'town = Bern',
    'town = Chur',
    'colour = red',
    'colour: other',
    'colour: missing',
    'day',
  ]);
  const deviation = Math.sqrt(800 / 3);
  const rows = [0, 1, 2, 5, 4];
  const matrix = createEncoder(encoding, table).encode(rows);
  const row = (i: number) => [...matrix.subarray(i * 8, i * 8 + 8)];
  expect(matrix.length).toBe(rows.length * encoding.width);
  expect(row(0)).toEqual([Math.fround(-20 / deviation), 0, 1, 0, 1, 0, 0, -1]);
  expect(row(1)).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
  expect(row(2)).toEqual([0, 0, 0, 1, 0, 0, 1, -1]);
  expect(row(3)).toEqual([Math.fround(-10 / deviation), 0, 1, 0, 0, 1, 0, 0]);
  // Genf was never seen, and no level of the training rows is rare: none of them.
  expect(row(4).slice(2, 6)).toEqual([0, 0, 0, 1]);
});

test('JSON and back gives the same matrix; a row decodes to what it was', () => {
  const { table, encoding } = fitted();
  const sent: FeatureEncoding = JSON.parse(JSON.stringify(encoding));
  const matrix = createEncoder(sent, table).encode(everyRow(6));
  expect(matrix).toEqual(createEncoder(encoding, table).encode(everyRow(6)));
  const decoded = everyRow(6).map((i) => decodeRow(sent, matrix.subarray(i * 8, i * 8 + 8)));
  decoded.forEach((row, i) => {
    expect(row.age).toEqual(mixed.age[i] === null ? null : expect.closeTo(mixed.age[i], -2));
    expect(row.town).toBe(mixed.town[i] === 'Genf' ? undefined : mixed.town[i]);
    // Blue is rare in the training rows, and green was never seen.
    expect(row.colour).toBe(['red', 'red', null, undefined, undefined, undefined][i]);
    expect(row.day).toBeCloseTo([0, 2, 0, 2, 8, 1][i], 5);
  });
});

test('another table is encoded by name, whatever its order and its way of writing numbers', () => {
  const { table, types } = columnsOf(
    { a: times(20, (i) => i / 4), b: times(20, (i) => (i % 2) + 1), y: times(20, (i) => i % 2) },
    { b: { kind: 'category' } },
  );
  const encoding = fitEncoding(table, types, 'y', everyRow(20));
  const other = columnsOf({ b: ['2.0', '1.00'], extra: ['p', 'q'], a: ['1.25', '+3'] }).table;
  const same = createEncoder(encoding, table).encode([5, 12]);
  expect(createEncoder(encoding, other).encode([0, 1])).toEqual(same);
  const lacking = columnsOf({ b: [1, 2], extra: [1, 2] }).table;
  expect(() => createEncoder(encoding, lacking)).toThrow(
    expect.objectContaining({ code: 'columnsMissing', context: { columns: 'a' } }),
  );
});

test('most frequent levels first, and no more than asked for', () => {
  const town = times(100, (i) => (i < 50 ? 'a' : i < 80 ? 'b' : i < 95 ? 'c' : `rare ${i}`));
  const { table, types } = columnsOf({ town, y: times(100, (i) => i % 2) });
  const names = (mostLevels: number) =>
    featureNames(fitEncoding(table, types, 'y', everyRow(100), { mostLevels }));
  expect(names(50)).toEqual(['town = a', 'town = b', 'town = c', 'town: other']);
  expect(names(2)).toEqual(['town = a', 'town = b', 'town: other']);
});

test('columns that are constant in the training rows are no features; without any there is no model', () => {
  const { table, types } = columnsOf({
    x: times(30, (i) => (i < 20 ? 0.1 : i)),
    y: times(30, (i) => i % 2),
  });
  expect(() => fitEncoding(table, types, 'y', everyRow(20))).toThrow(
    expect.objectContaining({ code: 'noFeatures' }),
  );
});
