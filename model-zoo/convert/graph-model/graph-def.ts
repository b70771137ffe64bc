import type { Shape } from '../../graph/types';

/**
 * TensorFlow's GraphDef in the JSON form of protobuf, as far as tfjs graph models use it:
 * int64 are strings, bytes are base64, -1 is a dimension left open.
 */
export interface NodeDef {
  name: string;
  op: string;
  input?: string[];
  attr: Record<string, AttrValue>;
}

export type AttrValue =
  | { type: DataType }
  | { b: boolean }
  | { f: number }
  | { i: string }
  | { s: string }
  | { list: { i: string[] } | { s: string[] } }
  | { shape: TensorShape }
  | { tensor: { dtype: DataType; tensorShape: TensorShape } };

export type DataType = 'DT_FLOAT' | 'DT_INT32';
export interface TensorShape {
  dim: { size: string }[];
}

export const type = (dtype: DataType): AttrValue => ({ type: dtype });
export const bool = (b: boolean): AttrValue => ({ b });
export const float = (f: number): AttrValue => ({ f });
export const ints = (values: readonly number[]): AttrValue => ({ list: { i: values.map(String) } });
export const int = (i: number): AttrValue => ({ i: String(i) });
export const text = (value: string): AttrValue => ({ s: base64(value) });
export const texts = (values: readonly string[]): AttrValue => ({
  list: { s: values.map(base64) },
});
export const tensorShape = (shape: Shape): TensorShape => ({
  dim: shape.map((size) => ({ size: String(size) })),
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Of ASCII text: attribute values are TensorFlow's own words. */
function base64(value: string): string {
  let result = '';
  for (let i = 0; i < value.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => value.charCodeAt(i + k) || 0);
    const bits = (a << 16) | (b << 8) | c;
    const digits = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]).join('');
    result += digits.slice(0, Math.min(4, value.length - i + 1)).padEnd(4, '=');
  }
  return result;
}
