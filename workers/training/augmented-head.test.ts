import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { presetAugmentation } from '../../core/augmentation/options';
import type { TailState } from '../../core/contract/engine';
import type { Dataset } from '../../core/dataset';
import { openStore } from '../../core/store';
import type { Store } from '../../core/store/types';
import { plannedViews } from './augmented-view';
import { loadSamples } from './load-samples';
import { learnedRows, mixedFeatures } from './mixed-rows';
import { engineInProcess, nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

const shared = engineInProcess();

describe('a head with varied views', () => {
  let store: Store;
  let dataset: Dataset;
  beforeAll(async () => {
    store = await openStore({ name: 'augmented' });
    dataset = await storeStripes(store, [15, 15, 15]);
  });
  const train = async (augmentation?: object) => {
    const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
    trainer.open({ baseUrl: 'http://unused.test/' });
    const options = { dataset: dataset.id, backbones: ['tiny_resnet'], depth: 'head' as const };
    const { runs } = await trainer.train('job', { ...options, augmentation }, () => {});
    const [run] = runs;
    const model = await store.artifacts.get<TailState>(`run/${run.id}/model`);
    return { run, parameters: model!.parameters };
  };

  it('is compared with the head without, keeps the better and replays exactly', async () => {
    const plain = await train();
    expect(plain.run.params.augmentation).toBeUndefined();
    const asked = { preset: 'top-down', views: 2, mixup: 0.4, cutmix: 1 };
    const first = await train(asked);
    const { params, validation } = first.run;
    expect(first.run.status).toBe('finished');
    expect(params).toMatchObject({ augmentation: 'custom', augmentation_views: 2 });
    expect(params.augmentation_accuracy_without).toBe(plain.run.validation?.accuracy);
    const kept = params.augmentation_kept === 'augmented' ? 'with' : 'without';
    expect(validation?.accuracy).toBe(params[`augmentation_accuracy_${kept}`]);
    const recorded = JSON.parse(String(params.augmentation_options));
    expect(recorded).toMatchObject(asked);
    const again = await train(recorded);
    expect(again.parameters).toEqual(first.parameters);
    expect(again.run.params.augmentation_gain).toBe(params.augmentation_gain);
  });

  it('never mixes a picture with one that judges it', async () => {
    const { partition, samples } = await loadSamples(store, dataset.id, 0, []);
    expect(partition.scheme).toBe('k-fold');
    const one = { ...presetAugmentation.photographs, mixup: 1, cutmix: 1 };
    for (const { mix } of plannedViews(one, 0, samples, partition, [40, 40])) {
      for (const { fit, heldOut } of partition.folds) {
        const judges = new Set(heldOut);
        for (const row of fit) expect(judges.has(mix!.partner(row))).toBe(false);
      }
    }
  });

  it('refuses a senseless strength before anything is begun', async () => {
    await expect(train({ rotation: 400 })).rejects.toMatchObject({ code: 'badOption' });
  });
});

it('a mixed label is two rows of the same features whose shares add up to 1', () => {
  const inputs = {
    gather: (rows: readonly number[]) => ({
      shape: [rows.length, 2],
      data: Float32Array.from(rows.flatMap((row) => [row, 10 * row])),
    }),
  };
  const mix = { kind: 'mixup' as const, partner: (row: number) => 3 - row, share: () => 0.25 };
  expect(learnedRows([1, 2], mix)).toEqual([
    { row: 1, share: 0.25 },
    { row: 2, share: 0.25 },
    { row: 2, share: 0.75 },
    { row: 1, share: 0.75 },
  ]);
  const { shape, data } = mixedFeatures(inputs, [1, 2], mix);
  expect(shape).toEqual([4, 2]);
  expect([...data]).toEqual([1.75, 17.5, 1.25, 12.5, 1.75, 17.5, 1.25, 12.5]);
});
