import type { TailState } from '../../core/contract/engine';
import { answerThreshold, calibrationError, fitTemperature } from '../../core/learning/calibration';
import type { Calibration, Run } from '../../core/run';

/** Share of the right held-out answers that stay answers; the rest of them become "none of these". */
export const KEPT_ANSWERS = 0.95;

export interface Calibrated {
  model: TailState;
  logits: Float32Array;
  calibration: Calibration;
  /** Expected calibration error of the held-out predictions, before and after. */
  params: Run['params'];
}

/**
 * Divides a model's logits by the temperature that its held-out predictions ask for, in the weight
 * and bias of `classifier` (a name such as `fc`), so that what is exported is what was measured.
 *
 * In k-fold the predictions come from the folds' models and the temperature goes into another, fitted
 * on all rows. One temperature serves both: they differ by a fifth of the rows and nothing else, all
 * folds together say it more surely than any of them, and no picture is left that the final model has
 * not seen. With its more pictures the final model errs, if at all, on the side of too little confidence.
 */
export function calibrate(
  model: TailState,
  classifier: string,
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
): Calibrated {
  const temperature = fitTemperature(logits, labels, classes);
  const cooled = divided(logits, temperature);
  const last = [`${classifier}.weight`, `${classifier}.bias`];
  return {
    model: {
      ...model,
      parameters: model.parameters.map((parameter) =>
        last.includes(parameter.name)
          ? { ...parameter, data: divided(parameter.data, temperature) }
          : parameter,
      ),
    },
    logits: cooled,
    calibration: {
      temperature,
      threshold: answerThreshold(cooled, labels, classes, KEPT_ANSWERS),
    },
    params: {
      calibration_error_before: rounded(calibrationError(logits, labels, classes)),
      calibration_error: rounded(calibrationError(cooled, labels, classes)),
    },
  };
}

function divided(values: Float32Array, divisor: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i] / divisor;
  return out;
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
