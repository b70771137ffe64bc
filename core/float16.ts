/** IEEE 754 binary16 as raw bits in a Uint16Array, for browsers without Float16Array. */

let decoded: Float32Array | null = null;

/** Rounds to nearest, ties to even, as hardware and numpy do; above 65519.99 becomes infinity. */
export function toFloat16(
  values: Float32Array,
  target: Uint16Array = new Uint16Array(values.length),
): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const sum = new Float32Array(1);
  const sumBits = new Uint32Array(sum.buffer);
  const magnitude = new Float32Array(1);
  const magnitudeBits = new Uint32Array(magnitude.buffer);
  for (let i = 0; i < bits.length; i++) {
    const sign = (bits[i] >>> 16) & 0x8000;
    const abs = bits[i] & 0x7fffffff;
    let half: number;
    if (abs >= 0x47800000) {
      half = abs > 0x7f800000 ? 0x7e00 : 0x7c00;
    } else if (abs >= 0x38800000) {
      // The carry out of the fraction is the next exponent, up to infinity.
      half = (abs - 0x38000000 + 0xfff + ((abs >>> 13) & 1)) >>> 13;
    } else {
      // Next to 0.5 a float32's last place is binary16's smallest step, so the addition rounds.
      magnitudeBits[0] = abs;
      sum[0] = magnitude[0] + 0.5;
      half = sumBits[0] - 0x3f000000;
    }
    target[i] = sign | half;
  }
  return target;
}

/** Exact. */
export function fromFloat16(
  bits: Uint16Array,
  target: Float32Array = new Float32Array(bits.length),
): Float32Array {
  decoded ??= decodeAll();
  for (let i = 0; i < bits.length; i++) target[i] = decoded[bits[i]];
  return target;
}

function decodeAll(): Float32Array {
  const bits = Uint32Array.from({ length: 65536 }, (_, half) => {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
    if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
    return 0;
  });
  const values = new Float32Array(bits.buffer);
  for (let fraction = 0; fraction < 0x400; fraction++) {
    values[fraction] = fraction * 2 ** -24;
    values[0x8000 | fraction] = -fraction * 2 ** -24;
  }
  return values;
}
