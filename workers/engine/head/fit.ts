import * as tf from '@tensorflow/tfjs-core';
import type { HeadFit, HeadRequest, TensorData } from '../../../core/contract/engine';
import { type Evaluation, minimise } from './lbfgs';
import { rowSpace } from './row-space';
import { type Scores, softmaxLoss } from './softmax-loss';
import { foldInto, measure, standardise } from './standardise';

interface HeadEvaluation extends Evaluation {
  scores: Scores;
}

/** From this many features a row on, the fit runs in the space that the rows span. */
const WIDE = 2;
/** Above this many rows, finding that space takes longer than it saves. */
const MOST_SPANNING_ROWS = 512;

/**
 * Multinomial logistic regression by L-BFGS; see `HeadRequest` for the objective, which is divided
 * by C * sum(sampleWeight) here so that tolerances mean the same for every strength and data set.
 * Both products of an evaluation run on the device, over a standardised copy of the features and
 * its explicit transpose. The penalty does not change under rotation, and the best weights lie in the
 * space that the rows span: where there are far fewer rows than features, it is fitted there.
 * `breathe` is awaited once an iteration and throws to cancel.
 */
export async function fitHead(
  request: HeadRequest,
  breathe: () => Promise<void>,
): Promise<HeadFit[]> {
  const owned: tf.Tensor[] = [];
  try {
    return await fitWith(request, breathe, owned);
  } finally {
    tf.dispose(owned);
  }
}

/** Leaves every tensor that is not disposed of at once in `owned`. */
async function fitWith(
  request: HeadRequest,
  breathe: () => Promise<void>,
  owned: tf.Tensor[],
): Promise<HeadFit[]> {
  const { features, labels, sampleWeights, classes, strengths, iterations } = request;
  const { heldOut, heldOutLabels } = request;
  const [rows, width] = features.shape as [number, number];
  const standardisation = measure(features, request.shrinkage ?? 0);
  const own = <T extends tf.Tensor>(tensor: T): T => {
    owned.push(tensor);
    return tensor;
  };
  const upload = (data: TensorData) =>
    own(tf.tensor2d(standardise(data, standardisation), [data.shape[0]!, width]));
  const given = upload(features);
  const wide = rows <= MOST_SPANNING_ROWS && width >= WIDE * rows;
  const basis = wide ? own(await rowSpace(given)) : null;
  const project = (points: tf.Tensor2D) =>
    basis ? own(tf.matMul(points, basis) as tf.Tensor2D) : points;
  const x = project(given);
  const transposed = own(tf.transpose(x) as tf.Tensor2D);
  const other = heldOut ? project(upload(heldOut)) : null;
  const totalWeight = sampleWeights.reduce((a, b) => a + b, 0);
  const weightCount = x.shape[1] * classes;

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
  let point: Float64Array = new Float64Array(weightCount + classes);
  for (const strength of strengths) {
    const curve: HeadFit['curve'] = [];
    const steps = minimise((at) => evaluate(at, strength), point, {
      relativeDecrease: request.tolerance,
    });
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
    const solution = point.slice(0, weightCount);
    const weight = basis ? await product(basis, solution, classes) : solution;
    const folded = foldInto(weight, bias, standardisation);
    const products = await heldOutProducts(point);
    fits.push({
      strength,
      weight: { shape: [width, classes], data: folded.weight },
      bias: folded.bias,
      curve,
      heldOutLogits: products && {
        shape: [heldOut!.shape[0]!, classes],
        data: withBias(products, bias),
      },
    });
  }
  return fits;
}

function withBias(products: Float32Array, bias: Float64Array): Float32Array {
  const logits = new Float32Array(products.length);
  for (let i = 0; i < logits.length; i++) logits[i] = products[i]! + bias[i % bias.length]!;
  return logits;
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
