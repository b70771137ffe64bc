import * as tf from '@tensorflow/tfjs-core';

/** Backends a composition serves; a faster kernel for one of them is registered over it. */
export const backends = ['cpu', 'wasm', 'webgpu'] as const;

type Inputs = Record<string, tf.Tensor>;
type Attributes = Record<string, number | boolean | readonly number[]>;

/**
 * A differentiable operation of our own in tfjs's registry, computed by a composition of tfjs ops.
 * Going through the registry (and not `tf.customGrad`) lets a backend replace the forward part.
 * `saved` names the inputs that the gradient reads.
 */
export function defineKernel<I extends Inputs, A extends Attributes>(definition: {
  name: string;
  forward: (inputs: I, attributes: A) => tf.Tensor;
  saved: readonly (keyof I & string)[];
  /** The gradient of each differentiable input, by name, from the gradient of the output. */
  gradient: (dy: tf.Tensor, saved: I, attributes: A) => { [K in keyof I]?: () => tf.Tensor };
}): (inputs: I, attributes: A) => tf.Tensor {
  const { name, forward, saved, gradient } = definition;
  const run = defineStep(name, forward);
  tf.registerGradient({
    kernelName: name,
    inputsToSave: [...saved],
    gradFunc: (dy, tensors, attrs) => {
      const byName = Object.fromEntries(saved.map((input, i) => [input, tensors[i]!]));
      return gradient(dy as tf.Tensor, byName as I, attrs as unknown as A) as Record<
        string,
        () => tf.Tensor
      >;
    },
  });
  return run;
}

/**
 * A part of a gradient in tfjs's registry, computed by a composition of tfjs ops: it has no gradient
 * of its own, and a backend can replace it by one pass.
 */
export function defineStep<I extends Inputs, A extends Attributes>(
  name: string,
  compute: (inputs: I, attributes: A) => tf.Tensor,
): (inputs: I, attributes: A) => tf.Tensor {
  for (const backendName of backends) {
    tf.registerKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => compute(inputs as unknown as I, attrs as unknown as A)),
    });
  }
  return (inputs, attributes) =>
    tf.engine().runKernel(name, inputs as unknown as tf.NamedTensorMap, attributes as never);
}
