import { CHUNK_BYTES, type LiftedArray } from './schema';

type ArrayType =
  | Int8ArrayConstructor
  | Uint8ArrayConstructor
  | Uint8ClampedArrayConstructor
  | Int16ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | BigInt64ArrayConstructor
  | BigUint64ArrayConstructor;

const ARRAY_TYPES: Record<string, ArrayType> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

export interface Packed {
  skeleton: unknown;
  arrays: LiftedArray[];
  /** The arrays' bytes, in order; views, not copies. */
  contents: Uint8Array[];
  bytes: number;
}

/**
 * Lifts the typed arrays out of a tree of plain objects and arrays, so that they can be stored in
 * chunks. Only the part of its buffer that an array views is taken. Everything else stays in the
 * skeleton and must be structured-cloneable.
 */
export function pack(value: unknown): Packed {
  const arrays: LiftedArray[] = [];
  const contents: Uint8Array[] = [];
  let bytes = 0;

  function lift(item: unknown, path: (string | number)[]): unknown {
    if (ArrayBuffer.isView(item) && item.constructor.name in ARRAY_TYPES) {
      arrays.push({ path, type: item.constructor.name, bytes: item.byteLength });
      contents.push(new Uint8Array(item.buffer, item.byteOffset, item.byteLength));
      bytes += item.byteLength;
      return null;
    }
    if (Array.isArray(item)) return item.map((child, i) => lift(child, [...path, i]));
    if (isPlainObject(item)) {
      return Object.fromEntries(
        Object.entries(item).map(([key, child]) => [key, lift(child, [...path, key])]),
      );
    }
    return item;
  }

  return { skeleton: lift(value, []), arrays, contents, bytes };
}

/** The packed bytes as one stream, cut into buffers of CHUNK_BYTES (the last one shorter). */
export function* chunksOf({ contents, bytes }: Packed): Generator<ArrayBuffer> {
  let left = bytes;
  let chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
  let filled = 0;
  for (const content of contents) {
    for (let from = 0; from < content.length; ) {
      const part = content.subarray(from, from + chunk.length - filled);
      chunk.set(part, filled);
      from += part.length;
      filled += part.length;
      if (filled < chunk.length) continue;
      yield chunk.buffer;
      left -= filled;
      chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      filled = 0;
    }
  }
}

/** Puts a value together again; `next` gives the chunks in order. */
export async function unpack(
  skeleton: unknown,
  arrays: LiftedArray[],
  next: () => Promise<ArrayBuffer>,
): Promise<unknown> {
  const root = { value: skeleton };
  let chunk = new Uint8Array(0);
  for (const { path, type, bytes } of arrays) {
    const content = new Uint8Array(bytes);
    for (let filled = 0; filled < bytes; ) {
      if (chunk.length === 0) chunk = new Uint8Array(await next());
      const part = chunk.subarray(0, bytes - filled);
      content.set(part, filled);
      filled += part.length;
      chunk = chunk.subarray(part.length);
    }
    place(root, ['value', ...path], new ARRAY_TYPES[type](content.buffer));
  }
  return root.value;
}

function place(root: object, path: (string | number)[], array: unknown): void {
  let holder = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as typeof holder;
  holder[path.at(-1)!] = array;
}

function isPlainObject(item: unknown): item is Record<string, unknown> {
  if (typeof item !== 'object' || item === null) return false;
  const prototype = Object.getPrototypeOf(item);
  return prototype === Object.prototype || prototype === null;
}
