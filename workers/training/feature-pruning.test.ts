import 'fake-indexeddb/auto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStore, subscribe } from '../../core/store';
import { FeatureCache } from './feature-cache';
import { nodeDisk } from './node-disk';
import { nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'features-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('forgets the features of a removed dataset, and keeps those that another one shares', async () => {
  const name = 'pruning';
  const store = await openStore({ name });
  // The pictures of the smaller are the first of the larger.
  const [large, small] = [await storeStripes(store, [6]), await storeStripes(store, [4])];
  const hashes = (await store.datasets.pictures(large.id)).map(({ hash }) => hash);
  const disk = nodeDisk(folder);
  const write = async (identity: string, kept: readonly string[]) => {
    const set = await new FeatureCache({ memoryBytes: 0, disk }).open(identity, 'uint8', 3);
    for (const hash of kept) set.put(hash, Uint8Array.of(...[...hash.slice(0, 3)].map(Number)));
    set.close();
  };
  // Dead records stand before, between and after live ones.
  await write(
    'shared',
    [5, 0, 1, 4, 2].map((i) => hashes[i]),
  );
  await write('of the large alone', hashes.slice(4));

  const trainer = new Trainer(
    nodeHost(store, {
      disk: async () => disk,
      subscribe: (listener) => subscribe(listener, name),
    }),
  );
  trainer.open({ baseUrl: 'http://unused.test/' });
  await store.datasets.remove(large.id);
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1));
  const set = await new FeatureCache({ memoryBytes: 0, disk }).open('shared', 'uint8', 3);
  expect(hashes.map((hash) => set.has(hash))).toEqual([true, true, true, false, false, false]);
  for (const hash of hashes.slice(0, 3)) {
    expect(set.get(hash)).toEqual(Uint8Array.of(...[...hash.slice(0, 3)].map(Number)));
  }
  set.close();
  await store.datasets.remove(small.id);
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]));
  trainer.end();
});
