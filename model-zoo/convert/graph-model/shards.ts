import { toFloat16 } from '../../../core/float16';
import type { GraphDefBuilder } from './tensors';

/** tfjs's own choice: what browsers' HTTP caches take without complaint. */
export const shardBytes = 4 * 1024 * 1024;

type Tensor = GraphDefBuilder['tensors'][number];

/** A file of a graph model's weights. */
export interface Shard {
  readonly bytes: number;
  /** In order; made tensor by tensor when asked for. */
  pieces(): Iterable<Uint8Array<ArrayBuffer>>;
}

/** As the manifest lists them. */
export function shardNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
}

/** All tensors one after the other without gaps, cut into shards, through the middle of tensors. */
export function shardsOf(tensors: readonly Tensor[]): Shard[] {
  let total = 0;
  const placed = tensors.map((tensor) => {
    const begin = total;
    total += byteLength(tensor);
    return { tensor, begin, end: total };
  });
  return Array.from({ length: Math.max(1, Math.ceil(total / shardBytes)) }, (_, i) => {
    const from = i * shardBytes;
    const to = Math.min(total, from + shardBytes);
    return {
      bytes: to - from,
      *pieces() {
        for (const { tensor, begin, end } of placed) {
          if (end <= from || begin >= to) continue;
          yield bytesOf(tensor, Math.max(from, begin) - begin, Math.min(to, end) - begin);
        }
      },
    };
  });
}

const elementBytes = ({ entry }: Tensor) => (entry.quantization ? 2 : 4);

function byteLength(tensor: Tensor): number {
  return tensor.entry.shape.reduce((a, b) => a * b, 1) * elementBytes(tensor);
}

/** Bytes [from, to) of a tensor; little-endian, as the format has it and every platform computes. */
function bytesOf(tensor: Tensor, from: number, to: number): Uint8Array<ArrayBuffer> {
  const size = elementBytes(tensor);
  const first = Math.floor(from / size);
  const all = typeof tensor.data === 'function' ? tensor.data() : tensor.data;
  const part = all.subarray(first, Math.ceil(to / size));
  const stored = tensor.entry.quantization ? toFloat16(part as Float32Array) : part;
  const offset = stored.byteOffset + from - first * size;
  return new Uint8Array(stored.buffer as ArrayBuffer, offset, to - from);
}
