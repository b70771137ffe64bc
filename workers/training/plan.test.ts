import { describe, expect, it } from 'vitest';
import type { Picture } from '../../core/dataset';
import type { TrainOptions } from '../../core/run';
import { starterBackbones, zoo } from '../../model-zoo/zoo';
import { modelCost } from './costs';
import type { TailSearch } from './defaults';
import { forecast } from './forecast';
import { promoted, rungsOf, surviving, trialName, trialsOf } from './halving';
import { searchHead } from './head-search';
import { type Candidate, chooseLeaders } from './leaders';
import { resolveOptions } from './options';
import { partitionOf } from './partition';
import { Progress } from './progress';

const catalogue = { cards: zoo, starters: starterBackbones };
const pictures = (perClass: number, classes = 3): Picture[] =>
  Array.from({ length: perClass * classes }, (_, i) => ({
    id: `d/${i}`,
    datasetId: 'd',
    ordinal: i,
    file: `${i}.png`,
    label: i % classes,
    width: 1,
    height: 1,
    bytes: 1,
    hash: i.toString(16).padStart(64, '0'),
    perceptualHash: '0',
    group: i,
    ownSplit: null,
  }));

describe('options', () => {
  it('default to the five starters, cheapest first', () => {
    const { backbones, depth } = resolveOptions({ dataset: 'd' }, catalogue);
    expect(backbones.map(({ id }) => id).sort()).toEqual([...starterBackbones].sort());
    const macs = backbones.map((card) => card.macs);
    expect(macs).toEqual(macs.toSorted((a, b) => a - b));
    expect(depth).toBeNull();
  });

  it('keep the order a person gave, each backbone once', () => {
    const names = ['resnet18', 'tiny_vit', 'resnet18'];
    const { backbones } = resolveOptions({ dataset: 'd', backbones: names }, catalogue);
    expect(backbones.map(({ id }) => id)).toEqual(['resnet18', 'tiny_vit']);
  });

  it.each([
    { epochs: 0 },
    { epochs: 1.5 },
    { batchSize: 0 },
    { learningRate: 0 },
    { learningRate: Number.NaN },
    { learningRate: 2 },
    { seed: -1 },
    { backbones: [] },
    { depth: 'deep' as 'head' },
    { preset: 'fast' as 'quick' },
    { minutes: 0 },
    { minutes: -1 },
    { minutes: Number.NaN },
    { minutes: Number.POSITIVE_INFINITY },
    { minutes: 1e9 },
    { minutes: '5' as unknown as number },
    { backend: 'cpu' as 'wasm' },
  ])('cannot be %o', (options) => {
    expect(() => resolveOptions({ dataset: 'd', ...options }, catalogue)).toThrowError(
      expect.objectContaining({ code: 'badOption' }),
    );
  });

  it('say how much is searched: heads alone, tails, or more of them', () => {
    const plan = (options: Partial<TrainOptions>) =>
      resolveOptions({ dataset: 'd', ...options }, catalogue);
    expect(plan({})).toMatchObject({ preset: 'balanced', depth: null, minutes: null });
    expect(plan({ preset: 'quick' }).depth).toBe('head');
    // A depth that is named holds, whatever the preset.
    expect(plan({ preset: 'quick', depth: 'last-stage' }).depth).toBe('last-stage');
    expect(plan({ preset: 'best' }).search.depths).toContain('last-two-stages');
    expect(plan({ learningRate: 0.01 }).search.rates).toEqual([1]);
    expect(plan({ minutes: 0.5 }).minutes).toBe(0.5);
  });

  it('give the epochs asked for to the depth asked for', () => {
    const [card] = zoo;
    const tail = resolveOptions({ dataset: 'd', depth: 'last-stage', epochs: 3 }, catalogue);
    expect(tail.settings(card, 'last-stage', 'hold-out').epochs).toBe(3);
    expect(tail.settings(card, 'head', 'hold-out').epochs).toBeGreaterThan(3);
    const head = resolveOptions({ dataset: 'd', depth: 'head', epochs: 3 }, catalogue);
    expect(head.settings(card, 'head', 'hold-out').epochs).toBe(3);
  });
});

