import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { TailState } from '../../core/contract/engine';
import type { Dataset, Split } from '../../core/dataset';
import { argmax, logLoss, softmax } from '../../core/learning/metrics';
import type { TrainOptions } from '../../core/run';
import { openStore } from '../../core/store';
import type { Store, StoredPredictions } from '../../core/store/types';
import { engineInProcess, nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

// Whole experiments, twice over where one is interrupted.
vi.setConfig({ testTimeout: 180_000 });

const shared = engineInProcess();
const trainerOn = (store: Store) => {
  const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
  trainer.open({ baseUrl: 'http://unused.test/' });
  return trainer;
};
const train = (store: Store, options: TrainOptions) =>
  trainerOn(store).train('job', options, () => {});

const numbers = async (store: Store, runId: string) => ({
  model: (await store.artifacts.get<TailState>(`run/${runId}/model`))!.parameters,
  predictions: (await store.artifacts.get<StoredPredictions>(`run/${runId}/predictions`))!,
});
const backbones = ['tiny_resnet', 'tiny_efficientnet_lite'];

describe.each([
  { scheme: 'k-fold', counts: [15, 15, 15], learningRate: 1e-2 },
  { scheme: 'hold-out', counts: [40, 40], learningRate: undefined },
])('presets, $scheme', ({ scheme, counts, learningRate }) => {
  let store: Store;
  let dataset: Dataset;
  beforeAll(async () => {
    store = await openStore({ name: `presets ${scheme}` });
    dataset = await storeStripes(store, counts);
  });

  it('quick: heads, one a backbone', async () => {
    const { runs, experiment } = await train(store, {
      dataset: dataset.id,
      backbones,
      preset: 'quick',
    });
    expect(experiment.status).toBe('finished');
    expect(experiment.seconds).toBeGreaterThan(0);
    expect(experiment.together).toEqual([]);
    expect(runs.map(({ backbone, depth }) => [backbone, depth])).toEqual([
      ['tiny_resnet', 'head'],
      ['tiny_efficientnet_lite', 'head'],
    ]);
    for (const run of runs) {
      expect(run.params).toMatchObject({ preset: 'quick', minutes: 0 });
      expect(run.params.views).toBeUndefined();
      for (const phase of ['trunk', 'tail', 'test']) {
        expect(run.params[`seconds_${phase}`]).toBeGreaterThan(0);
      }
    }
    // The second found the decoded pictures in the cache.
    expect(runs[0].params.seconds_decode).toBeGreaterThan(0);
  });

  it('balanced: a tail where it gains, found by trials', async () => {
    const { runs } = await train(store, {
      dataset: dataset.id,
      backbones: ['tiny_resnet'],
      learningRate,
    });
    expect(runs.map(({ depth }) => depth)).toEqual(['head', 'last-stage']);
    const [head, tail] = runs;
    expect(tail).toMatchObject({ status: 'finished', validationScheme: scheme });
    // A rate that a person chose is the only one.
    expect(tail.params.search_trials).toBe(learningRate ? 1 : 2);
    expect(tail.params.search_seconds).toBeGreaterThan(0);
    const loss = async (id: string) => {
      const { labels, logits } = (await numbers(store, id)).predictions.validation;
      return logLoss(logits, labels, counts.length);
    };
    expect(await loss(tail.id)).toBeLessThan(await loss(head.id));
  });

  it('balanced: no tail where none gains; a view for the best head alone', async () => {
    // So high a rate spoils what the head has learned.
    const options = { dataset: dataset.id, backbones, learningRate: 1 };
    const { runs, experiment } = await train(store, options);
    expect(experiment.status).toBe('finished');
    expect(runs.map(({ depth }) => depth)).toEqual(['head', 'head']);
    expect(runs.filter(({ params }) => params.views !== undefined)).toHaveLength(1);
  });

  it('best: views for all heads, and what the models reach together', async () => {
    const { runs, experiment } = await train(store, {
      dataset: dataset.id,
      backbones,
      preset: 'best',
      epochs: 2,
    });
    expect(experiment.status).toBe('finished');
    for (const run of runs) {
      if (run.depth === 'head') expect(['plain', 'mirror']).toContain(run.params.views);
    }
    expect(experiment.together.map(({ kind }) => kind)).toContain('flips');
    for (const { kind, runIds, validation, test } of experiment.together) {
      expect(new Set(runIds).size).toBe(runIds.length);
      expect(runIds.length).toBe(kind === 'flips' ? 1 : Math.max(2, runIds.length));
      expect(runs.map(({ id }) => id)).toEqual(expect.arrayContaining(runIds));
      expect(validation.count).toBe(runs[0].validation?.count);
      expect(test?.count).toBe(runs[0].test?.count);
      // Chance is 1/2 or 1/3.
      expect(validation.accuracy).toBeGreaterThan(0.6);
    }
    const best = await store.runs.best(dataset.id);
    expect(best?.params.backbone).toBeDefined();
  });

  it('best: goes on after an interruption to the same numbers', async () => {
    const options: TrainOptions = { dataset: dataset.id, backbones, preset: 'best', epochs: 2 };
    const whole = await train(store, options);
    const stopped = trainerOn(store);
    const part = await stopped.train('part', options, (events) => {
      // At the first news of a trial: events are gathered, so there may be no second.
      if (events.some((e) => e.type === 'progress' && e.phase === 'fine-tune')) {
        stopped.cancel('part');
      }
    });
    expect(part.experiment.status).toBe('cancelled');
    expect(part.experiment.together).toEqual([]);
    const rest = await trainerOn(store).resume('rest', part.experiment.id, () => {});
    const named = (runs: typeof rest.runs) =>
      runs.map(({ backbone, depth, status }) => `${backbone} ${depth} ${status}`).sort();
    expect(named(rest.runs)).toEqual(named(whole.runs));
    for (const run of rest.runs) {
      const same = whole.runs.find((o) => o.backbone === run.backbone && o.depth === run.depth)!;
      expect(await numbers(store, run.id)).toEqual(await numbers(store, same.id));
    }
    const shown = ({ experiment }: typeof rest) =>
      experiment.together.map(({ kind, validation, test }) => ({ kind, validation, test }));
    expect(shown(rest)).toEqual(shown(whole));
  });
});

describe('calibration', () => {
  it('is folded into the model that is kept, and says what its confidence means', async () => {
    const store = await openStore({ name: 'calibrated' });
    const dataset = await storeStripes(store, [40, 40]);
    const { runs } = await train(store, {
      dataset: dataset.id,
      backbones: ['tiny_resnet'],
      depth: 'last-stage',
      epochs: 2,
    });
    const [run] = runs;
    const { temperature, threshold } = run.calibration!;
    const { predictions } = await numbers(store, run.id);
    const { logits, labels } = predictions.validation;
    const warmer = logits.map((value) => value * temperature);
    // One label in 17 is taken to be random: that may cost a little.
    expect(logLoss(logits, labels, 2)).toBeLessThan(logLoss(warmer, labels, 2) + 0.01);
    for (const name of ['calibration_error', 'calibration_error_before']) {
      expect(run.params[name]).toBeGreaterThanOrEqual(0);
      expect(run.params[name]).toBeLessThanOrEqual(1);
    }
    const confidences = softmax(logits, 2);
    const right = [...argmax(logits, 2)].flatMap((guess, row) =>
      guess === labels[row] ? [confidences[2 * row + guess]] : [],
    );
    const kept = right.filter((confidence) => confidence >= threshold).length;
    expect(kept / right.length).toBeGreaterThanOrEqual(0.95);
    // The stored model gives the stored logits of held-out pictures: what is kept is what was measured.
    const trainer = trainerOn(store);
    for (const row of [0, 3]) {
      const picture = (await store.datasets.blob(
        predictions.validation.pictures[row],
        'original',
      ))!;
      const [answer] = await trainer.predict(run.id, [picture], 2);
      const guess = run.classes.indexOf(answer.predictions[0].label);
      // Cached features are float16.
      expect(answer.predictions[0].confidence).toBeCloseTo(confidences[2 * row + guess], 2);
      expect(answer.none).toBe(answer.predictions[0].confidence < threshold);
    }
    trainer.end();
  });
});

describe('a time budget', () => {
  let store: Store;
  let dataset: Dataset;
  beforeAll(async () => {
    store = await openStore({ name: 'budget' });
    dataset = await storeStripes(store, [40, 40]);
  });

  it('of next to nothing still gives the first head, tested, and says so', async () => {
    const options = { dataset: dataset.id, backbones, minutes: 1e-4 };
    const { runs, experiment } = await train(store, options);
    expect(experiment.status).toBe('finished');
    expect(runs.map(({ depth, status }) => [depth, status])).toEqual([['head', 'finished']]);
    expect(runs[0].test?.count).toBeGreaterThan(0);
    expect(runs[0].params.minutes).toBe(1e-4);
    expect(experiment.notes).toContainEqual({
      code: 'budgetSpent',
      context: { minutes: 1e-4 },
    });
  });

  it('too short for the depth that was asked for gives the head that came first', async () => {
    const options = { dataset: dataset.id, backbones, minutes: 1e-4, depth: 'last-stage' as const };
    const { runs, experiment } = await train(store, options);
    expect(experiment.status).toBe('finished');
    const finished = runs.filter(({ status }) => status === 'finished');
    expect(finished.map(({ depth }) => depth)).toEqual(['head']);
    expect(finished[0].test?.count).toBeGreaterThan(0);
  });

  it('ends a tail at its best epoch so far', async () => {
    const options: TrainOptions = {
      dataset: dataset.id,
      backbones: ['tiny_resnet'],
      depth: 'last-stage',
      epochs: 10_000,
      minutes: 0.07,
    };
    const started = performance.now();
    const { runs, experiment } = await train(store, options);
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(experiment.status).toBe('finished');
    expect(experiment.notes.map(({ code }) => code)).toContain('budgetSpent');
    const epochs = (await store.runs.metrics(runs[0].id)).filter(({ key }) => key === 'val_loss');
    expect(runs[0].status).toBe('finished');
    expect(runs[0].params.best_epoch).toBeLessThan(epochs.length);
    expect(runs[0].test?.count).toBeGreaterThan(0);
  });

  it('that is not spent is not mentioned', async () => {
    const options = { dataset: dataset.id, backbones: ['tiny_resnet'], minutes: 10 };
    const { experiment } = await train(store, { ...options, preset: 'quick' });
    expect(experiment.notes.map(({ code }) => code)).not.toContain('budgetSpent');
  });
});

describe('the test split', () => {
  it('decides nothing: with other test pictures, everything else comes out the same', async () => {
    const store = await openStore({ name: 'untouched' });
    const own =
      (tested: (ordinal: number) => boolean) =>
      (ordinal: number): Split =>
        tested(ordinal) ? 'test' : 'train';
    // Pictures 30 to 39 and 70 to 79 or, of twice as many, others that the first set lacks.
    const one = await storeStripes(
      store,
      [40, 40],
      own((o) => o % 40 >= 30),
    );
    const options: TrainOptions = { dataset: one.id, backbones, preset: 'best', epochs: 2 };
    const first = await train(store, options);
    const scrambled = await relabelTest(store, one);
    const second = await train(store, { ...options, dataset: scrambled.id });
    const of = async (result: typeof first) =>
      Promise.all(
        result.runs.map(async ({ id, backbone, depth, validation, calibration }) => {
          const { model, predictions } = await numbers(store, id);
          const { logits } = predictions.validation;
          return { backbone, depth, validation, calibration, model, logits };
        }),
      );
    expect(await of(second)).toEqual(await of(first));
    const kinds = ({ experiment }: typeof first) =>
      experiment.together.map(({ kind, validation }) => ({ kind, validation }));
    expect(kinds(second)).toEqual(kinds(first));
    // They were other pictures indeed: their labels were the wrong ones.
    expect(second.runs[0].test?.correct).toBe(
      first.runs[0].test!.count - first.runs[0].test!.correct,
    );
  });
});

/** The same dataset, with the labels of its test pictures swapped. */
async function relabelTest(store: Store, dataset: Dataset): Promise<Dataset> {
  const id = crypto.randomUUID();
  const writer = store.datasets.writer(id);
  const pictures = [];
  for (const picture of await store.datasets.pictures(dataset.id)) {
    const original = (await store.datasets.blob(picture.id, 'original'))!;
    const label = picture.ownSplit === 'test' ? 1 - picture.label : picture.label;
    const copy = { ...picture, id: `${id}/${picture.ordinal}`, datasetId: id, label };
    pictures.push(copy);
    await writer.add(copy, { original, copy: null, thumbnail: original });
  }
  const other = { ...dataset, id, hash: `${dataset.hash}, relabelled` };
  await writer.commit(other, pictures);
  return other;
}
