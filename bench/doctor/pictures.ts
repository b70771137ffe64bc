import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import type { Pixels } from '../../core/preprocessing/types';
import { readFashionMnist, side } from '../../scripts/fashion-mnist';

export interface Labelled {
  pictures: Pixels[];
  labels: Int32Array;
  classes: number;
}

const folder = process.env.FASHION_MNIST ?? '/usr/share/datasets/fashion-mnist';

/** The first `count` training pictures of Fashion-MNIST. */
export function fashionMnist(count: number): Labelled {
  const images = readFashionMnist(folder, 'train');
  const pictures = Array.from({ length: count }, (_, i) => ({
    width: side,
    height: side,
    data: Uint8Array.from(
      { length: side * side * 3 },
      (_, k) => images.picture(i)[Math.floor(k / 3)],
    ),
  }));
  return { pictures, labels: Int32Array.from(pictures, (_, i) => images.label(i)), classes: 10 };
}

/** An archive of one folder a class, decoded. */
export async function photographs(path: string): Promise<Labelled & { name: string }> {
  const entries = Object.entries(unzipSync(readFileSync(resolve(path)))).filter(([name]) =>
    /\.(jpe?g|png)$/i.test(name),
  );
  const folderOf = (name: string) => name.split('/').at(-2) ?? '';
  const names = [...new Set(entries.map(([name]) => folderOf(name)))].sort();
  const pictures: Pixels[] = [];
  for (const [, bytes] of entries) {
    const { data, info } = await sharp(bytes)
      .rotate()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    pictures.push({ width: info.width, height: info.height, data: new Uint8Array(data) });
  }
  const labels = Int32Array.from(entries, ([name]) => names.indexOf(folderOf(name)));
  return { name: basename(path, '.zip'), pictures, labels, classes: names.length };
}
