import { expect, test } from 'vitest';
import { createRandom } from '../../core/random';
import type { SourceFile } from '../ingest/source';
import { encodeBitmap } from '../ingest/testing/bitmap';
import { writeZip } from '../ingest/testing/zip-writer';
import { defaultLimits } from '../ingest/zip/limits';
import { memorySpool } from '../ingest/zip/spool';
import { type Answer, answerItems } from './answer';
import { listItems } from './items';

const picture = encodeBitmap({ width: 4, height: 4, data: new Uint8Array(48).fill(90) });
const answer: Answer = { predictions: [{ label: 'a', confidence: 1 }], none: false };
const soon = (ms: number) => new Promise((done) => setTimeout(done, ms));

function generated(i: number, bytes: () => Promise<Uint8Array<ArrayBuffer>>) {
  const file: SourceFile = {
    path: `${i}.bmp`,
    folders: [],
    name: `${i}.bmp`,
    size: picture.length,
    crc32: null,
    head: async () => picture,
    bytes,
  };
  return { file, label: null };
}

test('of ten thousand pictures a handful is unpacked at any time, and rows keep their order', async () => {
  const random = createRandom(1);
  let alive = 0;
  let most = 0;
  const items = Array.from({ length: 10_000 }, (_, i) =>
    generated(i, async () => {
      most = Math.max(most, ++alive);
      return picture;
    }),
  );
  const ask = async (pictures: Blob[]) => {
    // Some engines are slow: their neighbours finish long before them.
    if (random.uniform() < 0.02) await soon(5);
    alive -= pictures.length;
    return pictures.map(() => answer);
  };
  let row = 0;
  const signal = new AbortController().signal;
  for await (const { file, error } of answerItems(items, { ask, atOnce: 4, calls: 6, signal })) {
    expect(file).toBe(`${row++}.bmp`);
    expect(error).toBeNull();
  }
  expect(row).toBe(10_000);
  expect(alive).toBe(0);
  expect(most).toBeGreaterThan(4);
  expect(most).toBeLessThanOrEqual(24);
});

test('nothing more is unpacked while nobody takes the rows', async () => {
  let unpacked = 0;
  const items = Array.from({ length: 500 }, (_, i) =>
    generated(i, async () => {
      unpacked++;
      return picture;
    }),
  );
  const ask = async (pictures: Blob[]) => pictures.map(() => answer);
  const rows = answerItems(items, {
    ...{ ask, atOnce: 4, calls: 6 },
    signal: new AbortController().signal,
  });
  await rows.next();
  await soon(20);
  expect(unpacked).toBeLessThanOrEqual(24);
  await rows.return(undefined);
});

test('big files go in smaller calls', async () => {
  const big = 7 * 2 ** 20;
  const items = Array.from({ length: 4 }, (_, i) => {
    const item = generated(i, async () => picture);
    return { ...item, file: { ...item.file, size: big } };
  });
  const sizes: number[] = [];
  const ask = async (pictures: Blob[]) => {
    sizes.push(pictures.length);
    return pictures.map(() => answer);
  };
  const signal = new AbortController().signal;
  for await (const _ of answerItems(items, { ask, atOnce: 4, calls: 2, signal }));
  expect(sizes).toEqual([2, 2]);
});

test('a file that is gone when its turn comes is a row with a reason', async () => {
  const gone = generated(0, () => Promise.reject(new DOMException('gone', 'NotFoundError')));
  const rows = [];
  const options = { atOnce: 4, calls: 2, signal: new AbortController().signal };
  const ask = async (pictures: Blob[]) => pictures.map(() => answer);
  const items = [gone, generated(1, async () => picture)];
  for await (const row of answerItems(items, { ask, ...options })) rows.push(row);
  expect(rows.map(({ error }) => error)).toEqual(['undecodable', null]);
});

test('items stand in the order of the archive, with those that cannot be unpacked in their places', async () => {
  const zip = writeZip([
    { name: 'z.bmp', bytes: picture },
    { name: 'locked.bmp', bytes: picture, flags: 1 },
    { name: '__MACOSX/z.bmp', bytes: picture },
    { name: 'Cat/2.bmp', bytes: picture },
    { name: 'notes.txt', bytes: picture },
    {
      name: 'more.zip',
      bytes: writeZip([
        { name: 'dog/9.bmp', bytes: picture },
        { name: 'dog/1.bmp', bytes: picture },
      ]),
    },
    { name: 'a.bmp', bytes: new Uint8Array() },
  ]);
  const files = [{ path: 'more.zip', blob: new Blob([zip]) }];
  const signal = new AbortController().signal;
  const items = await listItems(files, ['cat', 'dog'], {
    ...{ limits: defaultLimits, spool: memorySpool(1e6), signal },
  });
  const seen = items.map((item) =>
    'reason' in item ? [item.file, item.reason] : [item.file.path, item.label],
  );
  expect(seen).toEqual([
    ['z.bmp', null],
    ['locked.bmp', 'encryptedEntry'],
    ['Cat/2.bmp', 'cat'],
    ['notes.txt', 'notAPicture'],
    ['more.zip/dog/9.bmp', 'dog'],
    ['more.zip/dog/1.bmp', 'dog'],
    ['a.bmp', 'emptyFile'],
  ]);
});
