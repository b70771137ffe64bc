import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensor } from '../../../core/contract/engine';
import { adamWUpdate } from '../kernels/adam-w';
import { disposeAll, download } from '../parameters';

export interface AdamWOptions {
  weightDecay: number;
  /** Parameters that are not decayed: biases, norms, tokens and embeddings. */
  undecayed: ReadonlySet<string>;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

export interface AdamW {
  /** Optimiser steps taken. */
  readonly step: number;
  /**
   * Replaces each tensor in `parameters` that has a gradient and disposes of what it replaced and
   * of the gradients.
   */
  update(
    parameters: Map<string, tf.Tensor>,
    gradients: ReadonlyMap<string, tf.Tensor>,
    learningRate: number,
  ): void;
  /** Both moments of every parameter seen: `m/<name>`, `v/<name>`. */
  save(): Promise<NamedTensor[]>;
  dispose(): void;
}

/** AdamW (Loshchilov & Hutter 2019) with PyTorch's defaults; `saved` goes on from a checkpoint. */
export function createAdamW(
  { weightDecay, undecayed, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamWOptions,
  saved: { moments: readonly NamedTensor[]; step: number } = { moments: [], step: 0 },
): AdamW {
  const moments = new Map<string, tf.Tensor>(
    saved.moments.map(({ name, shape, data }) => [name, tf.tensor(data, shape)]),
  );
  let step = saved.step;
  return {
    get step() {
      return step;
    },
    update(parameters, gradients, learningRate) {
      step += 1;
      for (const [name, gradient] of gradients) {
        const parameter = parameters.get(name)!;
        const m = moments.get(`m/${name}`) ?? tf.zerosLike(parameter);
        const v = moments.get(`v/${name}`) ?? tf.zerosLike(parameter);
        const [next, m1, v1] = adamWUpdate(
          { parameter, gradient, m, v },
          {
            learningRate,
            beta1,
            beta2,
            epsilon,
            weightDecay: undecayed.has(name) ? 0 : weightDecay,
            step,
          },
        );
        tf.dispose([parameter, gradient, m, v]);
        parameters.set(name, next);
        moments.set(`m/${name}`, m1);
        moments.set(`v/${name}`, v1);
      }
    },
    save: () => download(moments),
    dispose() {
      disposeAll(moments);
      moments.clear();
    },
  };
}
