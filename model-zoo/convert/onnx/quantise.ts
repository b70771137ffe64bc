import { parameters } from '../../graph/parameters';
import { size } from '../../graph/shapes';
import type { Graph, ParameterValue } from '../../graph/types';

/**
 * Symmetric 8-bit integers, one scale for each output channel (Jacob et al. 2018,
 * https://arxiv.org/abs/1712.05877, per channel as Krishnamoorthi 2018, https://arxiv.org/abs/1806.08342).
 * In all internal layouts of matrices and convolutions the output channel is innermost.
 */
const largest = 127;

/**
 * Of all weights of a network. Smaller tensors, the early convolutions, stay as they are: that halves
 * the error for a hundredth of the bytes (docs/experiments.md).
 */
const smallShare = 1 / 500;

/** Names of the matrices and convolutions that are worth rounding. */
export function roundedWeights(graph: Graph): ReadonlySet<string> {
  const weights = parameters(graph).filter(({ kind }) => kind !== 'plain');
  const all = weights.reduce((sum, { shape }) => sum + size(shape), 0);
  const large = weights.filter(({ shape }) => size(shape) >= smallShare * all);
  return new Set(large.map(({ name }) => name));
}

/** The step of each output channel; 1 where all its weights are zero. */
export function scales({ shape, data }: ParameterValue): Float32Array {
  const channels = outputChannels(shape);
  const peaks = new Float32Array(channels);
  for (let i = 0, c = 0; i < data.length; i++, c++) {
    if (c === channels) c = 0;
    const magnitude = Math.abs(data[i]!);
    if (magnitude > peaks[c]!) peaks[c] = magnitude;
  }
  return peaks.map((peak) => (peak > 0 ? peak / largest : 1));
}

/** Integers in -127..127 (as floats, in the layout given): the weights in steps of `scales`. */
export function quantise(value: ParameterValue): ParameterValue {
  const { shape, data } = value;
  const steps = scales(value);
  const integers = new Float32Array(data.length);
  for (let i = 0, c = 0; i < data.length; i++, c++) {
    if (c === steps.length) c = 0;
    integers[i] = Math.round(data[i]! / steps[c]!);
  }
  return { shape, data: integers };
}

/** Of a weight [kh, kw, in, out], [kh, kw, C, 1] or [in, out]. */
function outputChannels(shape: readonly number[]): number {
  const last = shape.at(-1)!;
  return shape.length === 4 && last === 1 ? shape[2]! : last;
}
