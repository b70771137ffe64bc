import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ImportFile } from '../../../core/contract/ingest';
import { LensmithError } from '../../../core/errors';
import { experimentOf, runOf } from '../../../core/store/fixtures';
import { fillDisk, keysIn, storesForTests } from '../../../core/store/testing';
import { timmFiles } from '../../../model-zoo/convert/torch/timm';
import { fillParameters } from '../../../model-zoo/golden/fill';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import { bytesOf, fileOf, importInto, zipOf } from './testing';

const open = storesForTests();
const classes = ['cat', 'dog', 'fox'];
const tiny = card('tiny_resnet');
const graph = backboneGraph(tiny, classes.length);

/** The weights of a tiny classifier as they are exported, some of its values and metadata changed. */
function weights(
  change: {
    poison?: [tensor: string, value: number];
    classes?: readonly string[];
    of?: typeof graph;
  } = {},
): Uint8Array<ArrayBuffer> {
  const parameters = new Map(fillParameters(change.of ?? graph));
  if (change.poison) {
    const [name, value] = change.poison;
    const { shape, data } = parameters.get(name)!;
    parameters.set(name, { shape, data: data.map((old, i) => (i === 3 ? value : old)) });
  }
  const [file] = timmFiles({
    ...tiny,
    graph: change.of ?? graph,
    parameters,
    classes: change.classes ?? classes,
  });
  return bytesOf(file!);
}

/** The same file with its header edited as JSON. */
function withHeader(
  bytes: Uint8Array<ArrayBuffer>,
  // biome-ignore lint/suspicious/noExplicitAny: a test may break anything in it
  edit: (header: any) => void,
): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  edit(header);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + bytes.length - 8 - length);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(bytes.subarray(8 + length), 8 + json.length);
  return out;
}

const record = {
  version: 1,
  run: runOf('r', { backbone: 'tiny_resnet', classes, status: 'finished' }),
  experiment: experimentOf('e'),
  dataset: { id: 'd', name: 'pets.zip', hash: 'h' },
};
const bundle = (changes: Record<string, unknown>) =>
  zipOf(
    new Map(
      Object.entries({ 'model.safetensors': weights(), 'lensmith.json': record, ...changes }).map(
        ([path, value]) => [
          path,
          value instanceof Uint8Array ? value : new TextEncoder().encode(JSON.stringify(value)),
        ],
      ),
    ),
  );

const safetensors = (bytes: Uint8Array) => fileOf('pets.safetensors', bytes);

