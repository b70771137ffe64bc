import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type ExportedFile, fileOf } from '../../../model-zoo/convert/exported';
import { inBlocks } from './blocks';
import { zipPieces } from './zip';

type Bytes = Uint8Array<ArrayBuffer>;

async function joined(pieces: AsyncIterable<Bytes>): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const counted = (path: string, bytes: number): ExportedFile => ({
  path,
  bytes,
  *content() {
    for (let at = 0; at < bytes; at += 1000) {
      yield Uint8Array.from({ length: Math.min(1000, bytes - at) }, (_, i) => at + i);
    }
  },
});

describe('an archive', () => {
  const files = [
    fileOf('labels.json', '["Katze", "猫", "🐈"]'),
    counted('tfjs/group1-shard1of1.bin', 12_345),
    fileOf('ordner/Äpfel & 梨.txt', 'text'),
    fileOf('empty.txt', ''),
  ];

  test('holds each file whole, under its name', async () => {
    const entries = unzipSync(await joined(zipPieces(files)));
    expect(Object.keys(entries)).toEqual(files.map(({ path }) => path));
    for (const file of files) {
      const expected = await new Blob([...file.content()]).arrayBuffer();
      expect(entries[file.path]).toEqual(new Uint8Array(expected));
    }
  });

  test('is the same file each time', async () => {
    expect(await joined(zipPieces(files))).toEqual(await joined(zipPieces(files)));
  });

  test('past 4 GiB is refused before the file that does not fit is made', async () => {
    const huge: ExportedFile = {
      ...{ path: 'huge.bin', bytes: 2 ** 32 },
      content: () => {
        throw new Error('asked for');
      },
    };
    await expect(joined(zipPieces([files[0]!, huge]))).rejects.toMatchObject({
      code: 'exportTooLarge',
    });
  });
});

test('blocks hold the same bytes, all but the last full', async () => {
  const sizes: number[] = [];
  const parts: Bytes[] = [];
  for await (const block of inBlocks(counted('a', 10_500).content(), 4096)) {
    sizes.push(block.length);
    parts.push(block.slice());
  }
  expect(sizes).toEqual([4096, 4096, 2308]);
  const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
  expect(whole).toEqual(Uint8Array.from({ length: 10_500 }, (_, i) => i));
});