describe('partition', () => {
  it('cross-validates small classes: each row outside the test held out once, never also fitted', () => {
    const { scheme, folds, final, scored, test } = partitionOf(pictures(20), 1);
    expect(scheme).toBe('k-fold');
    expect(folds).toHaveLength(5);
    expect(scored.toSorted((a, b) => a - b)).toEqual(final.toSorted((a, b) => a - b));
    expect([...final, ...test].sort((a, b) => a - b)).toEqual([...Array(60).keys()]);
    for (const { fit, heldOut } of folds) {
      expect(fit.filter((row) => heldOut.includes(row))).toEqual([]);
      expect(fit.length + heldOut.length).toBe(final.length);
    }
  });

  it('counts pictures that stand beside their look-alikes, not where the archive put them', () => {
    const list = pictures(30).map((picture, i) => ({
      ...picture,
      ownSplit: i % 5 === 0 ? ('test' as const) : ('train' as const),
      // 0 is to be tested on; 1 and 2 look like it.
      group: i < 3 ? 0 : i,
    }));
    expect(partitionOf(list, 0)).toMatchObject({ ownSplit: true, moved: 2 });
    expect(partitionOf(pictures(30), 0).moved).toBe(0);
  });

  it('holds out once where classes are large enough', () => {
    const { scheme, folds, final, scored } = partitionOf(pictures(60), 1);
    expect(scheme).toBe('hold-out');
    expect(folds).toEqual([{ fit: final, heldOut: scored }]);
    expect(final.filter((row) => scored.includes(row))).toEqual([]);
  });
});

describe('leaders', () => {
  // 40 pictures of class 0; a candidate that gets the first `right` of them right.
  const labels = new Int32Array(40);
  const candidate = (backbone: string, right: number, tailSeconds: number): Candidate => ({
    backbone,
    tailSeconds,
    logits: Float32Array.from({ length: 80 }, (_, i) =>
      (i % 2 === 0) === Math.floor(i / 2) < right ? 1 : 0,
    ),
  });

  it('are the best and who cannot be told from it', () => {
    // 36 against 20 right differ by 16 one-sided pictures: p = 2^-15. Against 33: p = 0.25.
    const all = [candidate('weak', 20, 1), candidate('good', 33, 1), candidate('best', 36, 1)];
    expect(chooseLeaders(all, labels, 2, 100)).toEqual(['best', 'good']);
  });

  it('fit the time there is, the better ones first; at least the cheapest of them is taken', () => {
    const all = [candidate('a', 36, 60), candidate('b', 35, 30), candidate('c', 34, 30)];
    expect(chooseLeaders(all, labels, 2, 65)).toEqual(['a']);
    expect(chooseLeaders(all, labels, 2, 59)).toEqual(['b']);
    expect(chooseLeaders(all, labels, 2, 10)).toEqual(['b']);
    expect(chooseLeaders([], labels, 2, 10)).toEqual([]);
  });
});

describe('the search for a head', () => {
  /** Finds the strength nearest to `ideal` best, and shrinkage as `penalties` say. */
  const search = async (ideal: number, penalties: Record<number, number>) => {
    const paths: number[][] = [];
    const found = await searchHead(async (strengths, shrinkage) => {
      paths.push(strengths);
      return strengths.map(
        (strength) => Math.abs(Math.log(strength / ideal)) + penalties[shrinkage],
      );
    });
    for (const path of paths) expect(path).toEqual(path.toSorted((a, b) => a - b));
    return { found, fits: paths.flat().length };
  };

  it('finds the best strength on the grid, and the best shrinkage around it', async () => {
    const { found, fits } = await search(0.012, { 0: 0.1, 0.5: 0.2, 1: 0.3 });
    expect(found).toMatchObject({ strength: 0.01, shrinkage: 0 });
    expect(fits).toBe(6 + 3 + 3);
  });

  it.each([
    [3, 3.16],
    [2e-5, 3.16e-5],
    [1e9, 100],
    [1e-9, 1e-5],
  ])('goes on past the edges of the grid, but not without end: %d', async (ideal, strength) => {
    const { found } = await search(ideal, { 0: 1, 0.5: 0, 1: 1 });
    expect(found).toMatchObject({ strength, shrinkage: 0.5 });
  });
});

