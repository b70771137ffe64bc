import { describe, expect, it } from 'vitest';
import stateDicts from '../../golden/data/state-dicts.json';
import { fillParameters } from '../../golden/fill';
import { parameters } from '../../graph/parameters';
import { cutFor, split } from '../../graph/passes/split';
import { backboneGraph, card } from '../../zoo';
import { parametersFromCheckpoint } from '../checkpoint';
import type { ExportedFile, TrainedModel } from '../exported';
import { readSafetensors } from '../safetensors';
import { pytorchFiles } from './pytorch';
import { alignment } from './stored-zip';
import { timmFiles } from './timm';
import { timmConfig } from './timm-config';

const classes = ['Käse', 'naïve "cat"', '犬'];

function model(id: string): TrainedModel {
  const { architecture, preprocessing } = card(id);
  const graph = backboneGraph({ architecture, preprocessing }, classes.length);
  return { architecture, graph, parameters: fillParameters(graph), classes, preprocessing };
}

function whole(file: ExportedFile): Uint8Array {
  const bytes = Buffer.concat([...file.content()]);
  expect(bytes.length).toBe(file.bytes);
  return new Uint8Array(bytes);
}

function parameterBytes({ parameters }: TrainedModel): number {
  return [...parameters.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
}

const ids = ['tiny_mobilenetv3', 'tiny_resnet', 'tiny_efficientnet', 'tiny_vit'];

describe.each(ids)('safetensors of %s', (id) => {
  const trained = model(id);
  const file = timmFiles(trained).find(({ path }) => path === 'model.safetensors')!;
  const { tensors, metadata } = readSafetensors(whole(file), 'model.safetensors');

  it('come back as the parameters they were', () => {
    expect(parametersFromCheckpoint(trained.graph, tensors)).toEqual(trained.parameters);
  });

  it('have what timm has, and a counter beside each running mean', () => {
    const names = [...tensors.keys()];
    const counted = names.filter((name) => name.endsWith('running_mean'));
    const counters = names.filter((name) => name.endsWith('num_batches_tracked'));
    expect(counters.map((name) => name.replace('num_batches_tracked', 'running_mean'))).toEqual(
      counted,
    );
    const floats = names.filter((name) => !counters.includes(name)).sort();
    expect(floats).toEqual(Object.keys(stateDicts[id as keyof typeof stateDicts].state).sort());
  });

  it('say how to build the network', () => {
    expect(metadata.format).toBe('pt');
    expect(metadata.architecture).toBe(trained.architecture);
    expect(JSON.parse(metadata.classes!)).toEqual(classes);
    expect(JSON.parse(metadata.preprocessing!)).toEqual(trained.preprocessing);
    expect(JSON.parse(metadata.model_args!)).toEqual(
      id === 'tiny_vit' ? { img_size: [32, 32] } : {},
    );
  });

  it('say what a fine-tune depth trains', () => {
    const trainable = JSON.parse(metadata.trainable!);
    const classifier = trained.graph.classifier;
    expect(trainable.head).toEqual([classifier]);
    for (const depth of ['last-stage', 'last-two-stages', 'all'] as const) {
      const { tail } = split(trained.graph, cutFor(trained.graph, depth));
      const within = (name: string) =>
        trainable[depth].some((part: string) => name === part || name.startsWith(`${part}.`));
      const found = parameters(trained.graph).flatMap(({ name }) => (within(name) ? [name] : []));
      expect(found).toEqual(parameters(tail).map(({ name }) => name));
    }
  });

  it('give the same bytes when asked again', () => {
    expect(whole(file)).toEqual(whole(file));
  });
});

describe.each(['resnet18', 'mobilenetv3_large_100', 'vit_small_patch16_224'])('%s', (id) => {
  it('takes within 2% of its parameters in either file', () => {
    const trained = model(id);
    for (const file of [...timmFiles(trained).slice(0, 1), ...pytorchFiles(trained)]) {
      expect(file.bytes).toBeGreaterThan(parameterBytes(trained));
      expect(file.bytes).toBeLessThan(1.02 * parameterBytes(trained));
    }
  });
});

describe('config.json', () => {
  it('gives a transformer its picture size only where its name does not', () => {
    const small = model('vit_small_patch16_224');
    expect(timmConfig(small).model_args).toEqual({ img_size: [128, 128] });
    const preprocessing = { ...small.preprocessing, inputSize: [224, 224] as const };
    expect(timmConfig({ ...small, preprocessing }).model_args).toBeUndefined();
    expect(timmConfig(model('resnet18')).model_args).toBeUndefined();
  });

  it('says what the pictures are to be', () => {
    expect(timmConfig(model('resnet18'))).toMatchObject({
      architecture: 'resnet18',
      num_classes: 3,
      num_features: 512,
      label_names: classes,
      pretrained_cfg: {
        input_size: [3, 128, 128],
        interpolation: 'bicubic',
        crop_pct: 0.875,
        mean: [0.485, 0.456, 0.406],
        pool_size: [4, 4],
        first_conv: 'conv1',
        classifier: 'fc',
      },
    });
  });
});

describe('model.pth', () => {
  const bytes = whole(pytorchFiles(model('tiny_resnet'))[0]!);
  const view = new DataView(bytes.buffer);

  it('begins every storage at a multiple of 64 bytes', () => {
    const directory = view.getUint32(bytes.length - 6, true);
    const entries = view.getUint16(bytes.length - 12, true);
    let at = directory;
    for (let i = 0; i < entries; i++) {
      const offset = view.getUint32(at + 42, true);
      const data =
        offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
      expect(data % alignment).toBe(0);
      at += 46 + view.getUint16(at + 28, true);
    }
    expect(at).toBe(bytes.length - 22);
  });

  it('refuses a model that lacks a parameter', () => {
    const trained = model('tiny_resnet');
    const parameters = new Map(trained.parameters);
    parameters.delete('fc.bias');
    for (const files of [timmFiles, pytorchFiles]) {
      expect(() => files({ ...trained, parameters })).toThrow(
        expect.objectContaining({
          code: 'weightsMismatch',
          context: expect.objectContaining({ tensor: 'fc.bias' }),
        }),
      );
    }
  });
});
