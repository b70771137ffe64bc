import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FormatCheck } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import { openStore } from '../../../core/store';
import type { Store } from '../../../core/store/types';
import type { ExportedFile, TrainedModel } from '../../../model-zoo/convert/exported';
import { tfjsFiles } from '../../../model-zoo/convert/graph-model/tfjs-files';
import { onnxFiles } from '../../../model-zoo/convert/onnx/onnx-files';
import { pytorchFiles } from '../../../model-zoo/convert/torch/pytorch';
import { timmFiles } from '../../../model-zoo/convert/torch/timm';
import { readerInProcess } from '../../reader/testing';
import { engineInProcess, nodeHost, storeStripes } from '../../training/testing';
import { Trainer } from '../../training/trainer';
import type { FormatsContext } from '../context';
import { baseUrl, bytesOf, contextOf } from '../import/testing';
import { trainedModel } from '../trained-model';
import { checkParity } from './check-parity';
import type { ExportToCheck } from './types';

const shared = engineInProcess();
let store: Store;
let context: FormatsContext;
let run: Run;
let model: TrainedModel;
let all: ExportToCheck[];

beforeAll(async () => {
  store = await openStore({ name: 'parity' });
  context = { ...contextOf(store), spawnEngine: () => shared };
  const dataset = await storeStripes(store, [20, 20, 20]);
  const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
  trainer.open({ baseUrl });
  const options = { dataset: dataset.id, backbones: ['tiny_resnet'], depth: 'head' } as const;
  run = (await trainer.train('job', { ...options, epochs: 1 }, () => {})).runs[0]!;
  model = await trainedModel(store, run, baseUrl, context.fetchBytes);
  all = [
    tfjs(model, 'fp32'),
    tfjs(model, 'fp16'),
    onnx(model, 'uint8'),
    onnx(model, 'float'),
    onnx(model, 'int8'),
    { request: { format: 'safetensors' }, files: timmFiles(model) },
    { request: { format: 'pytorch' }, files: pytorchFiles(model) },
  ];
}, 120_000);

function tfjs(of: TrainedModel, precision: 'fp32' | 'fp16'): ExportToCheck {
  return { request: { format: 'tfjs', precision }, files: tfjsFiles(of, { precision }) };
}

function onnx(of: TrainedModel, variant: 'uint8' | 'float' | 'int8'): ExportToCheck {
  return { request: { format: 'onnx', variant }, files: onnxFiles(of, { variant }) };
}

function check(exports: ExportToCheck[], changes: Partial<FormatsContext> = {}, of = run) {
  const { signal } = new AbortController();
  const steps: [number, number][] = [];
  const onProgress = (done: number, total: number) => steps.push([done, total]);
  const options = { signal, onProgress };
  return checkParity({ ...context, ...changes }, of, model, exports, options).then(
    (certificate) => ({ certificate, steps }),
  );
}

/** The model with one weight of the classifier changed. */
function tampered(): TrainedModel {
  const name = `${model.graph.classifier}.weight`;
  const value = model.parameters.get(name)!;
  const data = Float32Array.from(value.data, (weight, i) => (i % 3 === 0 ? weight + 9 : weight));
  return { ...model, parameters: new Map(model.parameters).set(name, { ...value, data }) };
}

const reads = () => {
  throw new Error('no reader is to be started');
};

