import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { type DecimalMark, decidedMark, noEvidence, parseNumber, weighMark } from './numbers';
import { utf8Bytes } from './utf8';

const parse = (text: string, decimal: DecimalMark = '.') => {
  const bytes = utf8Bytes(`<${text}>`);
  return parseNumber(bytes, 1, bytes.length - 1, decimal);
};

test.each([
  ['1,234.5', '.', 1234.5],
  ['1.234,5', ',', 1234.5],
  ["1'234.5", '.', 1234.5],
  ['1’234.5', '.', 1234.5],
  ['1 234,5', ',', 1234.5],
  ['1\u00a0234,5', ',', 1234.5],
  ['1\u202f234\u202f567,5', ',', 1234567.5],
  ['1\u2009234', '.', 1234],
  ['-1.234.567', ',', -1234567],
  ['1,234', '.', 1234],
  ['1,234', ',', 1.234],
  ['\u22125', '.', -5],
  ['+.5', '.', 0.5],
  ['5.', '.', 5],
  ['1,5e-3', ',', 0.0015],
  ["12'345'678'901'234'567.5", '.', 12345678901234568],
  ['1.234.567.890.123.456,75', ',', 1234567890123456.8],
] as const)('%s with %s is %d', (text, decimal, value) => {
  expect(parse(text, decimal)).toBe(value);
});

test.each([
  ['1,23.5', '.'],
  ['1,2345', '.'],
  ['1234,567', '.'],
  ["1,234'567", '.'],
  [',234', '.'],
  ['1,234,', '.'],
  ['1,,234', '.'],
  ['1.5,3', '.'],
  ['1.5.3', '.'],
  ['1.2.2020', ','],
  ['007', '.'],
  ['-', '.'],
  ['', '.'],
  ['.', '.'],
  ['e5', '.'],
  ['1e', '.'],
  ['1e 5', '.'],
  ['1e5x', '.'],
  ['1 ', '.'],
  ['0x10', '.'],
  ['1e999', '.'],
  ['Infinity', '.'],
  ['12%', '.'],
  ['1\u00a02', '.'],
] as const)('%j with %s is no number', (text, decimal) => {
  expect(parse(text, decimal)).toBeNaN();
});

test('exactly what Number gives, to the last bit', () => {
  const random = createRandom(9);
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < 20_000; i++) {
    view.setUint32(0, random.uint32());
    view.setUint32(4, random.uint32());
    const any = view.getFloat64(0);
    const decimals = (random.normal() * 10 ** random.integer(12)).toFixed(random.integer(12));
    for (const text of [String(any), decimals]) {
      if (!Number.isFinite(Number(text))) continue;
      expect(parse(text)).toBe(Number(text));
      expect(parse(text.replace('.', ','), ',')).toBe(Number(text));
    }
  }
});

test('grouped numbers mean what they mean ungrouped', () => {
  const random = createRandom(10);
  const locales = { 'en-US': '.', 'de-DE': ',', 'de-CH': '.', 'fr-FR': ',', 'it-IT': ',' } as const;
  for (const [locale, decimal] of Object.entries(locales)) {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, useGrouping: true });
    for (let i = 0; i < 300; i++) {
      const value = Math.round(random.normal() * 10 ** (2 + random.integer(9))) / 100;
      expect(parse(format.format(value), decimal)).toBe(value);
    }
  }
});

test('the mark is decided by the numbers that leave no choice', () => {
  const decide = (texts: string[], otherwise: DecimalMark) => {
    const evidence = noEvidence();
    for (const text of texts) weighMark(evidence, utf8Bytes(text), 0, utf8Bytes(text).length);
    return decidedMark(evidence, otherwise);
  };
  expect(decide(['1,234', '0,5'], '.')).toBe(',');
  expect(decide(['1.234', '1.234.567'], '.')).toBe(',');
  expect(decide(['1,234', '1,234,567'], ',')).toBe('.');
  expect(decide(['1,234', '5'], '.')).toBe('.');
  expect(decide(['1,234', '5'], ',')).toBe(',');
});
