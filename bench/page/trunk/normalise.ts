import type { PixelBatch } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';

/** (value / 255 - mean) / std, as the engine does it inside; peers get it done. */
export function normalised({ data }: PixelBatch, { mean, std }: Preprocessing): Float32Array {
  const values = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    values[i] = (data[i] / 255 - mean[i % 3]!) / std[i % 3]!;
  }
  return values;
}
