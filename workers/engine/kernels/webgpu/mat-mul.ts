import type { Gemm } from './gemm-spec';

interface MatMul {
  /** Matrices on each side: equal, or one of them 1. */
  batchA: number;
  batchB: number;
  rows: number;
  depth: number;
  columns: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** Inputs: a [batch, rows, depth], b [batch, depth, columns], each transposed where said. */
export function matMul(
  { batchA, batchB, rows, depth, columns, transposeA, transposeB }: MatMul,
  { bias, activation }: Pick<Gemm, 'bias' | 'activation'>,
): Gemm {
  const batch = Math.max(batchA, batchB);
  return {
    key: `matMul ${batchA === 1},${batchB === 1},${transposeA},${transposeB}`,
    ...{ batch, rows, columns, segments: 1, depth },
    row: 'vec4i(row, 0, 0, 0)',
    a: `${batchA === 1 ? '' : `batch * ${rows * depth} + `}r.x * ${transposeA ? 1 : depth}`,
    aStep: transposeA ? rows : 1,
    aPadding: null,
    aByRows: transposeA,
    b: batchB === 1 ? '0' : `batch * ${depth * columns}`,
    bStep: transposeB ? 1 : columns,
    bColumn: transposeB ? depth : 1,
    out: `(batch * ${rows} + r.x) * ${columns}`,
    outStep: columns,
    outMissing: null,
    sizes: { a: batchA * rows * depth, b: batchB * depth * columns, out: batch * rows * columns },
    bias,
    activation,
  };
}
