import * as tf from '@tensorflow/tfjs-core';
import type { HeadFit, HeadRequest } from '../../../core/contract/engine';
import { type Evaluation, minimise } from './lbfgs';
import { type Scores, softmaxLoss } from './softmax-loss';
import { foldInto, measure, standardise } from './standardise';

interface HeadEvaluation extends Evaluation {
  scores: Scores;
}

/**
 * Multinomial logistic regression by L-BFGS; see `HeadRequest` for the objective, which is divided
 * by C * sum(sampleWeight) here so that tolerances mean the same for every strength and data set.
 * Both products of an evaluation run on the device, over a standardised copy of the features and
 * its explicit transpose. `breathe` is awaited once an iteration and throws to cancel.
 */
export async function fitHead(
  request: HeadRequest,
  breathe: () => Promise<void>,
): Promise<HeadFit[]> {
  const { features, labels, sampleWeights, classes, strengths, iterations } = request;
  const { heldOut, heldOutLabels } = request;
  const [rows, width] = features.shape as [number, number];
  const standardisation = measure(features);
  const x = tf.tensor2d(standardise(features, standardisation), [rows, width]);
  const transposed = tf.transpose(x) as tf.Tensor2D;
  const other = heldOut
    ? tf.tensor2d(standardise(heldOut, standardisation), [heldOut.shape[0]!, width])
    : null;
  const totalWeight = sampleWeights.reduce((a, b) => a + b, 0);
  const weightCount = width * classes;

  const evaluate = async (point: Float64Array, strength: number): Promise<HeadEvaluation> => {
    const bias = point.subarray(weightCount);
    const logitGradient = new Float32Array(rows * classes);
    const products = await product(x, point.subarray(0, weightCount), classes);
    const scores = softmaxLoss(products, bias, labels, sampleWeights, logitGradient);
    const weightGradient = await product(transposed, logitGradient, classes);
    const gradient = new Float64Array(point.length);
    const penalty = 1 / (strength * totalWeight);
    let squares = 0;
    for (let i = 0; i < weightCount; i++) {
      squares += point[i]! ** 2;
      gradient[i] = weightGradient[i]! + penalty * point[i]!;
    }
    for (let i = 0; i < logitGradient.length; i++) {
      gradient[weightCount + (i % classes)]! += logitGradient[i]!;
    }
    return { value: scores.loss + (penalty * squares) / 2, gradient, scores };
  };
  const heldOutProducts = (point: Float64Array) =>
    other ? product(other, point.subarray(0, weightCount), classes) : null;

  const fits: HeadFit[] = [];
  try {
    let point: Float64Array = new Float64Array(weightCount + classes);
    for (const strength of strengths) {
      const curve: HeadFit['curve'] = [];
      const steps = minimise((at) => evaluate(at, strength), point);
      for await (const { x: at, evaluation } of steps) {
        point = at;
        const products = await heldOutProducts(at);
        const scores =
          products && heldOutLabels
            ? softmaxLoss(products, at.subarray(weightCount), heldOutLabels, null, null)
            : null;
        curve.push({
          ...evaluation.scores,
          heldOutLoss: scores?.loss ?? null,
          heldOutAccuracy: scores?.accuracy ?? null,
        });
        if (curve.length >= iterations) break;
        await breathe();
      }
      const bias = point.slice(weightCount);
      const folded = foldInto(point.slice(0, weightCount), bias, standardisation);
      const products = await heldOutProducts(point);
      fits.push({
        strength,
        weight: { shape: [width, classes], data: folded.weight },
        bias: folded.bias,
        curve,
        heldOutLogits: products && {
          shape: [heldOut!.shape[0]!, classes],
          data: products.map((value, i) => value + bias[i % classes]!),
        },
      });
    }
  } finally {
    tf.dispose([x, transposed]);
    other?.dispose();
  }
  return fits;
}

/** matrix [M, K] times `values` [K, classes], read back. */
async function product(
  matrix: tf.Tensor2D,
  values: Float32Array | Float64Array,
  classes: number,
): Promise<Float32Array> {
  const result = tf.tidy(() =>
    tf.matMul(matrix, tf.tensor2d(new Float32Array(values), [matrix.shape[1], classes])),
  );
  const data = await result.data();
  result.dispose();
  return data as Float32Array;
}
