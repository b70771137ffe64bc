import { expect, test } from 'vitest';
import { architectures } from '../../architectures';
import { GraphError } from '../graph-error';
import { validate } from '../validate';
import { replaceHead } from './replace-head';
import { cutFor, split } from './split';

const resnet = architectures.tiny_resnet({ inputSize: [64, 64], classes: 5 });

test('taps and stages go to the side that holds them', () => {
  const { trunk, tail } = split(resnet, 'layer3');
  validate(trunk);
  validate(tail);
  expect(trunk.output).toBe('layer3.0.act2');
  expect(trunk.taps).toEqual({ features: null, pooled: null, logits: null });
  expect(trunk.stages.map((stage) => stage.name)).toEqual(['stem', 'layer1', 'layer2', 'layer3']);
  expect(tail.taps).toEqual(resnet.taps);
  expect(tail.nodes[0]).toEqual({
    op: 'input',
    id: 'layer3.0.act2',
    inputs: [],
    shape: [4, 4, 24],
  });
});

test('at the pooled features the trunk holds the map and both hold the cut', () => {
  const { trunk, tail } = split(resnet, cutFor(resnet, 'head'));
  expect(trunk.taps).toEqual({ ...resnet.taps, logits: null });
  expect(tail.taps).toEqual({ ...resnet.taps, features: null });
  expect(tail.nodes.map((node) => node.op)).toEqual(['input', 'dense']);
});

test('at the input the trunk is empty', () => {
  const { trunk, tail } = split(resnet, cutFor(resnet, 'all'));
  expect(trunk.nodes).toEqual([resnet.nodes[0]]);
  expect(tail).toEqual(resnet);
});

test('without classifier, a cut at the pooled features leaves no tail', () => {
  const backbone = replaceHead(resnet, 0);
  const { trunk, tail } = split(backbone, cutFor(backbone, 'head'));
  expect(trunk.nodes).toEqual(backbone.nodes);
  expect(tail.nodes.map((node) => node.op)).toEqual(['input']);
});

test('the last stage is the part each family is named for', () => {
  const cuts = (
    [
      'resnet18',
      'mobilenetv3_large_100',
      'efficientnet_b0',
      'tf_efficientnet_lite0',
      'vit_small_patch16_224',
    ] as const
  ).map((name) => {
    const graph = architectures[name]({ inputSize: [224, 224], classes: 0 });
    return cutFor(graph, 'last-stage');
  });
  expect(cuts).toEqual([
    'layer3.1.act2',
    'blocks.5.2.add',
    'blocks.5.3.add',
    'blocks.5.3.add',
    'blocks.9.add2',
  ]);
});

test('a cut that a shortcut goes around is refused', () => {
  expect(() => split(resnet, 'layer2.0.bn1')).toThrow(
    /crossed from .+ to layer2\.0\.downsample\.0/,
  );
});

test('an unknown place is refused', () => {
  expect(() => split(resnet, 'layer9')).toThrow(GraphError);
});

test.each([-1, 2.5, Number.NaN])('a head for %d classes is refused', (classes) => {
  expect(() => replaceHead(resnet, classes)).toThrow(GraphError);
});

test('a new head has its number of classes and keeps all else', () => {
  const replaced = replaceHead(resnet, 12);
  validate(replaced);
  expect(replaced.nodes.slice(0, -1)).toEqual(resnet.nodes.slice(0, -1));
  expect(replaced.nodes.at(-1)).toMatchObject({ id: 'fc', op: 'dense', units: 12 });
});
