import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { blobOf, datasetOf, pictureOf } from './fixtures';
import { CHUNK_BYTES } from './schema';
import { fillDisk, keysIn, storesForTests } from './testing';

const open = storesForTests();

function forms(bytes = 100) {
  return { original: blobOf(new Uint8Array(bytes)), copy: null, thumbnail: blobOf('thumbnail') };
}

/** Nothing left in any object store. */
async function expectEmpty(name: string) {
  for (const [store, keys] of Object.entries(await keysIn(name)))
    expect([store, keys]).toEqual([store, []]);
}

test('a dataset appears at commit with everything in it, and not before', async () => {
  const store = await open();
  const writer = store.datasets.writer('d');
  const pictures = [pictureOf('d', 0), pictureOf('d', 1)];
  const [thumbnail, copy] = [blobOf('thumbnail'), blobOf('copy')];
  await writer.add(pictures[0], { original: blobOf('zero'), copy, thumbnail });
  await writer.add(pictures[1], { original: blobOf('one'), copy: null, thumbnail });
  expect(await store.datasets.list()).toEqual([]);
  expect(await store.datasets.pictures('d')).toEqual([]);

  const grouped = pictures.map((picture) => ({ ...picture, group: 7 }));
  await writer.commit(datasetOf('d'), grouped);
  expect(await store.datasets.list()).toEqual([datasetOf('d')]);
  expect(await store.datasets.get('d')).toEqual(datasetOf('d'));
  expect(await store.datasets.findByHash('hash of d')).toEqual(datasetOf('d'));
  expect(await store.datasets.pictures('d')).toEqual(grouped);
  const original = await store.datasets.blob('d/1', 'original');
  expect(await original?.text()).toBe('one');
  expect(original?.type).toBe('image/png');
  expect(await (await store.datasets.blob('d/0', 'copy'))?.text()).toBe('copy');
  expect(await store.datasets.blob('d/1', 'copy')).toBeNull();
});

test('an original larger than a chunk comes back byte for byte, and so does an empty one', async () => {
  const store = await open();
  const big = Uint8Array.from({ length: 2 * CHUNK_BYTES + 5 }, (_, i) => i * 7);
  const writer = store.datasets.writer('d');
  const thumbnail = blobOf('thumbnail');
  await writer.add(pictureOf('d', 0), { original: blobOf(big), copy: null, thumbnail });
  await writer.add(pictureOf('d', 1), { original: blobOf(''), copy: null, thumbnail });
  await writer.commit(datasetOf('d'), [pictureOf('d', 0), pictureOf('d', 1)]);
  const back = await (await store.datasets.blob('d/0', 'original'))?.arrayBuffer();
  expect(Buffer.from(back!).equals(Buffer.from(big))).toBe(true);
  expect((await store.datasets.blob('d/1', 'original'))?.size).toBe(0);
});

test('small pictures share transactions, big ones hold the caller back', async () => {
  const store = await open();
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const small = store.datasets.writer('small');
  for (let i = 0; i < 200; i++) await small.add(pictureOf('small', i), forms());
  await small.commit(datasetOf('small'), []);
  expect(transaction.mock.calls.length).toBeLessThan(100);

  // With pieces of a chunk each, no more than two chunks and the one on its way are ever unwritten.
  let put = 0;
  const original = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (this.name === 'blobs') put += (args[0] as { data: ArrayBuffer }).data.byteLength;
    return original.apply(this, args);
  });
  const big = store.datasets.writer('big');
  for (let i = 1; i <= 10; i++) {
    await big.add(pictureOf('big', i), forms(CHUNK_BYTES));
    expect(i * CHUNK_BYTES - put).toBeLessThanOrEqual(2 * CHUNK_BYTES);
  }
  await big.abort();
});

test('many adds at once are all kept', async () => {
  const store = await open();
  const writer = store.datasets.writer('d');
  const pictures = Array.from({ length: 300 }, (_, i) => pictureOf('d', i));
  await Promise.all(
    pictures.map((picture) =>
      writer.add(picture, { ...forms(), original: blobOf(`picture ${picture.ordinal}`) }),
    ),
  );
  await writer.commit(datasetOf('d'), pictures);
  for (const { id, ordinal } of pictures) {
    const blob = await store.datasets.blob(id, 'original');
    expect(await blob?.text()).toBe(`picture ${ordinal}`);
  }
  expect(await store.datasets.pictures('d')).toEqual(pictures);
});

