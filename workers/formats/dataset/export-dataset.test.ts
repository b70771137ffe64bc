import 'fake-indexeddb/auto';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ImportFile } from '../../../core/contract/ingest';
import { manifestName } from '../../../core/dataset-manifest';
import type { Edit } from '../../../core/doctor/edits';
import { trainedVersion } from '../../../core/doctor/trained-version';
import { baseVersion, versionHash } from '../../../core/doctor/version';
import { splitPictures } from '../../../core/learning/split';
import { storesForTests } from '../../../core/store/testing';
import { importDataset } from '../../ingest/import';
import { bitmap, renderBitmap } from '../../ingest/testing/bitmap';
import { type EntryPlan, writeZip } from '../../ingest/testing/zip-writer';
import { memorySpool } from '../../ingest/zip/spool';
import { Handover } from '../export/destination';
import { exportDataset } from './export-dataset';

const openTestStore = storesForTests();
type Bytes = Uint8Array<ArrayBuffer>;
const asBlob = (bytes: Uint8Array) => new Blob([bytes as Bytes]);

async function setUp() {
  const store = await openTestStore(`dataset-export-${Math.random()}`);
  const take = (files: ImportFile[], name = 'pets.zip') =>
    importDataset(files, name, {
      ...{ store, spool: memorySpool(1e8), render: renderBitmap, parallel: 2 },
      ...{ signal: new AbortController().signal, onProgress: () => {} },
    });
  const takeZip = (zip: Blob, name?: string) => take([{ path: 'any.zip', blob: zip }], name);
  const handover = new Handover(async () => memorySpool(1e8));
  const give = async (id: string, signal = new AbortController().signal) => {
    const { file } = await exportDataset(store, handover, signal, id, null, () => {});
    return file as Blob;
  };
  return { store, take, takeZip, give };
}

/** Pictures of two classes, sides in folders or not. */
function entries(sides: readonly string[] = ['']): EntryPlan[] {
  return sides.flatMap((side, s) =>
    ['Äffchen', 'dogs'].flatMap((label, k) =>
      Array.from({ length: 4 }, (_, i) => ({
        name: `${side}pets/${label}/${i + 1}.bmp`,
        bytes: bitmap(s * 10_000 + k * 1000 + i),
      })),
    ),
  );
}

/** All that training sees. */
async function content({ store }: Awaited<ReturnType<typeof setUp>>, id: string) {
  const { name, hash, classes, ownSplit, images, bytes } = (await store.datasets.get(id))!;
  const pictures = await store.datasets.pictures(id);
  return {
    dataset: { name, hash, classes, ownSplit, images, bytes },
    pictures: pictures
      .map(({ file, label, hash, ownSplit }) => [file, label, hash, ownSplit])
      .sort(),
  };
}

