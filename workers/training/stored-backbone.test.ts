import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { storesForTests } from '../../core/store/testing';
import { fillParameters } from '../../model-zoo/golden/fill';
import { backboneGraph, card, starterBackbones } from '../../model-zoo/zoo';
import { storeBackbone } from '../backbones/stored';
import { useBackbone } from '../backbones/used';
import { trainedModel } from '../formats/trained-model';
import { nodeHost, rawPicture, storeStripes, stripes } from './testing';
import { Trainer } from './trainer';

const open = storesForTests();
const tiny = card('tiny_resnet');

it('trains, predicts and says what is missing', async () => {
  const store = await open();
  const { id } = await storeStripes(store, [12, 12]);
  const stored = await storeBackbone(store, {
    name: 'tiny_resnet.test_in1k',
    architecture: 'tiny_resnet',
    title: 'Tiny ResNet (test_in1k)',
    preprocessing: { ...tiny.preprocessing, cropPct: 1 },
    parameters: fillParameters(backboneGraph(tiny)),
    source: 'timm/tiny_resnet.test_in1k',
    licence: 'apache-2.0',
  });
  await useBackbone(store, stored.id);
  const trainer = new Trainer(nodeHost(store));
  trainer.open({ baseUrl: 'http://unused.test/' });
  // The starters cannot be had here and fail; what is in use is written down for a resumed session.
  const byDefault = await trainer.train('default', { dataset: id, preset: 'quick' }, () => {});
  expect(byDefault.experiment.options.backbones).toEqual(
    expect.arrayContaining([...starterBackbones, stored.id]),
  );
  expect(byDefault.runs.filter(({ status }) => status === 'finished')).toMatchObject([
    { backbone: stored.id },
  ]);

  const options = { dataset: id, backbones: [stored.id], preset: 'quick', seed: 1 } as const;
  const { runs } = await trainer.train('job', options, () => {});
  const [run] = runs;
  expect(run).toMatchObject({
    backbone: stored.id,
    status: 'finished',
    tags: { 'weights.hash': stored.weights.sha256, 'weights.source': stored.weights.source },
  });
  const picture = rawPicture(stripes(0, 2, 999));
  expect(await trainer.predict(run.id, [picture], 2)).toHaveLength(1);
  const model = await trainedModel(store, run, '', () => Promise.reject(new Error('no network')));
  expect(model.preprocessing).toEqual(stored.preprocessing);
  trainer.end();

  // As after a removal in a browser that knew nothing of the run.
  await store.artifacts.removePrefix(`backbone/${stored.id}/`);
  const missing = { code: 'backboneMissing', context: { backbone: stored.id } };
  await expect(trainer.predict(run.id, [picture], 2)).rejects.toMatchObject(missing);
  await expect(trainedModel(store, run, '', async () => new Uint8Array())).rejects.toMatchObject(
    missing,
  );
  trainer.end();
}, 60_000);
