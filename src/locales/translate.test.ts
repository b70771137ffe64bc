import { expect, test } from 'vitest';
import { createTranslate } from './translate';

const t = createTranslate(
  {
    plain: 'Drop a ZIP',
    nested: { greeting: '{name} has {count} MB' },
    pictures: { one: '{count} picture', other: '{count} pictures' },
  } as const,
  'en',
);

test('finds nested texts and fills placeholders', () => {
  expect(t('plain')).toBe('Drop a ZIP');
  expect(t('nested.greeting', { name: '{count}', count: 12345 })).toBe('{count} has 12,345 MB');
});

test('chooses the plural form by count', () => {
  expect(t('pictures', { count: 1 })).toBe('1 picture');
  expect(t('pictures', { count: 0 })).toBe('0 pictures');
  expect(t('pictures', { count: 2000 })).toBe('2,000 pictures');
});

test('uses the categories of the language', () => {
  const pl = createTranslate(
    { files: { one: '{count} plik', few: '{count} pliki', other: '{count} plików' } } as const,
    'pl',
  );
  expect([1, 3, 5, 22].map((count) => pl('files', { count }))).toEqual([
    '1 plik',
    '3 pliki',
    '5 plików',
    '22 pliki',
  ]);
});

test('a missing placeholder or key is a type error', () => {
  // @ts-expect-error `count` is missing
  expect(t('nested.greeting', { name: 'x' })).toBe('x has {count} MB');
  // @ts-expect-error no such key
  expect(() => t('absent')).toThrow('no text for absent');
});
