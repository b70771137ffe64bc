import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { experimentOf, runOf } from '../../core/store/fixtures';
import { addOwners, fillDisk, keysIn, storesForTests } from '../../core/store/testing';
import { fillParameters } from '../../model-zoo/golden/fill';
import { backboneGraph, card, starterBackbones } from '../../model-zoo/zoo';
import {
  findCard,
  listBackbones,
  type NewBackbone,
  removeBackbone,
  storeBackbone,
  storedParameters,
} from './stored';
import { choice, stopUsing, useBackbone } from './used';

const open = storesForTests();
const tiny = card('tiny_resnet');
const graph = backboneGraph(tiny);

function backbone(change: Partial<NewBackbone> = {}): NewBackbone {
  return {
    name: 'tiny_resnet.test_in1k',
    architecture: 'tiny_resnet',
    title: 'Tiny ResNet (test_in1k)',
    preprocessing: tiny.preprocessing,
    parameters: fillParameters(graph),
    source: 'timm/tiny_resnet.test_in1k',
    licence: 'apache-2.0',
    ...change,
  };
}

/** The same network with one value changed. */
function otherParameters() {
  const values = new Map(fillParameters(graph));
  const [name, { shape, data }] = [...values][0]!;
  values.set(name, { shape, data: data.map((value, i) => (i === 0 ? value + 1 : value)) });
  return values;
}

test('a stored backbone comes back as its card and the same numbers', async () => {
  const store = await open();
  const stored = await storeBackbone(store, backbone());
  const { parameters, macs, features } = tiny;
  const values = [...fillParameters(graph).values()].reduce(
    (sum, { data }) => sum + data.length,
    0,
  );
  expect(stored).toMatchObject({
    id: 'tiny_resnet.test_in1k',
    ...{ parameters, macs, features },
    weights: { kind: 'stored', bytes: 4 * values },
  });
  expect(await listBackbones(store)).toEqual([stored]);
  expect(card(stored.id)).toEqual(stored);
  expect(await findCard(store, stored.id)).toEqual(stored);
  expect(await storedParameters(store, stored)).toEqual(fillParameters(graph));
});

test('the same weights are kept once; others of the same name get an id of their own', async () => {
  const store = await open();
  const first = await storeBackbone(store, backbone());
  expect(await storeBackbone(store, backbone({ name: 'again' }))).toEqual(first);
  const second = await storeBackbone(store, backbone({ parameters: otherParameters() }));
  expect(second.id).toBe(`${first.id}-${second.weights.sha256.slice(0, 8)}`);
  const resized = { ...tiny.preprocessing, cropPct: 1 };
  const third = await storeBackbone(store, backbone({ preprocessing: resized }));
  expect(third.weights.sha256).toBe(first.weights.sha256);
  expect(new Set((await listBackbones(store)).map(({ id }) => id)).size).toBe(3);
});

test('ids begin with the architecture and are safe in paths', async () => {
  const store = await open();
  const odd = await storeBackbone(store, backbone({ name: '../my weights/v1' }));
  expect(odd.id).toBe('tiny_resnet.my-weights-v1');
  const zoos = backbone({ name: 'tiny_resnet', parameters: otherParameters() });
  expect((await storeBackbone(store, zoos)).id).toBe('tiny_resnet.tiny_resnet');
});

test('the first tensor that does not fit is named, and nothing is kept', async () => {
  const store = await open();
  const values = new Map(fillParameters(graph));
  values.set('layer1.0.conv1.weight', { shape: [1, 1, 2, 2], data: new Float32Array(4) });
  await expect(storeBackbone(store, backbone({ parameters: values }))).rejects.toMatchObject({
    code: 'weightsMismatch',
    context: { tensor: 'layer1.0.conv1.weight', found: '1 x 1 x 2 x 2' },
  });
  expect(await store.artifacts.names('backbone/')).toEqual([]);
});

test('a full disk keeps nothing that is listed', async () => {
  const store = await open();
  fillDisk('chunks', 0, 'commit');
  await expect(storeBackbone(store, backbone())).rejects.toMatchObject({ code: 'storageFull' });
  expect(await listBackbones(store)).toEqual([]);
});

test('what a run or a waiting experiment stands on stays', async () => {
  const store = await open('in-use');
  const { id } = await storeBackbone(store, backbone());
  await addOwners(store, { e: 'd' });
  await store.runs.put(runOf('r', { experimentId: 'e', datasetId: 'd', backbone: id }));
  await expect(removeBackbone(store, id)).rejects.toMatchObject({
    code: 'backboneInUse',
    context: { runs: 1 },
  });
  await store.runs.remove('r');
  const options = { dataset: 'd', backbones: [id] };
  await store.experiments.put(
    experimentOf('e', { datasetId: 'd', status: 'interrupted', options }),
  );
  await expect(removeBackbone(store, id)).rejects.toMatchObject({ code: 'backboneInUse' });
  await store.experiments.remove('e');
  await removeBackbone(store, id);
  expect(await listBackbones(store)).toEqual([]);
  expect((await keysIn('in-use')).chunks).toEqual([]);
  await expect(findCard(store, id)).rejects.toMatchObject({ code: 'backboneMissing' });
});

test('the weights in use stand in the place of their architecture’s starter', async () => {
  const store = await open();
  expect((await choice(store)).starters).toEqual(starterBackbones);
  const { id } = await storeBackbone(store, backbone());
  expect((await choice(store)).starters).toEqual(starterBackbones);
  await useBackbone(store, id);
  expect((await choice(store)).starters).toEqual([...starterBackbones, id]);
  await useBackbone(store, 'tiny_resnet');
  expect((await choice(store)).starters).toEqual(starterBackbones);
  await useBackbone(store, id);
  await stopUsing(store, id);
  expect((await choice(store)).starters).toEqual(starterBackbones);
  await expect(useBackbone(store, 'none')).rejects.toMatchObject({ code: 'backboneMissing' });
});
