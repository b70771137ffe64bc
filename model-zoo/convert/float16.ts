/** IEEE 754 half precision and bfloat16 as raw bits, to and from float32. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Every half there is, widened. */
const widened = new Float32Array(65536);
for (let half = 0; half < 65536; half++) {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const magnitude =
    exponent === 31
      ? fraction > 0
        ? Number.NaN
        : Number.POSITIVE_INFINITY
      : exponent === 0
        ? fraction * 2 ** -24
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  widened[half] = half & 0x8000 ? -magnitude : magnitude;
}

export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const result = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) result[i] = widened[halves[i]!]!;
  return result;
}

/** Rounds to nearest, ties to even; beyond 65504 becomes infinity. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i]!;
    const sign = (bits[0]! >>> 16) & 0x8000;
    const magnitude = bits[0]! & 0x7fffffff;
    result[i] = sign | halfOf(magnitude);
  }
  return result;
}

/** Of a float32's bits without its sign. */
function halfOf(magnitude: number): number {
  if (magnitude > 0x7f800000) return 0x7e00;
  if (magnitude >= 0x47800000) return 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal halves are multiples of 2^-24: let float32 addition do the rounding.
    bits[0] = magnitude;
    float[0] = float[0]! + 0.5;
    return bits[0]! - 0x3f000000;
  }
  // Rounding up may carry into the exponent, up to infinity: that is the right answer.
  return (magnitude - 0x38000000 + 0x0fff + ((magnitude >> 13) & 1)) >> 13;
}

export function fromBfloat16(values: Uint16Array): Float32Array<ArrayBuffer> {
  const result = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = values[i]! << 16;
  return new Float32Array(result.buffer);
}

/** Rounds to nearest, ties to even. */
export function toBfloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i]!;
    const word = bits[0]!;
    result[i] = Number.isNaN(float[0]) ? 0x7fc0 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
  return result;
}
