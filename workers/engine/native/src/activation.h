/* Activations on four floats. The codes are those of `activationCodes` in ../activation-codes.ts. */
#ifndef LENSMITH_ACTIVATION_H
#define LENSMITH_ACTIVATION_H

#include "native.h"

enum Activation { NONE, RELU, RELU6, HARD_SWISH, HARD_SIGMOID, SILU, SIGMOID, GELU };

/** e^x to 2 ulp: range reduction by ln 2, then the minimax polynomial of Cephes' expf. */
INLINE f32x4 exp4(f32x4 x) {
  // pmin and pmax with the constant first keep a NaN.
  x = wasm_f32x4_pmin(wasm_f32x4_pmax(x, splat(-87.3f)), splat(88.3f));
  // Adding 1.5 * 2^23 rounds to an integer, which then lies in the low bits.
  f32x4 shifted = fma(x, splat(1.44269504f), splat(12582912.f));
  f32x4 n = sub(shifted, splat(12582912.f));
  f32x4 r = fma(n, splat(-0.693359375f), x);
  r = fma(n, splat(2.12194440e-4f), r);
  f32x4 p = splat(1.9875691500e-4f);
  p = fma(p, r, splat(1.3981999507e-3f));
  p = fma(p, r, splat(8.3334519073e-3f));
  p = fma(p, r, splat(4.1665795894e-2f));
  p = fma(p, r, splat(1.6666665459e-1f));
  p = fma(p, r, splat(5.0000001201e-1f));
  p = fma(p, mul(r, r), add(r, splat(1.f)));
  v128_t power = wasm_i32x4_shl(wasm_i32x4_add(shifted, wasm_i32x4_splat(127)), 23);
  return mul(p, power);
}

INLINE f32x4 sigmoid4(f32x4 x) {
  return wasm_f32x4_div(splat(1.f), add(splat(1.f), exp4(wasm_f32x4_neg(x))));
}

/** The standard normal distribution function, to 1e-7 (Abramowitz & Stegun 7.1.26). */
INLINE f32x4 normal_cdf4(f32x4 x) {
  f32x4 z = mul(wasm_f32x4_abs(x), splat(0.70710678f));
  f32x4 t = wasm_f32x4_div(splat(1.f), fma(z, splat(0.3275911f), splat(1.f)));
  f32x4 p = splat(1.061405429f);
  p = fma(p, t, splat(-1.453152027f));
  p = fma(p, t, splat(1.421413741f));
  p = fma(p, t, splat(-0.284496736f));
  p = fma(p, t, splat(0.254829592f));
  // Half the complement of erf(|x| / sqrt 2): the tail on the far side of x.
  f32x4 tail = mul(mul(mul(p, t), splat(0.5f)), exp4(wasm_f32x4_neg(mul(z, z))));
  f32x4 positive = wasm_f32x4_ge(x, splat(0.f));
  return wasm_v128_bitselect(sub(splat(1.f), tail), tail, positive);
}

INLINE f32x4 clamp4(f32x4 x, float low, float high) {
  return wasm_f32x4_pmin(wasm_f32x4_pmax(x, splat(low)), splat(high));
}

INLINE f32x4 hard_sigmoid4(f32x4 x) {
  return mul(clamp4(add(x, splat(3.f)), 0.f, 6.f), splat(1.f / 6.f));
}

INLINE f32x4 activate4(f32x4 x, int activation) {
  switch (activation) {
    case RELU: return wasm_f32x4_pmax(x, splat(0.f));
    case RELU6: return clamp4(x, 0.f, 6.f);
    case HARD_SWISH: return mul(x, hard_sigmoid4(x));
    case HARD_SIGMOID: return hard_sigmoid4(x);
    case SILU: return mul(x, sigmoid4(x));
    case SIGMOID: return sigmoid4(x);
    case GELU: return mul(x, normal_cdf4(x));
    default: return x;
  }
}

/** In place; elementwise.c. */
void activate_all(float *values, int count, int activation);

#endif
