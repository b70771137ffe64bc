import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openStore } from '../../../core/store';
import { datasetOf, experimentOf, runOf } from '../../../core/store/fixtures';
import type { StoredPredictions } from '../../../core/store/types';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import { storeStripes } from '../../training/testing';
import { gatherFacts } from './gather';

const backbone = card('tiny_resnet');
const classes = ['angle 0', 'angle 1'];
const model = {
  architecture: backbone.architecture,
  graph: backboneGraph(backbone, 2),
  parameters: new Map(),
  classes,
  preprocessing: backbone.preprocessing,
};
const context = {
  baseUrl: 'http://unused.test/',
  fetchBytes: async (url: string): Promise<never> => {
    throw new Error(`nothing is served here: ${url}`);
  },
};

/** Answers for `right.length` pictures of class 0; those that are not right say class 1. */
function answers(right: readonly boolean[]): StoredPredictions {
  const side = {
    pictures: right.map((_, i) => `p${i}`),
    labels: new Int32Array(right.length),
    logits: Float32Array.from(right.flatMap((one) => (one ? [1, 0] : [0, 1]))),
  };
  return { validation: side, test: null, classes: 2 };
}

it('counts the split, measures by class and finds ties', async () => {
  const store = await openStore({ name: 'card' });
  const dataset = await storeStripes(store, [10, 15]);
  const ids = { datasetId: dataset.id, backbone: 'tiny_resnet', status: 'finished' as const };
  await store.experiments.put(experimentOf('e', { datasetId: dataset.id }));
  const runs = ['own', 'like', 'worse', 'silent'].map((id) =>
    runOf(id, { ...ids, classes, tags: { 'dataset.hash': dataset.hash } }),
  );
  for (const run of runs) await store.runs.put(run);
  const twenty = (right: (i: number) => boolean) => Array.from({ length: 20 }, (_, i) => right(i));
  const all = {
    own: twenty((i) => i > 1),
    like: twenty((i) => i < 17),
    worse: twenty(() => false),
  };
  for (const [id, right] of Object.entries(all))
    await store.artifacts.put(`run/${id}/predictions`, answers(right));

  const facts = await gatherFacts({ store, ...context }, runs[0]!, model);
  // By the shares that the split gives every class: 60, 20, 20.
  expect(facts.counts).toEqual([
    { train: 6, validation: 2, test: 2 },
    { train: 9, validation: 3, test: 3 },
  ]);
  expect(facts.perClass).toMatchObject({
    on: 'validation',
    of: [{ recall: 0.9, support: 20 }, {}],
  });
  expect(facts.tied.map(({ id }) => id)).toEqual(['like']);
  expect(facts.licences.map(({ path }) => path)).toEqual(['LICENSES/Apache-2.0.txt']);

  const other = { ...runs[0]!, tags: { 'dataset.hash': 'of other pictures' } };
  expect((await gatherFacts({ store, ...context }, other, model)).counts).toBeNull();
  const gone = { ...runs[3]!, datasetId: datasetOf('gone').id };
  expect(await gatherFacts({ store, ...context }, gone, model)).toMatchObject({
    ...{ dataset: null, counts: null, perClass: null, tied: [] },
  });
  await expect(
    gatherFacts({ store, ...context }, { ...gone, experimentId: 'none' }, model),
  ).rejects.toMatchObject({ code: 'unknownExperiment' });
});
