import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../core/random';
import { instantiate, type NativeCode, STACK_BYTES } from './module';
import { nativeBuilds } from './testing';

let builds: NativeCode[] = [];

beforeAll(async () => {
  builds = await nativeBuilds();
});

test('this Node runs both builds', () => {
  expect(builds.map(({ relaxed }) => relaxed)).toEqual([true, false]);
});

/** A memory whose floats are handed out one after the other. */
function workbench(code: NativeCode) {
  const memory = new WebAssembly.Memory({ initial: 400 });
  const native = instantiate(code, memory, 16);
  const floats = new Float32Array(memory.buffer);
  let next = 16 + STACK_BYTES;
  const place = (values: ArrayLike<number> | number) => {
    const at = next;
    const length = typeof values === 'number' ? values : values.length;
    if (typeof values !== 'number') floats.set(values, at / 4);
    next += Math.ceil(length / 4) * 16;
    return at;
  };
  return { native, floats, place };
}

const random = createRandom(3);
const matrix = (size: number) => Float32Array.from({ length: size }, () => random.uniform() - 0.5);

/** Float64 reference of c0 + a b + bias + residual. */
function product(
  { rows, depth, columns }: { rows: number; depth: number; columns: number },
  a: Float32Array,
  b: Float32Array,
  more: (row: number, column: number) => number,
): Float32Array {
  const c = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = more(i, j);
      for (let k = 0; k < depth; k++) sum += a[i * depth + k] * b[k * columns + j];
      c[i * columns + j] = sum;
    }
  }
  return c;
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j];
  }
  return out;
}

function expectClose(actual: Float32Array, expected: Float32Array, depth: number): void {
  // Sums of `depth` products of values below 1/2, in float32.
  const tolerance = 2 ** -24 * depth + 1e-6;
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i] - expected[i]), `value ${i}`).toBeLessThanOrEqual(tolerance);
  }
}

const sizes = [
  { rows: 6, depth: 4, columns: 8 },
  { rows: 1, depth: 1, columns: 1 },
  { rows: 7, depth: 3, columns: 9 },
  { rows: 13, depth: 385, columns: 12 },
  { rows: 97, depth: 50, columns: 21 },
  { rows: 200, depth: 800, columns: 16 },
];

describe.each(['relaxed', 'plain'])('%s build', (kind) => {
  const code = () => builds.find(({ relaxed }) => relaxed === (kind === 'relaxed'))!;

  test.each(sizes)('multiplies $rows x $depth x $columns', (size) => {
    const { rows, depth, columns } = size;
    const { native, floats, place } = workbench(code());
    const [a, b] = [matrix(rows * depth), matrix(depth * columns)];
    const [bias, residual] = [matrix(columns), matrix(rows * columns)];
    const packed = place(Math.ceil(columns / 8) * 8 * depth);
    const workspace = place(native.gemm_workspace());
    const result = place(rows * columns);
    const at = { a: place(a), bias: place(bias), residual: place(residual) };
    const aTransposed = place(transpose(a, rows, depth));
    const run = (...[left, transposed, ...rest]: number[]) => {
      const [biasAt = 0, residualAt = 0, accumulate = 0] = rest;
      const sides = [rows, depth, columns] as const;
      native.gemm(
        ...[left, transposed, packed, result],
        ...sides,
        ...[biasAt, residualAt, 0, accumulate, workspace],
      );
      return floats.slice(result / 4, result / 4 + rows * columns);
    };

    native.pack_b(place(b), depth, columns, packed);
    const plain = product(size, a, b, () => 0);
    expectClose(run(at.a, 0), plain, depth);
    expectClose(run(aTransposed, 1), plain, depth);
    const finished = product(size, a, b, (i, j) => bias[j] + residual[i * columns + j]);
    expectClose(run(at.a, 0, at.bias, at.residual), finished, depth);
    const added = product(size, a, b, (i, j) => finished[i * columns + j]);
    expectClose(run(at.a, 0, 0, 0, 1), added, depth);

    const packedAgain = floats.slice(packed / 4, workspace / 4);
    native.pack_b_transposed(place(transpose(b, depth, columns)), depth, columns, packed);
    expect(floats.slice(packed / 4, workspace / 4)).toEqual(packedAgain);
  });

  test('activates as the definitions say, to 2e-6', () => {
    const values = Float32Array.from({ length: 400 }, (_, i) => (i - 200) / 20);
    const { native, floats, place } = workbench(code());
    const one = place([1]);
    const [packed, result] = [place(400), place(400)];
    const workspace = place(native.gemm_workspace());
    native.pack_b(place(values), 1, 400, packed);
    const hardSigmoid = (x: number) => Math.min(Math.max(x + 3, 0), 6) / 6;
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const definitions = [
      (x: number) => x,
      (x: number) => Math.max(x, 0),
      (x: number) => Math.min(Math.max(x, 0), 6),
      (x: number) => x * hardSigmoid(x),
      hardSigmoid,
      (x: number) => x * sigmoid(x),
      sigmoid,
      (x: number) => x * normalCdf(x),
    ];
    for (const [activation, f] of definitions.entries()) {
      native.gemm(one, 0, packed, result, 1, 1, 400, 0, 0, activation, 0, workspace);
      for (const [i, x] of values.entries()) {
        expect(Math.abs(floats[result / 4 + i] - f(x)), `${activation} of ${x}`).toBeLessThan(2e-6);
      }
    }
  });
});

/** By Simpson's rule from the centre: good to 1e-12 here. */
function normalCdf(x: number): number {
  const steps = 2000;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 ? 4 : 2) * density((i * x) / steps);
  return 0.5 + (sum * x) / steps / 3;
}
