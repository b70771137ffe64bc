import { headerLength, lengthBytes, readHeader, widen } from '../../model-zoo/convert/safetensors';

/** A tensor in a file on disk. */
export interface TensorOnDisk {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its bytes as they are stored, read now. */
  bytes(): Promise<ArrayBuffer>;
  /** Widened to float32, read now. Throws weightsType for anything but F32, F16 and BF16. */
  values(): Promise<Float32Array>;
}

export interface SafetensorsOnDisk {
  readonly tensors: ReadonlyMap<string, TensorOnDisk>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * As `readSafetensors`, reading only the header now and each tensor when it is asked for: a big file
 * is never in memory as a whole. Throws weightsDamaged.
 */
export async function openSafetensors(blob: Blob, file: string): Promise<SafetensorsOnDisk> {
  const read = (from: number, to: number) => blob.slice(from, to).arrayBuffer();
  const length = headerLength(new Uint8Array(await read(0, lengthBytes)), blob.size, file);
  const start = lengthBytes + length;
  const header = new Uint8Array(await read(lengthBytes, start));
  const { places, metadata } = readHeader(header, blob.size - start, file);
  const tensors = new Map<string, TensorOnDisk>();
  for (const [name, { dtype, shape, begin, end }] of places) {
    const bytes = () => read(start + begin, start + end);
    const values = async () => widen(await bytes(), dtype, name, file);
    tensors.set(name, { dtype, shape, bytes, values });
  }
  return { tensors, metadata };
}
