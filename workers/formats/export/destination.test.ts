import { describe, expect, test } from 'vitest';
import { LensmithError } from '../../../core/errors';
import { memorySpool } from '../../ingest/zip/spool';
import { Handover, writeToTarget } from './destination';

type Bytes = Uint8Array<ArrayBuffer>;

async function* pieces(count: number, fail: unknown = null): AsyncGenerator<Bytes> {
  for (let i = 0; i < count; i++) yield Uint8Array.of(i);
  if (fail) throw fail;
}

/** Node has no file pickers: a handle that keeps what was closed, as the File System standard says. */
function picked(refuse: { at: 'open' | 'write' | 'close'; name: string } | null = null) {
  const kept = { content: [9, 9], open: 0 };
  const maybe = (at: string) => {
    if (refuse?.at === at) throw new DOMException('gone', refuse.name);
  };
  const handle = {
    async createWritable() {
      maybe('open');
      kept.open++;
      const written: number[] = [];
      return {
        async write(piece: Bytes) {
          maybe('write');
          written.push(...piece);
        },
        async close() {
          maybe('close');
          kept.open--;
          kept.content = written;
        },
        async abort() {
          kept.open--;
        },
      };
    },
  };
  return { kept, handle: handle as unknown as FileSystemFileHandle };
}

describe('a picked file', () => {
  test('holds the pieces when all are written', async () => {
    const { kept, handle } = picked();
    await writeToTarget(handle, pieces(3));
    expect(kept).toEqual({ content: [0, 1, 2], open: 0 });
  });

  test.each(['open', 'write', 'close'] as const)('that refuses to %s says so', async (at) => {
    const { kept, handle } = picked({ at, name: 'NotFoundError' });
    await expect(writeToTarget(handle, pieces(3))).rejects.toMatchObject({
      code: 'exportNotWritten',
      context: { reason: 'gone' },
    });
    expect(kept).toEqual({ content: [9, 9], open: 0 });
  });

  test('on a full disk says so', async () => {
    const { handle } = picked({ at: 'write', name: 'QuotaExceededError' });
    await expect(writeToTarget(handle, pieces(3))).rejects.toMatchObject({ code: 'storageFull' });
  });

  test('keeps what it held when the export is cancelled', async () => {
    const { kept, handle } = picked();
    const cancelled = new LensmithError('cancelled');
    await expect(writeToTarget(handle, pieces(3, cancelled))).rejects.toBe(cancelled);
    expect(kept).toEqual({ content: [9, 9], open: 0 });
  });
});

describe('what is handed over', () => {
  function spools() {
    const cleared: number[] = [];
    let opened = 0;
    const handover = new Handover(async () => {
      const number = opened++;
      const spool = memorySpool(100);
      return {
        ...spool,
        async clear() {
          cleared.push(number);
        },
      };
    });
    return { handover, cleared };
  }

  test('stays readable until more exports were made', async () => {
    const { handover, cleared } = spools();
    const files: Blob[] = [];
    for (let i = 0; i < 8; i++) files.push(await handover.write(pieces(i)));
    expect(cleared).toEqual([]);
    expect(files.map(({ size }) => size)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await handover.write(pieces(1));
    expect(cleared).toEqual([0]);
  });

  test('leaves nothing behind when it fails', async () => {
    const { handover, cleared } = spools();
    await expect(handover.write(pieces(101))).rejects.toMatchObject({ code: 'storageFull' });
    await expect(handover.write(pieces(1, new Error('no')))).rejects.toThrow('no');
    expect(cleared).toEqual([0, 1]);
  });
});
