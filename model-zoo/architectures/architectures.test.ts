import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ArchitectureName } from '../card';
import { torchShape } from '../convert/torch-layout';
import { cost } from '../graph/cost';
import { parameters } from '../graph/parameters';
import { replaceHead } from '../graph/passes/replace-head';
import { cutFor, split } from '../graph/passes/split';
import { shapes } from '../graph/shapes';
import { architectures } from '.';

interface Golden {
  classes: number;
  parameters: number;
  runs: { size: [number, number]; macs: number; features: number[]; pooled: number[] }[];
  state: Record<string, number[]>;
}

const file = new URL('../golden/data/state-dicts.json', import.meta.url);
const goldens: Record<string, Golden> = JSON.parse(readFileSync(file, 'utf8'));
const names = Object.keys(architectures) as ArchitectureName[];

test('timm has been asked about every architecture', () => {
  expect(Object.keys(goldens).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const { classes, parameters: parameterCount, runs, state } = goldens[name]!;
  const build = (inputSize: readonly [number, number], count = classes) =>
    architectures[name]({ inputSize, classes: count });
  const graph = build(runs[0]!.size);

  test('is named as it is listed', () => {
    expect(graph.name).toBe(name);
  });

  test("has timm's state dict: names, shapes and order", () => {
    const found = parameters(graph).map(({ name, kind, shape }) => [name, torchShape(kind, shape)]);
    expect(found).toEqual(Object.entries(state));
  });

  test('trains what timm trains', () => {
    expect(cost(graph).parameters).toBe(parameterCount);
  });

  test.each(runs)(
    'at $size has the shapes and MACs of timm',
    ({ size, macs, features, pooled }) => {
      const sized = build(size);
      const shapeOf = shapes(sized);
      const [channels, ...map] = features;
      // A map is [C, H, W] in PyTorch and [H, W, C] here; tokens are [T, D] in both.
      const expected = features.length === 3 ? [...map, channels] : features;
      expect(shapeOf.get(sized.taps.features!)).toEqual(expected);
      expect(shapeOf.get(sized.taps.pooled!)).toEqual(pooled);
      expect(shapeOf.get(sized.taps.logits!)).toEqual([classes]);
      expect(cost(sized).macs).toBe(macs);
    },
  );

  test('without classes ends at the pooled features and lacks the classifier alone', () => {
    const headless = build(runs[0]!.size, 0);
    expect(headless.output).toBe(headless.taps.pooled);
    expect(headless.taps.logits).toBeNull();
    const kept = Object.keys(state).filter((key) => !key.startsWith(`${graph.classifier}.`));
    expect(parameters(headless).map((parameter) => parameter.name)).toEqual(kept);
    expect(kept.length).toBe(Object.keys(state).length - 2);
    expect(replaceHead(headless, classes)).toEqual(graph);
    expect(replaceHead(graph, 0)).toEqual(headless);
  });

  test.each(['head', 'last-stage', 'all'] as const)('splits for depth %s into a whole', (depth) => {
    const cut = cutFor(graph, depth);
    const { trunk, tail } = split(graph, cut);
    // The tail's input stands for the cut; composed again, the two are the graph.
    expect(tail.nodes[0]).toMatchObject({ op: 'input', id: cut, shape: shapes(graph).get(cut) });
    const composed = new Set([...trunk.nodes, ...tail.nodes.slice(1)]);
    expect(composed).toEqual(new Set(graph.nodes));
    expect(trunk.nodes.length + tail.nodes.length).toBe(graph.nodes.length + 1);
    const wholeCost = cost(graph);
    expect(cost(trunk).macs + cost(tail).macs).toBe(wholeCost.macs);
    expect(cost(trunk).parameters + cost(tail).parameters).toBe(wholeCost.parameters);
    const names = [...parameters(trunk), ...parameters(tail)].map((parameter) => parameter.name);
    expect(new Set(names)).toEqual(new Set(Object.keys(state)));
    expect(tail.output).toBe(graph.output);
  });

  test('trains its classifier alone at depth head, a small part at last-stage, all at all', () => {
    const tailOf = (depth: 'head' | 'last-stage' | 'all') =>
      split(graph, cutFor(graph, depth)).tail;
    const trained = parameters(tailOf('head')).map((parameter) => parameter.name);
    expect(trained).toEqual([`${graph.classifier}.weight`, `${graph.classifier}.bias`]);
    const macs = cost(graph).macs;
    const lastStage = cost(tailOf('last-stage')).macs / macs;
    expect(lastStage).toBeGreaterThan(0);
    expect(lastStage).toBeLessThan(0.51);
    expect(cost(tailOf('all')).macs).toBe(macs);
  });
});

test('published multiply-accumulates at 224 px', () => {
  // torchvision's `_ops` (GFLOPS, counted as multiply-accumulates) of the same networks.
  const published = {
    resnet18: 1.814,
    mobilenetv3_large_100: 0.217,
    efficientnet_b0: 0.386,
    vit_base_patch16_224: 17.564,
  };
  for (const [name, giga] of Object.entries(published)) {
    const graph = architectures[name as ArchitectureName]({ inputSize: [224, 224], classes: 1000 });
    expect(cost(graph).macs / 1e9).toBeCloseTo(giga, 3);
  }
});

test('"same" padding gives half the pixels, rounded up, at every odd and even size', () => {
  for (const size of [32, 33, 40, 41, 127, 224]) {
    const graph = architectures.tf_efficientnet_lite0({ inputSize: [size, size], classes: 0 });
    const side = Math.ceil(size / 32);
    expect(shapes(graph).get(graph.taps.features!)).toEqual([side, side, 1280]);
  }
});

test('an input without a single patch is refused by name', () => {
  expect(() => shapes(architectures.tiny_vit({ inputSize: [7, 32], classes: 0 }))).toThrow(
    /tiny_vit, node patch_embed.proj: a 8x8 kernel does not fit an input of 7x32/,
  );
});
