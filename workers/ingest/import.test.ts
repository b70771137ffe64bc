import 'fake-indexeddb/auto';
import { strToU8 } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import type { ImportFile, ImportProgress } from '../../core/contract/ingest';
import { LensmithError } from '../../core/errors';
import { keysIn, storesForTests } from '../../core/store/testing';
import { type ImportOptions, importDataset } from './import';
import { bitmap, renderBitmap } from './testing/bitmap';
import { type EntryPlan, writeZip } from './testing/zip-writer';
import { defaultLimits } from './zip/limits';
import { memorySpool } from './zip/spool';

const openTestStore = storesForTests();

const asBlob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

async function setUp(options: Partial<ImportOptions> = {}) {
  const database = `import-${Math.random()}`;
  const store = await openTestStore(database);
  const run = (files: ImportFile[], name = 'pets.zip', more: Partial<ImportOptions> = {}) =>
    importDataset(files, name, {
      store,
      spool: memorySpool(1e8),
      render: renderBitmap,
      parallel: 3,
      signal: new AbortController().signal,
      onProgress: () => {},
      ...options,
      ...more,
    });
  const zip = (entries: EntryPlan[], more: Partial<ImportOptions> = {}) =>
    run([{ path: 'pets.zip', blob: asBlob(writeZip(entries)) }], 'pets.zip', more);
  /** Nothing stored at all, blobs and journal included. */
  const isEmpty = async () => {
    const { meta: _, ...keys } = await keysIn(database);
    return Object.values(keys).every((list) => list.length === 0);
  };
  return { store, run, zip, isEmpty };
}

/** `count` pictures in each folder, all different. */
function folders(names: string[], count = 4): EntryPlan[] {
  return names.flatMap((name, k) =>
    Array.from({ length: count }, (_, i) => ({
      name: `${name}/${i + 1}.bmp`,
      bytes: bitmap(k * 1000 + i),
    })),
  );
}

