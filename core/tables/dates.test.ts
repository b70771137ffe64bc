import { expect, test } from 'vitest';
import { parseDate, recogniseOrder } from './dates';

const day = (iso: string) => Date.parse(iso) / 86_400_000;

test.each([
  ['2024-02-29', '2024-02-29'],
  ['2024/2/9', '2024-02-09'],
  ['2024-02-29T13:45:30Z', '2024-02-29T13:45:30Z'],
  ['2024-02-29 13:45:30.5+01:00', '2024-02-29T12:45:30.5Z'],
  ['29.2.2024', '2024-02-29'],
  ['1. 2. 2024', '2024-02-01'],
  ['01.02.24', '2024-02-01'],
  ['31/12/1999 11:30 pm', '1999-12-31T23:30Z'],
  ['1-2-70', '1970-02-01'],
  ['1/2/68', '2068-02-01'],
] as const)('%s', (text, iso) => {
  expect(parseDate(text, 'dmy')).toBeCloseTo(day(iso), 9);
});

test.each([
  '2023-02-29',
  '31.4.2024',
  '13/13/2024',
  '2024-1',
  '1.2',
  '12:30',
  'May 3',
  '2024-01-01 25:00',
  '2024-01-01x',
])('%s is no date', (text) => {
  expect(parseDate(text, 'dmy')).toBeNaN();
  expect(parseDate(text, 'mdy')).toBeNaN();
});

test('the order is what makes dates of all; points never stand for months first', () => {
  const order = (texts: string[]) =>
    recogniseOrder(
      texts,
      texts.map(() => 1),
      'mdy',
    );
  expect(order(['1/2/2024', '25/12/2024'])).toEqual({ order: 'dmy', ambiguous: false, share: 1 });
  expect(order(['1/2/2024', '12/25/2024'])).toEqual({ order: 'mdy', ambiguous: false, share: 1 });
  expect(order(['1/2/2024', '3/4/2024'])).toEqual({ order: 'mdy', ambiguous: true, share: 1 });
  expect(order(['1/1/2024', 'soon'])).toEqual({ order: 'mdy', ambiguous: false, share: 0.5 });
  expect(parseDate('3.4.2024', 'mdy')).toBe(day('2024-04-03'));
});
