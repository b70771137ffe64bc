import { join } from 'node:path';
import sharp from 'sharp';
import { hammingPairs, parseHashes, popCount } from '../../core/doctor/hamming';
import { duplicateGroups, usualThresholds } from '../../core/doctor/near-duplicates';
import { perceptualHash } from '../../core/doctor/perceptual-hash';
import { measureQuality } from '../../core/doctor/picture-quality';
import { resize } from '../../core/preprocessing/resize';
import type { Pixels } from '../../core/preprocessing/types';
import { createRandom } from '../../core/random';
import { type BenchRow, row } from '../row';
import { features } from './features';
import { fashionMnist, photographs } from './pictures';

const name = 'doctor/duplicates';

function timed<T>(work: () => T): { result: T; seconds: number } {
  const started = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

const comparable = (pictures: readonly Pixels[], hashes: readonly string[], side: number) =>
  pictures.map((_, i) => ({
    ...{ hash: `${i}`, perceptualHash: hashes[i], label: 0, width: side, height: side },
  }));

/** Hashing and grouping of Fashion-MNIST, whose hashes crowd; the features alike for none, the worst case. */
function times(count: number): BenchRow[] {
  const { pictures } = fashionMnist(count);
  const hashing = timed(() => pictures.map(perceptualHash));
  const random = createRandom(0);
  const width = 1280;
  const noise = Float32Array.from({ length: count * width }, () => random.uniform());
  // Taken for photographs, so that the larger radius is searched and compared.
  const list = comparable(pictures, hashing.result, 200);
  const grouping = timed(() => duplicateGroups(list, noise, null));
  const hashes = parseHashes(hashing.result);
  const search = timed(() => {
    let pairs = 0;
    hammingPairs(hashes, usualThresholds.bits, () => pairs++);
    return pairs;
  });
  const all = timed(() => allPairs(hashes, usualThresholds.bits));
  if (all.result !== search.result) throw new Error(`${search.result} pairs, not ${all.result}`);
  console.error(`  ${count}: ${search.result} pairs within ${usualThresholds.bits} bits`);
  const seconds = (part: string, ours: number, peer: number | null, peerName: string) =>
    row(`${name}/${part}/${count}`, 's', ours, peer, peerName, 'lower');
  return [
    seconds('hash', hashing.seconds, null, '28 x 28 pixels'),
    seconds('search', search.seconds, all.seconds, 'all pairs'),
    seconds('group', grouping.seconds, null, 'search and 1280 features'),
  ];
}

function allPairs({ high, low }: ReturnType<typeof parseHashes>, radius: number): number {
  let pairs = 0;
  for (let b = 0; b < high.length; b++) {
    for (let a = 0; a < b; a++) {
      if (popCount(high[a] ^ high[b]) + popCount(low[a] ^ low[b]) <= radius) pairs++;
    }
  }
  return pairs;
}

const copies: Record<string, (pixels: Pixels) => Pixels | Promise<Pixels>> = {
  smaller: (pixels) =>
    resize(pixels, Math.round(pixels.width * 0.6), Math.round(pixels.height * 0.6), 'bicubic'),
  'jpeg-50': async ({ width, height, data }) => {
    const raw = { width, height, channels: 3 as const };
    const file = await sharp(data, { raw }).jpeg({ quality: 50 }).toBuffer();
    return { width, height, data: new Uint8Array(await sharp(file).raw().toBuffer()) };
  },
  'cropped-2': (pixels) => cropped(pixels, 0.02),
  'cropped-5': (pixels) => cropped(pixels, 0.05),
  brighter: (pixels) => ({ ...pixels, data: pixels.data.map((v) => Math.min(255, v * 1.3)) }),
};

/** `share` of the sides cut off on each side. */
function cropped({ width, height, data }: Pixels, share: number): Pixels {
  const [left, top] = [Math.floor(width * share), Math.floor(height * share)];
  const [w, h] = [width - 2 * left, height - 2 * top];
  const out = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    const start = ((y + top) * width + left) * 3;
    out.set(data.subarray(start, start + w * 3), y * w * 3);
  }
  return { width: w, height: h, data: out };
}

/** A copy of each of the first 100 photographs beside all of them: how many are found. */
async function recall(folder: string): Promise<BenchRow[]> {
  const { name: archive, pictures } = await photographs(join(folder, 'cats-dogs.zip'));
  const own = await features(archive, pictures);
  const hashes = pictures.map(perceptualHash);
  const side = 200;
  const among = duplicateGroups(comparable(pictures, hashes, side), own.data, null);
  const rows = [
    row(`${name}/${archive}/groups`, 'groups', among.length, null, 'before copies', 'lower'),
  ];
  const { seconds } = timed(() => pictures.map((picture) => measureQuality(picture)));
  const each = (1000 * seconds) / pictures.length;
  rows.push(row('doctor/quality', 'ms/picture', each, null, archive, 'lower'));
  const hashing = timed(() => pictures.map(perceptualHash));
  const hashEach = (1000 * hashing.seconds) / pictures.length;
  rows.push(row('doctor/hash', 'ms/picture', hashEach, null, archive, 'lower'));
  for (const [kind, change] of Object.entries(copies)) {
    const made = await Promise.all(pictures.slice(0, 100).map(change));
    const extra = await features(`${archive}-${kind}`, made);
    const both = Float32Array.from([...own.data, ...extra.data]);
    const list = comparable([...pictures, ...made], [...hashes, ...made.map(perceptualHash)], side);
    const groups = duplicateGroups(list, both, null);
    const found = made.filter((_, i) =>
      groups.some(({ pictures: [...members] }) => {
        return members.includes(i) && members.includes(pictures.length + i);
      }),
    ).length;
    rows.push(row(`${name}/${archive}/${kind}`, 'found', found / 100, null, '', 'higher'));
    const strange = groups.filter(({ pictures }) => new Set(pictures.map((i) => i % 300)).size > 1);
    console.error(`  ${kind}: ${strange.length} groups of different pictures`);
  }
  return rows;
}

/** Speed, and with PRACTICE the share of copies found. */
export async function duplicates(): Promise<BenchRow[]> {
  const folder = process.env.PRACTICE;
  return [...times(5000), ...times(50_000), ...(folder ? await recall(folder) : [])];
}
