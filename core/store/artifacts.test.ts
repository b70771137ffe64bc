import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { CHUNK_BYTES } from './schema';
import { fillDisk, keysIn, storesForTests } from './testing';

const open = storesForTests();

/** Two arrays that together need three chunks and meet within one. */
function bigValue(fill: number) {
  return {
    note: `filled with ${fill}`,
    tensors: [
      { name: 'weight', data: new Float32Array(CHUNK_BYTES / 4 + 10).fill(fill) },
      { name: 'bias', data: new Float64Array(CHUNK_BYTES / 8 + 3).fill(-fill) },
      { name: 'empty', data: new Float32Array(0) },
    ],
  };
}

type BigValue = ReturnType<typeof bigValue>;

/** As toEqual, which takes seconds over a million numbers. */
function isBig(value: BigValue | null, fill: number): boolean {
  const expected = bigValue(fill);
  return (
    value?.note === expected.note &&
    value.tensors.every(({ name, data }, i) => {
      const other = expected.tensors[i];
      const bytes = (array: ArrayBufferView) => Buffer.from(array.buffer as ArrayBuffer);
      return (
        name === other.name &&
        data.constructor === other.data.constructor &&
        bytes(data).equals(bytes(other.data))
      );
    })
  );
}

test('comes back as it went in, views trimmed to what they show', async () => {
  const store = await open();
  const whole = Float32Array.from({ length: 10 }, (_, i) => i);
  const value = {
    name: 'x',
    none: null,
    list: [{ data: whole.subarray(2, 5) }, new Uint8Array(0), [1, 2n]],
    when: new Date(5),
    map: new Map([['a', new Uint8Array([1])]]),
  };
  await store.artifacts.put('model', value);
  expect(await store.artifacts.get('model')).toEqual({
    ...value,
    list: [{ data: new Float32Array([2, 3, 4]) }, new Uint8Array(0), [1, 2n]],
  });
  const back = await store.artifacts.get<typeof value>('model');
  const [{ data }] = back!.list as [{ data: Float32Array }];
  expect(data.buffer.byteLength).toBe(12);
});

test('a bare array, every array type, a value without arrays, and none at all', async () => {
  const { artifacts } = await open();
  const everyType = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ].map((type) => type.of(1, 2, 3));
  for (const value of [
    new Int32Array([1, 2]),
    everyType,
    BigInt64Array.of(-1n),
    { a: 1 },
    5,
    null,
  ]) {
    await artifacts.put('x', value);
    expect(await artifacts.get('x')).toEqual(value);
  }
  expect(await artifacts.get('none')).toBeNull();
});

test('a value of several chunks is cut and put together again', async () => {
  const store = await open('cut');
  await store.artifacts.put('big', bigValue(3));
  const { chunks, journal } = await keysIn('cut');
  expect(chunks).toHaveLength(3);
  expect(journal).toEqual([]);
  expect(isBig(await store.artifacts.get('big'), 3)).toBe(true);
});

test('replacing frees the old chunks; readers see the one or the other', async () => {
  const store = await open('replaced');
  await store.artifacts.put('big', bigValue(1));
  const replacing = store.artifacts.put('big', bigValue(2));
  const seen = new Set<number>();
  let done = false;
  replacing.then(() => {
    done = true;
  });
  while (!done) {
    const value = await store.artifacts.get<BigValue>('big');
    const [weight, bias] = value!.tensors;
    expect(weight.data.at(-1)).toBe(-bias.data.at(-1)!);
    seen.add(weight.data[0]);
  }
  await replacing;
  expect([...seen].every((fill) => fill === 1 || fill === 2)).toBe(true);
  expect(isBig(await store.artifacts.get('big'), 2)).toBe(true);
  expect((await keysIn('replaced')).chunks).toHaveLength(3);
});

test.each(['request', 'commit'] as const)(
  'a disk that fills up while replacing (%s) keeps the old value and frees the new',
  async (how) => {
    const name = `artifact-full-${how}`;
    const store = await open(name);
    await store.artifacts.put('big', bigValue(1));
    fillDisk('chunks', 1, how);
    await expect(store.artifacts.put('big', bigValue(2))).rejects.toMatchObject({
      code: 'storageFull',
    });
    expect(isBig(await store.artifacts.get('big'), 1)).toBe(true);
    const { chunks, journal } = await keysIn(name);
    expect(chunks).toHaveLength(3);
    expect(journal).toEqual([]);
  },
);

test('what cannot be cloned is refused and nothing changes', async () => {
  const store = await open();
  await store.artifacts.put('x', { a: 1 });
  await expect(store.artifacts.put('x', { a: () => {} })).rejects.toMatchObject({
    code: 'internal',
  });
  expect(await store.artifacts.get('x')).toEqual({ a: 1 });
});

test('two handles writing one name leave one of the two, whole, and no stray chunk', async () => {
  const [one, two] = [await open('twice'), await open('twice')];
  await Promise.all([one.artifacts.put('big', bigValue(1)), two.artifacts.put('big', bigValue(2))]);
  const value = await one.artifacts.get<BigValue>('big');
  expect(isBig(value, 1) || isBig(value, 2)).toBe(true);
  expect((await keysIn('twice')).chunks).toHaveLength(3);
});

test('removePrefix takes all below it and no namesake', async () => {
  const store = await open('prefix');
  for (const name of ['x/a/model', 'x/a/predictions', 'x/ab/model']) {
    await store.artifacts.put(name, new Uint8Array([1]));
  }
  await store.artifacts.removePrefix('x/a/');
  const { artifacts, chunks } = await keysIn('prefix');
  expect(artifacts).toEqual(['x/ab/model']);
  expect(chunks).toHaveLength(1);
});