test('a picture that was added but not committed leaves no bytes', async () => {
  const store = await open('dropped');
  const writer = store.datasets.writer('d');
  for (let i = 0; i < 3; i++) await writer.add(pictureOf('d', i), forms());
  await writer.commit(datasetOf('d'), [pictureOf('d', 0), pictureOf('d', 2)]);
  expect((await keysIn('dropped')).blobs).toEqual([
    ['d', 'original', 0, 0],
    ['d', 'original', 2, 0],
    ['d', 'thumbnail', 0, 0],
    ['d', 'thumbnail', 2, 0],
  ]);
  expect(await store.datasets.blob('d/1', 'original')).toBeNull();
});

test('abort leaves nothing, is repeatable, and after commit changes nothing', async () => {
  const store = await open('aborted');
  const writer = store.datasets.writer('d');
  await writer.add(pictureOf('d', 0), forms());
  await writer.abort();
  await writer.abort();
  await expectEmpty('aborted');
  await expect(writer.add(pictureOf('d', 1), forms())).rejects.toMatchObject({ code: 'internal' });

  const other = store.datasets.writer('e');
  await other.add(pictureOf('e', 0), forms());
  await other.commit(datasetOf('e'), [pictureOf('e', 0)]);
  await other.abort();
  expect(await store.datasets.pictures('e')).toHaveLength(1);
});

test.each(['request', 'commit'] as const)(
  'a disk that fills up in mid-import (%s) gives storageFull and leaves nothing',
  async (how) => {
    const name = `full-${how}`;
    const store = await open(name);
    fillDisk('blobs', 20, how);
    const writer = store.datasets.writer('d');
    const importing = (async () => {
      const pictures = Array.from({ length: 50 }, (_, i) => pictureOf('d', i));
      for (const picture of pictures) await writer.add(picture, forms());
      await writer.commit(datasetOf('d'), pictures);
    })();
    await expect(importing).rejects.toMatchObject({ code: 'storageFull', name: 'LensmithError' });
    await expect(writer.add(pictureOf('d', 99), forms())).rejects.toMatchObject({
      code: 'storageFull',
    });
    await expect(writer.commit(datasetOf('d'), [])).rejects.toMatchObject({ code: 'storageFull' });
    await writer.abort();
    expect(await store.datasets.list()).toEqual([]);
    await expectEmpty(name);
  },
);

test.each(['pictures', 'datasets'])(
  'a disk that fills up while committing (%s) leaves nothing either',
  async (kind) => {
    const name = `full-at-commit-${kind}`;
    const store = await open(name);
    const writer = store.datasets.writer('d');
    await writer.add(pictureOf('d', 0), forms());
    fillDisk(kind, 0, 'commit');
    await expect(writer.commit(datasetOf('d'), [pictureOf('d', 0)])).rejects.toMatchObject({
      code: 'storageFull',
    });
    expect(await store.datasets.list()).toEqual([]);
    await expectEmpty(name);
  },
);

test('a full disk spares the datasets that are there', async () => {
  const store = await open();
  const first = store.datasets.writer('a');
  await first.add(pictureOf('a', 0), forms());
  await first.commit(datasetOf('a'), [pictureOf('a', 0)]);
  fillDisk('blobs', 0, 'commit');
  const second = store.datasets.writer('b');
  await second.add(pictureOf('b', 0), forms());
  await expect(second.commit(datasetOf('b'), [])).rejects.toMatchObject({ code: 'storageFull' });
  expect(await (await store.datasets.blob('a/0', 'thumbnail'))?.text()).toBe('thumbnail');
  expect(await store.datasets.list()).toEqual([datasetOf('a')]);
});

test('two handles import at once without getting into each other', async () => {
  const [one, two] = [await open('both'), await open('both')];
  const writers = [one.datasets.writer('a'), two.datasets.writer('b')];
  for (let i = 0; i < 20; i++) {
    await Promise.all([
      writers[0].add(pictureOf('a', i), forms()),
      writers[1].add(pictureOf('b', i), forms()),
    ]);
  }
  await writers[0].abort();
  await writers[1].commit(
    datasetOf('b'),
    Array.from({ length: 20 }, (_, i) => pictureOf('b', i)),
  );
  expect((await one.datasets.list()).map(({ id }) => id)).toEqual(['b']);
  expect(await one.datasets.pictures('b')).toHaveLength(20);
  expect((await keysIn('both')).blobs).toHaveLength(40);
});
