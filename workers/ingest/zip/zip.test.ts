import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../core/crc32';
import { concat, type EntryPlan, unicodePath, writeZip, type ZipPlan } from '../testing/zip-writer';
import { readDirectory } from './directory';
import { DamagedEntry, unpackWhole } from './inflate';
import { defaultLimits, ZipBudget, type ZipLimits } from './limits';
import { safeSegments } from './names';

const text = strToU8('a picture of a cat, a picture of a dog, a picture of a cat');

const list = (bytes: Uint8Array<ArrayBuffer>, limits: Partial<ZipLimits> = {}) =>
  readDirectory(
    new Blob([bytes]),
    'pets.zip',
    new ZipBudget('pets.zip', { ...defaultLimits, ...limits }),
  );

async function unpackFirst(entries: EntryPlan[], plan?: ZipPlan): Promise<Uint8Array> {
  const bytes = writeZip(entries, plan);
  const [entry] = await list(bytes);
  return unpackWhole(new Blob([bytes]), entry!);
}

const fails = (promise: Promise<unknown>, code: string) =>
  expect(promise).rejects.toMatchObject({ code });

describe('reading', () => {
  it('checksums as everybody does', () => {
    expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
    expect(crc32(strToU8('6789'), crc32(strToU8('12345')))).toBe(0xcbf43926);
  });

  it("lists and unpacks another library's archive", async () => {
    const noise = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> (i % 5));
    const bytes = zipSync({ 'cats/1.txt': text, 'dogs/2.bin': [noise, { level: 0 }] });
    const entries = await list(bytes as Uint8Array<ArrayBuffer>);
    expect(entries.map(({ name }) => name)).toEqual(['cats/1.txt', 'dogs/2.bin']);
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    expect(await unpackWhole(blob, entries[0]!)).toEqual(text);
    expect(await unpackWhole(blob, entries[1]!)).toEqual(noise);
  });

  it('reads Zip64 records and fields', async () => {
    expect(await unpackFirst([{ name: 'a', bytes: text, zip64: true }], { zip64: true })).toEqual(
      text,
    );
  });

  it('reads past a comment that looks like an end record, and behind a program', async () => {
    const comment = 'PK\u0005\u0006 is how an end begins';
    expect(await unpackFirst([{ name: 'a', bytes: text }], { comment })).toEqual(text);
    const program = strToU8('#!/bin/sh\n'.repeat(100));
    expect(await unpackFirst([{ name: 'a', bytes: text }], { program })).toEqual(text);
  });

  it('reads the directory and nothing else of a big archive', async () => {
    const bytes = writeZip([
      { name: 'big', bytes: new Uint8Array(5_000_000).map((_, i) => i * 31), stored: true },
      { name: 'small', bytes: text },
    ]);
    let read = 0;
    const blob = new Blob([bytes]);
    const slice = blob.slice.bind(blob);
    blob.slice = (from?: number, to?: number) => {
      const part = slice(from, to);
      read += part.size;
      return part;
    };
    const entries = await readDirectory(blob, 'z', new ZipBudget('z', defaultLimits));
    expect(entries).toHaveLength(2);
    expect(read).toBeLessThan(70_000);
  });
});

describe('names', () => {
  const nameOf = async (entry: Partial<EntryPlan>) =>
    (await list(writeZip([{ name: 'x', bytes: text, ...entry }])))[0]!.name;

  it('are UTF-8 by flag or by content, else CP437', async () => {
    expect(await nameOf({ name: 'Kätzchen/猫.jpg', flags: 0x800 })).toBe('Kätzchen/猫.jpg');
    expect(await nameOf({ name: 'Kätzchen/猫.jpg' })).toBe('Kätzchen/猫.jpg');
    const cp437 = Uint8Array.from([0x4b, 0x84, 0x74, 0x7a, 0x81, 0xe1, 0x2f, 0xa4]);
    expect(await nameOf({ name: cp437 })).toBe('Kätzüß/ñ');
  });

  it("follow Info-ZIP's Unicode path", async () => {
    const plain = strToU8('K_tzchen.jpg');
    const extra = unicodePath(plain, 'Kätzchen.jpg');
    expect(await nameOf({ name: plain, extra })).toBe('Kätzchen.jpg');
  });

  it('cannot leave the folder', () => {
    expect(safeSegments('../../etc/passwd')).toEqual(['etc', 'passwd']);
    expect(safeSegments('C:\\cats\\..\\1.jpg')).toEqual(['cats', '1.jpg']);
    expect(safeSegments('/cats/./1.jpg')).toEqual(['cats', '1.jpg']);
    expect(safeSegments('cats/a\u0000b\n.jpg')).toEqual(['cats', 'a\ufffdb\ufffd.jpg']);
    expect(safeSegments('<img src=x onerror=alert(1)>.jpg')).toEqual([
      '<img src=x onerror=alert(1)>.jpg',
    ]);
    expect(safeSegments('Ka\u0308tzchen/1.jpg')).toEqual(['K\u00e4tzchen', '1.jpg']);
  });
});

