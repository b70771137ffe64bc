import { expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../model-zoo/convert/safetensors';
import { openSafetensors } from './safetensors-file';

const bytes = writeSafetensors(
  new Map([
    ['b', { dtype: 'F16', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, -6) }],
    ['a', { dtype: 'F32', shape: [3], data: Float32Array.of(0.1, 0.2, 0.3) }],
  ]),
  { format: 'pt' },
);

it('reads what the reader of whole files reads, each tensor when it is asked for', async () => {
  const blob = new Blob([bytes]);
  let read = 0;
  const slice = blob.slice.bind(blob);
  blob.slice = (from?: number, to?: number) => {
    const part = slice(from, to);
    read += part.size;
    return part;
  };
  const disk = await openSafetensors(blob, 'x.safetensors');
  expect(read).toBe(bytes.length - 24);
  const memory = readSafetensors(bytes, 'x.safetensors');
  expect(disk.metadata).toEqual(memory.metadata);
  expect([...disk.tensors.keys()]).toEqual([...memory.tensors.keys()]);
  for (const [name, { shape, dtype, values }] of memory.tensors) {
    expect(disk.tensors.get(name)).toMatchObject({ shape, dtype });
    expect(await disk.tensors.get(name)!.values()).toEqual(values());
  }
  expect(read).toBe(bytes.length);
});

it('refuses a file wherever it was cut', async () => {
  for (const length of [0, 5, 8, 60, bytes.length - 1]) {
    await expect(
      openSafetensors(new Blob([bytes.slice(0, length)]), 'x.safetensors'),
    ).rejects.toMatchObject({ code: 'weightsDamaged', context: { file: 'x.safetensors' } });
  }
});
