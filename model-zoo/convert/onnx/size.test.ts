import { expect, test } from 'vitest';
import { architectures } from '../../architectures';
import type { ArchitectureName } from '../../card';
import { buildGraph, inputId } from '../../graph/builder';
import { cost } from '../../graph/cost';
import { parameters } from '../../graph/parameters';
import { size } from '../../graph/shapes';
import type { Graph, ParameterValue } from '../../graph/types';
import type { TrainedModel } from '../exported';
import type { OnnxVariant } from './network';
import { onnxFiles } from './onnx-files';

/** Zeros that are never written to take no memory. */
const zeros = (count: number) => new Float32Array(count);

function modelOf(graph: Graph, data: (count: number) => Float32Array = zeros): TrainedModel {
  const values = parameters(graph).map(({ name, shape }): [string, ParameterValue] => {
    return [name, { shape, data: data(size(shape)) }];
  });
  return {
    architecture: graph.name as ArchitectureName,
    graph,
    parameters: new Map(values),
    classes: ['cat', 'dog'],
    preprocessing: {
      inputSize: [224, 224],
      cropPct: 0.875,
      interpolation: 'bicubic',
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
  };
}

const bytesOf = (model: TrainedModel, variant: OnnxVariant) =>
  onnxFiles(model, { variant })[0]!.bytes;

const real = (Object.keys(architectures) as ArchitectureName[]).filter(
  (name) => !name.startsWith('tiny_'),
);

test.each(real)('%s takes the bytes of its parameters, in 8 bits about a quarter', (name) => {
  const model = modelOf(architectures[name]({ inputSize: [224, 224], classes: 2 }));
  const parameterBytes = 4 * cost(model.graph).parameters;
  for (const variant of ['uint8', 'float'] as const) {
    expect(Math.abs(bytesOf(model, variant) / parameterBytes - 1)).toBeLessThan(0.02);
  }
  expect(bytesOf(model, 'int8') / parameterBytes).toBeLessThan(0.28);
});

test('a model past what the format can hold is refused; in 8 bits it may still fit', () => {
  const g = buildGraph('huge', [1, 1, 3]);
  const width = 30_000;
  const narrow = g.dense('fc1', g.globalAveragePool('pool', inputId), width);
  const pooled = g.dense('fc2', narrow, width);
  const graph = g.finish({ features: 'pool', pooled, classifier: 'fc', classes: 2 });
  const model = modelOf(graph, () => zeros(0));
  expect(() => bytesOf(model, 'uint8')).toThrow(/takes 3\.4 GiB/);
  expect(bytesOf(model, 'int8')).toBeLessThan(2 ** 30);
});

test('a parameter that is missing or of another shape is named', () => {
  const model = modelOf(architectures.tiny_resnet({ inputSize: [32, 32], classes: 2 }));
  const without = new Map(model.parameters);
  without.delete('bn1.weight');
  expect(() => bytesOf({ ...model, parameters: without }, 'uint8')).toThrow(/bn1\.weight/);
  const wrong = new Map(model.parameters).set('fc.bias', { shape: [3], data: zeros(3) });
  expect(() => bytesOf({ ...model, parameters: wrong }, 'uint8')).toThrow(/fc\.bias/);
});
