import * as tf from '@tensorflow/tfjs-core';
import type { PixelBatch, TensorData } from '../../core/contract/engine';
import type { Preprocessing } from '../../core/preprocessing/types';

/** (value / 255 - mean) / std of every uint8 value: 256 floats for each of the three channels. */
export function pixelTables({ mean, std }: Preprocessing): Float32Array {
  return Float32Array.from({ length: 768 }, (_, i) => {
    const channel = i >> 8;
    return ((i & 255) / 255 - mean[channel]!) / std[channel]!;
  });
}

/** Normalised pixels [N, H, W, 3], as float32 on the device. */
export function normalise({ shape, data }: PixelBatch, preprocessing: Preprocessing): tf.Tensor4D {
  const table = pixelTables(preprocessing);
  const values = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    values[i] = table[data[i]!]!;
    values[i + 1] = table[256 + data[i + 1]!]!;
    values[i + 2] = table[512 + data[i + 2]!]!;
  }
  return tf.tensor4d(values, shape);
}

export function isPixels(inputs: TensorData | PixelBatch): inputs is PixelBatch {
  return inputs.data instanceof Uint8Array;
}

/** A batch on the device as float32; pixels are normalised on the way. */
export function asTensor(inputs: TensorData | PixelBatch, preprocessing: Preprocessing): tf.Tensor {
  return isPixels(inputs) ? normalise(inputs, preprocessing) : tf.tensor(inputs.data, inputs.shape);
}

/** Rows [start, end) of a batch, repeated zeros up to `size` rows: one shape for every call. */
export function paddedRows<T extends TensorData | PixelBatch>(
  batch: T,
  start: number,
  size: number,
): T {
  const width = batch.data.length / batch.shape[0]!;
  const rows = batch.data.subarray(start * width, (start + size) * width);
  const shape = [size, ...batch.shape.slice(1)];
  if (rows.length === size * width) return { shape, data: rows } as T;
  const data = isPixels(batch) ? new Uint8Array(size * width) : new Float32Array(size * width);
  data.set(rows);
  return { shape, data } as T;
}
