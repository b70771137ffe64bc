import { describe, expect, it } from 'vitest';
import { starterBackbones, zoo } from '../../model-zoo/zoo';
import { memoryBudget } from './device-memory';
import { featureBytes, trainingNeed } from './memory';
import { resolveOptions } from './options';
import { type Circumstances, fitDepth, type MemoryBudget, preflight, withBatch } from './preflight';

const resnet = zoo.find(({ id }) => id === 'resnet18')!;
const plan = (options: Parameters<typeof resolveOptions>[0]) =>
  resolveOptions(options, { cards: zoo, starters: starterBackbones });
const whole = plan({ dataset: 'd', backbones: ['resnet18'], depth: 'all' });
const plenty: MemoryBudget = {
  engineBytes: Number.POSITIVE_INFINITY,
  largestTensor: Number.POSITIVE_INFINITY,
  featureBytes: Number.POSITIVE_INFINITY,
  diskBytes: 0,
};
const features = { featureBytes: 2 ** 26, diskBytes: 0 };
const on = (budget: Partial<MemoryBudget>): Circumstances => ({
  budget: { ...plenty, ...budget },
  backend: 'wasm',
  classes: 10,
  pictures: 1000,
  scheme: 'hold-out',
});
const bytes = (depth: 'all' | 'last-two-stages' | 'last-stage', batch: number) =>
  trainingNeed(resnet, depth, 10, batch, 'wasm').bytes;

describe('fitDepth', () => {
  it('leaves alone what fits', () => {
    const fit = fitDepth(resnet, 'all', whole, on({ engineBytes: bytes('all', 16) }));
    expect(fit).toMatchObject({ depth: 'all', notes: [], bytes: bytes('all', 16) });
    expect(fit.settings).toEqual(whole.settings(resnet, 'all', 'hold-out'));
  });

  it('takes a smaller batch first, with the learning rate that belongs to it', () => {
    const fit = fitDepth(resnet, 'all', whole, on({ engineBytes: bytes('all', 4) }));
    const asked = whole.settings(resnet, 'all', 'hold-out');
    expect(fit).toMatchObject({ depth: 'all', bytes: bytes('all', 4) });
    expect(fit.settings.batchSize).toBe(4);
    expect(fit.settings.learningRate).toBeCloseTo(asked.learningRate / 2, 12);
    expect(fit.notes).toEqual([
      { code: 'smallerBatch', context: { backbone: 'resnet18', from: 16, to: 4 } },
    ]);
  });

  it('takes a shallower cut when no batch is small enough, down to the head', () => {
    const engineBytes = bytes('all', 4) - 1;
    const fit = fitDepth(resnet, 'all', whole, on({ engineBytes }));
    expect(fit.depth).toBe('last-two-stages');
    expect(fit.notes[0]).toEqual({
      code: 'shallowerCut',
      context: { backbone: 'resnet18', from: 'all', to: 'last-two-stages' },
    });
    const nothing = fitDepth(resnet, 'all', whole, on({ engineBytes: 1 }));
    expect(nothing.depth).toBe('head');
  });

  it('heeds the largest buffer of a GPU and the room for features', () => {
    // 16 x 64 x 64 x 64 floats at the stem.
    expect(fitDepth(resnet, 'all', whole, on({ largestTensor: 2 ** 22 })).settings.batchSize).toBe(
      4,
    );
    const room = 1000 * featureBytes(resnet, 'last-stage');
    expect(fitDepth(resnet, 'all', whole, on({ featureBytes: room })).depth).toBe('last-stage');
    expect(fitDepth(resnet, 'all', whole, on({ featureBytes: 0, diskBytes: 2 ** 30 })).depth).toBe(
      'all',
    );
  });
});

describe('preflight', () => {
  it('says what will be done, each thing once', () => {
    const search = plan({ dataset: 'd', backbones: ['resnet18'], preset: 'best' });
    const { notes } = preflight(search, on({ engineBytes: bytes('last-stage', 8) }), 2);
    expect(notes.map(({ code, context }) => [code, context.to])).toEqual([
      ['smallerBatch', 8],
      ['shallowerCut', 'last-stage'],
    ]);
    const disk = preflight(search, on({ featureBytes: 2 ** 20, diskBytes: 2 ** 40 }), 2);
    expect(disk.notes).toEqual([{ code: 'featuresToDisk', context: {} }]);
    expect(preflight(search, on({}), 2)).toEqual({
      notes: [],
      bytes:
        2 * Math.max(bytes('last-stage', 16), bytes('last-two-stages', 16)) +
        1000 * featureBytes(resnet, 'last-two-stages'),
    });
  });

  it('fits every starter at default settings on an ordinary machine', () => {
    const defaults = plan({ dataset: 'd' });
    const budget = memoryBudget({ backend: 'wasm' }, 2, features, 4 * 2 ** 30);
    expect(preflight(defaults, { ...on({}), budget, pictures: 200 }, 2).notes).toEqual([]);
  });
});

describe('memoryBudget', () => {
  it('shares half the machine between engines, within what WASM and a GPU can address', () => {
    const wasm = memoryBudget({ backend: 'wasm' }, 4, features, 8 * 2 ** 30);
    expect(wasm.engineBytes).toBe(2 ** 30);
    expect(memoryBudget({ backend: 'wasm' }, 1, features, 64 * 2 ** 30).engineBytes).toBe(
      3.5 * 2 ** 30,
    );
    const gpu = memoryBudget(
      { backend: 'webgpu', largestBuffer: 2 ** 31 },
      1,
      features,
      8 * 2 ** 30,
    );
    expect(gpu).toMatchObject({ engineBytes: 4 * 2 ** 30, largestTensor: 2 ** 31 });
    expect(memoryBudget({ backend: 'webgpu' }, 1, features).largestTensor).toBe(2 ** 27);
  });
});

it('scales the learning rate by the root of the batch', () => {
  const settings = whole.settings(resnet, 'all', 'hold-out');
  expect(withBatch(settings, 64).learningRate).toBeCloseTo(2 * settings.learningRate, 12);
});
