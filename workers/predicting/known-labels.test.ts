import { expect, test } from 'vitest';
import type { SourceFile } from '../ingest/source';
import { knownLabels } from './known-labels';

const at = (path: string): SourceFile => {
  const folders = path.split('/');
  const name = folders.pop()!;
  const read = async () => new Uint8Array();
  return { path, folders, name, size: 1, crc32: null, head: read, bytes: read };
};
const labels = (paths: string[], classes: string[]) =>
  knownLabels(paths.map(at), [], classes).labels;

test('folders that name known classes label their pictures; others do not', () => {
  expect(labels(['cat/1.png', 'dog/2.png', 'fish/3.png', '4.png'], ['cat', 'dog'])).toEqual([
    'cat',
    'dog',
    null,
    null,
  ]);
});

test('case, spaces, underscores and Unicode forms do not matter, where one class alone is meant', () => {
  const classes = ['golden retriever', 'Café', 'Pug', 'pug'];
  expect(
    labels(
      ['x/Golden_Retriever/1.png', 'x/cafe\u0301/2.png', 'x/Pug/3.png', 'x/PUG/4.png'],
      classes,
    ),
  ).toEqual(['golden retriever', 'Café', 'Pug', null]);
});

test('sides of a split and folders around and inside the classes are seen through', () => {
  const paths = ['set/train/cat/1.png', 'set/test/dog/indoors/2.png', 'set/test/dog/3.png'];
  expect(labels(paths, ['cat', 'dog'])).toEqual(['cat', 'dog', 'dog']);
  // The layout alone would take the folders inside for the classes.
  expect(labels(['cat/a/1.png', 'cat/b/2.png', 'dog/a/3.png'], ['cat', 'dog'])).toEqual([
    'cat',
    'cat',
    'dog',
  ]);
});

test('one folder, or none, is enough', () => {
  expect(labels(['new/cat/1.png', 'new/cat/2.png'], ['cat', 'dog'])).toEqual(['cat', 'cat']);
  expect(labels(['1.png'], ['cat', 'dog'])).toEqual([null]);
});

test('a table of labels counts as an import would read it', () => {
  const rows = [
    ['file', 'label'],
    ['1.png', 'Cat'],
    ['2.png', 'bird'],
  ];
  const files = ['1.png', '2.png'].map(at);
  const found = knownLabels(files, [{ name: 'labels.csv', rows }], ['cat', 'dog']);
  expect(found.labels).toEqual(['cat', null]);
  expect([...found.usedTables]).toEqual([0]);
});
