import { noise } from '../kernels/noise';

/** Plain, A transposed, B transposed. */
export type Layout = 'nn' | 'tn' | 'nt';

export interface Product {
  layout: Layout;
  rows: number;
  depth: number;
  columns: number;
}

/** A 1x1 convolution, a 3x3 one as patches, a transformer's projection. */
const shapes = [
  [784, 256, 256],
  [3136, 64, 576],
  [196, 384, 384],
];

const layouts: Record<string, Layout> = { f32: 'nn', tn: 'tn', nt: 'nt', int8: 'nn' };

/** `f32/784x256x256` and so on: rows x depth x columns. */
export const gemmNames: readonly string[] = Object.keys(layouts).flatMap((kind) =>
  shapes.map((shape) => `${kind}/${shape.join('x')}`),
);

export function product(name: string): Product {
  const [kind, size] = name.split('/');
  const [rows, depth, columns] = size.split('x').map(Number);
  return { layout: layouts[kind], rows, depth, columns };
}

/** Both operands as they lie in memory. */
export function operands({ rows, depth, columns }: Product): [Float32Array, Float32Array] {
  return [noise(rows * depth, 1), noise(depth * columns, 2)];
}
