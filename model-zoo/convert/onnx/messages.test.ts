import { expect, test } from 'vitest';
import { encodeModel } from './messages';
import { type LazyBytes, write } from './protobuf';

type Fields = Record<number, (number | Uint8Array)[]>;

/** Any message's fields by number: integers and floats as they are, all else as bytes. */
function decode(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fields: Fields = {};
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(view.getUint8(at++));
      value |= (byte & 127n) << shift;
      if (byte < 128n) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    fields[tag >> 3] ??= [];
    const list = fields[tag >> 3]!;
    switch (tag & 7) {
      case 0:
        list.push(Number(BigInt.asIntN(64, varint())));
        break;
      case 2: {
        const length = Number(varint());
        expect(at + length).toBeLessThanOrEqual(bytes.length);
        list.push(bytes.subarray(at, at + length));
        at += length;
        break;
      }
      case 5:
        list.push(view.getFloat32(at, true));
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7}`);
    }
  }
  return fields;
}

const inside = (fields: Fields, ...path: number[]): Fields =>
  path.reduce((outer, field) => decode(outer[field]![0] as Uint8Array), fields);
const text = (fields: Fields, field: number) =>
  new TextDecoder().decode(fields[field]![0] as Uint8Array);

let made = 0;
const weights: LazyBytes = {
  bytes: 300,
  make() {
    made++;
    return new Uint8Array(300).fill(7);
  },
};
const encoded = encodeModel({
  name: 'net',
  nodes: [
    {
      name: 'a/Conv',
      op: 'Conv',
      inputs: ['image', 'a.weight'],
      output: 'a/Conv',
      attributes: {
        pads: { ints: [0, 1, 300, 2] },
        axis: { int: -1 },
        alpha: { float: 0.25 },
        to: { type: 'int8' },
      },
    },
  ],
  tensors: [{ name: 'a.weight', type: 'int8', shape: [3, 100], content: weights }],
  inputs: [{ name: 'image', type: 'uint8', shape: [640, 5, 3] }],
  outputs: [{ name: 'a/Conv', type: 'float32', shape: [2] }],
  metadata: { classes: '["Kätzchen","狐"]' },
});

test('a model is read back as it was written', () => {
  const pieces = [...write(encoded)];
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  expect(bytes.length).toBe(encoded.bytes);
  const model = decode(bytes);
  expect(model[1]).toEqual([8]);
  expect(text(model, 2)).toBe('Lensmith');
  expect(inside(model, 8)[2]).toEqual([17]);
  expect(text(inside(model, 14), 1)).toBe('classes');
  expect(text(inside(model, 14), 2)).toBe('["Kätzchen","狐"]');

  const graph = inside(model, 7);
  const node = inside(graph, 1);
  expect(text(node, 4)).toBe('Conv');
  expect(node[1]).toHaveLength(2);
  const attributes = node[5]!.map((attribute) => decode(attribute as Uint8Array));
  expect(attributes.map((attribute) => text(attribute, 1))).toEqual([
    'pads',
    'axis',
    'alpha',
    'to',
  ]);
  expect(attributes.map((attribute) => attribute[20])).toEqual([[7], [2], [1], [2]]);
  expect(attributes[0]![8]).toEqual([0, 1, 300, 2]);
  expect(attributes[1]![3]).toEqual([-1]);
  expect(attributes[2]![2]).toEqual([0.25]);
  expect(attributes[3]![3]).toEqual([3]);

  const tensor = inside(graph, 5);
  expect(tensor).toMatchObject({ 1: [3, 100], 2: [3] });
  expect(tensor[9]).toEqual([new Uint8Array(300).fill(7)]);

  const shape = inside(graph, 11, 2, 1, 2)[1]!.map((extent) => decode(extent as Uint8Array));
  expect(text(shape[0]!, 2)).toBe('N');
  expect(shape.slice(1).map((extent) => extent[1])).toEqual([[640], [5], [3]]);
  expect(inside(graph, 11, 2, 1)[1]).toEqual([2]);
});

test('content is made piece by piece, each time it is asked for, and never before', () => {
  made = 0;
  const pieces = write(encoded);
  pieces.next();
  expect(made).toBe(0);
  expect(pieces.next().value).toHaveLength(300);
  expect(made).toBe(1);
  expect([...write(encoded)]).toEqual([...write(encoded)]);
});
