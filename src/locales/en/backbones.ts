import type { Texts } from '../translate';

/** By card id. What the weights are, in plain words; the facts are model-zoo/pretrain/README.md's. */
export const backbones = {
  tf_efficientnet_lite0: {
    title: 'EfficientNet-Lite0',
    short: 'ImageNet weights',
    weights:
      'Real ImageNet weights: Google’s original EfficientNet-Lite0, trained on 1.3 million photographs. Apache-2.0.',
  },
  mobilenetv3_large_100: {
    title: 'MobileNetV3',
    short: 'starter weights',
    weights:
      'Starter weights, pretrained for this project on 60,000 small pictures with EfficientNet-Lite0 as teacher. A modest start: full ImageNet weights reach more. Apache-2.0.',
  },
  resnet18: {
    title: 'ResNet18',
    short: 'starter weights',
    weights:
      'Starter weights, pretrained for this project from scratch on 60,000 small pictures with EfficientNet-Lite0 as teacher. The most modest of the five. Apache-2.0.',
  },
  efficientnet_b0: {
    title: 'EfficientNet-B0',
    short: 'starter weights',
    weights:
      'Starter weights, pretrained for this project: begun from EfficientNet-Lite0, then trained on 60,000 small pictures. The strongest of the starters. Apache-2.0.',
  },
  vit_small_patch16_224: {
    title: 'Vision Transformer (small)',
    short: 'starter weights',
    weights:
      'Starter weights, pretrained for this project: begun from a DINOv2-derived encoder, its upper half trained on 60,000 small pictures. Modest for its size. MIT and Apache-2.0.',
  },
} as const satisfies Texts;