/** What is refused, by which code, and what the error says besides. */
const cases: [string, () => ImportFile | ImportFile[], string, Record<string, unknown>][] = [
  [
    'weights cut off in a tensor',
    () => safetensors(weights().slice(0, -100)),
    'weightsDamaged',
    { reason: expect.stringContaining('it ends within ') },
  ],
  [
    'weights cut off in the header',
    () => safetensors(weights().slice(0, 300)),
    'weightsDamaged',
    { reason: 'it ends within its header' },
  ],
  [
    'a header that is no JSON',
    () => {
      const bytes = weights();
      bytes.fill(0x20, 8, 60);
      return safetensors(bytes);
    },
    'weightsDamaged',
    { reason: 'its header is not JSON' },
  ],
  ['an empty file', () => safetensors(new Uint8Array()), 'weightsDamaged', {}],
  [
    'a ZIP cut off',
    () => {
      const { blob, path } = bundle({});
      return { path, blob: blob.slice(0, blob.size - 40) };
    },
    'zipTruncated',
    {},
  ],
  [
    'a ZIP whose weights were altered',
    () => {
      const bytes = zipSync({ 'model.safetensors': [weights(), { level: 0 }] });
      bytes[bytes.length >> 1] ^= 1;
      return fileOf('bundle.zip', bytes);
    },
    'weightsDamaged',
    { file: 'model.safetensors', reason: 'its checksum is wrong' },
  ],
  [
    'a ZIP of pictures',
    () => fileOf('pets.zip', zipSync({ 'cats/1.jpg': new Uint8Array(9) })),
    'importForeign',
    { reason: 'noWeights' },
  ],
  [
    'an ONNX file',
    () => fileOf('model.onnx', new Uint8Array([8, 8, 18, 8])),
    'importForeign',
    { reason: 'onnx' },
  ],
  [
    'a PyTorch file',
    () => fileOf('model.pth', zipSync({ 'archive/data.pkl': new Uint8Array(9) })),
    'importForeign',
    { reason: 'pickle' },
  ],
  [
    'an old PyTorch file',
    () => fileOf('resnet18.pth', new Uint8Array([0x80, 2, 0x8a, 10])),
    'importForeign',
    { reason: 'pickle' },
  ],
  [
    'a TensorFlow.js folder',
    () => [fileOf('web/model.json', '{}'), fileOf('web/group1-shard1of1.bin', 'x')],
    'importForeign',
    { reason: 'tfjs' },
  ],
  ['a text', () => fileOf('notes.txt', 'nothing of use'), 'importForeign', {}],
  [
    'two models side by side',
    () => [fileOf('a/x.safetensors', weights()), fileOf('b/y.safetensors', weights())],
    'importSeveral',
    { names: 'a/x.safetensors, b/y.safetensors' },
  ],
  [
    'a tensor of another shape',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          header['layer2.0.conv1.weight'].shape.reverse();
        }),
      ),
    'weightsMismatch',
    { tensor: 'layer2.0.conv1.weight', expected: '[16, 16, 3, 3]', found: '[3, 3, 16, 16]' },
  ],
  [
    'a tensor under another name',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          header.other = header['bn1.weight'];
          delete header['bn1.weight'];
        }),
      ),
    'weightsMismatch',
    { tensor: 'bn1.weight', expected: '[64]', found: 'nothing' },
  ],
  [
    'a tensor too many',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          header['layer1.1.bn1.weight'] = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
        }),
      ),
    'weightsMismatch',
    { tensor: 'layer1.1.bn1.weight', expected: 'nothing', found: '[0]' },
  ],
  [
    'tensors of a type without a reader',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          header['conv1.weight'].dtype = 'I32';
        }),
      ),
    'weightsType',
    { tensor: 'conv1.weight', dtype: 'I32' },
  ],
  [
    'an unknown network',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          header.__metadata__.architecture = 'convnext_tiny';
        }),
      ),
    'importArchitecture',
    { architecture: 'convnext_tiny' },
  ],
  [
    'an unnamed network that is none of ours',
    () => safetensors(readFileSync('model-zoo/golden/data/reference.safetensors')),
    'importUnnamed',
    {},
  ],
  [
    'fewer classes than the classifier has rows',
    () => safetensors(weights({ classes: ['cat', 'dog'] })),
    'importClasses',
    { classes: 2, tensor: 'fc.weight', rows: 3 },
  ],
  [
    'classes of one name',
    () => safetensors(weights({ classes: ['cat', 'dog', 'cat'] })),
    'importDescription',
    {},
  ],
  [
    'not a number among the weights',
    () => safetensors(weights({ poison: ['layer3.0.conv2.weight', Number.NaN] })),
    'importNotFinite',
    { tensor: 'layer3.0.conv2.weight' },
  ],
  [
    'infinity among the weights',
    () => safetensors(weights({ poison: ['bn1.running_var', Number.POSITIVE_INFINITY] })),
    'importNotFinite',
    { tensor: 'bn1.running_var' },
  ],
  [
    'preprocessing that cannot be',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          const preprocessing = { ...tiny.preprocessing, std: [0, 0, 0] };
          header.__metadata__.preprocessing = JSON.stringify(preprocessing);
        }),
      ),
    'importDescription',
    { reason: 'the deviation of its pictures cannot be [0,0,0]' },
  ],
  [
    'metadata that are no JSON',
    () =>
      safetensors(
        withHeader(weights(), (header) => {
          header.__metadata__.classes = 'cat, dog';
        }),
      ),
    'importDescription',
    { reason: 'classes in its metadata is not JSON' },
  ],
  [
    'a record of a newer Lensmith',
    () => bundle({ 'lensmith.json': { ...record, version: 2 } }),
    'importNewer',
    { version: 2 },
  ],
  [
    'a record without its run',
    () => bundle({ 'lensmith.json': { ...record, run: null } }),
    'importDescription',
    {},
  ],
  [
    'a record of other classes',
    () =>
      bundle({ 'lensmith.json': { ...record, run: { ...record.run, classes: ['a', 'b', 'c'] } } }),
    'importDescription',
    {},
  ],
];

describe('refused, and nothing left behind', () => {
  it.each(cases)('%s', async (_, make, code, context) => {
    const name = `refused-${Math.random()}`;
    const store = await open(name);
    const before = await keysIn(name);
    const files = [make()].flat();
    const error = await importInto(store, files).then(
      (imported) => expect.fail(`taken in as ${JSON.stringify(imported)}`),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(LensmithError);
    expect(error).toMatchObject({ code, context });
    // Every placeholder of the text is filled.
    const { message, remedy } = error as LensmithError;
    expect(message + remedy).not.toMatch(/[{}]|undefined/);
    expect(await keysIn(name)).toEqual(before);
  });

  it.each(['experiments', 'runs', 'chunks', 'artifacts'])('a disk full at the %s', async (full) => {
    const name = `full-${full}`;
    const store = await open(name);
    const before = await keysIn(name);
    fillDisk(full, 0, 'commit');
    await expect(importInto(store, [bundle({})])).rejects.toMatchObject({ code: 'storageFull' });
    expect(await keysIn(name)).toEqual(before);
  });

  it('a disk full at the run, after a backbone was stored for it', async () => {
    const store = await open('full-late');
    const before = await keysIn('full-late');
    fillDisk('runs', 0, 'commit');
    const otherwise = { ...tiny.preprocessing, mean: [0.1, 0.2, 0.3] };
    const file = safetensors(
      withHeader(weights(), (header) => {
        header.__metadata__.preprocessing = JSON.stringify(otherwise);
      }),
    );
    await expect(importInto(store, [file])).rejects.toMatchObject({ code: 'storageFull' });
    expect(await keysIn('full-late')).toEqual(before);
  });

  it('a run without classes, asked for as one', async () => {
    const store = await open();
    const file = safetensors(
      withHeader(weights(), (header) => {
        delete header.__metadata__.classes;
      }),
    );
    await expect(importInto(store, [file], { as: 'run' })).rejects.toMatchObject({
      code: 'importForeign',
      context: { reason: 'noClassifier' },
    });
  });
});
