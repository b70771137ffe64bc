import type { Preprocessing } from '../core/preprocessing/types';
import type { ArchitectureName, Card } from './card';

/** The part of a card that people decide; the rest is measured. */
export interface CardText extends Pick<Card, 'id' | 'architecture' | 'title' | 'preprocessing'> {
  readonly weights: Omit<Card['weights'], 'sha256' | 'bytes'>;
}

type Colours = Pick<Preprocessing, 'mean' | 'std'>;
const imagenet: Colours = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const half: Colours = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

function preprocessing(side: number, colours: Colours): Preprocessing {
  return { inputSize: [side, side], cropPct: 0.875, interpolation: 'bicubic', ...colours };
}

/** Weights under weights/<id>; where they come from is told in pretrain/README.md. */
function starter(id: ArchitectureName, title: string, input: Preprocessing): CardText {
  return {
    id,
    architecture: id,
    title,
    weights: { kind: 'starter', source: `backbones.${id}.weights`, licence: 'Apache-2.0' },
    preprocessing: input,
  };
}

/** Seconds-fast networks for tests; their weights are computed (golden/fill.ts), not stored. */
function tiny(id: ArchitectureName, title: string): CardText {
  return {
    id,
    architecture: id,
    title,
    weights: { kind: 'random', source: 'backbones.tiny.weights', licence: 'Apache-2.0' },
    preprocessing: preprocessing(32, half),
  };
}

/** Starters in the order in which they are trained when nothing is chosen. */
export const cardTexts: readonly CardText[] = [
  starter('tf_efficientnet_lite0', 'EfficientNet-Lite0', preprocessing(224, half)),
  starter('mobilenetv3_large_100', 'MobileNetV3-Large', preprocessing(128, imagenet)),
  starter('resnet18', 'ResNet18', preprocessing(128, imagenet)),
  starter('efficientnet_b0', 'EfficientNet-B0', preprocessing(128, imagenet)),
  starter('vit_small_patch16_224', 'Vision Transformer (ViT-S/16)', preprocessing(128, imagenet)),
  tiny('tiny_mobilenetv3', 'Tiny MobileNetV3'),
  tiny('tiny_resnet', 'Tiny ResNet'),
  tiny('tiny_efficientnet', 'Tiny EfficientNet'),
  tiny('tiny_efficientnet_lite', 'Tiny EfficientNet-Lite'),
  tiny('tiny_vit', 'Tiny Vision Transformer'),
];
