/**
 * The part of Python's pickle protocol 2 that a state dict needs,
 * https://docs.python.org/3/library/pickletools.html: each function gives the opcodes of one value.
 */
import { encodeUtf8 } from '../../../core/utf8';

export type Pickled = readonly number[];

const mark = 0x28;

/** A module's attribute, imported by name. */
export function global(module: string, name: string): Pickled {
  return [0x63, ...encodeUtf8(`${module}\n${name}\n`)];
}

export function text(value: string): Pickled {
  const bytes = encodeUtf8(value);
  return [0x58, ...int32(bytes.length), ...bytes];
}

/** `value`: within 32 bits, signed. */
export function integer(value: number): Pickled {
  if (!Number.isInteger(value) || value !== (value | 0)) throw new RangeError(`${value}`);
  return value >= 0 && value < 256 ? [0x4b, value] : [0x4a, ...int32(value)];
}

export const no: Pickled = [0x89];

export function tuple(items: readonly Pickled[]): Pickled {
  return items.length === 0 ? [0x29] : [mark, ...items.flat(), 0x74];
}

export function call(callable: Pickled, ...args: Pickled[]): Pickled {
  return [...callable, ...tuple(args), 0x52];
}

/** An object that lies elsewhere and is found by `id`. */
export function persistent(id: Pickled): Pickled {
  return [...id, 0x51];
}

/** `dictionary` with these entries set. */
export function withItems(dictionary: Pickled, items: readonly [Pickled, Pickled][]): Pickled {
  return items.length === 0 ? dictionary : [...dictionary, mark, ...items.flat(2), 0x75];
}

/** A whole stream of one value. */
export function pickle(value: Pickled): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x80, 2, ...value, 0x2e]);
}

function int32(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];
}
