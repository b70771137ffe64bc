import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { perceptualHash, signature } from '../../../core/doctor/perceptual-hash';
import { resize } from '../../../core/preprocessing/resize';
import type { Pixels } from '../../../core/preprocessing/types';
import { drawing } from '../testing/bitmap';
import { decodeGreyPng } from '../testing/grey-png';
import { type Fingerprint, nearDuplicateGroups } from './near';

const fingerprint = (pixels: Pixels, label = 0): Fingerprint => ({
  perceptualHash: perceptualHash(pixels),
  signature: signature(pixels),
  shortSide: Math.min(pixels.width, pixels.height),
  label,
});

/** Every value off by up to two grey levels, as after a good JPEG. */
const recompressed = ({ width, height, data }: Pixels): Pixels => ({
  width,
  height,
  data: data.map((value, i) => Math.min(255, Math.max(0, value + ((i * 7919) % 5) - 2))),
});

describe('near duplicates', () => {
  it('are scaled and recompressed copies, not other pictures', () => {
    const originals = Array.from({ length: 40 }, (_, i) => drawing(i));
    const copies = originals
      .slice(0, 10)
      .map((pixels, i) => (i % 2 ? recompressed(pixels) : resize(pixels, 133, 120, 'bicubic')));
    const groups = nearDuplicateGroups([...originals, ...copies].map((p) => fingerprint(p)));
    expect(groups.slice(0, 40)).toEqual(originals.map((_, i) => i));
    expect(groups.slice(40)).toEqual(copies.map((_, i) => i));
  });

  it('agree with comparing all pairs', () => {
    const pictures = Array.from({ length: 400 }, (_, i) => {
      const base = fingerprint(drawing(i % 150), i % 3);
      const hash =
        BigInt(`0x${base.perceptualHash}`) ^ (((1n << BigInt(i % 11)) - 1n) << BigInt(i % 53));
      return { ...base, perceptualHash: hash.toString(16).padStart(16, '0').slice(-16) };
    });
    const bits = (a: string, b: string) =>
      (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
    const slow = pictures.map((_, i) => i);
    for (let a = 0; a < pictures.length; a++) {
      for (let b = a + 1; b < pictures.length; b++) {
        const [one, two] = [pictures[a]!, pictures[b]!];
        if (a % 150 !== b % 150 || bits(one.perceptualHash, two.perceptualHash) > 8) continue;
        const [to, from] = [Math.min(slow[a]!, slow[b]!), Math.max(slow[a]!, slow[b]!)];
        for (let i = 0; i < slow.length; i++) if (slow[i] === from) slow[i] = to;
      }
    }
    expect(new Set(slow).size).toBeLessThan(pictures.length);
    expect(nearDuplicateGroups(pictures)).toEqual(slow);
  });

  it('are not found among the clothes of the sample, though many look alike', () => {
    const archive = unzipSync(readFileSync('public/samples/fashion-mnist.zip'));
    const pictures = Object.entries(archive)
      .filter(([name]) => name.endsWith('.png'))
      .map(([name, bytes]) => fingerprint(decodeGreyPng(bytes), name.length));
    expect(pictures.length).toBeGreaterThanOrEqual(200);
    expect(nearDuplicateGroups(pictures)).toEqual(pictures.map((_, i) => i));
    const twice = nearDuplicateGroups([...pictures, ...pictures.slice(0, 20)]);
    expect(twice.slice(-20)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('do not swallow most of a class', () => {
    const same = Array.from({ length: 9 }, () => fingerprint(drawing(1), 0));
    const others = Array.from({ length: 9 }, (_, i) => fingerprint(drawing(i + 2), 1));
    const groups = nearDuplicateGroups([...same, ...others]);
    expect(groups).toEqual(groups.map((_, i) => i));
  });
});
