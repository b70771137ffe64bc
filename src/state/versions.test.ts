import 'fake-indexeddb/auto';
import { createRoot, createSignal } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Dataset, Picture } from '../../core/dataset';
import { openStore, type Store } from '../../core/store';
import { blobOf, datasetOf, pictureOf } from '../../core/store/fixtures';
import type { DatasetState } from './dataset';
import { createVersions, inVersion } from './versions';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

let count = 0;
async function stored(): Promise<{ store: Store; dataset: Dataset; pictures: Picture[] }> {
  const store = await openStore({ name: 'lensmith' });
  const id = `d${count++}`;
  const writer = store.datasets.writer(id);
  const pictures = Array.from({ length: 8 }, (_, i) => ({ ...pictureOf(id, i), label: i % 2 }));
  const forms = { original: blobOf('o'), copy: null, thumbnail: blobOf('t') };
  for (const picture of pictures) await writer.add(picture, forms);
  const dataset = datasetOf(id, { images: 8, bytes: 80 });
  await writer.commit(dataset, pictures);
  return { store, dataset, pictures };
}

function stateOf({ store, dataset, pictures }: Awaited<ReturnType<typeof stored>>) {
  return createRoot((dispose) => {
    disposals.push(dispose);
    const [current] = createSignal<Dataset | null>(dataset);
    const raw = {
      current,
      pictures: () => pictures,
      picture: (id: string) => pictures.find((one) => one.id === id),
    } as Partial<DatasetState> as DatasetState;
    const versions = createVersions({ store: Promise.resolve(store) }, raw);
    return { versions, datasets: inVersion(raw, versions) };
  });
}

describe('the version of a dataset', () => {
  it('shows what edits make of it, and takes them back one by one', async () => {
    const known = await stored();
    const { versions, datasets } = stateOf(known);
    await vi.waitUntil(() => versions.current());
    expect(datasets.pictures()).toBe(known.pictures);
    expect(versions.hash()).toBe(known.dataset.hash);
    const [first, second] = known.pictures;
    await versions.apply({ edit: 'relabel', pictures: [first!.id], to: 'dog' });
    await versions.apply({ edit: 'exclude', pictures: [second!.id] });
    await versions.apply({ edit: 'rename', from: 'dog', to: 'wolf' });
    expect(datasets.current()?.classes).toEqual(['cat', 'wolf']);
    expect(datasets.current()?.images).toBe(7);
    expect(datasets.current()?.bytes).toBe(70);
    expect(datasets.pictures()?.map(({ ordinal }) => ordinal)).toEqual([0, 2, 3, 4, 5, 6, 7]);
    expect(datasets.picture(first!.id)?.label).toBe(1);
    expect(datasets.picture(second!.id)?.file).toBe(second!.file);
    await vi.waitUntil(() => versions.hash());
    expect(versions.hash()).not.toBe(known.dataset.hash);

    await versions.undo();
    expect(datasets.current()?.classes).toEqual(['cat', 'dog']);
    await versions.redo();
    expect(datasets.current()?.classes).toEqual(['cat', 'wolf']);
    await versions.reset();
    expect(datasets.pictures()).toBe(known.pictures);
    await versions.redo();
    expect(versions.edits()).toEqual([{ edit: 'relabel', pictures: [first!.id], to: 'dog' }]);
  });

  it('refuses an edit that does not fit, and keeps what there was', async () => {
    const { versions } = stateOf(await stored());
    await vi.waitUntil(() => versions.current());
    await expect(versions.apply({ edit: 'rename', from: 'cow', to: 'ox' })).rejects.toThrow('cow');
    expect(versions.edits()).toEqual([]);
  });

  it('follows what another tab changes, and neither loses an edit of the other', async () => {
    const known = await stored();
    const [here, there] = [stateOf(known), stateOf(known)];
    await vi.waitUntil(() => here.versions.current() && there.versions.current());
    await here.versions.apply({ edit: 'dismiss', finding: 'a' });
    await there.versions.apply({ edit: 'dismiss', finding: 'b' });
    await vi.waitUntil(() => here.versions.edits().length === 2, { timeout: 3000 });
    expect(here.versions.current()?.dismissed).toEqual(['a', 'b']);
  });

  it('goes with its dataset', async () => {
    const { store, dataset } = await stored();
    await store.datasets.edit(dataset.id, () => ({
      edits: [{ edit: 'dismiss', finding: 'a' }],
      undone: [],
    }));
    await store.datasets.remove(dataset.id);
    expect(await store.datasets.edits(dataset.id)).toEqual({ edits: [], undone: [] });
    await expect(store.datasets.edit(dataset.id, (same) => same)).rejects.toThrow();
  });
});
