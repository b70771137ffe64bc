/**
 * Protocol buffers' wire format, https://protobuf.dev/programming-guides/encoding/, as far as ONNX
 * needs it. A message is its fields one after the other; lengths are known before contents are made.
 */
import { encodeUtf8 } from '../../../core/utf8';

/** Bytes made when they are asked for. */
export interface LazyBytes {
  readonly bytes: number;
  make(): Uint8Array<ArrayBuffer>;
}

/** One or more encoded fields: a message's content, or a part of it. */
export interface Encoded {
  readonly bytes: number;
  readonly pieces: readonly (Uint8Array<ArrayBuffer> | LazyBytes)[];
}

const wireType = { varint: 0, lengthDelimited: 2, fixed32: 5 };

export function concat(parts: readonly Encoded[]): Encoded {
  return {
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    pieces: parts.flatMap((part) => part.pieces),
  };
}

/** int64, int32 or an enum. */
export function int(field: number, value: number): Encoded {
  return whole([...tag(field, wireType.varint), ...varint(value)]);
}

/** `float`. */
export function float(field: number, value: number): Encoded {
  const bits = new Uint8Array(4);
  new DataView(bits.buffer).setFloat32(0, value, true);
  return whole([...tag(field, wireType.fixed32), ...bits]);
}

export function text(field: number, value: string): Encoded {
  return message(field, whole(encodeUtf8(value)));
}

export function bytes(field: number, content: LazyBytes): Encoded {
  return message(field, { bytes: content.bytes, pieces: [content] });
}

export function message(field: number, content: Encoded): Encoded {
  const head = whole([...tag(field, wireType.lengthDelimited), ...varint(content.bytes)]);
  return { bytes: head.bytes + content.bytes, pieces: [...head.pieces, ...content.pieces] };
}

/** The bytes in order; short ones that follow each other come as one piece. */
export function* write({ pieces }: Encoded): Generator<Uint8Array<ArrayBuffer>> {
  let waiting: Uint8Array[] = [];
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      waiting.push(piece);
      continue;
    }
    if (waiting.length > 0) yield joined(waiting);
    waiting = [];
    yield piece.make();
  }
  if (waiting.length > 0) yield joined(waiting);
}

function whole(content: Uint8Array<ArrayBuffer> | number[]): Encoded {
  const piece = content instanceof Uint8Array ? content : Uint8Array.from(content);
  return { bytes: piece.length, pieces: [piece] };
}

function tag(field: number, type: number): number[] {
  return varint(field * 8 + type);
}

/** Seven bits a byte, lowest first; a negative number as its 64-bit two's complement. */
function varint(value: number): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const digits: number[] = [];
  for (; rest > 127n; rest >>= 7n) digits.push(Number(rest & 127n) | 128);
  digits.push(Number(rest));
  return digits;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
