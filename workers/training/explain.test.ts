import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../core/run';
import { openStore } from '../../core/store';
import type { Store } from '../../core/store/types';
import { engineInProcess, nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

const shared = engineInProcess();

describe('explanations of finished runs', () => {
  let store: Store;
  let trainer: Trainer;
  let runs: Run[];
  let picture: Blob;

  beforeAll(async () => {
    store = await openStore();
    const dataset = await storeStripes(store, [30, 30, 30]);
    trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
    trainer.open({ baseUrl: 'http://unused.test/' });
    const backbones = ['tiny_resnet', 'tiny_vit'];
    const options = { dataset: dataset.id, backbones, preset: 'quick' as const };
    runs = (await trainer.train('job', options, () => {})).runs;
    picture = (await store.datasets.blob(`${dataset.id}/0`, 'original'))!;
  }, 120_000);

  it('says what prediction says, and where', async () => {
    for (const run of runs) {
      const [predicted] = await trainer.predict(run.id, [picture], 3);
      const explained = await trainer.explain(run.id, picture, {});
      expect(explained.runId).toBe(run.id);
      expect(explained.none).toBe(predicted.none);
      explained.predictions.forEach(({ label, confidence }, i) => {
        expect(label).toBe(predicted.predictions[i].label);
        expect(confidence).toBeCloseTo(predicted.predictions[i].confidence, 4);
      });
      const [map] = explained.maps;
      expect(explained.maps).toHaveLength(1);
      expect(map.label).toBe(explained.predictions[0].label);
      expect(map.confidence).toBeCloseTo(explained.predictions[0].confidence, 6);
      expect(map.values).toHaveLength(map.width * map.height);
      expect(explained.latencyMs).toBeGreaterThan(0);
      expect(explained.explainMs).toBeGreaterThan(0);
      // A square picture, of which the centre crop shows 7 eighths.
      const { seen } = explained;
      expect(seen.width).toBeCloseTo(32 / 36, 5);
      expect(seen.x).toBeCloseTo(2 / 36, 5);
    }
  });

  it('explains the classes asked for, in their order', async () => {
    const options = { classes: [2, 0], topK: 1, method: 'grad-cam++' } as const;
    const { maps, predictions, method, runId } = await trainer.explain('best', picture, options);
    expect(maps.map(({ classIndex }) => classIndex)).toEqual([2, 0]);
    expect(maps.map(({ label }) => label)).toEqual(['angle 2', 'angle 0']);
    expect(predictions).toHaveLength(1);
    expect(method).toBe('grad-cam++');
    expect(runs.map(({ id }) => id)).toContain(runId);
  });

  it.each([[[3]], [[-1]], [[0.5]], [[Number.NaN]]])('refuses the classes %j', async (classes) => {
    const refused = trainer.explain(runs[0].id, picture, { classes });
    await expect(refused).rejects.toMatchObject({
      code: 'badOption',
      context: { option: 'classes', allowed: 'whole numbers from 0 to 2' },
    });
  });

  it('refuses what it cannot explain, and goes on', async () => {
    const convolutional = runs.find(({ backbone }) => backbone === 'tiny_resnet')!.id;
    const rollout = trainer.explain(convolutional, picture, { method: 'attention-rollout' });
    await expect(rollout).rejects.toMatchObject({
      code: 'badOption',
      context: { option: 'method', allowed: 'grad-cam, grad-cam++' },
    });
    await expect(trainer.explain('nobody', picture, {})).rejects.toMatchObject({
      code: 'unknownRun',
    });
    const text = trainer.explain(convolutional, new Blob(['text']), {});
    await expect(text).rejects.toMatchObject({ code: 'notAPicture' });
    expect((await trainer.explain(convolutional, picture, {})).maps).toHaveLength(1);
  });
});
