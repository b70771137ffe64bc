import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LensmithError } from '../../core/errors';
import { fill } from '../golden/fill';
import {
  type FloatType,
  readSafetensors,
  type TensorToStore,
  writeSafetensors,
} from './safetensors';

const float = (dtype: FloatType, shape: number[], values: number[]): TensorToStore => ({
  dtype,
  shape,
  data: Float32Array.from(values),
});
const tensors = new Map([
  ['b.weight', float('F16', [2, 2], [1, -0.5, 65504, 2 ** -24])],
  ['a.bias', float('BF16', [3], [1.5, -2, 2 ** 100])],
  ['c.running_var', float('F32', [1, 2], [Math.fround(0.1), 1e-30])],
  ['empty', float('F32', [0, 4], [])],
  ['scalar', float('F32', [], [7])],
]);

/** A file with this header and body. */
function file(header: string | object, body = 0): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + body);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe('safetensors', () => {
  it('comes back as it was written, metadata too', () => {
    const metadata = { format: 'pt', remark: 'größer als α' };
    const read = readSafetensors(writeSafetensors(tensors, metadata), 'x.safetensors');
    expect(read.metadata).toEqual(metadata);
    expect([...read.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, { dtype, shape, data }] of tensors) {
      const tensor = read.tensors.get(name)!;
      expect(tensor).toMatchObject({ dtype, shape });
      expect(tensor.values()).toEqual(data);
    }
  });

  it('writes byte for byte what the reference implementation does, and reads it', () => {
    const reference = new Uint8Array(
      readFileSync(new URL('../golden/data/reference.safetensors', import.meta.url)),
    );
    const make = (name: string, dtype: FloatType, shape: number[]) =>
      [name, { dtype, shape, data: fill(name, shape) }] as const;
    const same = new Map([
      make('conv.weight', 'F16', [2, 3, 1, 1]),
      make('fc.weight', 'BF16', [3, 2]),
      make('bn.running_var', 'F32', [3]),
      make('bn.weight', 'F32', [3]),
      make('fc.bias', 'F16', [1]),
    ]);
    expect(writeSafetensors(same, { format: 'pt' })).toEqual(reference);
    const { tensors: read } = readSafetensors(reference, 'reference.safetensors');
    expect(read.get('bn.weight')!.values()).toEqual(same.get('bn.weight')!.data);
  });

  it('begins its data at a multiple of 8 bytes', () => {
    const view = new DataView(writeSafetensors(tensors).buffer);
    expect(Number(view.getBigUint64(0, true)) % 8).toBe(0);
  });

  it('rounds to the nearest bfloat16', () => {
    const wide = new Map([
      ['x', float('BF16', [4], [1.00390625, 1.01171875, Number.NaN, -3.4e38])],
    ]);
    const { tensors: read } = readSafetensors(writeSafetensors(wide), 'x');
    expect([...read.get('x')!.values()]).toEqual([
      1,
      1.015625,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it('reads from the middle of a buffer, such as a Node Buffer', () => {
    const whole = writeSafetensors(tensors);
    const pool = Buffer.alloc(whole.length + 3);
    pool.set(whole, 3);
    const { tensors: read } = readSafetensors(pool.subarray(3), 'x');
    expect(read.get('c.running_var')!.values()).toEqual(tensors.get('c.running_var')!.data);
  });

  it('lets counters pass, and names one that is asked for', () => {
    const counter = { dtype: 'I64', shape: [], data_offsets: [0, 8] };
    const read = readSafetensors(file({ num_batches_tracked: counter }, 8), 'net.safetensors');
    expect(() => read.tensors.get('num_batches_tracked')!.values()).toThrow(
      new LensmithError('weightsType', {
        file: 'net.safetensors',
        tensor: 'num_batches_tracked',
        dtype: 'I64',
      }).message,
    );
  });

  const f32 = (shape: number[], begin: number, end: number) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });
  const whole = writeSafetensors(tensors);
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /within its first 8 bytes/],
    ['seven bytes', whole.subarray(0, 7), /within its first 8 bytes/],
    ['a cut header', whole.subarray(0, 40), /within its header/],
    ['a cut body', whole.subarray(0, whole.length - 1), /ends within/],
    ['a ZIP', new TextEncoder().encode('PK\x03\x04'.padEnd(64, 'x')), /begin with the length/],
    ['a header that is no JSON', file('{"a": '), /not JSON/],
    ['a header that is a list', file('[]'), /not JSON/],
    ['a header that is not UTF-8', file('{}').fill(0xff, 8), /not JSON/],
    ['an entry without offsets', file({ a: { dtype: 'F32', shape: [1] } }, 4), /a lacks/],
    ['a negative extent', file({ a: f32([-1], 0, 4) }, 4), /a lacks/],
    ['offsets the wrong way round', file({ a: f32([1], 4, 0) }, 4), /a lacks/],
    ['offsets out of range', file({ a: f32([2], 0, 8) }, 4), /ends within a/],
    [
      'a size that is not the shape',
      file({ a: f32([2], 0, 4) }, 4),
      /F32 of \[2\] but has 4 bytes/,
    ],
    ['an overlap', file({ a: f32([1], 0, 4), b: f32([1], 2, 6) }, 6), /b does not begin/],
    ['a hole', file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /b does not begin/],
    ['bytes of no tensor', file({ a: f32([1], 0, 4) }, 9), /5 bytes belong/],
  ])('refuses %s', (_, bytes, reason) => {
    const read = () => readSafetensors(bytes, 'net.safetensors');
    expect(read).toThrow(LensmithError);
    expect(read).toThrow(/^The weights in net\.safetensors are damaged/);
    expect(read).toThrow(reason);
  });
});
