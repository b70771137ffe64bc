import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { classes, readFashionMnist, side } from './fashion-mnist';
import { encodePng } from './png';

// npm run sample -- [folder of the IDX files] : writes public/samples/fashion-mnist.zip.
const folder = process.argv[2] ?? '/usr/share/datasets/fashion-mnist';
const target = resolve(import.meta.dirname, '../public/samples/fashion-mnist.zip');
const perClass = 20;

const train = readFashionMnist(folder, 'train');
const taken = classes.map(() => 0);
const files: Record<string, Uint8Array> = {};
for (let i = 0; taken.some((count) => count < perClass); i++) {
  const label = train.label(i);
  if (taken[label] >= perClass) continue;
  taken[label]++;
  const name = `${String(i).padStart(5, '0')}.png`;
  files[`fashion-mnist/${classes[label]}/${name}`] = encodePng(side, side, 1, train.picture(i));
}

mkdirSync(dirname(target), { recursive: true });
// PNGs are deflated already; a fixed date keeps the archive the same byte for byte.
writeFileSync(target, zipSync(files, { level: 0, mtime: '1980-01-01T00:00:00' }));
console.log(`${Object.keys(files).length} pictures, ${classes.length} classes -> ${target}`);
