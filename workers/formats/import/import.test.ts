import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, importedDataset } from '../../../core/dataset';
import type { Run } from '../../../core/run';
import { openStore } from '../../../core/store';
import type { Store } from '../../../core/store/types';
import { engineInProcess, nodeHost, storeStripes } from '../../training/testing';
import { Trainer } from '../../training/trainer';
import { baseUrl, fileOf, filesOfRun, importInto, zipOf } from './testing';

const shared = engineInProcess();

function trainerOn(store: Store): Trainer {
  const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
  trainer.open({ baseUrl });
  return trainer;
}

const fresh = () => openStore({ name: `elsewhere-${Math.random()}` });

describe('a trained model', () => {
  let store: Store;
  let dataset: Dataset;
  let runs: Run[];
  let pictures: Blob[];
  let before: Map<string, { label: string; confidence: number }[][]>;

  const answers = async (from: Store, run: string) =>
    (await trainerOn(from).predict(run, pictures, 3)).map(({ predictions }) => predictions);

  beforeAll(async () => {
    store = await openStore({ name: 'home' });
    dataset = await storeStripes(store, [20, 20, 20]);
    const trainer = trainerOn(store);
    const train = (backbones: string[], depth: 'head' | 'last-stage', epochs: number) =>
      trainer.train('job', { dataset: dataset.id, backbones, depth, epochs }, () => {});
    runs = [
      ...(await train(['tiny_resnet', 'tiny_vit'], 'head', 1)).runs,
      ...(await train(['tiny_mobilenetv3'], 'last-stage', 2)).runs,
    ].filter(({ status }) => status === 'finished');
    const ids = (await store.datasets.pictures(dataset.id)).slice(0, 6).map(({ id }) => id);
    pictures = await Promise.all(
      ids.map(async (id) => (await store.datasets.blob(id, 'original'))!),
    );
    before = new Map();
    for (const { id } of runs) before.set(id, await answers(store, id));
  }, 120_000);

  function expectSame(run: string, after: { label: string; confidence: number }[][]) {
    before.get(run)!.forEach((picture, i) => {
      picture.forEach(({ label, confidence }, place) => {
        expect(after[i]![place]!.label).toBe(label);
        expect(Math.abs(after[i]![place]!.confidence - confidence)).toBeLessThan(1e-6);
      });
    });
  }

  it('comes back into an empty store and answers as it did', async () => {
    expect(runs.map(({ depth }) => depth)).toContain('last-stage');
    const elsewhere = await fresh();
    for (const run of runs) {
      const bundle = zipOf(await filesOfRun(store, run, dataset));
      const imported = await importInto(elsewhere, [bundle]);
      expect(imported).toMatchObject({
        ...{ kind: 'run', runId: run.id, existing: false, dataset: null },
        ...{ classes: run.classes, backbone: run.backbone },
      });
      const back = (await elsewhere.runs.get(run.id))!;
      const { depth, validation, test, calibration, params, sizeBytes } = run;
      expect(back).toMatchObject({ depth, validation, test, calibration, params, sizeBytes });
      expect(back.datasetId).toBe(importedDataset);
      expect(back.status).toBe('finished');
      expectSame(run.id, await answers(elsewhere, run.id));
      const explained = await trainerOn(elsewhere).explain(run.id, pictures[0]!, {});
      expect(explained.maps).toHaveLength(1);
    }
    expect(await elsewhere.datasets.list()).toEqual([]);
  });

  it('keeps only its tail where its frozen part is the backbone, else the whole', async () => {
    const elsewhere = await fresh();
    const run = runs.find(({ depth }) => depth === 'head')!;
    const files = await filesOfRun(store, run, dataset);
    await importInto(elsewhere, [zipOf(files)]);
    const sizeOf = async (id: string) => {
      const tail = await elsewhere.artifacts.get<{ parameters: { data: Float32Array }[] }>(
        `run/${id}/model`,
      );
      return tail!.parameters.reduce((sum, { data }) => sum + data.byteLength, 0);
    };
    expect(await sizeOf(run.id)).toBeLessThan(run.sizeBytes! / 10);

    // Another network under the same name: one weight of its first layer differs.
    const weights = files.get('model.safetensors')!.slice();
    const view = new DataView(weights.buffer);
    const start = 8 + Number(view.getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(weights.subarray(8, start)));
    const first = header['conv1.weight'] ?? header['patch_embed.proj.weight'];
    view.setFloat32(start + first.data_offsets[0], 0.25, true);
    const other = await importInto(elsewhere, [
      zipOf(new Map([...files, ['model.safetensors', weights]])),
    ]);
    if (other.kind !== 'run') throw new Error('not a run');
    expect(other.existing).toBe(false);
    expect(other.runId).not.toBe(run.id);
    const kept = (await elsewhere.runs.get(other.runId))!;
    expect(kept.depth).toBe('all');
    expect(await sizeOf(kept.id)).toBe(run.sizeBytes);
  });

  it('is known to be frozen where it is, also from its weights alone', async () => {
    const elsewhere = await fresh();
    const run = runs.find(({ depth }) => depth === 'last-stage')!;
    const weights = (await filesOfRun(store, run, dataset)).get('model.safetensors')!;
    const imported = await importInto(elsewhere, [fileOf('mine.safetensors', weights)]);
    if (imported.kind !== 'run') throw new Error('not a run');
    expect((await elsewhere.runs.get(imported.runId))!.depth).toBe('last-stage');
    expectSame(run.id, await answers(elsewhere, imported.runId));
  });

  it('is named, not stored again, where it still is or was imported before', async () => {
    const [run] = runs;
    const bundle = zipOf(await filesOfRun(store, run!, dataset));
    const count = async (from: Store) => (await from.runs.list()).length;
    const home = await count(store);
    expect(await importInto(store, [bundle])).toMatchObject({ existing: true, runId: run!.id });
    expect(await count(store)).toBe(home);
    const elsewhere = await fresh();
    await importInto(elsewhere, [bundle]);
    expect(await importInto(elsewhere, [bundle])).toMatchObject({ existing: true });
    expect(await count(elsewhere)).toBe(1);
  });

  it('goes back to its experiment and dataset where they are here', async () => {
    const [run] = runs;
    const bundle = zipOf(await filesOfRun(store, run!, dataset));
    await store.runs.remove(run!.id);
    const imported = await importInto(store, [bundle]);
    expect(imported).toMatchObject({ existing: false, dataset: dataset.name, runId: run!.id });
    const back = (await store.runs.get(run!.id))!;
    expect([back.datasetId, back.experimentId]).toEqual([dataset.id, run!.experimentId]);
    expectSame(run!.id, await answers(store, run!.id));
  });

  it('comes as a folder, packed, with continued weights inside, or as its weights alone', async () => {
    const run = runs[1]!;
    const files = await filesOfRun(store, run, dataset);
    const inFolder = new Map([...files].map(([path, bytes]) => [`pets/${path}`, bytes]));
    const continued = new Map([...files].map(([path, bytes]) => [`continued/${path}`, bytes]));
    const ways = [
      [...files].map(([path, bytes]) => fileOf(`pets/${path}`, bytes)),
      [zipOf(inFolder, false)],
      [zipOf(new Map([...files, ...continued]))],
      [...continued].map(([path, bytes]) => fileOf(path, bytes)),
      [fileOf('model.safetensors', files.get('model.safetensors')!)],
    ];
    for (const way of ways) {
      const elsewhere = await fresh();
      const imported = await importInto(elsewhere, way);
      if (imported.kind !== 'run') throw new Error('not a run');
      expect(imported.classes).toEqual(run.classes);
      expectSame(run.id, await answers(elsewhere, imported.runId));
    }
  });
});
