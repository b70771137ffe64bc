import type { ArchitectureName } from '../../model-zoo/card';
import { zoo } from '../../model-zoo/zoo';

/** Of architectures without a card in the zoo. */
const more: Partial<Record<ArchitectureName, string>> = {
  vit_base_patch16_224: 'Vision Transformer (ViT-B/16)',
  vit_tiny_patch16_224: 'Vision Transformer (ViT-Ti/16)',
};

/** `ResNet18, a1_in1k`, of weights called `resnet18.a1_in1k`. */
export function titleOf(architecture: ArchitectureName, weights: string): string {
  const known = zoo.find((card) => card.architecture === architecture)?.title;
  const network = known ?? more[architecture] ?? architecture;
  return `${network}, ${weights.replace(`${architecture}.`, '')}`;
}
