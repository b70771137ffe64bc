import { bindings } from './device';
import type { FusedActivation, Gemm } from './gemm-spec';

const activations: Record<FusedActivation, string> = {
  linear: 'x',
  relu: 'max(x, 0.0)',
  relu6: 'clamp(x, 0.0, 6.0)',
  sigmoid: '1.0 / (1.0 + exp(-x))',
};

/** WGSL of an activation of the f32 `x`. */
export const activationOf = (activation: FusedActivation): string => activations[activation];

/** Bindings and the functions that both variants call for addresses and the fused epilogue. */
export function gemmHead(
  gemm: Gemm,
  splits: number,
  vectors: { b: boolean; out: boolean } = { b: false, out: false },
): string {
  const { sizes, depth, bias, columns } = gemm;
  const inputs = { a: sizes.a, b: sizes.b, ...(bias && { bias: columns }) };
  const [from, to] = typeof depth === 'number' ? ['0', `${depth}`] : depth;
  return `
${bindings(inputs, { out: sizes.out * splits }, [
  ...(vectors.b ? ['b'] : []),
  ...(vectors.out ? ['out'] : []),
])}
fn rowAt(batch: i32, row: i32) -> vec4i { return ${gemm.row}; }
fn firstK(batch: i32, segment: i32) -> i32 { return ${from}; }
fn endK(batch: i32, segment: i32) -> i32 { return ${to}; }
fn aAt(batch: i32, r: vec4i, segment: i32) -> i32 { return ${gemm.a}; }
fn aPadding(batch: i32, r: vec4i, segment: i32) -> bool { return ${gemm.aPadding ?? 'false'}; }
fn bAt(batch: i32, segment: i32) -> i32 { return ${gemm.b}; }
fn outAt(batch: i32, r: vec4i) -> i32 { return ${gemm.out}; }
fn outMissing(batch: i32, r: vec4i) -> bool { return ${gemm.outMissing ?? 'false'}; }
fn finish(value: f32, column: i32) -> f32 {
  let x = value${bias ? ' + bias[column]' : ''};
  return ${activationOf(gemm.activation)};
}`;
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
