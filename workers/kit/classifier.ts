import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { prepare } from '../../core/preprocessing/prepare';
import type { Pixels } from '../../core/preprocessing/types';
import type { Description } from './description';
import { Fault } from './fault';

export interface Prediction {
  label: string;
  /** 0..1; all classes sum to 1. */
  confidence: number;
}

export interface Answer {
  /** Most likely first. */
  predictions: Prediction[];
  /** Whether even the best answer is below the model's threshold: none of its classes, most likely. */
  none: boolean;
}

/** A loaded model with its labels and preprocessing. */
export class Classifier {
  readonly description: Description;
  readonly #model: GraphModel;

  constructor(model: GraphModel, description: Description) {
    this.#model = model;
    this.description = description;
  }

  /** The `top` most likely classes. Throws Fault where the weights are damaged. */
  async classify(pixels: Pixels, top: number): Promise<Answer> {
    const { labels, threshold } = this.description;
    const probabilities = await this.#probabilities(pixels);
    if (probabilities.length !== labels.length || !probabilities.every(Number.isFinite)) {
      throw new Fault('fileDamaged', { file: 'tfjs/model.json' });
    }
    const order = Array.from(probabilities.keys()).sort(
      (a, b) => probabilities[b]! - probabilities[a]!,
    );
    const predictions = order
      .slice(0, top)
      .map((i) => ({ label: labels[i]!, confidence: probabilities[i]! }));
    return { predictions, none: threshold !== null && probabilities[order[0]!]! < threshold };
  }

  /** Of every class, in the order of labels.json. */
  async #probabilities(pixels: Pixels): Promise<Float32Array> {
    const { preprocessing } = this.description;
    const shown = Float32Array.from(prepare(pixels, preprocessing));
    const image = tf.tensor(shown, [1, ...preprocessing.inputSize, 3], 'float32');
    const answer = this.#model.execute({ image }, 'probabilities') as tf.Tensor;
    try {
      return (await answer.data()) as Float32Array;
    } finally {
      tf.dispose([image, answer]);
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}
