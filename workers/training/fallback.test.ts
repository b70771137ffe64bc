import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TailState } from '../../core/contract/engine';
import type { Dataset } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import type { TrainOptions } from '../../core/run';
import { openStore } from '../../core/store';
import type { Store } from '../../core/store/types';
import { card } from '../../model-zoo/zoo';
import type { Engine } from '../engine/engine';
import type { TrainerHost } from './host';
import { trainingNeed } from './memory';
import { engineInProcess, nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

/** A trainer whose every engine is `changed` before it is used. */
function trainerWith(
  store: Store,
  changed: (engine: Engine, spawned: number) => void,
  host: Partial<TrainerHost> = {},
): Trainer {
  let spawned = 0;
  const spawn = () => {
    const handle = engineInProcess();
    changed(handle.engine, spawned++);
    return handle;
  };
  const trainer = new Trainer(nodeHost(store, { spawn, ...host }));
  trainer.open({ baseUrl: 'http://unused.test/' });
  return trainer;
}

/** Steps of more than `most` pictures at these depths run out of memory, from the `first` call on. */
function short(most: number, depths: readonly string[], first = 0) {
  let steps = 0;
  return (engine: Engine) => {
    let depth = '';
    const { startTail, step } = engine;
    engine.startTail = (request) => {
      depth = request.model.depth;
      return startTail.call(engine, request);
    };
    engine.step = async (batch, rate) => {
      const beyond = depths.includes(depth) && batch.labels.length > most;
      if (beyond && ++steps > first) throw new LensmithError('outOfMemory');
      return step.call(engine, batch, rate);
    };
  };
}

describe('an experiment', () => {
  let store: Store;
  let dataset: Dataset;
  let options: TrainOptions;
  beforeAll(async () => {
    store = await openStore({ name: 'fallback' });
    dataset = await storeStripes(store, [34, 40]);
    options = { dataset: dataset.id, backbones: ['tiny_resnet'], depth: 'last-stage', epochs: 2 };
  });
  const codes = (notes: readonly { code: string }[]) =>
    notes.map(({ code }) => code).filter((code) => code !== 'fewTestPictures');

  it('goes on from its checkpoint with half the batch when memory runs out', async () => {
    // 3 steps of 16 an epoch: the second epoch runs out of memory in its first step.
    const trainer = trainerWith(store, short(8, ['last-stage'], 3));
    const { experiment, runs } = await trainer.train('job', options, () => {});
    expect(codes(experiment.notes)).toEqual(['smallerBatch']);
    const [run] = runs;
    expect(run.status).toBe('finished');
    expect(run.params).toMatchObject({ batch_size: 8, fallback: 'outOfMemory' });
    expect(run.params.learning_rate).toBeCloseTo(1e-4 * Math.SQRT1_2, 10);
    const model = await store.artifacts.get<TailState>(`run/${run.id}/model`);
    const steps = model?.step ?? 0;
    // An epoch of 16 and one of 8, not two of 8; or the best epoch was the first.
    const perEpoch = Number(run.params.train_images) / 16;
    expect([Math.ceil(perEpoch), Math.ceil(perEpoch) + Math.ceil(2 * perEpoch)]).toContain(steps);
  });

  it('cuts shallower when no batch is small enough, down to the head', async () => {
    const all: TrainOptions = { ...options, depth: 'all', epochs: 1 };
    const some = await trainerWith(store, short(0, ['all'])).train('job', all, () => {});
    expect(codes(some.experiment.notes)).toEqual(['smallerBatch', 'smallerBatch', 'shallowerCut']);
    const finished = some.runs.filter(({ status }) => status === 'finished');
    expect(finished.map(({ depth }) => depth)).toEqual(['last-two-stages']);
    expect(finished[0].params).toMatchObject({ asked_depth: 'all' });
    expect(some.runs.find(({ depth }) => depth === 'all')?.error?.code).toBe('outOfMemory');

    const depths = ['all', 'last-two-stages', 'last-stage'];
    const none = await trainerWith(store, short(0, depths)).train('job', all, () => {});
    const left = none.runs.filter(({ status }) => status === 'finished');
    expect(left.map(({ depth }) => depth)).toEqual(['head']);
    expect(none.experiment.status).toBe('finished');
  });

  it('foretells what will not fit, says so, and trains what does', async () => {
    const all: TrainOptions = { ...options, depth: 'all', epochs: 1 };
    const bytes = trainingNeed(card('tiny_resnet'), 'all', 2, 8, 'wasm').bytes;
    // Half of the machine is one engine's.
    const trainer = trainerWith(store, () => {}, { machineBytes: 2 * bytes });
    const estimate = await trainer.estimate(all);
    expect(estimate.notes).toEqual([
      { code: 'smallerBatch', context: { backbone: 'tiny_resnet', from: 16, to: 8 } },
    ]);
    expect(estimate.bytes).toBeGreaterThanOrEqual(bytes);
    const { experiment, runs } = await trainer.train('job', all, () => {});
    expect(experiment.notes).toContainEqual(estimate.notes[0]);
    expect(runs.map(({ depth, params }) => [depth, params.batch_size])).toEqual([['all', 8]]);

    const tiny = trainerWith(store, () => {}, { machineBytes: 1 });
    const least = await tiny.train('job', all, () => {});
    expect(codes(least.experiment.notes)).toEqual(['shallowerCut']);
    expect(least.runs.map(({ depth, status }) => [depth, status])).toEqual([['head', 'finished']]);
  });

  it('leaves a GPU that is lost twice for WASM, and keeps what was finished', async () => {
    let steps = 0;
    const gpu = (engine: Engine) => {
      let onGpu = false;
      const { open, step } = engine;
      engine.open = async (options) => {
        onGpu = options.backend !== 'wasm';
        const report = await open.call(engine, { ...options, backend: 'wasm' });
        return onGpu ? { ...report, backend: 'webgpu', adapter: 'acme x1' } : report;
      };
      engine.step = async (batch, rate) => {
        // In the second epoch, and again as soon as it goes on.
        if (onGpu && ++steps > 3) throw new LensmithError('deviceLost', { reason: 'gone' });
        return step.call(engine, batch, rate);
      };
    };
    const whole = await trainerWith(store, () => {}).train('job', options, () => {});
    const { experiment, runs } = await trainerWith(store, gpu).train('job', options, () => {});
    expect(experiment).toMatchObject({ status: 'finished', backend: 'wasm' });
    expect(experiment.notes).toContainEqual({
      code: 'fallback',
      context: { from: 'webgpu', to: 'wasm' },
    });
    expect(steps).toBe(5);
    expect(runs[0]).toMatchObject({ status: 'finished' });
    expect(runs[0].params).toMatchObject({ fallback: 'webgpu to wasm', batch_size: 16 });
    // This "GPU" computes as WASM does, so nothing of what it finished was lost or done twice.
    const model = (id: string) => store.artifacts.get<TailState>(`run/${id}/model`);
    expect((await model(runs[0].id))?.parameters).toEqual(
      (await model(whole.runs[0].id))?.parameters,
    );
  });
});
