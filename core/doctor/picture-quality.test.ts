import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { decodeGreyPng } from '../../workers/ingest/testing/grey-png';
import { createRandom } from '../random';
import { type Grey, shrink } from './grey';
import {
  laplacianVariance,
  measuredSide,
  measureQuality,
  type PictureQuality,
} from './picture-quality';
import { qualityIssues } from './quality-issues';
import { median, quantileOf, robustScores } from './robust';
import { waves } from './testing';

const raster = ({ width, height, data }: Grey) => ({
  width,
  height,
  data: new Uint8ClampedArray(data),
});

const grainy = (seed: number, width = 120, height = 90): Grey => {
  const random = createRandom(seed);
  const grey = waves(seed, width, height);
  return { ...grey, data: grey.data.map((value) => value + 12 * random.normal()) };
};

/** The mean of nine, several times. */
function blur({ width, height, data }: Grey, times: number): Grey {
  let now = data;
  for (let k = 0; k < times; k++) {
    now = now.map((_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const column = Math.min(width - 1, Math.max(0, x + dx));
          sum += now[Math.min(height - 1, Math.max(0, y + dy)) * width + column];
        }
      }
      return sum / 9;
    });
  }
  return { width, height, data: now };
}

test('robust figures', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect([...robustScores([1, 2, 3, 4, 100], 0.1)].map((z) => Math.round(z * 100))).toEqual([
    -135, -67, 0, 67, 6543,
  ]);
  expect([...robustScores([7, 7, 7, 8], 0.6745)]).toEqual([0, 0, 0, 1]);
  const counts = new Uint32Array(256).fill(1);
  expect([0, 0.5, 1].map((q) => quantileOf(counts, q))).toEqual([0, 127, 255]);
});

describe('what is measured', () => {
  it('is the variance of the Laplacian', () => {
    const data = Float32Array.of(0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0);
    // At the two inner pixels: -36 and 9.
    expect(laplacianVariance({ width: 4, height: 3, data })).toBeCloseTo(22.5 ** 2, 6);
    expect(laplacianVariance({ width: 2, height: 6, data })).toBe(0);
  });

  it('is less sharp after blurring, and does not hang on the size of a photograph', () => {
    const crisp = measureQuality(raster(grainy(1))).sharpness;
    expect(measureQuality(raster(blur(grainy(1), 3))).sharpness).toBeLessThan(crisp / 20);
    const reduced = (width: number) =>
      laplacianVariance(shrink(waves(2, width, (width * 3) / 4), measuredSide));
    expect(reduced(1024) / reduced(512)).toBeCloseTo(1, 1);
  });

  it('are luminances of 0..1, of grey and of colours', () => {
    const data = Uint8Array.from({ length: 100 }, (_, i) => (i < 10 ? 0 : i < 90 ? 51 : 255));
    const quality = measureQuality({ width: 10, height: 10, data });
    expect(quality).toMatchObject({ width: 10, height: 10, percentile5: 0, percentile95: 1 });
    expect(quality.mean).toBeCloseTo(0.8 * 0.2 + 0.1, 6);
    const green = Uint8Array.from({ length: 48 }, (_, i) => (i % 3 === 1 ? 255 : 0));
    expect(measureQuality({ width: 4, height: 4, data: green }).mean).toBeCloseTo(0.587, 6);
  });

  it('keeps the mean when the picture is reduced by area', () => {
    const grey = grainy(3, 700, 300);
    const small = shrink(grey, 256);
    const mean = ({ data }: Grey) => data.reduce((a, b) => a + b, 0) / data.length;
    expect([small.width, small.height]).toEqual([256, 110]);
    expect(mean(small)).toBeCloseTo(mean(grey), 2);
    expect(shrink(small, 256)).toBe(small);
  });
});

describe('issues', () => {
  const usual = Array.from({ length: 60 }, (_, i) => grainy(i));
  const found = (pictures: Grey[]) =>
    qualityIssues(pictures.map((grey) => measureQuality(raster(grey)))).issues.map(
      ({ kind, picture }) => `${kind} ${picture}`,
    );

  it('are the bad ones among good ones', () => {
    const change = (by: (value: number) => number) => ({
      ...usual[0],
      data: usual[0].data.map(by),
    });
    const bad = [
      blur(usual[5], 6),
      change((value) => value / 6),
      change((value) => 220 + value / 8),
      change((value) => 128 + (value - 128) / 20),
      grainy(61, 24, 20),
      grainy(62, 255, 40),
    ];
    const all = found([...usual, ...bad]);
    expect(all).toEqual(
      expect.arrayContaining([
        'blurred 60',
        'dark 61',
        'bright 62',
        'low-contrast 63',
        'tiny 64',
        'odd-shape 65',
      ]),
    );
    expect(all.every((issue) => Number(issue.split(' ')[1]) >= 60)).toBe(true);
    expect(found(usual)).toEqual([]);
  });

  it('are not what all pictures of the data set have', () => {
    const soft = usual.map((grey) => blur(grey, 6));
    expect(found(soft)).toEqual([]);
    const long = Array.from({ length: 20 }, (_, i) => grainy(i, 250, 50));
    expect(found(long)).toEqual([]);
  });

  it('hardly exist in the sample, whose pictures are all of 28 pixels', () => {
    const archive = unzipSync(readFileSync('public/samples/fashion-mnist.zip'));
    const qualities = Object.entries(archive)
      .filter(([name]) => name.endsWith('.png'))
      .map(([, bytes]) => measureQuality(decodeGreyPng(bytes)));
    expect(qualities.length).toBeGreaterThanOrEqual(200);
    const { issues, usual } = qualityIssues(qualities);
    expect(issues.length).toBeLessThanOrEqual(qualities.length / 100);
    expect(usual).toEqual(['tiny']);
  });

  it('are ranked by how bad they are', () => {
    const good: PictureQuality = {
      width: 400,
      height: 300,
      sharpness: 500,
      mean: 0.5,
      percentile1: 0.05,
      percentile5: 0.1,
      percentile95: 0.9,
      percentile99: 0.95,
    };
    const dark = (percentile99: number) => ({ ...good, percentile1: 0, percentile99 });
    const { issues } = qualityIssues([...Array(20).fill(good), dark(0.34), dark(0.01), dark(0.2)]);
    const ranked = issues.filter(({ kind }) => kind === 'dark');
    expect(ranked.map(({ picture }) => picture)).toEqual([21, 22, 20]);
    expect(ranked[0].severity).toBe(1);
    expect(ranked[2].severity).toBeCloseTo(0.525, 6);
    // Spread evenly, none is an outlier, but a black picture is one by itself.
    const spread = Array.from({ length: 40 }, (_, i) => dark(0.02 + i / 40));
    const clear = qualityIssues(spread).issues.filter(({ kind }) => kind === 'dark');
    expect(clear.map(({ picture }) => picture).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(qualityIssues([])).toEqual({ issues: [], usual: [] });
  });
});
