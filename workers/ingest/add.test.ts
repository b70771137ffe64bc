import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { ImportFile } from '../../core/contract/ingest';
import { storesForTests } from '../../core/store/testing';
import { addPictures } from './add';
import { importDataset } from './import';
import { bitmap, renderBitmap } from './testing/bitmap';
import { memorySpool } from './zip/spool';

const openTestStore = storesForTests();

const file = (path: string, seed: number): ImportFile => ({
  path,
  blob: new Blob([bitmap(seed) as Uint8Array<ArrayBuffer>]),
});
const range = (name: string, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => file(`${name}/${i + 1}.bmp`, from + i));

async function setUp() {
  const store = await openTestStore(`add-${Math.random()}`);
  const options = {
    store,
    spool: memorySpool(1e8),
    render: renderBitmap,
    parallel: 3,
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  const start = [...range('cats', 0, 4), ...range('dogs', 1000, 4)];
  const made = await importDataset(start, 'pets', options);
  const add = (name: string, files: ImportFile[]) => addPictures(made.id, name, files, options);
  return { store, options, start, made, add };
}

describe('adding pictures to a dataset', () => {
  it('comes to the same hash as importing all at once', async () => {
    const { store, made, add, options, start } = await setUp();
    const more = [file('cats/new.bmp', 50), file('cats/newer.bmp', 51)];
    const { added, skipped, dataset } = await add('cats', more);
    expect([added, skipped, dataset.images]).toEqual([2, [], 10]);
    expect(dataset.hash).not.toBe(made.dataset.hash);
    const whole = await importDataset([...start, ...more], 'pets', options);
    expect(whole.dataset.hash).toBe(dataset.hash);
    const pictures = await store.datasets.pictures(made.id);
    expect(pictures.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 10 }, (_, i) => i));
    expect(dataset.classes[pictures[9]!.label]).toBe('cats');
    const stored = await store.datasets.blob(pictures[9]!.id, 'original');
    expect(new Uint8Array(await stored!.arrayBuffer())).toEqual(new Uint8Array(bitmap(51)));
  });

  it('names copies and stores none, and gives taken file names another', async () => {
    const { store, made, add } = await setUp();
    const { added, skipped } = await add('cats', [
      file('cats/again.bmp', 0),
      file('cats/1.bmp', 60),
      file('cats/twice.bmp', 60),
    ]);
    expect(added).toBe(1);
    expect(skipped).toEqual([
      { file: 'cats/again.bmp', reason: 'exactDuplicate' },
      { file: 'cats/twice.bmp', reason: 'exactDuplicate' },
    ]);
    expect((await store.datasets.pictures(made.id)).at(-1)!.file).toBe('cats/1 (2).bmp');
  });

  it('puts a new class last and fits the edits to it', async () => {
    const { store, made, add } = await setUp();
    await store.datasets.edit(made.id, () => ({
      edits: [
        { edit: 'rename', from: 'cats', to: 'kittens' },
        { edit: 'reorder', classes: ['dogs', 'kittens'] },
      ],
      undone: [],
    }));
    const { dataset } = await add('apes', range('apes', 2000, 3));
    expect(dataset.classes).toEqual(['cats', 'dogs', 'apes']);
    expect((await store.datasets.edits(made.id)).edits[1]).toEqual({
      edit: 'reorder',
      classes: ['dogs', 'kittens', 'apes'],
    });
    await add('kittens', [file('x.bmp', 70)]);
    expect((await store.datasets.pictures(made.id)).at(-1)!.label).toBe(0);
    await expect(add('cats', [file('y.bmp', 71)])).rejects.toMatchObject({
      code: 'classNameTaken',
    });
    await expect(add(' ', [file('y.bmp', 71)])).rejects.toMatchObject({ code: 'classNameTaken' });
  });

  it('loses nothing when two add at once', async () => {
    const { add, made, store } = await setUp();
    await Promise.all([add('cats', range('a', 100, 5)), add('dogs', range('b', 1100, 5))]);
    const pictures = await store.datasets.pictures(made.id);
    expect(pictures).toHaveLength(18);
    expect((await store.datasets.get(made.id))!.images).toBe(18);
  });

  it('refuses what holds no picture, and leaves the dataset as it was', async () => {
    const { add, made, store } = await setUp();
    const text: ImportFile = { path: 'note.txt', blob: new Blob(['x']) };
    await expect(add('cats', [text, text])).rejects.toMatchObject({ code: 'noPictures' });
    expect((await store.datasets.get(made.id))!.hash).toBe(made.dataset.hash);
  });
});
