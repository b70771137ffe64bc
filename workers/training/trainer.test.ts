import 'fake-indexeddb/auto';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TailState } from '../../core/contract/engine';
import type { TrainEvent } from '../../core/contract/trainer';
import type { Dataset } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import { argmax } from '../../core/learning/metrics';
import type { TrainOptions } from '../../core/run';
import { openStore } from '../../core/store';
import type { Store, StoredPredictions } from '../../core/store/types';
import { engineInProcess, nodeHost, rawPicture, storeStripes, stripes } from './testing';
import { Trainer } from './trainer';

const collect = () => {
  const events: TrainEvent[] = [];
  return { events, listen: (more: TrainEvent[]) => void events.push(...more) };
};

// One engine for all: what it leaves behind would add up.
const shared = engineInProcess();
const trainerOn = (store: Store) => {
  const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
  trainer.open({ baseUrl: 'http://unused.test/' });
  return trainer;
};

/** Loss of every step of this backbone is not a number, as after an overflow. */
const trainerWithNaN = (store: Store, backbone: string) =>
  new Trainer(
    nodeHost(store, {
      spawn() {
        const handle = engineInProcess();
        const { engine } = handle;
        let current = '';
        const { startTail, step } = engine;
        engine.startTail = (request) => {
          current = request.model.backbone;
          return startTail.call(engine, request);
        };
        engine.step = async (batch, rate) => {
          const result = await step.call(engine, batch, rate);
          return current === backbone ? { ...result, loss: Number.NaN } : result;
        };
        return handle;
      },
    }),
  );

/** The first engine dies in its seventh step, as a worker may; those after it live. */
const fragileTrainer = (store: Store) => {
  let spawned = 0;
  const spawn = () => {
    const handle = engineInProcess();
    if (spawned++ > 0) return handle;
    const { engine } = handle;
    const { step } = engine;
    let steps = 0;
    let die: (error: LensmithError) => void = () => {};
    const crashed = new Promise<LensmithError>((resolve) => {
      die = resolve;
    });
    engine.step = (batch, rate) => {
      if (++steps < 7) return step.call(engine, batch, rate);
      die(new LensmithError('workerCrashed'));
      return new Promise(() => {});
    };
    return { ...handle, crashed };
  };
  return { trainer: new Trainer(nodeHost(store, { spawn })), spawned: () => spawned };
};

/** Removes what differs between two runs of the same thing: names, times. */
const numbers = async (store: Store, runId: string) => ({
  model: (await store.artifacts.get<TailState>(`run/${runId}/model`))!.parameters,
  predictions: (await store.artifacts.get<StoredPredictions>(`run/${runId}/predictions`))!,
});

