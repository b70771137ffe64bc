import { expect, test } from 'vitest';
import { nameOf, readFileList } from './dropped-files';

test('a dataset is named for its archive or its folder', () => {
  expect(nameOf([{ path: 'pets.ZIP' }])).toBe('pets.ZIP');
  expect(nameOf([{ path: 'pets/cat/1.jpg' }, { path: 'pets/dog/1.jpg' }])).toBe('pets');
  expect(nameOf([{ path: 'cat/1.jpg' }, { path: 'dog/1.jpg' }])).toBe('1.jpg');
  expect(nameOf([])).toBe('');
});

test('a picked folder keeps its paths', () => {
  const file = new File(['x'], '1.jpg');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'pets/cat/1.jpg' });
  expect(readFileList([file]).files.map(({ path }) => path)).toEqual(['pets/cat/1.jpg']);
});
