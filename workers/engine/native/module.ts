/** Address of a value in the instance's memory, in bytes; 0 stands for no value. */
export type Pointer = number;

/**
 * What the module exports; src/*.c say what each function does. Matrices are row-major float32.
 * Nothing is allocated inside: callers hand in results and workspaces.
 */
export interface NativeExports {
  /** Floats of a product's workspace. */
  gemm_workspace(): number;
  pack_b(b: Pointer, depth: number, columns: number, packed: Pointer): void;
  pack_b_transposed(b: Pointer, depth: number, columns: number, packed: Pointer): void;
  gemm(
    a: Pointer,
    transposed: number,
    packed: Pointer,
    c: Pointer,
    rows: number,
    depth: number,
    columns: number,
    bias: Pointer,
    residual: Pointer,
    activation: number,
    accumulate: number,
    workspace: Pointer,
  ): void;
  conv2d(
    window: Pointer,
    pictures: number,
    input: Pointer,
    packed: Pointer,
    filters: number,
    bias: Pointer,
    residual: Pointer,
    activation: number,
    output: Pointer,
    zeros: Pointer,
    workspace: Pointer,
  ): void;
  depthwise2d(
    window: Pointer,
    pictures: number,
    input: Pointer,
    weights: Pointer,
    bias: Pointer,
    activation: number,
    output: Pointer,
  ): void;
  max_pool2d(window: Pointer, pictures: number, input: Pointer, output: Pointer): void;
  average_pool(
    pictures: number,
    pixels: number,
    channels: number,
    input: Pointer,
    output: Pointer,
  ): void;
  activate(input: Pointer, count: number, activation: number, output: Pointer): void;
  add_all(a: Pointer, b: Pointer, count: number, activation: number, output: Pointer): void;
  multiply_all(a: Pointer, b: Pointer, count: number, output: Pointer): void;
  scale_channels(
    input: Pointer,
    scales: Pointer,
    groups: number,
    rows: number,
    channels: number,
    output: Pointer,
  ): void;
  affine_channels(
    input: Pointer,
    scale: Pointer,
    shift: Pointer,
    rows: number,
    channels: number,
    output: Pointer,
  ): void;
  look_up_pixels(pixels: Pointer, count: number, table: Pointer, output: Pointer): void;
  prepend_row(
    input: Pointer,
    first: Pointer,
    pictures: number,
    rows: number,
    width: number,
    output: Pointer,
  ): void;
  add_rows(input: Pointer, added: Pointer, pictures: number, size: number, output: Pointer): void;
  take_row(
    input: Pointer,
    pictures: number,
    rows: number,
    width: number,
    index: number,
    output: Pointer,
  ): void;
  permute(
    input: Pointer,
    pictures: number,
    extents: Pointer,
    strides: Pointer,
    output: Pointer,
  ): void;
  layer_norm(
    input: Pointer,
    gamma: Pointer,
    beta: Pointer,
    epsilon: number,
    rows: number,
    width: number,
    output: Pointer,
  ): void;
  softmax(input: Pointer, rows: number, width: number, output: Pointer): void;
  /** Floats of attention's workspace. */
  attention_workspace(tokens: number, width: number): number;
  attention(
    input: Pointer,
    pictures: number,
    tokens: number,
    heads: number,
    width: number,
    output: Pointer,
    workspace: Pointer,
  ): void;
  /** Bytes of a right operand packed in 7 bits, and of a product's workspace. */
  packed_size8(depth: number, columns: number): number;
  workspace8(depth: number): number;
  pack_b8(
    b: Pointer,
    depth: number,
    columns: number,
    packed: Pointer,
    scale: Pointer,
    sums: Pointer,
  ): void;
  quantise8(x: Pointer, q: Pointer, count: number, inverse: number, zero: number): void;
  dequantise8(q: Pointer, x: Pointer, count: number, scale: number, zero: number): void;
  gemm8(
    layer: Pointer,
    a: Pointer,
    rows: number,
    result: Pointer,
    residual: Pointer,
    workspace: Pointer,
    wide: number,
  ): void;
  conv8(
    layer: Pointer,
    window: Pointer,
    pictures: number,
    x: Pointer,
    zero: number,
    result: Pointer,
    residual: Pointer,
    workspace: Pointer,
    wide: number,
  ): void;
}

/** The compiled module; instances of it may share a memory. */
export interface NativeCode {
  module: WebAssembly.Module;
  /** Whether it is the build with relaxed SIMD: faster, and its last bits hang on the processor. */
  relaxed: boolean;
}

export type NativeBuild = 'plain' | 'relaxed';

/** One `i8x16.relaxed_swizzle`: valid only where relaxed SIMD is (wasm-feature-detect). */
const relaxedModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
);

export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(relaxedModule);
}

/** Compiles the build that this machine can run; `allowRelaxed` false for results that replay anywhere. */
export async function compileNative(
  read: (build: NativeBuild) => Promise<BufferSource>,
  allowRelaxed = true,
): Promise<NativeCode> {
  const relaxed = allowRelaxed && hasRelaxedSimd();
  const module = await WebAssembly.compile(await read(relaxed ? 'relaxed' : 'plain'));
  return { module, relaxed };
}

/** Bytes of an instance's stack: tiles and edges, nothing that recurses. */
export const STACK_BYTES = 64 * 1024;

/** An instance that works in `memory`; the STACK_BYTES from `stack` (16-byte aligned) are its own. */
export function instantiate(
  { module }: NativeCode,
  memory: WebAssembly.Memory,
  stack: Pointer,
): NativeExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  (exports.__stack_pointer as WebAssembly.Global).value = stack + STACK_BYTES;
  return exports as unknown as NativeExports;
}
