/**
 * The safetensors format, https://github.com/huggingface/safetensors#format: a little-endian uint64
 * header length, a JSON header, then the tensors' bytes without holes.
 */
import { LensmithError } from '../../core/errors';
import { fromFloat16, toFloat16 } from '../../core/float16';
import { decodeUtf8, encodeUtf8 } from '../../core/utf8';
import { fromBfloat16, toBfloat16 } from './bfloat16';

export type FloatType = 'F32' | 'F16' | 'BF16';

/** A tensor in a file, in the writer's layout (PyTorch's, for a checkpoint). */
export interface StoredTensor {
  /** As in the file; a checkpoint may hold other types than ours, such as I64 counters. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Widened to float32. Throws weightsType for anything but F32, F16 and BF16. */
  values(): Float32Array;
}

export interface TensorToStore {
  readonly dtype: FloatType;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The reference implementation's limit. */
const longestHeader = 100_000_000;
const elementBytes: Record<string, number> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

/**
 * Tensors by name; their values are read when asked for. `file` names it in errors.
 * Throws weightsDamaged: too short, a header that is none, offsets that do not fit.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const length = headerLength(bytes.subarray(0, lengthBytes), bytes.length, file);
  const start = lengthBytes + length;
  const { places, metadata } = readHeader(
    ...([bytes.subarray(lengthBytes, start), bytes.length - start, file] as const),
  );
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, begin, end }] of places) {
    // A copy, as a typed array must begin at a multiple of its element's size; not by `slice`,
    // which Node's Buffer turns into a view.
    const stored = () => new Uint8Array(bytes.subarray(start + begin, start + end)).buffer;
    const values = () => widen(stored(), dtype, name, file);
    tensors.set(name, { dtype, shape, values });
  }
  return { tensors, metadata };
}

/** Bytes before the header: its length. */
export const lengthBytes = 8;

/** Where a tensor lies, in bytes after the header. */
export interface TensorPlace {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The header's length from a file's first bytes, `fileBytes` long in all. Throws weightsDamaged. */
export function headerLength(first: Uint8Array, fileBytes: number, file: string): number {
  const damaged = damageIn(file);
  if (first.length < lengthBytes) damaged('it ends within its first 8 bytes');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader) damaged('it does not begin with the length of a header');
  if (length > fileBytes - lengthBytes) damaged('it ends within its header');
  return length;
}

/** What a header says of the `bodyBytes` bytes after it, all of them accounted for. Throws weightsDamaged. */
export function readHeader(
  bytes: Uint8Array,
  bodyBytes: number,
  file: string,
): { places: ReadonlyMap<string, TensorPlace>; metadata: Readonly<Record<string, string>> } {
  const damaged = damageIn(file);
  const header = parseHeader(bytes) ?? damaged('its header is not JSON');
  const places = new Map<string, TensorPlace>();
  let metadata: Record<string, string> = {};
  let covered = 0;
  for (const [name, entry] of inFileOrder(header)) {
    if (name === '__metadata__') {
      metadata = entry as Record<string, string>;
      continue;
    }
    if (!isEntry(entry)) {
      damaged(`${name} lacks a type, shape or offsets`);
      continue;
    }
    const { dtype, shape } = entry;
    const [begin, end] = entry.data_offsets;
    if (end > bodyBytes) damaged(`it ends within ${name}`);
    if (begin !== covered) damaged(`${name} does not begin where the tensor before it ends`);
    const size = elementBytes[dtype];
    const count = shape.reduce((a, b) => a * b, 1);
    if (size !== undefined && count * size !== end - begin) {
      damaged(`${name} is ${dtype} of [${shape.join(', ')}] but has ${end - begin} bytes`);
    }
    covered = end;
    places.set(name, { dtype, shape, begin, end });
  }
  if (covered !== bodyBytes) damaged(`${bodyBytes - covered} bytes belong to no tensor`);
  return { places, metadata };
}

function damageIn(file: string): (reason: string) => never {
  return (reason) => {
    throw new LensmithError('weightsDamaged', { file, reason });
  };
}

/** The reference's: larger elements first, so that all stay aligned. */
const writeOrder = ['I64', 'F32', 'BF16', 'F16'] as const;

/** What a header says of a tensor. */
export interface ListedTensor {
  readonly name: string;
  readonly dtype: (typeof writeOrder)[number];
  readonly shape: readonly number[];
  readonly byteLength: number;
}

/**
 * The beginning of a file, and the tensors in the order in which their bytes follow it: by type, then
 * by name, as the reference sorts them.
 */
export function safetensorsHeader<T extends ListedTensor>(
  listed: readonly T[],
  metadata?: Readonly<Record<string, string>>,
): { header: Uint8Array<ArrayBuffer>; tensors: T[] } {
  const tensors = [...listed].sort(
    (a, b) =>
      writeOrder.indexOf(a.dtype) - writeOrder.indexOf(b.dtype) || (a.name < b.name ? -1 : 1),
  );
  const entries: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const { name, dtype, shape, byteLength } of tensors) {
    entries[name] = { dtype, shape, data_offsets: [offset, offset + byteLength] };
    offset += byteLength;
  }
  const json = encodeUtf8(JSON.stringify(entries));
  const padded = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(lengthBytes + padded).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(json, lengthBytes);
  return { header, tensors };
}

/** A file of these tensors: byte for byte the reference's. */
export function writeSafetensors(
  stored: ReadonlyMap<string, TensorToStore>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const listed = [...stored].map(([name, { dtype, shape, data }]) => {
    const values = narrow(dtype, data);
    return { name, dtype, shape, values, byteLength: values.byteLength };
  });
  const { header, tensors } = safetensorsHeader(listed, metadata);
  const bytes = tensors.reduce((sum, { byteLength }) => sum + byteLength, header.length);
  const file = new Uint8Array(bytes);
  file.set(header);
  let at = header.length;
  for (const { values, byteLength } of tensors) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, byteLength), at);
    at += byteLength;
  }
  return file;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const header: unknown = JSON.parse(decodeUtf8(bytes));
    const isObject = typeof header === 'object' && header !== null && !Array.isArray(header);
    return isObject ? (header as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function inFileOrder(header: Record<string, unknown>): [string, unknown][] {
  const offsets = (entry: unknown) => (isEntry(entry) ? entry.data_offsets : [-1, -1]);
  return Object.entries(header).sort(([, a], [, b]) => {
    const [left, right] = [offsets(a), offsets(b)];
    return left[0]! - right[0]! || left[1]! - right[1]!;
  });
}

function isEntry(entry: unknown): entry is Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<Entry>;
  const isCount = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
  return (
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isCount) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount) &&
    offsets[0] <= offsets[1]
  );
}

/** A tensor's bytes as float32. Throws weightsType for anything but F32, F16 and BF16. */
export function widen(
  stored: ArrayBuffer,
  dtype: string,
  tensor: string,
  file: string,
): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(stored);
    case 'F16':
      return fromFloat16(new Uint16Array(stored));
    case 'BF16':
      return fromBfloat16(new Uint16Array(stored));
    default:
      throw new LensmithError('weightsType', { file, tensor, dtype });
  }
}

function narrow(dtype: FloatType, data: Float32Array): Float32Array | Uint16Array {
  if (dtype === 'F32') return data;
  return dtype === 'F16' ? toFloat16(data) : toBfloat16(data);
}
