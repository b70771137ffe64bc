import { describe, expect, it } from 'vitest';
import { LensmithError } from '../core/errors';
import { backboneGraph, card, starterBackbones, zoo } from './zoo';

describe('the zoo', () => {
  it('trains the quick Lite0 first', () => {
    expect(starterBackbones).toEqual([
      'tf_efficientnet_lite0',
      'mobilenetv3_large_100',
      'resnet18',
      'efficientnet_b0',
      'vit_small_patch16_224',
    ]);
  });

  it.each(zoo)('builds $id with and without a classifier', (entry) => {
    expect(backboneGraph(entry).taps.logits).toBeNull();
    expect(backboneGraph(entry, 3).taps.logits).not.toBeNull();
    expect(card(entry.id)).toBe(entry);
  });

  it('names what there is when asked for what there is not', () => {
    const known = zoo.map(({ id }) => id).join(', ');
    const error = new LensmithError('unknownBackbone', { id: 'resnet1', known });
    expect(() => card('resnet1')).toThrow(error.message);
    expect(error.remedy).toContain('tiny_vit');
  });
});
