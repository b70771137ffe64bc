import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { openStore } from '.';
import { blobOf, datasetOf, pictureOf } from './fixtures';
import type { Store } from './types';

const open: Store[] = [];
let count = 0;

async function fresh(name = `store-${count++}`): Promise<Store> {
  const store = await openStore({ name });
  open.push(store);
  return store;
}

afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

async function importTwo(store: Store, id: string) {
  const writer = store.datasets.writer(id);
  const pictures = [pictureOf(id, 0), pictureOf(id, 1)];
  for (const picture of pictures) {
    await writer.add(picture, {
      original: blobOf(`${picture.id} original`),
      copy: picture.ordinal === 0 ? blobOf('copy') : null,
      thumbnail: blobOf('thumbnail'),
    });
  }
  return { writer, pictures };
}

test('a dataset appears at commit with everything in it, and not before', async () => {
  const store = await fresh();
  const { writer, pictures } = await importTwo(store, 'd');
  expect(await store.datasets.list()).toEqual([]);
  expect(await store.datasets.pictures('d')).toEqual([]);

  const grouped = pictures.map((picture) => ({ ...picture, group: 7 }));
  await writer.commit(datasetOf('d'), grouped);
  expect(await store.datasets.list()).toEqual([datasetOf('d')]);
  expect(await store.datasets.get('d')).toEqual(datasetOf('d'));
  expect(await store.datasets.findByHash('hash of d')).toEqual(datasetOf('d'));
  expect(await store.datasets.pictures('d')).toEqual(grouped);
  const original = await store.datasets.blob('d/1', 'original');
  expect(await original?.text()).toBe('d/1 original');
  expect(original?.type).toBe('image/png');
  expect(await (await store.datasets.blob('d/0', 'copy'))?.text()).toBe('copy');
  expect(await store.datasets.blob('d/1', 'copy')).toBeNull();
});

test('an artifact comes back as it went in, views trimmed to what they show', async () => {
  const store = await fresh();
  const whole = Float32Array.from({ length: 10 }, (_, i) => i);
  const value = {
    name: 'x',
    list: [{ data: whole.subarray(2, 5) }, new Uint8Array(0)],
    when: new Date(5),
  };
  await store.artifacts.put('run/a/model', value);
  expect(await store.artifacts.get('run/a/model')).toEqual({
    name: 'x',
    list: [{ data: new Float32Array([2, 3, 4]) }, new Uint8Array(0)],
    when: new Date(5),
  });
  await store.artifacts.put('bare', new Int32Array([1, 2]));
  expect(await store.artifacts.get('bare')).toEqual(new Int32Array([1, 2]));
  expect(await store.artifacts.get('none')).toBeNull();
});