describe('an exported dataset', () => {
  it.each([
    ['without a split', ['']],
    ['with a split of its own', ['train/', 'test/']],
  ])('%s imports to the same', async (_, sides) => {
    const here = await setUp();
    const { id } = await here.takeZip(asBlob(writeZip(entries(sides))));
    const zip = await here.give(id);
    const there = await setUp();
    const again = await there.takeZip(zip, 'another name.zip');
    expect(again.skipped).toEqual([]);
    expect(await content(there, again.id)).toEqual(await content(here, id));
  });

  it('is known again where it came from', async () => {
    const here = await setUp();
    const { id } = await here.takeZip(asBlob(writeZip(entries())));
    expect(await here.takeZip(await here.give(id))).toMatchObject({ id, existing: true });
  });

  it('keeps classes in their order and labels that no folder names', async () => {
    const here = await setUp();
    const { id } = await here.takeZip(asBlob(writeZip(entries())));
    const zip = unzipSync(new Uint8Array(await (await here.give(id)).arrayBuffer()));
    const manifest = JSON.parse(strFromU8(zip[manifestName]!));
    manifest.classes.reverse();
    manifest.pictures.find(({ label }: { label: string }) => label === 'dogs').label = 'Äffchen';
    zip[manifestName] = new TextEncoder().encode(JSON.stringify(manifest));
    const there = await setUp();
    const again = await there.takeZip(asBlob(zipSync(zip)));
    expect(again.classes).toEqual(['dogs', 'Äffchen']);
    const pictures = await there.store.datasets.pictures(again.id);
    expect(pictures.filter(({ label }) => label === 1)).toHaveLength(5);
  });

  it('is what changes have made of it', async () => {
    const here = await setUp();
    const { id } = await here.takeZip(asBlob(writeZip(entries())));
    const before = {
      dataset: (await here.store.datasets.get(id))!,
      pictures: await here.store.datasets.pictures(id),
    };
    const [first, second] = before.pictures.map((picture) => picture.id) as [string, string];
    const edits: Edit[] = [
      { edit: 'exclude', pictures: [first] },
      { edit: 'relabel', pictures: [second], to: 'dogs' },
      { edit: 'rename', from: 'dogs', to: 'Hunde' },
      { edit: 'reorder', classes: ['Hunde', 'Äffchen'] },
    ];
    await here.store.datasets.edit(id, () => ({ edits, undone: [] }));
    const there = await setUp();
    const again = await there.takeZip(await here.give(id));
    expect(again).toMatchObject({ images: 7, classes: ['Hunde', 'Äffchen'], skipped: [] });
    const version = await trainedVersion(before, edits, 0);
    const taken = await content(there, again.id);
    const { sides } = splitPictures(await there.store.datasets.pictures(again.id), { seed: 1 });
    const stands = baseVersion(again.classes, await there.store.datasets.pictures(again.id), sides);
    expect(await versionHash(stands)).toBe(version.dataset.hash);
    expect(taken.pictures.every(([, , , side]) => side !== null)).toBe(true);
  });

  it('imports to the same when it was unpacked into a folder', async () => {
    const here = await setUp();
    const { id } = await here.takeZip(asBlob(writeZip(entries(['train/', 'test/']))));
    const zip = unzipSync(new Uint8Array(await (await here.give(id)).arrayBuffer()));
    const files = Object.entries(zip).map(([path, bytes]) => ({
      path: `Downloads/pets/${path}`,
      blob: asBlob(bytes),
    }));
    const there = await setUp();
    const again = await there.take(files, 'Downloads');
    expect(await content(there, again.id)).toEqual(await content(here, id));
  });

  it('takes pictures put in later by their folder, and falls back on folders without its manifest', async () => {
    const here = await setUp();
    const { id } = await here.takeZip(asBlob(writeZip(entries())));
    const zip = unzipSync(new Uint8Array(await (await here.give(id)).arrayBuffer()));
    const more = { ...zip, 'pets/dogs/new.bmp': bitmap(777), 'elsewhere/new.bmp': bitmap(778) };
    const there = await setUp();
    const again = await there.takeZip(asBlob(zipSync(more)));
    expect(again.images).toBe(9);
    expect(again.skipped).toEqual([{ file: 'elsewhere/new.bmp', reason: 'noLabel' }]);
    zip[manifestName] = new TextEncoder().encode('{"format":');
    const plain = await (await setUp()).takeZip(asBlob(zipSync(zip)));
    expect(plain).toMatchObject({ images: 8, classes: ['Äffchen', 'dogs'] });
  });

  it('is not made of what is not there, and stops when told to', async () => {
    const here = await setUp();
    await expect(here.give('gone')).rejects.toMatchObject({ code: 'unknownDataset' });
    const { id } = await here.takeZip(asBlob(writeZip(entries())));
    const stop = new AbortController();
    stop.abort(new DOMException('stopped', 'AbortError'));
    await expect(here.give(id, stop.signal)).rejects.toBe(stop.signal.reason);
  });
});