describe('the certificate', () => {
  it('holds every format against the run’s own validation pictures', async () => {
    const { certificate, steps } = await check(all);
    const { pictures, checks, files, reference } = certificate;
    const held = (await store.artifacts.get<{ validation: { pictures: string[] } }>(
      `run/${run.id}/predictions`,
    ))!.validation.pictures.length;
    expect(pictures).toBe(held);
    expect(reference).toMatch(/^Lensmith \d+\.\d+\.\d+ \(wasm, /);
    expect(checks.map(({ passed, reason, detail }) => ({ passed, reason, detail }))).toEqual(
      checks.map(() => ({ passed: true, reason: null, detail: null })),
    );
    expect(checks.map(({ file, precision }) => `${file} ${precision}`)).toEqual([
      'tfjs/model.json fp32',
      'tfjs/model.json fp16',
      'model.onnx fp32',
      'model.onnx fp32',
      'model.onnx int8',
      'model.safetensors fp32',
      'model.pth fp32',
    ]);
    for (const answered of checks.slice(0, 5)) {
      expect(answered.pictures).toBe(held);
      expect(answered.agreeing).toBeGreaterThanOrEqual(answered.bounds.agreement * held);
      expect(answered.largestDifference).toBeLessThanOrEqual(answered.bounds.difference);
    }
    expect(checks[0]!.reader).toMatch(/^@tensorflow\/tfjs-converter 4\.\d+\.\d+ \(wasm\)$/);
    expect(checks[2]!.reader).toMatch(/^onnxruntime-web 1\.\d+\.\d+ \(wasm\)$/);
    expect(steps.at(-1)).toEqual([5 * held, 5 * held]);
    const written = all.flatMap((it) => it.files);
    expect(files.map(({ path }) => path)).toEqual(written.map(({ path }) => path));
    for (const [i, file] of written.entries()) {
      const digest = await crypto.subtle.digest('SHA-256', bytesOf(file));
      expect(files[i]!.sha256).toBe(Buffer.from(digest).toString('hex'));
    }
  });

  it('remembers what passed, and checks other files anew', async () => {
    const first = await check([all[0]!]);
    const again = await check([all[0]!], { spawnReader: reads, spawnEngine: reads });
    expect(again.certificate.checks).toEqual(first.certificate.checks);
    const { certificate } = await check([tfjs(tampered(), 'fp32')]);
    expect(certificate.checks[0]!.passed).toBe(false);
  });

  it.each<[string, () => ExportToCheck]>([
    ['tfjs', () => tfjs(tampered(), 'fp32')],
    ['tfjs in halves', () => tfjs(tampered(), 'fp16')],
    ['ONNX', () => onnx(tampered(), 'uint8')],
    ['ONNX in 8 bits', () => onnx(tampered(), 'int8')],
  ])('is red where %s answers otherwise, and names pictures', async (_, broken) => {
    const { certificate } = await check([broken()]);
    const [found] = certificate.checks as [FormatCheck];
    expect(found).toMatchObject({ passed: false, reason: 'otherClass' });
    expect(found.differing.length).toBe(Math.min(20, found.pictures - found.agreeing));
    expect(found.differing[0]!.file).toMatch(/^\d\/\d+\.raw$/);
    expect(found.differing[0]!.ours).not.toBe(found.differing[0]!.theirs);
  });

  it.each<[string, (of: TrainedModel) => ExportToCheck]>([
    ['safetensors', (of) => ({ request: { format: 'safetensors' }, files: timmFiles(of) })],
    ['pth', (of) => ({ request: { format: 'pytorch' }, files: pytorchFiles(of) })],
  ])('names the first tensor of %s that differs', async (_, made) => {
    const { certificate } = await check([made(tampered())]);
    expect(certificate.checks[0]).toMatchObject({
      ...{ passed: false, reason: 'difference', detail: `${model.graph.classifier}.weight` },
    });
  });

  it.each<[string, (file: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, number]>([
    ['ONNX file that is cut', (bytes) => bytes.slice(0, 999), 2],
    ['graph model that is cut', (bytes) => bytes.slice(0, 999), 0],
    ['safetensors file that is cut', (bytes) => bytes.slice(0, 999), 5],
  ])('says what the reader said of a %s', async (_, damage, which) => {
    const { request, files } = all[which]!;
    const bytes = damage(bytesOf(files[0]!));
    const broken: ExportedFile = { ...files[0]!, bytes: bytes.length, content: () => [bytes] };
    const { certificate } = await check([{ request, files: [broken, ...files.slice(1)] }]);
    const [found] = certificate.checks as [FormatCheck];
    expect(found).toMatchObject({ passed: false, reason: 'readerFailed' });
    expect(found.detail!.length).toBeGreaterThan(10);
  });

  it('is red where numbers are none', async () => {
    const bias = `${model.graph.classifier}.bias`;
    const data = new Float32Array(3).fill(Number.NaN);
    const parameters = new Map(model.parameters).set(bias, { shape: [3], data });
    const { certificate } = await check([tfjs({ ...model, parameters }, 'fp32')]);
    expect(certificate.checks[0]).toMatchObject({ passed: false, reason: 'notFinite' });
  });

  it('says that there were no pictures where they are gone', async () => {
    const elsewhere: Run = { ...run, id: 'imported' };
    const { experiments, runs } = store;
    expect(await experiments.get(run.experimentId)).not.toBeNull();
    await runs.put(elsewhere);
    const { certificate } = await check([all[0]!, all[2]!], { spawnEngine: reads }, elsewhere);
    expect(certificate.pictures).toBe(0);
    for (const { pictures, passed } of certificate.checks) {
      expect({ pictures, passed }).toEqual({ pictures: 0, passed: true });
    }
    await runs.remove(elsewhere.id);
  });

  it('stops at once when it is cancelled, and ends its reader', async () => {
    const controller = new AbortController();
    let ended = 0;
    const spawnReader = () => {
      const handle = readerInProcess();
      const end = () => {
        ended += 1;
        handle.end();
      };
      const open = () => new Promise<never>(() => controller.abort(new Error('cancelled')));
      return { ...handle, api: { ...handle.api, open }, end };
    };
    const options = { signal: controller.signal, onProgress: () => {} };
    const work = checkParity(
      { ...context, spawnReader },
      run,
      model,
      [onnx(tampered(), 'float')],
      options,
    );
    await expect(work).rejects.toThrow('cancelled');
    expect(ended).toBe(1);
  });
});
