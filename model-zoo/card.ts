import type { Preprocessing } from '../core/preprocessing/types';

export type ArchitectureName =
  | 'mobilenetv3_large_100'
  | 'resnet18'
  | 'efficientnet_b0'
  | 'tf_efficientnet_lite0'
  | 'vit_base_patch16_224'
  | 'vit_small_patch16_224'
  | 'vit_tiny_patch16_224'
  | 'tiny_mobilenetv3'
  | 'tiny_resnet'
  | 'tiny_efficientnet'
  | 'tiny_efficientnet_lite'
  | 'tiny_vit';

/** What is known of one set of backbone weights. Tests recompute every number on it. */
export interface Card {
  /** Also the folder name under model-zoo/weights and the name users type. */
  readonly id: string;
  readonly architecture: ArchitectureName;
  /** For people: "EfficientNet-B0". */
  readonly title: string;
  readonly weights: {
    /** `stored`: brought by the user and kept in the store (workers/backbones). */
    readonly kind: 'starter' | 'stored' | 'random';
    /**
     * Key of the plain-words description in the locales (`backbones.<id>.weights`); of stored
     * weights, where they came from: `timm/resnet18.a1_in1k`, or a file's name.
     */
    readonly source: string;
    /** SPDX; of stored weights as their source says, `NOASSERTION` where it says nothing. */
    readonly licence: string;
    /**
     * Of model.json and the shards, concatenated in manifest order; of stored weights, of their
     * parameters (workers/backbones/hash.ts).
     */
    readonly sha256: string;
    readonly bytes: number;
  };
  readonly preprocessing: Preprocessing;
  /** Without classifier. */
  readonly parameters: number;
  /** Multiply-accumulates of one forward pass at the card's input size, without classifier. */
  readonly macs: number;
  /** Width of the pooled features. */
  readonly features: number;
}
