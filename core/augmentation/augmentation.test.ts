import { describe, expect, it } from 'vitest';
import type { Pixels } from '../preprocessing/types';
import { createRandom } from '../random';
import { rotate } from './geometry';
import { beta, cutBox, cutmix, keptShare, mixup, partners } from './mix';
import {
  augmentationName,
  augmentationPresets,
  pixelsKey,
  presetAugmentation,
  resolveAugmentation,
} from './options';
import { augmentationVerdict, pairedGain, verdictParams } from './verdict';
import { augmented, viewRandom } from './view';

function noise(seed: number, width = 20, height = 20): Pixels {
  const random = createRandom(seed);
  const data = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
  return { width, height, data };
}

describe('options', () => {
  it('nothing is asked for: nothing is done', () => {
    expect(resolveAugmentation(undefined)).toBeNull();
    expect(resolveAugmentation('none')).toBeNull();
    expect(resolveAugmentation({ views: 5 })).toBeNull();
  });

  it('fills in the preset and survives JSON', () => {
    for (const preset of augmentationPresets.filter((name) => name !== 'none')) {
      const whole = resolveAugmentation(preset);
      expect(whole).toEqual(presetAugmentation[preset]);
      expect(resolveAugmentation(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
      expect(augmentationName(whole!)).toBe(preset);
    }
    expect(augmentationName(resolveAugmentation({ preset: 'text', blur: 2 })!)).toBe('custom');
  });

  it('never mirrors text or documents', () => {
    for (const preset of ['text', 'documents'] as const) {
      const { horizontalFlip, verticalFlip, quarterTurns } = presetAugmentation[preset];
      expect([horizontalFlip, verticalFlip, quarterTurns]).toEqual([false, false, false]);
    }
  });

  it('refuses what makes no sense and says what is allowed', () => {
    const wrong = [
      'photos',
      { preset: 'x' },
      { rotation: 181 },
      { rotation: Number.NaN },
      { crop: 0 },
      { hue: '0.1' },
      { views: 2.5 },
      { horizontalFlip: 1 },
      { fill: 'grey' },
      { zoom: 1 },
      [],
      null,
    ];
    for (const asked of wrong) {
      expect(() => resolveAugmentation(asked as never)).toThrow(
        expect.objectContaining({ code: 'badOption' }),
      );
    }
  });

  it('a cache key hangs on the pixels alone', () => {
    const one = presetAugmentation.photographs;
    expect(pixelsKey({ ...one, views: 9, mixup: 1 })).toBe(pixelsKey(one));
    expect(pixelsKey({ ...one, hue: 0.03 })).not.toBe(pixelsKey(one));
  });
});

describe('views', () => {
  it('are fixed by seed, view and picture', () => {
    const picture = noise(1);
    const draw = (seed: number, view: number, name: string) =>
      augmented(picture, presetAugmentation.photographs, viewRandom(seed, view, name)).data;
    expect(draw(1, 0, 'a')).toEqual(draw(1, 0, 'a'));
    expect(draw(1, 1, 'a')).not.toEqual(draw(1, 0, 'a'));
    expect(draw(2, 0, 'a')).not.toEqual(draw(1, 0, 'a'));
    expect(draw(1, 0, 'b')).not.toEqual(draw(1, 0, 'a'));
  });

  it('keep the size and leave the original alone, whatever is drawn', () => {
    const picture = noise(2, 24, 15);
    const before = picture.data.slice();
    for (const preset of augmentationPresets) {
      const one = { ...presetAugmentation[preset], erasing: 1, blur: 5, rotation: 180 };
      for (let view = 0; view < 20; view++) {
        const out = augmented(picture, one, viewRandom(0, view, preset));
        expect([out.width, out.height, out.data.length]).toEqual([24, 15, 24 * 15 * 3]);
      }
    }
    expect(picture.data).toEqual(before);
  });

  it('seen from above, all eight symmetries come up, and nothing else', () => {
    const one = { ...presetAugmentation['top-down'], crop: 1, brightness: 0, contrast: 0 };
    const picture = noise(3, 6, 6);
    const seen = new Map<string, number>();
    for (let view = 0; view < 800; view++) {
      const key = augmented(picture, one, viewRandom(7, view, 'p')).data.join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(8);
    // 100 expected of each; 60 is four deviations away.
    expect(Math.min(...seen.values())).toBeGreaterThan(60);
  });

  it('a white surround stays white when it is turned', () => {
    const white = { width: 16, height: 16, data: new Uint8Array(16 * 16 * 3).fill(255) };
    expect(rotate(white, 30, 'white').data).toEqual(white.data);
    expect(rotate(white, 30, 'reflect').data).toEqual(white.data);
    expect(Math.min(...rotate(white, 30, 'black').data)).toBe(0);
  });
});

describe('mixing', () => {
  it('Beta has mean 1/2 and variance 1 / (4 (2 alpha + 1))', () => {
    const random = createRandom(5);
    for (const alpha of [0.2, 1, 4]) {
      const draws = Array.from({ length: 20_000 }, () => beta(random, alpha));
      const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
      const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
      // Five standard errors of the mean are below 0.02, of the variance below 0.01.
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
      expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.01);
    }
  });

  it('partners stay within their group', () => {
    const groups = [
      [1, 4, 7],
      [2, 3],
    ];
    const found = partners(groups, createRandom(0));
    for (const group of groups) {
      expect(group.map((row) => found.get(row)!).sort()).toEqual(group);
    }
  });

  it('CutMix takes what its share says, and no pixel from elsewhere', () => {
    const [a, b] = [noise(1), noise(2)];
    const random = createRandom(9);
    for (let i = 0; i < 50; i++) {
      const box = cutBox(a, random.uniform(), random);
      const out = cutmix(a, b, box);
      let own = 0;
      for (let at = 0; at < out.data.length; at += 3) {
        const [x, y] = [(at / 3) % 20, Math.floor(at / 60)];
        const inside =
          x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
        expect(out.data[at]).toBe((inside ? b : a).data[at]);
        if (!inside) own++;
      }
      expect(keptShare(a, box)).toBeCloseTo(own / 400, 12);
    }
  });

  it('mixup is linear', () => {
    const out = mixup(Float32Array.of(1, 0), Float32Array.of(0, 4), 0.25);
    expect([...out]).toEqual([0.25, 3]);
  });
});

describe('verdict', () => {
  it('counts pairs, and calls chance by its name', () => {
    const plain = [...Array(60).fill(1), ...Array(40).fill(0)];
    const better = [...Array(75).fill(1), ...Array(25).fill(0)];
    const gain = pairedGain(plain, better);
    expect(gain.gain).toBeCloseTo(0.15, 12);
    expect(gain.low).toBeGreaterThan(0);
    expect(gain.p).toBeLessThan(0.001);
    const params = verdictParams(gain, 0.6, 0.75, 'augmented');
    expect(augmentationVerdict({ params })).toMatchObject({ effect: 'helped', kept: 'augmented' });
    const none = pairedGain([1, 0, 1], [1, 1, 1]);
    expect(none.low).toBeLessThan(0);
    expect(
      augmentationVerdict({ params: verdictParams(none, 2 / 3, 1, 'augmented') })?.effect,
    ).toBe('none');
    expect(augmentationVerdict({ params: {} })).toBeNull();
    expect(() => pairedGain([], [])).toThrow(RangeError);
  });
});
