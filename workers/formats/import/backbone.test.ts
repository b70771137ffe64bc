import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { TailState } from '../../../core/contract/engine';
import { storesForTests } from '../../../core/store/testing';
import type { TrainedModel } from '../../../model-zoo/convert/exported';
import { timmFiles } from '../../../model-zoo/convert/torch/timm';
import { fillParameters } from '../../../model-zoo/golden/fill';
import { parameters } from '../../../model-zoo/graph/parameters';
import { backboneGraph, card, zoo } from '../../../model-zoo/zoo';
import { findCard, storedParameters } from '../../backbones/stored';
import { trainedModel } from '../trained-model';
import { baseUrl, bytesOf, contextOf, fileOf, importInto } from './testing';

const open = storesForTests();
const tiny = card('tiny_vit');

/** A classifier on a tiny network whose frozen part is not the zoo's. */
function model(change: Partial<Pick<TrainedModel, 'preprocessing'>> = {}): TrainedModel {
  const preprocessing = change.preprocessing ?? tiny.preprocessing;
  const graph = backboneGraph({ ...tiny, preprocessing }, 3);
  const values = new Map(fillParameters(graph));
  const embed = values.get('cls_token')!;
  values.set('cls_token', { ...embed, data: embed.data.map((value) => value + 0.5) });
  return {
    architecture: tiny.architecture,
    ...{ graph, preprocessing, parameters: values, classes: ['cat', 'dog', 'fox'] },
  };
}
const weightsOf = (of: TrainedModel) => bytesOf(timmFiles(of)[0]!);
const configOf = (of: TrainedModel): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(bytesOf(timmFiles(of)[1]!)));

/** Weights without a word on what they are, as `save_file(model.state_dict())` writes them. */
function bare(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  header.__metadata__ = { format: 'pt' };
  const json = new TextEncoder().encode(JSON.stringify(header).padEnd(length));
  const out = bytes.slice();
  out.set(json, 8);
  return out;
}

it('takes weights without classes as a backbone, once', async () => {
  const store = await open();
  const file = fileOf('mine.safetensors', bare(weightsOf(model())));
  const imported = await importInto(store, [file]);
  expect(imported).toEqual({
    ...{ kind: 'backbone', backbone: 'tiny_vit.mine', existing: false },
    title: 'Tiny Vision Transformer (mine)',
  });
  expect(await importInto(store, [file])).toMatchObject({ existing: true });
  const stored = await findCard(store, 'tiny_vit.mine');
  expect(stored).toMatchObject({ architecture: 'tiny_vit', preprocessing: tiny.preprocessing });
  const kept = await storedParameters(store, stored);
  for (const { name } of parameters(backboneGraph(tiny))) {
    expect(kept.get(name)!.data).toEqual(model().parameters.get(name)!.data);
  }
  expect(await store.runs.list()).toEqual([]);
});

it('takes a classifier as a backbone where that is asked for', async () => {
  const store = await open();
  const file = fileOf('pets.safetensors', weightsOf(model()));
  expect(await importInto(store, [file], { as: 'backbone' })).toMatchObject({ kind: 'backbone' });
});

it('reads position embeddings for the size they are for', async () => {
  const preprocessing = { ...tiny.preprocessing, inputSize: [48, 48] as const };
  const store = await open();
  const file = fileOf('big.safetensors', bare(weightsOf(model({ preprocessing }))));
  const imported = await importInto(store, [file]);
  const stored = await findCard(store, imported.backbone);
  expect(stored.preprocessing).toEqual(preprocessing);
});

it('honours the preprocessing of a config.json, with a backbone of its own below the run', async () => {
  const preprocessing = {
    inputSize: [40, 40],
    cropPct: 0.9,
    interpolation: 'bilinear',
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  } as const;
  const given = model({ preprocessing });
  const config = configOf(given);
  const files = [
    fileOf('pets/model.safetensors', bare(weightsOf(given))),
    fileOf('pets/config.json', JSON.stringify(config)),
  ];
  const store = await open();
  const imported = await importInto(store, files);
  if (imported.kind !== 'run') throw new Error('not a run');
  expect(imported.classes).toEqual(given.classes);
  expect(zoo.some(({ id }) => id === imported.backbone)).toBe(false);

  const run = (await store.runs.get(imported.runId))!;
  const { fetchBytes } = contextOf(store);
  const back = await trainedModel(store, run, baseUrl, fetchBytes);
  expect(back.preprocessing).toEqual(preprocessing);
  for (const [name, { data }] of given.parameters) {
    expect(back.parameters.get(name)!.data).toEqual(data);
  }
  // Kept once: the run itself holds its classifier only.
  const tail = await store.artifacts.get<TailState>(`run/${run.id}/model`);
  expect(tail!.parameters.map(({ name }) => name)).toEqual(['head.weight', 'head.bias']);
});