describe('what is no whole archive', () => {
  const whole = writeZip([
    { name: 'a', bytes: text },
    { name: 'b', bytes: text },
  ]);

  it('is no ZIP', async () => {
    await fails(list(strToU8('hello, I am a text file') as Uint8Array<ArrayBuffer>), 'notAZip');
    await fails(list(new Uint8Array()), 'notAZip');
  });

  it('is truncated, wherever it was cut', async () => {
    for (let length = 4; length < whole.length; length++) {
      await fails(list(whole.slice(0, length)), 'zipTruncated');
    }
  });

  it('is truncated when its middle is missing', async () => {
    await fails(list(concat(whole.subarray(0, 40), whole.subarray(60))), 'zipTruncated');
  });

  it('is one part of a split archive', async () => {
    const part = whole.slice();
    part[part.length - 22 + 4] = 3;
    part[part.length - 22 + 6] = 3;
    await fails(list(part), 'zipTruncated');
  });
});

describe('damaged entries', () => {
  const plans: [string, Partial<EntryPlan>][] = [
    ['a wrong checksum', { crc: 1 }],
    ['more bytes than declared', { size: text.length - 1 }],
    ['fewer bytes than declared', { size: text.length + 1 }],
    [
      'bytes that are not DEFLATE',
      { bytes: new Uint8Array(50).fill(0xff), stored: true, method: 8 },
    ],
    ['stored bytes that were altered', { stored: true, crc: 7 }],
  ];
  for (const [what, plan] of plans) {
    it(`have ${what}`, async () => {
      await expect(unpackFirst([{ name: 'a', bytes: text, ...plan }])).rejects.toThrow(
        DamagedEntry,
      );
    });
  }

  it('have no local header', async () => {
    const bytes = writeZip([{ name: 'a', bytes: text }]);
    bytes[0] = 0;
    const [entry] = await list(bytes);
    await expect(unpackWhole(new Blob([bytes]), entry!)).rejects.toThrow(DamagedEntry);
  });

  it('are given up at the declared size, however much would come', async () => {
    const bomb = writeZip([{ name: 'a', bytes: new Uint8Array(60_000_000), size: 1000 }]);
    const [entry] = await list(bomb);
    const before = process.memoryUsage().arrayBuffers;
    await expect(unpackWhole(new Blob([bomb]), entry!)).rejects.toThrow('more than it declares');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(45_000_000);
  });
});

describe('limits, told from the listing', () => {
  const entry = (size: number): EntryPlan => ({ name: `f${size}`, bytes: text, size });

  it('refuses too many entries by the end record alone', async () => {
    await fails(list(writeZip([entry(1), entry(2), entry(3)]), { entries: 2 }), 'zipTooLarge');
    const lying = writeZip([entry(1)]);
    new DataView(lying.buffer).setUint16(lying.length - 12, 60_000, true);
    await fails(list(lying), 'zipTruncated');
  });

  it('refuses more than 4 GiB, Zip64 sizes included', async () => {
    const half = 2 ** 31;
    await fails(list(writeZip([entry(half), entry(half + 1)])), 'zipTooLarge');
    await fails(list(writeZip([{ ...entry(2 ** 45), zip64: true }])), 'zipTooLarge');
  });

  it('refuses a ratio that pictures do not have', async () => {
    await fails(list(writeZip([entry(100 * 2 ** 20)])), 'zipTooLarge');
    // A blank bitmap alone may have any ratio.
    expect(await list(writeZip([entry(10 * 2 ** 20)]))).toHaveLength(1);
  });

  it('refuses entries that share their bytes', async () => {
    const shared = writeZip([
      { name: 'a', bytes: text },
      { name: 'b', bytes: text, sameAs: 0 },
    ]);
    await fails(list(shared), 'zipTooLarge');
  });
});
