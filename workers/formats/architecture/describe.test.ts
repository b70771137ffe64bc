import { describe, expect, it } from 'vitest';
import { architectures } from '../../../model-zoo/architectures';
import type { ArchitectureName } from '../../../model-zoo/card';
import { describeGraph } from './describe';

const of = (name: ArchitectureName, depth: Parameters<typeof describeGraph>[1], classes = 1000) =>
  describeGraph(architectures[name]({ inputSize: [224, 224], classes }), depth);

describe('a network in words and numbers', () => {
  // As published with timm's results (param_count, macs at 224): millions of parameters, GMACs.
  it.each([
    ['resnet18', 11.69, 1.82],
    ['mobilenetv3_large_100', 5.48, 0.22],
    ['efficientnet_b0', 5.29, 0.39],
    ['vit_small_patch16_224', 22.05, 4.61],
  ] as const)('%s has the size it is published with', (name, millions, giga) => {
    const { parameters, macs, stages } = of(name, 'all');
    expect(parameters / 1e6).toBeCloseTo(millions, 1);
    expect(Math.abs(macs / 1e9 / giga - 1)).toBeLessThan(0.02);
    const nodes = stages.flatMap(({ blocks }) => blocks.flatMap((block) => block.nodes));
    expect(nodes.reduce((sum, node) => sum + node.macs, 0)).toBe(macs);
    expect(nodes.reduce((sum, node) => sum + node.parameters, 0)).toBe(parameters);
  });

  it('lists every node once, in order, after what it reads', () => {
    for (const name of Object.keys(architectures) as ArchitectureName[]) {
      const graph = architectures[name]({ inputSize: [64, 64], classes: 3 });
      const { stages } = describeGraph(graph, 'head');
      const ids = stages.flatMap(({ blocks }) =>
        blocks.flatMap(({ nodes }) => nodes.map(({ id }) => id)),
      );
      expect(ids).toEqual(graph.nodes.map(({ id }) => id));
    }
  });

  it('says what was frozen: all but the classifier, all but the last stages, nothing', () => {
    const frozenStages = (depth: Parameters<typeof describeGraph>[1]) =>
      of('resnet18', depth, 5)
        .stages.filter(({ blocks }) => blocks.every(({ nodes }) => nodes.every((n) => n.frozen)))
        .map(({ name }) => name);
    expect(frozenStages('head')).toEqual(['stem', 'layer1', 'layer2', 'layer3', 'layer4']);
    expect(frozenStages('last-stage')).toEqual(['stem', 'layer1', 'layer2', 'layer3']);
    expect(frozenStages('all')).toEqual([]);
    expect(of('resnet18', 'head', 5).trained).toBe(513 * 5);
    expect(of('resnet18', 'all', 5).trained).toBe(of('resnet18', 'all', 5).parameters);
  });

  it('groups a block with its shortcut', () => {
    const { stages } = of('resnet18', 'head');
    const layer2 = stages.find(({ name }) => name === 'layer2')!;
    expect(layer2.blocks.map(({ name }) => name)).toEqual(['layer2.0', 'layer2.1']);
    const add = layer2.blocks[0]!.nodes.find(({ op }) => op === 'add')!;
    expect(add.inputs).toEqual(['layer2.0.bn2', 'layer2.0.downsample.1']);
    expect(layer2.blocks[0]!.nodes[0]!.detail).toBe('3x3, stride 2');
  });
});
