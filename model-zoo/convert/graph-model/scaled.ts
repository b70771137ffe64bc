import type { ParameterKind, ParameterValue } from '../../graph/types';
import type { GraphDefBuilder } from './tensors';
import { floatType } from './tensors';

/**
 * A value of the graph that is to be multiplied by `scale`, and has `shift` added to it then, before
 * it is what it stands for. Both move into the weights of whoever reads it, which saves a pass over
 * the activations each.
 */
export interface Scaled {
  readonly name: string;
  /** Of all values, or one a channel. */
  readonly scale: number | readonly number[];
  /** One a channel. */
  readonly shift: readonly number[] | null;
}

export const exact = (name: string): Scaled => ({ name, scale: 1, shift: null });

/** Whether an operation that moves values about, or averages them, may pass the scale on. */
export function isUniform({ scale, shift }: Scaled): boolean {
  return typeof scale === 'number' && shift === null;
}

/** The name of what the value stands for; `scope` names the multiplication, where one is needed. */
export function settled(scope: string, { name, scale }: Scaled, def: GraphDefBuilder): string {
  if (scale === 1) return name;
  if (typeof scale !== 'number') throw new Error(`${name} can be read by a convolution alone`);
  return def.node(scope, 'Mul', [name, def.scalar(scale)], floatType);
}

/** Weights for an input that is short of `scale`, and an output that is to be `gain` times as large. */
export function scaledWeights(
  kind: Exclude<ParameterKind, 'plain'>,
  { shape, data }: ParameterValue,
  scale: Scaled['scale'],
  gain: number,
): Float32Array | (() => Float32Array) {
  if (scale === 1 && gain === 1) return data;
  if (typeof scale === 'number') return () => data.map((weight) => weight * scale * gain);
  const channel = inputChannel(kind, shape);
  return () => data.map((weight, i) => weight * scale[channel(i)]! * gain);
}

/** What a shift of the input adds to each output of a convolution without padding. */
export function shiftedBias(
  kind: Exclude<ParameterKind, 'plain'>,
  { shape, data }: ParameterValue,
  shift: readonly number[],
): Float64Array {
  const channel = inputChannel(kind, shape);
  const outputs = kind === 'depthwise' ? shape[2]! : shape.at(-1)!;
  const sums = new Float64Array(outputs);
  for (let i = 0; i < data.length; i++) sums[i % outputs] += data[i]! * shift[channel(i)]!;
  return sums;
}

/** Of a weight's flat index in the internal layout. */
function inputChannel(kind: ParameterKind, shape: readonly number[]): (index: number) => number {
  if (kind === 'depthwise') return (index) => index % shape[2]!;
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  return (index) => Math.floor(index / outputs) % inputs;
}
