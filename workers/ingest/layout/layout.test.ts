import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readLayout } from './layout';
import { readTable } from './table';

const file = (path: string) => {
  const folders = path.split('/');
  return { name: folders.pop()!, folders };
};

/** `path -> label side`, tables as name: text. */
function layout(paths: string[], tables: Record<string, string> = {}) {
  const read = readLayout(
    paths.map(file),
    Object.entries(tables).map(([name, text]) => ({ name, rows: readTable(strToU8(text)) })),
  );
  const labels = Object.fromEntries(paths.map((path, i) => [path, read.labels[i]]));
  const splits = Object.fromEntries(paths.map((path, i) => [path, read.splits[i]]));
  return { ...read, labels, splits };
}

describe('class folders', () => {
  const cases: [string, Record<string, string | null>][] = [
    ['at the top', { 'cats/1.jpg': 'cats', 'dogs/1.jpg': 'dogs' }],
    ['in a wrapping folder', { 'pets/cats/1.jpg': 'cats', 'pets/dogs/1.jpg': 'dogs' }],
    [
      'at different depths',
      { 'x/a/cats/1.jpg': 'cats', 'x/b/c/dogs/1.jpg': 'dogs', 'x/a/owls/1.jpg': 'owls' },
    ],
    [
      'with folders of their own',
      { 'cats/1.jpg': 'cats', 'cats/more/2.jpg': 'cats', 'dogs/1.jpg': 'dogs' },
    ],
    [
      'above a folder that is named alike in all',
      { 'n01/images/1.jpg': 'n01', 'n02/images/1.jpg': 'n02' },
    ],
    [
      'beside a stray picture',
      { 'pets/logo.png': null, 'pets/cats/1.jpg': 'cats', 'pets/dogs/1.jpg': 'dogs' },
    ],
    [
      'of one name in two places',
      { '2019/cats/1.jpg': 'cats', '2020/cats/1.jpg': 'cats', '2020/dogs/1.jpg': 'dogs' },
    ],
    ['but only one', { 'pets/cats/1.jpg': 'cats', 'pets/cats/2.jpg': 'cats' }],
    ['but none', { '1.jpg': null, '2.jpg': null }],
  ];
  for (const [what, expected] of cases) {
    it(what, () => expect(layout(Object.keys(expected)).labels).toEqual(expected));
  }
});

describe('sides of a split', () => {
  it('are folders above the classes, however they are written', () => {
    const { labels, splits, ownSplit } = layout([
      'd/Train/cats/1.jpg',
      'd/Train/dogs/1.jpg',
      'd/VALID/cats/2.jpg',
      'd/test/dogs/3.jpg',
    ]);
    expect(labels['d/Train/cats/1.jpg']).toBe('cats');
    expect(Object.values(splits)).toEqual(['train', 'train', 'validation', 'test']);
    expect(ownSplit).toBe(true);
  });

  it('may be doubled, and named with a common part', () => {
    const { labels, splits } = layout([
      'seg_train/seg_train/sea/1.jpg',
      'seg_train/seg_train/forest/1.jpg',
      'seg_test/seg_test/sea/2.jpg',
    ]);
    expect(labels['seg_train/seg_train/sea/1.jpg']).toBe('sea');
    expect(labels['seg_test/seg_test/sea/2.jpg']).toBe('sea');
    expect(splits['seg_test/seg_test/sea/2.jpg']).toBe('test');
  });

  it('may lie inside the classes', () => {
    const { labels, splits } = layout(['cats/train/1.jpg', 'cats/val/2.jpg', 'dogs/train/1.jpg']);
    expect(labels).toMatchObject({ 'cats/train/1.jpg': 'cats', 'cats/val/2.jpg': 'cats' });
    expect(splits['cats/val/2.jpg']).toBe('validation');
  });

  it('are not meant by a class named train', () => {
    const { labels, ownSplit } = layout(['car/1.jpg', 'train/1.jpg', 'bus/1.jpg']);
    expect(labels['train/1.jpg']).toBe('train');
    expect(ownSplit).toBe(false);
  });

  it('do not count when only training pictures have labels', () => {
    const { labels, splits, ownSplit } = layout(['train/cats/1', 'train/dogs/1', 'test/1']);
    expect(labels['test/1']).toBeNull();
    expect(splits['train/cats/1']).toBeNull();
    expect(ownSplit).toBe(false);
  });
});