describe('an import', () => {
  it('stores pictures with labels, originals as they came, and makes the dataset current', async () => {
    const { store, zip } = await setUp();
    const entries = folders(['pets/dogs', 'pets/cats']);
    const made = await zip(entries);
    expect(made).toMatchObject({
      images: 8,
      classes: ['cats', 'dogs'],
      skipped: [],
      existing: false,
    });
    expect(await store.datasets.current()).toBe(made.id);
    const pictures = await store.datasets.pictures(made.id);
    expect(pictures.map(({ file, label }) => [file, label])).toContainEqual(['pets/dogs/1.bmp', 1]);
    for (const { id, file, ordinal, group } of pictures) {
      const original = await store.datasets.blob(id, 'original');
      const entry = entries.find(({ name }) => name === file)!;
      expect(new Uint8Array(await original!.arrayBuffer())).toEqual(entry.bytes);
      expect([id, group]).toEqual([`${made.id}/${ordinal}`, ordinal]);
    }
  });

  it('passes over litter without a word and names all else', async () => {
    const { zip } = await setUp();
    const damaged = bitmap(50);
    const entries: EntryPlan[] = [
      ...folders(['cats', 'dogs']),
      { name: '__MACOSX/cats/._1.bmp', bytes: strToU8('x') },
      { name: 'cats/.DS_Store', bytes: strToU8('x') },
      { name: 'dogs/Thumbs.db', bytes: strToU8('x') },
      { name: 'dogs/desktop.ini', bytes: strToU8('x') },
      { name: 'owls/', bytes: new Uint8Array() },
      { name: 'README.md', bytes: strToU8('about') },
      { name: 'cats/text.jpg', bytes: strToU8('not a picture at all') },
      { name: 'cats/empty.bmp', bytes: new Uint8Array() },
      { name: 'cats/photo.heic', bytes: strToU8('whatever') },
      { name: 'cats/scan.jpg', bytes: strToU8('II*\u0000 a TIFF by another name') },
      { name: 'cats/cut.bmp', bytes: damaged.slice(0, 500) },
      { name: 'cats/broken.bmp', bytes: damaged, crc: 1 },
      { name: 'cats/locked.bmp', bytes: bitmap(51), flags: 1 },
      { name: 'cats/huge.bmp', bytes: hugeBitmap() },
      { name: 'cats/again.bmp', bytes: bitmap(0) },
      { name: 'cats/torn.bmp', bytes: bitmap(52) },
      { name: 'dogs/torn.bmp', bytes: bitmap(52) },
      { name: 'stray.bmp', bytes: bitmap(53) },
      { name: 'cats/nested.zip', bytes: strToU8('not a zip') },
      { name: 'cats/no-extension', bytes: bitmap(54) },
    ];
    const made = await zip(entries);
    const reasons = Object.fromEntries(made.skipped.map(({ file, reason }) => [file, reason]));
    expect(reasons).toEqual({
      'README.md': 'notAPicture',
      'cats/text.jpg': 'notAPicture',
      'cats/empty.bmp': 'emptyFile',
      'cats/photo.heic': 'unsupportedFormat',
      'cats/scan.jpg': 'unsupportedFormat',
      'cats/cut.bmp': 'undecodable',
      'cats/broken.bmp': 'damagedEntry',
      'cats/locked.bmp': 'encryptedEntry',
      'cats/huge.bmp': 'pictureTooLarge',
      'cats/again.bmp': 'exactDuplicate',
      'cats/torn.bmp': 'conflictingLabels',
      'dogs/torn.bmp': 'conflictingLabels',
      'stray.bmp': 'noLabel',
      'cats/nested.zip': 'damagedEntry',
    });
    expect(made.images).toBe(9);
    expect(made.classes).toEqual(['cats', 'dogs']);
  });

  it('never decodes a 20,000 x 20,000 picture', async () => {
    const { zip } = await setUp();
    const render = vi.fn(renderBitmap);
    const entries = [...folders(['a', 'b'], 3), { name: 'a/huge.bmp', bytes: hugeBitmap() }];
    const made = await zip(entries, { render });
    expect(made.skipped).toEqual([{ file: 'a/huge.bmp', reason: 'pictureTooLarge' }]);
    expect(render).toHaveBeenCalledTimes(6);
  });

  it('takes nested archives as classes, stored or deflated, and as parts', async () => {
    const { zip } = await setUp();
    const inner = (from: number) =>
      writeZip([0, 1, 2].map((i) => ({ name: `${i}.bmp`, bytes: bitmap(from + i) })));
    const part = writeZip(
      folders(['cats', 'owls'], 3).map((e, i) => ({ ...e, bytes: bitmap(70 + i) })),
    );
    const made = await zip([
      { name: 'cats.zip', bytes: inner(10) },
      { name: 'dogs.zip', bytes: inner(20), stored: true },
      { name: 'part.zip', bytes: part },
    ]);
    expect(made).toMatchObject({ images: 12, classes: ['cats', 'dogs', 'owls'], skipped: [] });
  });

  it('takes flat pictures with a table of labels, and a dropped folder', async () => {
    const { run } = await setUp();
    const rows = [
      'id,breed',
      ...[0, 1, 2, 3, 4, 5].map((i) => `p${i},${i % 2 ? 'pug' : 'collie'}`),
    ];
    const files = [0, 1, 2, 3, 4, 5].map((i) => ({
      path: `dogs/images/p${i}.bmp`,
      blob: asBlob(bitmap(i)),
    }));
    const table = { path: 'dogs/labels.csv', blob: new Blob([rows.join('\r\n')]) };
    const made = await run([...files, table], 'dogs');
    expect(made).toMatchObject({ images: 6, classes: ['collie', 'pug'], skipped: [] });
  });

  it("follows the archive's own split", async () => {
    const { store, zip } = await setUp();
    const made = await zip([
      ...folders(['train/cats', 'train/dogs'], 3),
      ...folders(['test/cats', 'test/dogs'], 1).map((e, i) => ({ ...e, bytes: bitmap(90 + i) })),
    ]);
    expect(made.dataset.ownSplit).toBe(true);
    const sides = (await store.datasets.pictures(made.id)).map(({ ownSplit }) => ownSplit);
    expect(sides.filter((side) => side === 'test')).toHaveLength(2);
    expect(sides.filter((side) => side === 'train')).toHaveLength(6);
  });

  it('groups pictures that look the same, across names and sizes', async () => {
    const { store, zip } = await setUp();
    const entries = folders(['cats', 'dogs'], 5);
    entries.push({ name: 'dogs/bigger.bmp', bytes: bitmap(1000, 160, 144) });
    const made = await zip(entries);
    expect(made.dataset.nearDuplicateGroups).toBe(1);
    const pictures = await store.datasets.pictures(made.id);
    const groupOf = (file: string) => pictures.find((picture) => picture.file === file)!.group;
    expect(groupOf('dogs/bigger.bmp')).toBe(groupOf('dogs/1.bmp'));
    expect(new Set(pictures.map(({ group }) => group)).size).toBe(10);
  });

  it('keeps names with HTML or dots as harmless text', async () => {
    const { store, zip } = await setUp();
    const html = '<img src=x onerror=alert(1)>';
    const made = await zip(folders([`../../${html}`, '../dogs'], 3));
    expect(made.classes).toEqual([html, 'dogs']);
    const [first] = await store.datasets.pictures(made.id);
    expect(first!.file).not.toContain('..');
  });

  it('finds the same pictures again without decoding them', async () => {
    const { store, zip } = await setUp();
    const entries = [...folders(['cats', 'dogs']), { name: 'notes.txt', bytes: strToU8('n') }];
    const first = await zip(entries);
    const render = vi.fn(renderBitmap);
    const second = await zip(entries.toReversed(), { render });
    expect(second).toMatchObject({ id: first.id, existing: true, images: 8 });
    expect(render).not.toHaveBeenCalled();
    expect(await store.datasets.list()).toHaveLength(1);
    const more = await zip([...entries, { name: 'cats/new.bmp', bytes: bitmap(77) }]);
    expect(more.existing).toBe(false);
    const changed = entries.map((entry, i) => (i === 0 ? { ...entry, bytes: bitmap(78) } : entry));
    expect((await zip(changed)).existing).toBe(false);
  });

  it('tells how far it is', async () => {
    const { zip } = await setUp();
    const seen: ImportProgress[] = [];
    await zip(folders(['cats', 'dogs'], 30), { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual([
      'reading',
      'pictures',
      'duplicates',
      'saving',
    ]);
    expect(seen.at(-1)).toMatchObject({ done: 60, total: 60 });
    expect(seen.length).toBeLessThan(40);
  });
});

describe('an import that fails leaves nothing behind', () => {
  const some = folders(['cats', 'dogs'], 3);
  const nest = (depth: number, bytes: Uint8Array): Uint8Array =>
    depth === 0
      ? bytes
      : nest(
          depth - 1,
          writeZip(Array.from({ length: 4 }, (_, i) => ({ name: `lib ${i}.zip`, bytes }))),
        );

  const cases: [string, () => EntryPlan[], string, object?][] = [
    ['has no pictures', () => [{ name: 'a.txt', bytes: strToU8('a') }], 'noPictures'],
    [
      'has only text named as pictures',
      () =>
        ['a', 'b'].flatMap((c) =>
          [1, 2, 3].map((i) => ({ name: `${c}/${i}.jpg`, bytes: strToU8(c + i) })),
        ),
      'noPictures',
    ],
    ['has no labels', () => some.map((e, i) => ({ ...e, name: `${i}.bmp` })), 'noLabels'],
    ['has one class', () => folders(['pets/cats']), 'oneClass', { label: 'cats' }],
    [
      'has a class with one picture',
      () => [...some, { name: 'owls/1.bmp', bytes: bitmap(9) }],
      'classTooSmall',
      { label: 'owls', count: 1, needed: 3 },
    ],
    [
      'has a class of which too few can be read',
      () => some.map((e, i) => (i === 0 ? { ...e, bytes: e.bytes.slice(0, 600) } : e)),
      'classTooSmall',
      { label: 'cats', count: 2, needed: 3 },
    ],
    [
      'is encrypted but for a note',
      () => [...some.map((e) => ({ ...e, flags: 1 })), { name: 'note.txt', bytes: strToU8('n') }],
      'zipEncrypted',
    ],
    [
      'nests archives without end',
      () => [
        { name: '42.zip', bytes: nest(5, writeZip([{ name: 'a.bmp', bytes: new Uint8Array(9) }])) },
      ],
      'zipTooLarge',
    ],
    [
      'hides a bomb in a nested archive',
      () => [
        ...some,
        {
          name: 'x.zip',
          bytes: writeZip([{ name: 'a.bmp', bytes: bitmap(1), size: 2 ** 32 - 2 }]),
        },
      ],
      'zipTooLarge',
    ],
  ];
  for (const [what, entries, code, context] of cases) {
    it(`when the archive ${what}`, async () => {
      const { zip, isEmpty } = await setUp();
      await expect(zip(entries())).rejects.toMatchObject({ code, ...(context && { context }) });
      expect(await isEmpty()).toBe(true);
    });
  }

  it('when nested archives together declare too much', async () => {
    const { zip, isEmpty } = await setUp();
    const inner = writeZip(some);
    const limits = { ...defaultLimits, totalBytes: 2.5 * inner.length };
    const entries = ['a', 'b'].map((name) => ({ name: `${name}.zip`, bytes: inner }));
    await expect(zip(entries, { limits })).rejects.toMatchObject({ code: 'zipTooLarge' });
    expect(await isEmpty()).toBe(true);
  });

  it('when what was dropped is no ZIP, or half of one', async () => {
    const { run, isEmpty } = await setUp();
    const drop = (bytes: Uint8Array) => run([{ path: 'x.zip', blob: asBlob(bytes) }], 'x.zip');
    await expect(drop(strToU8('hello'))).rejects.toMatchObject({ code: 'notAZip' });
    const whole = writeZip(some);
    const half = whole.slice(0, whole.length / 2);
    await expect(drop(half)).rejects.toMatchObject({ code: 'zipTruncated' });
    const picture = run([{ path: 'x.bmp', blob: asBlob(bitmap(1)) }], 'x.bmp');
    await expect(picture).rejects.toMatchObject({ code: 'noLabels' });
    expect(await isEmpty()).toBe(true);
  });

  it('when the disk is full in the middle', async () => {
    const { store, zip, isEmpty } = await setUp();
    const full = {
      ...store,
      datasets: {
        ...store.datasets,
        writer(id: string) {
          const writer = store.datasets.writer(id);
          let count = 0;
          return {
            ...writer,
            async add(...picture: Parameters<typeof writer.add>) {
              if (++count > 3) throw new LensmithError('storageFull');
              await writer.add(...picture);
            },
          };
        },
      },
    };
    await expect(zip(some, { store: full })).rejects.toMatchObject({ code: 'storageFull' });
    expect(await isEmpty()).toBe(true);
    expect((await zip(some)).images).toBe(6);
  });

  it('when it is cancelled in the middle', async () => {
    const { zip, isEmpty } = await setUp();
    const controller = new AbortController();
    let count = 0;
    const render = async (blob: Blob) => {
      if (++count === 4) controller.abort(new LensmithError('cancelled'));
      return renderBitmap(blob);
    };
    const cancelled = zip(some, { render, signal: controller.signal });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(await isEmpty()).toBe(true);
  });
});

/** The header of a picture of 20,000 x 20,000 pixels. */
function hugeBitmap(): Uint8Array {
  const bytes = bitmap(1);
  const view = new DataView(bytes.buffer);
  view.setInt32(18, 20_000, true);
  view.setInt32(22, 20_000, true);
  return bytes;
}
