import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../../core/learning/statistics';
import { openStore } from '../../../core/store';
import { datasetOf, experimentOf, metricOf, runOf } from '../../../core/store/fixtures';
import { decodeUtf8 } from '../../../core/utf8';
import type { ExportedFile, TrainedModel } from '../../../model-zoo/convert/exported';
import { fillParameters } from '../../../model-zoo/golden/fill';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import { experimentFiles, mlflowFiles } from './mlflow-files';
import { hexId, legalNames, legalValue, numberId } from './names';
import { runFiles } from './run-files';
import { yaml } from './yaml';

const read = (files: readonly ExportedFile[]) =>
  new Map(
    files.map((file) => [file.path, () => [...file.content()].map((p) => decodeUtf8(p)).join('')]),
  );

const backbone = card('tiny_resnet');
const graph = backboneGraph(backbone, 2);
const model: TrainedModel = {
  architecture: 'tiny_resnet',
  graph,
  parameters: fillParameters(graph),
  classes: ['cat', 'Größe "2"'],
  preprocessing: backbone.preprocessing,
};
const id = numberId('e');

describe('a run', () => {
  const run = runOf('resnet18.a1_in1k-head-x', {
    status: 'finished',
    startedAt: 1000.4,
    endedAt: 2000.6,
    validation: scoreOf(9, 10),
    test: scoreOf(4, 5),
  });
  const points = [metricOf(run.id, 1), metricOf(run.id, 0), metricOf(run.id, 2, { value: -1 / 0 })];
  const folder = `mlruns/${id}/${hexId(run.id)}`;
  const files = read(runFiles(id, run, points, model));
  const of = (path: string) => files.get(`${folder}/${path}`)!();

  it('has its series in the order of steps and each figure once', () => {
    expect(of('metrics/val_loss')).toBe('1 1 0\n1 0.5 1\n1 -inf 2\n');
    expect(of('metrics/test_accuracy')).toBe('2001 0.8 0\n');
    expect(of('metrics/test_accuracy_low')).toBe(`2001 ${scoreOf(4, 5).interval[0]} 0\n`);
    expect(of('params/seed')).toBe('1');
    expect(of('tags/mlflow.runName')).toBe(run.id);
    expect(JSON.parse(of('artifacts/run.json'))).toEqual(run);
  });

  it('says nothing of the place it was written at', () => {
    expect(of('meta.yaml')).toContain(`artifact_uri: "${folder}/artifacts"\n`);
    for (const [path, content] of files) {
      if (/\.yaml$|MLmodel$/.test(path)) expect(content()).not.toMatch(/file:|"\//);
    }
  });

  it('holds its model once, where MLflow 3 is pointed to', () => {
    const onnx = [...files.keys()].filter((path) => path.endsWith('.onnx'));
    expect(onnx).toEqual([`${folder}/artifacts/model/model.onnx`]);
    const record = [...files.keys()].find((path) => path.startsWith(`mlruns/${id}/models/m-`))!;
    expect(files.get(record)!()).toContain(`artifact_location: "${folder}/artifacts/model"\n`);
    expect(of('artifacts/model/MLmodel')).toContain('\\"shape\\":[-1,32,32,3]');
  });

  it('that has nothing to show has the folders without which MLflow does not find it', () => {
    const bare = runOf('bare', { params: {}, tags: {}, status: 'failed', startedAt: 5 });
    const paths = [...read(runFiles(id, bare, [], null)).keys()];
    for (const kind of ['params', 'metrics', 'artifacts']) {
      const inside = paths.filter((p) => p.startsWith(`mlruns/${id}/${hexId('bare')}/${kind}/`));
      expect(inside.length).toBeGreaterThan(0);
    }
    expect(paths.some((path) => path.includes('/artifacts/model'))).toBe(false);
  });

  it('has the status that MLflow numbers', () => {
    const statusOf = (status: 'running' | 'failed' | 'interrupted') =>
      read(runFiles(id, runOf('r', { status }), [], null)).get(
        `mlruns/${id}/${hexId('r')}/meta.yaml`,
      )!();
    expect(statusOf('running')).toContain('status: 1\n');
    expect(statusOf('running')).toContain('end_time: null\n');
    expect(statusOf('failed')).toContain('status: 4\n');
    expect(statusOf('interrupted')).toContain('status: 5\n');
  });
});

describe('an experiment', () => {
  it('has a number that stays, and a name that no other has', () => {
    expect(id).toMatch(/^[1-9]\d{17}$/);
    expect(numberId('e')).toBe(id);
    expect(numberId('f')).not.toBe(id);
    const files = read(experimentFiles(experimentOf('e', { name: 'pets: "x"\n' })));
    expect(files.get(`mlruns/${id}/meta.yaml`)!()).toContain(
      `name: "pets: \\"x\\" (${id.slice(-6)})"\n`,
    );
    expect(files.get(`mlruns/${id}/tags/lensmith.experiment_id`)!()).toBe('e');
  });
});

it('exports the other runs of an experiment where one has lost its model', async () => {
  const store = await openStore({ name: 'mlflow' });
  await store.datasets.writer('d').commit(datasetOf('d'), []);
  await store.experiments.put(experimentOf('e'));
  for (const status of ['finished', 'failed'] as const)
    await store.runs.put(runOf(status, { status, backbone: 'tiny_resnet' }));
  const place = { baseUrl: 'http://unused.test/', fetchBytes: () => Promise.reject(new Error()) };
  const files: ExportedFile[] = [];
  for await (const file of mlflowFiles({ store, ...place }, 'e')) files.push(file);
  const texts = read(files);
  expect(texts.get(`mlruns/${id}/${hexId('finished')}/tags/lensmith.model`)!()).toBe('gone');
  expect(texts.has(`mlruns/${id}/${hexId('failed')}/meta.yaml`)).toBe(true);
  expect(texts.has(`mlruns/${id}/${hexId('failed')}/tags/lensmith.model`)).toBe(false);

  await expect(mlflowFiles({ store, ...place }, 'none').next()).rejects.toMatchObject({
    code: 'unknownExperiment',
  });
  const stopped = AbortSignal.abort(new Error('stopped'));
  const all = async () => {
    for await (const file of mlflowFiles({ store, ...place }, 'e', stopped)) file.content();
  };
  await expect(all()).rejects.toThrow('stopped');
});

describe('names and values', () => {
  it('are made legal, and stay apart', () => {
    const names = ['ok', 'a/b', 'a_b', 'A_B', '../up', '', '犬', 'x'.repeat(300), 'end. '];
    const legal = [...legalNames(Object.fromEntries(names.map((name) => [name, name]))).keys()];
    expect(legal).toEqual([
      ...['ok', 'a_b', 'a_b-2', 'A_B-3', '_up', '_', '_-2', 'x'.repeat(245), 'end'],
    ]);
  });

  it('are cut where MLflow would refuse them', () => {
    expect(legalValue('a'.repeat(6000), 'param')).toHaveLength(6000);
    expect(legalValue('a'.repeat(6001), 'param')).toBe(`${'a'.repeat(5999)}…`);
    expect(legalValue(`${'a'.repeat(5998)}🦊b`, 'param')).toBe(`${'a'.repeat(5998)}…`);
    expect(legalValue('\ud800', 'tag')).toBe('\ufffd');
  });
});

it('writes YAML in ASCII', () => {
  const written = yaml({ name: 'ü🦊: #', list: [1, 'a', { on: null }], on: true });
  expect(written).toBe('name: "\\u00fc\\U0001f98a: #"\nlist: [1, a, {"on": null}]\n"on": true\n');
});