describe('a small data set', () => {
  let store: Store;
  let dataset: Dataset;
  beforeAll(async () => {
    store = await openStore({ name: 'small' });
    dataset = await storeStripes(store, [15, 15, 15]);
  });

  it('trains heads, then the leaders deeper, judged by folds and tested at the end', async () => {
    const trainer = trainerOn(store);
    const { events, listen } = collect();
    const options = { dataset: dataset.id, backbones: ['tiny_resnet', 'tiny_mobilenetv3'] };
    const { experiment, runs } = await trainer.train('job', options, listen);

    expect(experiment.status).toBe('finished');
    expect(experiment.notes.map(({ code }) => code)).toEqual(['kFold', 'fewTestPictures']);
    const heads = runs.filter(({ depth }) => depth === 'head');
    expect(heads.map(({ backbone }) => backbone)).toEqual(options.backbones);
    const tails = runs.filter(({ depth }) => depth === 'last-stage');
    expect(tails.length).toBeGreaterThan(0);
    for (const run of runs) {
      expect(run.status).toBe('finished');
      expect(run.validationScheme).toBe('k-fold');
      expect(run.validation?.count).toBe(36);
      // Chance is 1/3; 0.6 on 36 pictures is beyond its 99.9th percentile.
      expect(run.validation?.accuracy).toBeGreaterThan(0.6);
      expect(run.test?.count).toBe(9);
      expect(run.latencyMs).toBeGreaterThan(0);
      expect(run.sizeBytes).toBeGreaterThan(0);
      expect(run.tags['weights.hash']).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(await store.artifacts.get(`experiment/${experiment.id}/checkpoint`)).toBeNull();

    // Nobody saw a test score before everything was trained.
    const firstTest = events.findIndex((e) => e.type === 'run' && e.run.test !== null);
    const lastTrained = events.findLastIndex((e) => e.type === 'run' && e.run.test === null);
    expect(firstTest).toBeGreaterThan(lastTrained);
    const bars = events.filter((e) => e.type === 'progress');
    for (const [i, { overall }] of bars.entries()) {
      expect(overall).toBeGreaterThanOrEqual(bars[i - 1]?.overall ?? 0);
    }
    expect(bars.at(-1)?.overall).toBe(1);
  });

  it('keeps what later views need: metrics an epoch, held-out and test logits by picture', async () => {
    const trainer = trainerOn(store);
    const options: TrainOptions = {
      dataset: dataset.id,
      backbones: ['tiny_resnet'],
      depth: 'last-stage',
      epochs: 2,
    };
    const { runs } = await trainer.train('job', options, () => {});
    expect(runs).toHaveLength(1);
    const metrics = await store.runs.metrics(runs[0].id);
    for (const key of [
      'train_loss',
      'train_accuracy',
      'val_loss',
      'val_accuracy',
      'learning_rate',
    ]) {
      expect(metrics.filter((metric) => metric.key === key).map(({ step }) => step)).toEqual([
        0, 1,
      ]);
    }
    const { predictions } = await numbers(store, runs[0].id);
    expect(new Set(predictions.validation.pictures).size).toBe(36);
    const guesses = argmax(predictions.validation.logits, 3);
    const right = guesses.filter((guess, i) => guess === predictions.validation.labels[i]).length;
    expect(right).toBe(runs[0].validation?.correct);
    const overlap = predictions.test?.pictures.filter((id) =>
      predictions.validation.pictures.includes(id),
    );
    expect(overlap).toEqual([]);
  });

  it('gives the same numbers again for the same seed, and holds no more tensors afterwards', async () => {
    const options: TrainOptions = {
      dataset: dataset.id,
      backbones: ['tiny_mobilenetv3'],
      depth: 'last-stage',
      epochs: 2,
      seed: 5,
    };
    const once = await trainerOn(store).train('one', options, () => {});
    const tensors = tf.memory().numTensors;
    const again = await trainerOn(store).train('two', options, () => {});
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await numbers(store, again.runs[0].id)).toEqual(await numbers(store, once.runs[0].id));
  });

  it('goes on from a checkpoint to the numbers of a training that was never stopped', async () => {
    const options: TrainOptions = {
      dataset: dataset.id,
      backbones: ['tiny_efficientnet'],
      depth: 'last-stage',
      epochs: 3,
    };
    const whole = await trainerOn(store).train('whole', options, () => {});

    const stopped = trainerOn(store);
    let steps = 0;
    const part = await stopped.train('part', options, (events) => {
      const tail = events.findLast((e) => e.type === 'progress' && e.phase === 'fine-tune');
      // In the middle of the second fold.
      if (tail && ++steps && tail.type === 'progress' && tail.done > 4) stopped.cancel('part');
    });
    expect(part.experiment.status).toBe('cancelled');
    expect(part.runs.map(({ status }) => status)).toEqual(['interrupted']);

    const rest = await trainerOn(store).resume('rest', part.experiment.id, () => {});
    expect(rest.experiment.status).toBe('finished');
    expect(rest.runs.map(({ id }) => id)).toEqual(part.runs.map(({ id }) => id));
    expect(await numbers(store, rest.runs[0].id)).toEqual(await numbers(store, whole.runs[0].id));
  });

  it('keeps finished heads when it goes on, and comes to the same leaders and numbers', async () => {
    const options = { dataset: dataset.id, backbones: ['tiny_resnet', 'tiny_efficientnet_lite'] };
    const whole = await trainerOn(store).train('whole', options, () => {});

    const stopped = trainerOn(store);
    const part = await stopped.train('part', options, (events) => {
      if (events.some((e) => e.type === 'progress' && e.phase === 'fine-tune')) {
        stopped.cancel('part');
      }
    });
    const finished = part.runs.filter(({ status }) => status === 'finished');
    expect(finished.map(({ depth }) => depth)).toContain('head');
    expect(finished.map(({ depth }) => depth)).not.toContain('last-stage');

    const rest = await trainerOn(store).resume('rest', part.experiment.id, () => {});
    const named = (runs: typeof rest.runs) =>
      runs.map(({ backbone, depth }) => `${backbone} ${depth}`).sort();
    expect(named(rest.runs)).toEqual(named(whole.runs));
    for (const run of rest.runs) {
      const same = whole.runs.find((o) => o.backbone === run.backbone && o.depth === run.depth)!;
      expect(await numbers(store, run.id)).toEqual(await numbers(store, same.id));
      expect(run.test).toEqual(same.test);
    }
    for (const { id, endedAt } of finished) {
      expect(rest.runs.find((run) => run.id === id)?.endedAt).toBe(endedAt);
    }
  });

  it('answers pictures with the best run, as it answered them in the test', async () => {
    const trainer = trainerOn(store);
    const best = (await store.runs.best(dataset.id))!;
    const { test } = (await numbers(store, best.id)).predictions;
    const picture = (await store.datasets.blob(test!.pictures[0], 'original'))!;
    const [answer] = await trainer.predict('best', [picture], 2);
    expect(answer.runId).toBe(best.id);
    expect(answer.predictions).toHaveLength(2);
    const guess = argmax(test!.logits.subarray(0, 3), 3)[0];
    expect(answer.predictions[0].label).toBe(best.classes[guess]);
    expect(answer.latencyMs).toBeGreaterThan(0);
    await expect(trainer.predict('nobody', [picture], 1)).rejects.toMatchObject({
      code: 'unknownRun',
    });
    await expect(trainer.predict('best', [new Blob(['text'])], 1)).rejects.toMatchObject({
      code: 'notAPicture',
    });
    trainer.end();
  });

  it('keeps finished runs when stopped, and reads no test for them', async () => {
    const trainer = trainerOn(store);
    const options = { dataset: dataset.id, backbones: ['tiny_resnet', 'tiny_vit'] };
    const { experiment, runs } = await trainer.train('job', options, (events) => {
      if (events.some((e) => e.type === 'run' && e.run.status === 'finished'))
        trainer.cancel('job');
    });
    expect(experiment.status).toBe('cancelled');
    expect(runs[0].status).toBe('finished');
    for (const { status, test } of runs) {
      expect(['finished', 'interrupted']).toContain(status);
      expect(test).toBeNull();
    }
  });

  it('survives the death of an engine with the same numbers', async () => {
    const options: TrainOptions = {
      dataset: dataset.id,
      backbones: ['tiny_resnet'],
      depth: 'last-stage',
      epochs: 2,
    };
    const whole = await trainerOn(store).train('whole', options, () => {});
    const fragile = fragileTrainer(store);
    const after = await fragile.trainer.train('fragile', options, () => {});
    expect(fragile.spawned()).toBe(2);
    expect(await numbers(store, after.runs[0].id)).toEqual(await numbers(store, whole.runs[0].id));
  });

  it('refuses what cannot be meant, before anything starts', async () => {
    const trainer = trainerOn(store);
    const train = (options: Partial<TrainOptions>) =>
      trainer.train('job', { dataset: dataset.id, ...options }, () => {});
    const before = (await store.experiments.list()).length;
    await expect(train({ epochs: 0 })).rejects.toMatchObject({ code: 'badOption' });
    await expect(train({ backbones: ['vgg16'] })).rejects.toMatchObject({
      code: 'unknownBackbone',
    });
    await expect(train({ dataset: 'none' })).rejects.toMatchObject({ code: 'unknownDataset' });
    await expect(trainer.resume('job', 'none', () => {})).rejects.toMatchObject({
      code: 'unknownExperiment',
    });
    expect(await store.experiments.list()).toHaveLength(before);
  });

  it('foretells how long it will take', async () => {
    const trainer = trainerOn(store);
    const options = { dataset: dataset.id, backbones: ['tiny_resnet', 'tiny_vit'] };
    const { seconds, perBackbone, device } = await trainer.estimate(options);
    expect(device.backend).toBe('wasm');
    expect(perBackbone.map(({ backbone }) => backbone)).toEqual(options.backbones);
    expect(seconds).toBeGreaterThan(0);
    trainer.end();
  });
});