describe('successive halving', () => {
  const search = { leaders: 3, depths: ['last-stage'], rates: [1, 3], survivors: 1, keep: 1 / 3 };
  const settings = search as TailSearch;
  const trials = trialsOf(['a', 'b', 'c'], settings);
  const standing = (trial: number, loss: number, headLoss: number) => ({
    trial: trials[trial],
    loss,
    headLoss,
  });

  it('begins with every rate of every leader, and trains three times as long each rung', () => {
    expect(trials.map(trialName)).toEqual(
      ['a', 'b', 'c'].flatMap((name) => [`${name} last-stage x1`, `${name} last-stage x3`]),
    );
    expect(rungsOf(8)).toEqual([1, 3, 8]);
    expect(rungsOf(3)).toEqual([1, 3]);
    expect(rungsOf(1)).toEqual([1]);
  });

  it('promotes the better third of those that gain over their heads', () => {
    const standings = [
      standing(0, 0.5, 0.6),
      standing(1, 0.4, 0.6),
      standing(2, 0.7, 0.6),
      standing(3, 0.45, 0.6),
      standing(4, 0.3, 0.302),
      standing(5, 0.9, 2),
    ];
    expect(promoted(standings, settings)).toEqual([trials[1], trials[3]]);
    expect(promoted([standing(0, 0.6, 0.6)], settings)).toEqual([]);
  });

  it('completes who is better than the best head, not only than its own', () => {
    const standings = [standing(2, 0.5, 0.9), standing(0, 0.38, 0.4)];
    expect(surviving(standings, 0.4, settings)).toEqual([trials[0]]);
    expect(surviving(standings, 0.3, settings)).toEqual([]);
  });
});

describe('costs and progress', () => {
  const plan = resolveOptions({ dataset: 'd', depth: 'last-stage' }, catalogue);
  const tasks = (macsPerSecond: number) =>
    forecast({
      plan,
      partition: partitionOf(pictures(30), 0),
      classes: 3,
      speed: { macsPerSecond, corrections: {} },
      leaders: [],
    });

  it('count the card, wherever it is cut', () => {
    for (const card of zoo) {
      for (const depth of ['head', 'last-stage', 'all'] as const) {
        const { trunkMacs, tailMacs } = modelCost(card, depth, 10);
        expect(trunkMacs + tailMacs).toBe(card.macs + 10 * card.features);
      }
    }
  });

  it('foretell less on a faster device', () => {
    const seconds = (speed: number) => tasks(speed).reduce((sum, task) => sum + task.seconds, 0);
    expect(seconds(2e10)).toBeLessThan(seconds(1e10));
  });

  it('correct the remaining time by what was measured, and never run backwards', () => {
    let now = 0;
    const seen: { overall: number; remainingSeconds: number | null }[] = [];
    const progress = new Progress(
      (event) => event.type === 'progress' && seen.push(event),
      1,
      () => now,
    );
    progress.plan([
      { backbone: 'a', phase: 'features', key: 'features', seconds: 10, total: 10 },
      { backbone: 'b', phase: 'features', key: 'features', seconds: 10, total: 10 },
    ]);
    // Three times slower than foretold.
    for (let done = 0; done < 10; done++) {
      now += 3000;
      progress.advance('a', 'features', 1, 3);
    }
    expect(seen.at(-1)?.remainingSeconds).toBeCloseTo(30);
    expect(seen.at(-1)?.overall).toBeCloseTo(0.5);
    progress.finish('b', 'features');
    expect(seen.at(-1)).toMatchObject({ remainingSeconds: 0, overall: 1 });
    for (const [i, { overall }] of seen.entries()) {
      expect(overall).toBeGreaterThanOrEqual(seen[i - 1]?.overall ?? 0);
    }
    expect(progress.ratios()).toEqual({ 'a/features': 3 });
  });
});
