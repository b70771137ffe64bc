import { beforeAll, describe, expect, it } from 'vitest';
import { fillParameters } from '../../model-zoo/golden/fill';
import { backboneGraph, card } from '../../model-zoo/zoo';
import { engineInProcess, rawPicture, stripes } from '../training/testing';

const classes = 3;
const picture = rawPicture(stripes(1, classes, 5));

describe.each(['tiny_resnet', 'tiny_mobilenetv3', 'tiny_vit'])('the nodes of %s', (id) => {
  const graph = backboneGraph(card(id), classes);
  const { engine } = engineInProcess();

  beforeAll(async () => {
    await engine.open({ baseUrl: `http://unused.test/`, backend: 'wasm' });
    const head = [...fillParameters(graph)].filter(([name]) => name.startsWith(graph.classifier));
    const parameters = head.map(([name, { shape, data }]) => ({ name, shape: [...shape], data }));
    const tail = { parameters, moments: [], step: 0 };
    await engine.useModel({ backbone: id, depth: 'head' }, classes, tail);
  });

  it('are all to be had, whole ranges first, and leave nothing behind', async () => {
    const before = (await engine.memory()).tensors;
    for (const { id: node } of graph.nodes) {
      const { shape, layout, channels, maps } = await engine.activation(picture, node);
      expect(shape.reduce((a, b) => a * b, 1)).toBeGreaterThanOrEqual(channels);
      expect(maps.length).toBe(layout === 'vector' ? 1 : Math.min(64, channels));
      for (const { values, low, high, height, width } of maps) {
        expect(values).toHaveLength(height * width);
        expect(Number.isFinite(low) && low <= high).toBe(true);
        if (high > low) expect(Math.max(...values)).toBe(255);
      }
    }
    expect((await engine.memory()).tensors).toBe(before);
  });

  it('end in the logits that are predicted', async () => {
    const { logits } = await engine.predict([picture]);
    const { maps, layout } = await engine.activation(picture, graph.output);
    expect(layout).toBe('vector');
    const [{ values, low, high }] = maps as [(typeof maps)[number]];
    logits.data.forEach((logit, i) => {
      expect(low + ((high - low) * values[i]!) / 255).toBeCloseTo(logit, 1);
    });
    expect(low).toBeCloseTo(Math.min(...logits.data), 4);
    expect(high).toBeCloseTo(Math.max(...logits.data), 4);
  });

  it('begin with the picture itself, as it is normalised', async () => {
    const { maps, layout, seen } = await engine.activation(picture, graph.nodes[0]!.id);
    expect(layout).toBe('map');
    expect(maps.map(({ channel }) => channel)).toEqual([0, 1, 2]);
    const { batch } = await engine.pixels([picture]);
    const red = batch.data.filter((_, i) => i % 3 === 0);
    const [least, most] = [Math.min(...red), Math.max(...red)];
    const { values } = maps[0]!;
    red.forEach((value, i) => {
      expect(Math.abs(values[i]! - (255 * (value - least)) / (most - least))).toBeLessThan(1);
    });
    expect(seen.width).toBeCloseTo(32 / 36, 5);
  });

  it('do not hold what the network does not have', async () => {
    await expect(engine.activation(picture, 'layer9')).rejects.toMatchObject({
      code: 'badOption',
    });
    await expect(engine.activation(new Blob(['x']), graph.output)).rejects.toMatchObject({
      code: 'notAPicture',
    });
  });
});

it('lays tokens out as the patches they stand for, without the class token', async () => {
  const { engine } = engineInProcess();
  await engine.open({ baseUrl: 'http://unused.test/', backend: 'wasm' });
  const graph = backboneGraph(card('tiny_vit'), classes);
  const head = [...fillParameters(graph)].filter(([name]) => name.startsWith('head'));
  const parameters = head.map(([name, { shape, data }]) => ({ name, shape: [...shape], data }));
  const tail = { parameters, moments: [], step: 0 };
  await engine.useModel({ backbone: 'tiny_vit', depth: 'head' }, classes, tail);
  const patches = await engine.activation(picture, 'patch_embed.proj');
  const flat = await engine.activation(picture, 'patch_embed.flatten');
  const joined = await engine.activation(picture, 'concat_cls_token');
  expect([flat.layout, joined.layout]).toEqual(['tokens', 'tokens']);
  expect(joined.shape).toEqual([17, 32]);
  expect(flat.maps).toEqual(patches.maps);
  expect(joined.maps).toEqual(patches.maps);
});
