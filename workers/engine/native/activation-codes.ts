import type { Activation } from '../../../model-zoo/graph/types';

/** How the native module numbers activations: src/activation.h. */
const codes: Record<Activation, number> = {
  relu: 1,
  relu6: 2,
  hardSwish: 3,
  hardSigmoid: 4,
  silu: 5,
  sigmoid: 6,
  gelu: 7,
};

export function activationCode(activation: Activation | null): number {
  return activation === null ? 0 : codes[activation];
}
