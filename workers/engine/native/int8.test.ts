import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { int8Cases, referenceInt8, runInt8 } from './int8-cases';
import { layerWords, sevenBits } from './int8-layer';
import { instantiate, type NativeCode, STACK_BYTES } from './module';
import { nativeBuilds } from './testing';

let builds: NativeCode[] = [];

beforeAll(async () => {
  builds = await nativeBuilds();
});

describe.each(['relaxed', 'plain'])('%s build', (kind) => {
  const code = () => builds.find(({ relaxed }) => relaxed === (kind === 'relaxed'))!;

  test.each(int8Cases.map((made, i) => [i, made] as const))('case %i, bit for bit', (_, made) => {
    const { result, scales } = runInt8(code(), made, 0);
    expect(result).toEqual(referenceInt8(made, scales));
  });

  test('a 1x1 convolution is a product', () => {
    for (const made of int8Cases.slice(0, 4)) {
      expect(runInt8(code(), made, 0, 'gemm8').result).toEqual(runInt8(code(), made, 0).result);
    }
  });

  test.each([0, 1, 15, 16, 37])('quantise %i values', (count) => {
    const memory = new WebAssembly.Memory({ initial: 4 });
    const native = instantiate(code(), memory, 16);
    const values = Float32Array.from({ length: count }, (_, i) => (i % 9) - 3.25);
    const x = 16 + STACK_BYTES;
    new Float32Array(memory.buffer, x, count).set(values);
    const { scale, zero } = sevenBits({ low: -2, high: 4 });
    native.quantise8(x, x + 1024, count, 1 / scale, zero);
    const clipped = values.map((v) => Math.max(-2, Math.min(4, v)));
    native.dequantise8(x + 1024, x + 2048, count, scale, zero);
    const back = new Float32Array(memory.buffer, x + 2048, count);
    for (let i = 0; i < count; i++) {
      // Half a step, and as much again where rounding the zero point moved the ends.
      expect(Math.abs(back[i]! - clipped[i]!)).toBeLessThanOrEqual(scale * 1.001);
    }
  });

  test.each([
    ['silu', 5, (x: number) => x / (1 + Math.exp(-x))],
    ['sigmoid', 6, (x: number) => 1 / (1 + Math.exp(-x))],
    ['hardSwish', 3, (x: number) => (x * Math.max(0, Math.min(6, x + 3))) / 6],
    ['gelu', 7, (x: number) => x * normal(x)],
  ] as const)('%s is near enough for 7 bits', (_, activation, f) => {
    const memory = new WebAssembly.Memory({ initial: 4 });
    const native = instantiate(code(), memory, 16);
    const base = 16 + STACK_BYTES;
    const at = (i: number) => base + 2048 * i;
    // One weight of 1 on inputs q - 64 in sixteenths: all of [-4, 4).
    const x = Uint8Array.from({ length: 128 }, (_, i) => i);
    new Uint8Array(memory.buffer, at(0), 128).set(x);
    new Float32Array(memory.buffer, at(1), 1).set([1]);
    native.pack_b8(at(1), 1, 1, at(2), at(3), at(4));
    new Float32Array(memory.buffer, at(3), 8).fill(1 / 63 / 16);
    new Int32Array(memory.buffer, at(4), 8).fill(-64 * 63);
    const layer = layerWords({
      ...{ packed: at(2), scale: at(3), start: at(4), bias: at(5), depth: 1, columns: 1 },
      ...{ activation, result: null },
    });
    new Int32Array(memory.buffer, at(6), layer.length).set(layer);
    native.gemm8(at(6), at(0), 128, at(7), 0, at(8), 0);
    const result = new Float32Array(memory.buffer, at(7), 128);
    for (let i = 0; i < 128; i++) expect(result[i]).toBeCloseTo(f((i - 64) / 16), 3);
  });
});

/** Distribution function of the standard normal, by its series. */
function normal(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 100; n++) {
    term *= -(x * x) / (2 * n);
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

/** Run in a Node of its own, whose flags this one cannot have. */
const script = `
  import { int8Cases, runInt8 } from './int8-cases.ts';
  import { nativeBuilds } from './testing.ts';
  const [relaxed] = await nativeBuilds();
  const results = int8Cases.map((made) => [...runInt8(relaxed, made, 1).result]);
  console.log(JSON.stringify({ relaxed: relaxed.relaxed, results }));
`;

test('32-bit relaxed dot products give the same bits, and so does the plain build', () => {
  // Node 20's baseline compiler gets this instruction wrong (a later V8 does not).
  const flags = ['--experimental-wasm-relaxed-simd', '--no-liftoff', '--import', 'tsx'];
  const output = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const child = JSON.parse(output) as { relaxed: boolean; results: number[][] };
  expect(child.relaxed).toBe(true);
  for (const [i, made] of int8Cases.entries()) {
    for (const code of builds) {
      expect([...runInt8(code, made, 0).result], `case ${i}`).toEqual(child.results[i]);
    }
  }
});
