import { createRandom } from '../../../core/random';
import { foldInput, layerWords, type SevenBits } from './int8-layer';
import { instantiate, type NativeCode, STACK_BYTES } from './module';

/** A convolution in 7 bits and how its result is finished; odd sizes, so that every edge is met. */
export interface Int8Case {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  kernel: [number, number];
  stride: [number, number];
  /** Top, right, bottom, left. */
  padding: [number, number, number, number];
  activation: number;
  result: SevenBits | null;
  residual?: SevenBits | null;
}

const input: SevenBits = { scale: 0.05, zero: 23 };

const plain = { padding: [0, 0, 0, 0], activation: 0, result: null } as const;
const one = { kernel: [1, 1], stride: [1, 1] } as const;
const three = { kernel: [3, 3], padding: [1, 1, 1, 1] } as const;

const literal = (made: object) => ({ ...plain, ...one, ...made }) as unknown as Int8Case;

export const int8Cases: readonly Int8Case[] = [
  literal({ batch: 1, height: 1, width: 1, channels: 1, filters: 1 }),
  literal({ batch: 1, height: 7, width: 7, channels: 13, filters: 9, activation: 1 }),
  literal({ batch: 2, height: 5, width: 10, channels: 64, filters: 24, residual: null }),
  literal({
    ...{ batch: 1, height: 9, width: 5, channels: 40, filters: 20 },
    ...{ result: { scale: 0.4, zero: 60 }, residual: { scale: 0.1, zero: 9 } },
  }),
  literal({ ...three, batch: 2, height: 9, width: 11, channels: 3, filters: 16, stride: [2, 2] }),
  literal({
    ...{ ...three, batch: 2, height: 5, width: 5, channels: 20, filters: 12, activation: 1 },
    result: { scale: 0.3, zero: 0 },
  }),
  literal({
    ...{ batch: 1, height: 8, width: 6, channels: 8, filters: 17, activation: 2 },
    ...{ kernel: [5, 2], stride: [1, 3], padding: [4, 2, 1, 3], result: { scale: 0.05, zero: 0 } },
  }),
  // A patch of zeros alone: the padding is wider than the kernel.
  literal({ batch: 1, height: 2, width: 2, channels: 5, filters: 8, padding: [2, 2, 2, 2] }),
  // The largest sums there are: 127 times 63, all of one sign.
  literal({ batch: 1, height: 2, width: 2, channels: 1500, filters: 8, residual: null }),
];

export interface Operands {
  x: Uint8Array;
  /** [kh, kw, in, out]. */
  weights: Float32Array;
  bias: Float32Array;
  residual: Float32Array | Uint8Array | null;
  outHeight: number;
  outWidth: number;
}

export function operands(made: Int8Case): Operands {
  const random = createRandom(made.filters);
  const { batch, height, width, channels, filters, kernel, stride, padding } = made;
  const [top, right, bottom, left] = padding;
  const outHeight = Math.floor((height + top + bottom - kernel[0]) / stride[0]) + 1;
  const outWidth = Math.floor((width + left + right - kernel[1]) / stride[1]) + 1;
  const extreme = channels === 1500;
  const results = batch * outHeight * outWidth * filters;
  const seven = () => (extreme ? 127 : Math.floor(random.uniform() * 128));
  return {
    x: Uint8Array.from({ length: batch * height * width * channels }, seven),
    weights: Float32Array.from({ length: kernel[0] * kernel[1] * channels * filters }, () =>
      extreme ? 1 : random.uniform() - 0.5,
    ),
    bias: Float32Array.from({ length: filters }, () => random.uniform() - 0.5),
    residual:
      made.residual === undefined
        ? null
        : made.residual
          ? Uint8Array.from({ length: results }, seven)
          : Float32Array.from({ length: results }, () => random.uniform()),
    ...{ outHeight, outWidth },
  };
}

