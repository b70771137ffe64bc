import { describe, expect, it } from 'vitest';
import { LensmithError } from '../../../core/errors';
import { architectures } from '../../architectures';
import { fillParameters } from '../../golden/fill';
import { parameters } from '../../graph/parameters';
import { readGraphModelWeights, shardPaths } from './read';
import { writeGraphModel } from './write';

const graph = architectures.tiny_resnet({ inputSize: [32, 32], classes: 0 });
const values = fillParameters(graph);
const outputs = { features: graph.taps.features!, pooled: graph.taps.pooled! };
const { json, shards } = writeGraphModel(graph, values, { outputs });

describe('graph model files', () => {
  it('bring vectors back as they were, matrices rounded to halves', () => {
    const read = readGraphModelWeights(json, shards);
    for (const { name, kind, shape } of parameters(graph)) {
      const found = read.get(name)!;
      expect(found.shape).toEqual(shape);
      if (kind === 'plain') expect(found.data).toEqual(values.get(name)!.data);
      found.data.forEach((value, i) => {
        expect(Math.abs(value - values.get(name)!.data[i]!)).toBeLessThan(2 ** -11);
      });
    }
    expect(read.size).toBe(values.size);
  });

  it('are the same each time', () => {
    const again = writeGraphModel(graph, values, { outputs });
    expect(JSON.stringify(again.json)).toBe(JSON.stringify(json));
    expect(again.shards).toEqual(shards);
  });

  it('name what is missing or does not fit when written', () => {
    const without = new Map(values);
    without.delete('bn1.weight');
    expect(() => writeGraphModel(graph, without, { outputs })).toThrow(
      /bn1\.weight should be \[64\], found nothing/,
    );
    const wrong = new Map(values).set('bn1.weight', { shape: [3], data: new Float32Array(3) });
    expect(() => writeGraphModel(graph, wrong, { outputs })).toThrow(/found \[3\]/);
  });

  const [shard] = shards as [Uint8Array];
  it.each<[string, () => unknown, RegExp]>([
    ['a missing shard', () => readGraphModelWeights(json, []), /1 shards are listed, 0 given/],
    ['a cut shard', () => readGraphModelWeights(json, [shard.subarray(0, 99)]), /end within/],
    [
      'bytes too many',
      () => readGraphModelWeights(json, [new Uint8Array([...shard, 0])]),
      /1 bytes too many/,
    ],
    [
      'another format',
      () => readGraphModelWeights({ ...json, format: 'layers-model' as 'graph-model' }, shards),
      /layers-model/,
    ],
  ])('are refused with %s', (_, read, reason) => {
    expect(read).toThrow(LensmithError);
    expect(read).toThrow(reason);
  });

  it('list their shards', () => {
    expect(shardPaths(json)).toEqual(['group1-shard1of1.bin']);
  });
});
