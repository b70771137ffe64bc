import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeatureCache } from './feature-cache';
import { sweep } from './feature-disk';
import { nodeDisk as diskIn } from './node-disk';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'features-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const nodeDisk = (limit?: number) => diskIn(folder, limit);

const hash = (i: number) => i.toString(16).padStart(64, '0');
const record = (i: number) => Uint16Array.of(i, i + 1, i + 2, i + 3);

describe('FeatureCache', () => {
  it('gives back what was put, for the same identity only', async () => {
    const cache = new FeatureCache({ memoryBytes: 1000, disk: null });
    const set = await cache.open('weights a', 'float16', 4);
    set.put(hash(1), record(1));
    set.close();
    const again = await cache.open('weights a', 'float16', 4);
    expect(again.get(hash(1))).toEqual(record(1));
    expect(again.get(hash(2))).toBeNull();
    expect((await cache.open('weights b', 'float16', 4)).has(hash(1))).toBe(false);
  });

  it('keeps on disk what memory has no room for, and finds it in a later session', async () => {
    const cache = new FeatureCache({ memoryBytes: 3 * 8, disk: nodeDisk() });
    const set = await cache.open('w', 'float16', 4);
    for (let i = 0; i < 10; i++) set.put(hash(i), record(i));
    expect(cache.memoryBytes).toBeLessThanOrEqual(3 * 8);
    for (let i = 0; i < 10; i++) expect(set.get(hash(i))).toEqual(record(i));
    set.close();

    const later = new FeatureCache({ memoryBytes: 3 * 8, disk: nodeDisk() });
    const found = await later.open('w', 'float16', 4);
    for (let i = 0; i < 10; i++) expect(found.get(hash(i))).toEqual(record(i));
    found.put(hash(10), record(10));
    expect(found.get(hash(10))).toEqual(record(10));
  });

  it('holds no more in memory for more records on disk, and closes with nothing counted', async () => {
    const cache = new FeatureCache({ memoryBytes: 8 * 32, disk: nodeDisk() });
    const set = await cache.open('w', 'float16', 4);
    const held: number[] = [];
    for (let i = 0; i < 100; i++) {
      set.put(hash(i), record(i));
      held.push(cache.memoryBytes);
    }
    expect(Math.max(...held)).toBe(4 * 8);
    expect(held.at(-1)).toBe(4 * 8);
    for (let i = 0; i < 100; i++) expect(set.get(hash(i))).toEqual(record(i));
    set.close();
    const again = await cache.open('w', 'float16', 4);
    again.put(hash(100), record(100));
    expect(cache.memoryBytes).toBe(4 * 8);
    again.close();
    expect(again.onDiskToo).toBe(0);
  });

  it('never forgets a set in use where there is no disk, and gives idle ones up', async () => {
    const cache = new FeatureCache({ memoryBytes: 3 * 8, disk: null });
    const idle = await cache.open('idle', 'float16', 4);
    idle.put(hash(1), record(1));
    idle.close();
    const used = await cache.open('used', 'float16', 4);
    for (let i = 0; i < 10; i++) used.put(hash(i), record(i));
    for (let i = 0; i < 10; i++) expect(used.get(hash(i))).toEqual(record(i));
    expect((await cache.open('idle', 'float16', 4)).has(hash(1))).toBe(false);
  });

  it('may forget pixels that are not to be kept, even in use', async () => {
    const cache = new FeatureCache({ memoryBytes: 8, disk: nodeDisk() });
    const pixels = await cache.open('pixels', 'uint8', 4, false);
    for (let i = 0; i < 10; i++) pixels.put(hash(i), Uint8Array.of(i, i, i, i));
    expect(cache.memoryBytes).toBeLessThanOrEqual(8);
    expect(pixels.get(hash(9))).toEqual(Uint8Array.of(9, 9, 9, 9));
    expect(pixels.get(hash(0))).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('falls back to memory when the disk is full or another tab holds the file', async () => {
    const full = new FeatureCache({ memoryBytes: 0, disk: nodeDisk(100) });
    const set = await full.open('w', 'float16', 4);
    for (let i = 0; i < 10; i++) set.put(hash(i), record(i));
    for (let i = 0; i < 10; i++) expect(set.get(hash(i))).toEqual(record(i));

    const disk = nodeDisk();
    const [first, second] = [1, 2].map(() => new FeatureCache({ memoryBytes: 0, disk }));
    await first.open('w', 'float16', 4);
    const locked = await second.open('w', 'float16', 4);
    locked.put(hash(1), record(1));
    expect(locked.get(hash(1))).toEqual(record(1));
  });

  it('cuts off what a dying tab wrote half', async () => {
    const cache = new FeatureCache({ memoryBytes: 0, disk: nodeDisk() });
    const set = await cache.open('w', 'float16', 4);
    set.put(hash(1), record(1));
    set.put(hash(2), record(2));
    set.close();
    const [name] = readdirSync(folder);
    const file = openSync(join(folder, name), 'r+');
    ftruncateSync(file, 2 * (32 + 8) - 3);
    closeSync(file);
    const found = await new FeatureCache({ memoryBytes: 0, disk: nodeDisk() }).open(
      'w',
      'float16',
      4,
    );
    expect([found.get(hash(1)), found.get(hash(2))]).toEqual([record(1), null]);
    found.put(hash(3), record(3));
    expect(found.get(hash(3))).toEqual(record(3));
  });

  it('is swept of the oldest files beyond its share of the disk', async () => {
    const disk = nodeDisk();
    for (const name of ['a', 'b', 'c']) {
      const cache = new FeatureCache({ memoryBytes: 0, disk });
      const set = await cache.open(name, 'float16', 4);
      set.put(hash(1), record(1));
      set.close();
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    const newest = (await disk.list()).sort((a, b) => b.modified - a.modified)[0].name;
    await sweep(disk, 50);
    expect(readdirSync(folder)).toEqual([newest]);
  });
});
