import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const classes = [
  'T-shirt',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;

export const side = 28;

export interface Images {
  count: number;
  label(index: number): number;
  /** [28, 28], grey, 0 is black. */
  picture(index: number): Uint8Array;
}

/**
 * Reads a part of Fashion-MNIST from its IDX files (Xiao et al. 2017, MIT), as Debian's
 * `dataset-fashion-mnist` installs them under /usr/share/datasets/fashion-mnist.
 */
export function readFashionMnist(folder: string, part: 'train' | 't10k'): Images {
  const pictures = gunzipSync(readFileSync(join(folder, `${part}-images-idx3-ubyte.gz`)));
  const labels = gunzipSync(readFileSync(join(folder, `${part}-labels-idx1-ubyte.gz`)));
  if (pictures.readUInt32BE(0) !== 0x803 || labels.readUInt32BE(0) !== 0x801) {
    throw new Error(`${folder} does not hold Fashion-MNIST's IDX files`);
  }
  const size = side * side;
  return {
    count: labels.readUInt32BE(4),
    label: (index) => labels[8 + index],
    picture: (index) => pictures.subarray(16 + index * size, 16 + (index + 1) * size),
  };
}
