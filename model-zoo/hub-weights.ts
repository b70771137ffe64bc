import type { ArchitectureName } from './card';

/** ImageNet weights on the Hugging Face Hub that fit an architecture of the zoo. */
export interface OnHub {
  readonly architecture: ArchitectureName;
  readonly repo: string;
  /** Percent, ImageNet-1k validation. */
  readonly top1: number;
}

/**
 * Accuracies are those of timm's own evaluation at the input size that the repository's config.json
 * asks for:
 * https://github.com/huggingface/pytorch-image-models/blob/4e5207c7/results/results-imagenet.csv
 */
export const onHub: readonly OnHub[] = [
  { architecture: 'tf_efficientnet_lite0', repo: 'timm/tf_efficientnet_lite0.in1k', top1: 74.846 },
  {
    architecture: 'mobilenetv3_large_100',
    repo: 'timm/mobilenetv3_large_100.ra_in1k',
    top1: 75.784,
  },
  { architecture: 'resnet18', repo: 'timm/resnet18.a1_in1k', top1: 71.504 },
  { architecture: 'efficientnet_b0', repo: 'timm/efficientnet_b0.ra_in1k', top1: 77.698 },
  {
    architecture: 'vit_tiny_patch16_224',
    repo: 'timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k',
    top1: 75.452,
  },
  {
    architecture: 'vit_small_patch16_224',
    repo: 'timm/vit_small_patch16_224.augreg_in21k_ft_in1k',
    top1: 81.402,
  },
  {
    architecture: 'vit_base_patch16_224',
    repo: 'timm/vit_base_patch16_224.augreg2_in21k_ft_in1k',
    top1: 85.108,
  },
];
