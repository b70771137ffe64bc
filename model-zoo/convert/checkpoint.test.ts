import { describe, expect, it } from 'vitest';
import { architectures } from '../architectures';
import { fillParameters } from '../golden/fill';
import { parameters } from '../graph/parameters';
import { parametersFromCheckpoint } from './checkpoint';
import { readSafetensors, type TensorToStore, writeSafetensors } from './safetensors';
import { toTorchLayout } from './torch-layout';

const graph = architectures.tiny_mobilenetv3({ inputSize: [32, 32], classes: 0 });
const values = fillParameters(graph);
const checkpoint = (): Map<string, TensorToStore> =>
  new Map(
    parameters(graph).map(({ name, kind }) => {
      return [name, { dtype: 'F32', ...toTorchLayout(kind, values.get(name)!) }];
    }),
  );
const read = (tensors: Map<string, TensorToStore>) =>
  parametersFromCheckpoint(graph, readSafetensors(writeSafetensors(tensors), 'x').tensors);

describe('a checkpoint', () => {
  it('gives the parameters back, whatever else is in it', () => {
    const data = new Float32Array(2);
    const tensors = checkpoint().set('classifier.bias', { dtype: 'F32', shape: [2], data });
    expect(read(tensors)).toEqual(values);
  });

  it('that lacks a tensor, or has it in another shape, is refused by its name', () => {
    const lacking = checkpoint();
    lacking.delete('conv_head.weight');
    expect(() => read(lacking)).toThrow(
      /conv_head\.weight should be \[64, 48, 1, 1\], found nothing/,
    );
    const data = new Float32Array(4);
    const other = checkpoint().set('conv_head.weight', { dtype: 'F32', shape: [2, 2], data });
    expect(() => read(other)).toThrow(/found \[2, 2\]/);
  });
});