describe('a larger, uneven data set', () => {
  let store: Store;
  let dataset: Dataset;
  beforeAll(async () => {
    store = await openStore({ name: 'larger' });
    dataset = await storeStripes(store, [34, 72]);
  });

  it.each(['head', 'last-stage', 'all'] as const)(
    'trains at depth %s, held out, weighted',
    async (depth) => {
      const trainer = trainerOn(store);
      const options = { dataset: dataset.id, backbones: ['tiny_resnet'], depth, epochs: 2 };
      const { experiment, runs } = await trainer.train('job', options, () => {});
      expect(experiment.notes.map(({ code }) => code)).toContain('weightedLoss');
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({ status: 'finished', depth, validationScheme: 'hold-out' });
      expect(runs[0].params.weighted_loss).toBe(true);
      // Guessing the larger class gives 72/106 = 0.68.
      expect(runs[0].validation?.accuracy).toBeGreaterThan(0.72);
      expect(runs[0].test?.count).toBeGreaterThan(20);
    },
  );

  it('marks a run that diverges as failed, with a reason, and goes on with the others', async () => {
    const { experiment, runs } = await trainerWithNaN(store, 'tiny_vit').train(
      'job',
      {
        dataset: dataset.id,
        backbones: ['tiny_vit', 'tiny_resnet'],
        depth: 'last-stage',
        epochs: 1,
      },
      () => {},
    );
    expect(experiment.status).toBe('finished');
    const of = (backbone: string) => runs.find((run) => run.backbone === backbone)!;
    expect(of('tiny_vit')).toMatchObject({ status: 'failed', error: { code: 'trainingDiverged' } });
    expect(of('tiny_resnet').status).toBe('finished');
  });

  it('records a backbone whose weights cannot be had as a failed run, whatever the depth', async () => {
    // Nothing listens there.
    const trainer = new Trainer(nodeHost(store));
    trainer.open({ baseUrl: 'http://127.0.0.1:9/' });
    for (const depth of ['head', 'last-stage'] as const) {
      const options = { dataset: dataset.id, backbones: ['resnet18', 'tiny_resnet'], depth };
      const { experiment, runs } = await trainer.train('job', { ...options, epochs: 1 }, () => {});
      expect(experiment.status).toBe('finished');
      expect(runs.find((run) => run.backbone === 'resnet18')).toMatchObject({
        depth,
        status: 'failed',
        error: { code: 'weightsUnavailable' },
      });
      expect(runs.find((run) => run.backbone === 'tiny_resnet')?.status).toBe('finished');
    }
  });

  it('has nothing to say of a picture it cannot decode but its name', async () => {
    const picture = rawPicture(stripes(0, 2, 1)).slice(0, 50);
    await expect(trainerOn(store).predict('best', [picture], 1)).rejects.toMatchObject({
      code: 'notAPicture',
    });
  });
});
