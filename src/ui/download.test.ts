import { expect, test } from 'vitest';
import { fileName } from './download';

test.each([
  ['ROC curve, ResNet18', 'svg', 'ROC curve, ResNet18.svg'],
  ['cats/dogs: a\\b?*"<x>|', 'csv', 'cats dogs a b x.csv'],
  ['../../etc/passwd', 'csv', 'etc passwd.csv'],
  ['  .hidden. ', 'png', 'hidden.png'],
  ['tab\there\u0000\u202Egnp', 'svg', 'tab here gnp.svg'],
  ['', 'csv', 'lensmith.csv'],
  ['...', 'csv', 'lensmith.csv'],
  ['NUL', 'csv', 'lensmith NUL.csv'],
  ['e\u0301tudes 日本', 'csv', 'études 日本.csv'],
])('%j becomes a name every file system takes', (stem, extension, name) => {
  expect(fileName(stem, extension)).toBe(name);
});

test('a long name is cut between characters, the extension kept', () => {
  const name = fileName('🙂'.repeat(300), 'csv');
  expect([...name]).toHaveLength(104);
  expect(name.endsWith('🙂.csv')).toBe(true);
});