/** What the module makes of `made`: bytes of the result, by `gemm8` where it can be asked. */
export function runInt8(
  code: NativeCode,
  made: Int8Case,
  wide: 0 | 1,
  by: 'conv8' | 'gemm8' = 'conv8',
): { result: Uint8Array; scales: Float32Array } {
  const memory = new WebAssembly.Memory({ initial: 40 });
  const native = instantiate(code, memory, 16);
  const bytes = new Uint8Array(memory.buffer);
  let next = 16 + STACK_BYTES;
  const place = (values: Float32Array | Uint8Array | Int32Array | number) => {
    const at = next;
    const size = typeof values === 'number' ? values : values.byteLength;
    next += (size + 31) & ~15;
    // What lies between is never a number that a result may depend on.
    bytes.fill(0xff, at, next);
    if (typeof values !== 'number') bytes.set(new Uint8Array(values.buffer), at);
    return at;
  };
  const { x, weights, bias, residual, outHeight, outWidth } = operands(made);
  const columns = made.filters;
  const depth = weights.length / columns;
  const panels = Math.ceil(columns / 8) * 8;
  const packed = place(native.packed_size8(depth, columns));
  const [scaleAt, sumsAt] = [place(4 * panels), place(4 * panels)];
  native.pack_b8(place(weights), depth, columns, packed, scaleAt, sumsAt);
  const scales = new Float32Array(memory.buffer, scaleAt, panels).slice();
  const folded = foldInput(input, scales, new Int32Array(memory.buffer, sumsAt, panels));
  const biases = new Float32Array(panels);
  biases.set(bias);
  const layer = {
    ...{ packed, depth, columns, start: place(folded.start), scale: place(folded.scale) },
    ...{ bias: place(biases), activation: made.activation },
    ...{ result: made.result, ...(residual && { residual: made.residual }) },
  };
  const layerAt = place(layerWords(layer));
  const rows = made.batch * outHeight * outWidth;
  const size = rows * columns * (made.result ? 1 : 4);
  const result = place(size);
  const more = residual ? place(residual) : 0;
  const workspace = place(native.workspace8(depth));
  if (by === 'gemm8') native.gemm8(layerAt, place(x), rows, result, more, workspace, wide);
  else {
    const { batch, height, width, channels, kernel, stride, padding } = made;
    const window = place(
      Int32Array.of(
        ...[height, width, channels, outHeight, outWidth, ...kernel, ...stride],
        ...[padding[0], padding[3]],
      ),
    );
    const from = place(x);
    native.conv8(layerAt, window, batch, from, input.zero, result, more, workspace, wide);
  }
  return { result: bytes.slice(result, result + size), scales };
}

/** The same in JavaScript: integer sums, then float32 steps in the module's order. */
export function referenceInt8(made: Int8Case, scales: Float32Array): Uint8Array {
  const { x, weights, bias, residual, outHeight, outWidth } = operands(made);
  const { batch, height, width, channels, filters, kernel, stride, padding, activation } = made;
  const f = Math.fround;
  const q = weights.map((w, i) => {
    const most = f(scales[i % filters]! * 63);
    return Math.round(Math.max(-63, Math.min(63, f(w * f(63 / most)))));
  });
  const out = new Float32Array(batch * outHeight * outWidth * filters);
  let at = 0;
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let o = 0; o < filters; o++, at++) {
          let sum = 0;
          for (let ky = 0; ky < kernel[0]; ky++)
            for (let kx = 0; kx < kernel[1]; kx++) {
              const [y, column] = [
                oy * stride[0] - padding[0] + ky,
                ox * stride[1] - padding[3] + kx,
              ];
              if (y < 0 || y >= height || column < 0 || column >= width) continue;
              const pixel = ((n * height + y) * width + column) * channels;
              const tap = (ky * kernel[1] + kx) * channels;
              for (let c = 0; c < channels; c++)
                sum += (x[pixel + c]! - input.zero) * q[(tap + c) * filters + o]!;
            }
          let value = f(f(sum * f(scales[o]! * input.scale)) + bias[o]!);
          if (residual && made.residual) {
            const { scale, zero } = made.residual;
            value = f(value + f((residual[at]! - zero) * f(scale)));
          } else if (residual) value = f(value + residual[at]!);
          if (activation > 0) value = Math.max(0, value);
          if (activation === 2) value = Math.min(6, value);
          out[at] = value;
        }
  const { result } = made;
  if (!result) return new Uint8Array(out.buffer);
  return Uint8Array.from(out, (value) => {
    const scaled = f(f(value * f(1 / result.scale)) + result.zero);
    return roundHalfEven(Math.max(0, Math.min(127, scaled)));
  });
}

function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}