describe('label tables', () => {
  const flat = ['train/a1.jpg', 'train/b2.jpg', 'train/c3.jpg'];
  const labels = { 'train/a1.jpg': 'cat', 'train/b2.jpg': 'dog', 'train/c3.jpg': 'cat' };

  const tables: [string, string][] = [
    ['names without extension', 'id,breed\na1,cat\nb2,dog\nc3,cat\n'],
    ['no header', 'a1.jpg,cat\nb2.jpg,dog\nc3.jpg,cat'],
    ['semicolons, a byte order mark and CRLF', '\ufeffname;art\r\na1;cat\r\nb2;dog\r\nc3;cat\r\n'],
    ['tabs', 'label\tfile\ncat\ta1.jpg\ndog\tb2.jpg\ncat\tc3.jpg'],
    ['quotes', '"file","label"\n"a1.jpg","cat"\n"b2.jpg","dog"\n"c3.jpg","cat"\n'],
    ['paths', 'path,class\ntrain/a1.jpg,cat\ndata\\train\\b2.jpg,dog\n./train/c3.jpg,cat\n'],
    [
      'other columns',
      'w,h,Path,ClassId,class_name\n9,9,a1.jpg,0,cat\n8,9,b2.jpg,1,dog\n7,9,c3.jpg,0,cat',
    ],
  ];
  for (const [what, text] of tables) {
    it(`with ${what}`, () => {
      const paths = what === 'paths' ? flat.map((path) => `data/${path}`) : flat;
      const expected = paths.map((_, i) => Object.values(labels)[i]);
      expect(Object.values(layout(paths, { 'labels.csv': text }).labels)).toEqual(expected);
    });
  }

  it('keep quoted delimiters, quotes and line ends', () => {
    expect(readTable(strToU8('a,b\n"x, ""y""","1\n2"\n'))).toEqual([
      ['a', 'b'],
      ['x, "y"', '1\n2'],
    ]);
  });

  it('leave what they do not list without a label', () => {
    const read = layout([...flat, 'train/d4.jpg'], { 'l.csv': 'id,label\na1,cat\nb2,dog\nc3,cat' });
    expect(read.labels['train/d4.jpg']).toBeNull();
  });

  it('do not outvote class folders unless they say that they label', () => {
    const paths = ['cats/1.jpg', 'dogs/2.jpg', 'dogs/3.jpg'];
    const authors = layout(paths, { 'a.csv': 'file,author\n1.jpg,Ann\n2.jpg,Bob\n3.jpg,Ann' });
    expect(Object.values(authors.labels)).toEqual(['cats', 'dogs', 'dogs']);
    const meant = layout(paths, { 'a.csv': 'file,label\n1.jpg,x\n2.jpg,y\n3.jpg,x' });
    expect(Object.values(meant.labels)).toEqual(['x', 'y', 'x']);
  });

  it('tell files of one name apart by their side', () => {
    const paths = ['train/1.png', 'train/2.png', 'test/1.png', 'test/2.png'];
    const read = layout(paths, {
      'train_labels.csv': 'file,label\n1.png,a\n2.png,b',
      'test_labels.csv': 'file,label\n1.png,b\n2.png,a',
    });
    expect(Object.values(read.labels)).toEqual(['a', 'b', 'b', 'a']);
    expect(read.ownSplit).toBe(true);
  });

  it('may have a column of sides', () => {
    const read = layout(flat, {
      'l.csv': 'labels,data set,filepaths\ncat,train,a1.jpg\ndog,valid,b2.jpg\ncat,test,c3.jpg',
    });
    expect(Object.values(read.splits)).toEqual(['train', 'validation', 'test']);
  });

  it('are not any table', () => {
    const read = layout(['cats/1.jpg', 'dogs/2.jpg'], { 'notes.csv': 'day,weather\n1,rain' });
    expect(read.usedTables.size).toBe(0);
  });
});
