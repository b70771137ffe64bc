/** Class activation maps from a layer's values and the gradient of a class's logit in them. */

/** One picture's layer: [cells, channels] row-major, both. */
export interface Evidence {
  values: Float32Array;
  gradient: Float32Array;
  channels: number;
}

/**
 * Grad-CAM (Selvaraju et al. 2017): channels weighted by their mean gradient, summed, and what speaks
 * for the class kept. Returns [cells], not normalised.
 */
export function gradCam(evidence: Evidence): Float32Array {
  const { gradient, channels } = evidence;
  const weights = new Float64Array(channels);
  for (let i = 0, c = 0; i < gradient.length; i++, c++) {
    if (c === channels) c = 0;
    weights[c]! += gradient[i]!;
  }
  const cells = gradient.length / channels;
  return weighted(
    evidence,
    weights.map((sum) => sum / cells),
  );
}

/** pytorch-grad-cam's guard against division by zero. */
const epsilon = 1e-6;

/**
 * Grad-CAM++ (Chattopadhay et al. 2018), with the exponential as the score's last step, which leaves
 * powers of the first gradient in place of higher ones; as pytorch-grad-cam computes it.
 */
export function gradCamPlusPlus(evidence: Evidence): Float32Array {
  const { values, gradient, channels } = evidence;
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) sums[i % channels]! += values[i]!;
  const weights = new Float64Array(channels);
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i]!;
    if (g <= 0) continue;
    const c = i % channels;
    weights[c]! += (g * g * g) / (2 * g * g + sums[c]! * g * g * g + epsilon);
  }
  return weighted(evidence, weights);
}

/** The positive part of the sum over channels. */
function weighted({ values, channels }: Evidence, weights: Float64Array): Float32Array {
  const map = new Float32Array(values.length / channels);
  for (let cell = 0; cell < map.length; cell++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += weights[c]! * values[cell * channels + c]!;
    map[cell] = Math.max(0, sum);
  }
  return map;
}

/** Divided by its own maximum; a map of zeros stays one. */
export function normalised(map: Float32Array): Float32Array {
  const most = map.reduce((a, b) => Math.max(a, b), 0);
  return most > 0 ? map.map((value) => value / most) : map.slice();
}
