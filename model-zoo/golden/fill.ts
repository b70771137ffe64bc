import { fromTorchLayout, torchShape } from '../convert/torch-layout';
import { parameters } from '../graph/parameters';
import type { Graph, Parameter, Parameters, ParameterValue } from '../graph/types';

/**
 * Seeded values for every tensor, the same as fill.py gives: goldens and the tiny backbones need
 * no weight files.
 *
 * The value at flat index i (PyTorch's layout, row-major) of tensor `name` is uniform in
 * [low, high), from murmur3's 32-bit finaliser over FNV-1a(name) + i * golden ratio. The bounds
 * depend on the kind of tensor alone, and keep deep networks within sane magnitudes.
 */
export function fill(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
  const [low, high] = bounds(name, shape);
  const seed = fnv1a(name);
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < values.length; i++) values[i] = low + (high - low) * unit(seed, i);
  return values;
}

/** [count] in [0, 1), multiples of 2^-24. */
export function uniform(name: string, count: number): number[] {
  const seed = fnv1a(name);
  return Array.from({ length: count }, (_, i) => unit(seed, i));
}

/** A graph's parameter, filled, in the internal layout. */
export function fillParameter(parameter: Parameter): ParameterValue {
  const shape = torchShape(parameter.kind, parameter.shape);
  return fromTorchLayout(parameter.kind, shape, fill(parameter.name, shape));
}

/** All of a graph's parameters. */
export function fillParameters(graph: Graph): Parameters {
  return new Map(parameters(graph).map((parameter) => [parameter.name, fillParameter(parameter)]));
}

function fnv1a(name: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  return value;
}

function unit(seed: number, index: number): number {
  let h = (seed + Math.imul(index, 0x9e3779b9)) | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 8) / 2 ** 24;
}

/** By the last part of the name and the rank in PyTorch's layout. */
function bounds(name: string, shape: readonly number[]): [low: number, high: number] {
  const part = name.slice(name.lastIndexOf('.') + 1);
  if (part === 'running_mean') return [-0.2, 0.2];
  if (part === 'running_var') return [0.5, 1.5];
  if (part === 'bias') return [-0.2, 0.2];
  if (part === 'weight' && shape.length === 1) return [0.7, 1.3];
  if (part === 'weight') {
    // He et al. 2015: variance 2 / fan-in, so that ReLU networks keep their magnitude.
    const limit = Math.sqrt(6 / shape.slice(1).reduce((a, b) => a * b, 1));
    return [-limit, limit];
  }
  return [-1, 1];
}
