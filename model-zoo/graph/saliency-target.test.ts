import { expect, test } from 'vitest';
import { architectures } from '../architectures';
import type { ArchitectureName } from '../card';
import { split } from './passes/split';
import { saliencyTarget } from './saliency-target';
import { shapes } from './shapes';

const at = (name: ArchitectureName, side: number) =>
  saliencyTarget(architectures[name]({ inputSize: [side, side], classes: 5 }));

test.each([
  ['mobilenetv3_large_100', 224, 'blocks.6.0.bn1.act', 7],
  ['mobilenetv3_large_100', 128, 'blocks.4.1.add', 8],
  ['resnet18', 224, 'layer4.1.act2', 7],
  ['resnet18', 128, 'layer3.1.act2', 8],
  ['efficientnet_b0', 224, 'bn2.act', 7],
  ['efficientnet_b0', 128, 'blocks.4.2.add', 8],
  ['tf_efficientnet_lite0', 224, 'bn2.act', 7],
  ['vit_small_patch16_224', 224, 'blocks.11.norm1', 14],
  ['vit_small_patch16_224', 128, 'blocks.11.norm1', 8],
] as const)('%s at %d pixels: %s, %d cells a side', (name, side, layer, cells) => {
  expect(at(name, side)).toMatchObject({ layer, grid: [cells, cells] });
});

const sizes = [32, 64, 96, 128, 224].flatMap((side) =>
  (Object.keys(architectures) as ArchitectureName[]).map((name) => [name, side] as const),
);

test.each(sizes)('%s at %d pixels', (name, side) => {
  const graph = architectures[name]({ inputSize: [side, side], classes: 5 });
  const { layer, cut, grid, first } = saliencyTarget(graph);
  const shapeOf = shapes(graph);
  const shape = shapeOf.get(layer)!;
  const [height, width] = grid;
  expect(first + height * width).toBe(shape.length === 2 ? shape[0] : shape[0]! * shape[1]!);

  // Nothing but the cut crosses, and the layer can be computed from it.
  const { tail } = split(graph, cut);
  expect(tail.nodes.map(({ id }) => id)).toContain(layer);

  if (shape.length === 2) {
    const attentions = graph.nodes.filter(({ op }) => op === 'attention');
    expect(tail.nodes.filter(({ op }) => op === 'attention')).toEqual(attentions.slice(-1));
    return;
  }
  expect(Math.min(height, width)).toBeGreaterThanOrEqual(7);
  const ends = [...tail.stages.map(({ end }) => end), tail.taps.features!].slice(1);
  const sides = ends.map((id) => shapeOf.get(id)!).filter(({ length }) => length === 3);
  for (const [h, w] of sides)
    if (layer !== tail.taps.features) expect(Math.min(h!, w!)).toBeLessThan(7);
});

test('a network with no map of 7 x 7 shows the finest it has', () => {
  const graph = architectures.tiny_resnet({ inputSize: [16, 16], classes: 5 });
  expect(saliencyTarget(graph)).toMatchObject({ layer: 'layer1.0.act2', grid: [4, 4] });
});
