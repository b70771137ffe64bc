/*
 * Activations for results that are rounded to 7 bits anyway: to 2e-4, a third cheaper than those of
 * activation.h, and without fused operations, so that both builds give the same bits.
 */
#ifndef LENSMITH_ACTIVATION_INT8_H
#define LENSMITH_ACTIVATION_INT8_H

#include "activation.h"

/** 1 / (1 + 2^-x): the fraction by a cubic, the integer part into the exponent. */
INLINE f32x4 binary_sigmoid4(f32x4 x) {
  x = clamp4(wasm_f32x4_neg(x), -60.f, 60.f);
  f32x4 n = wasm_f32x4_nearest(x);
  f32x4 f = sub(x, n);
  f32x4 p = add(mul(f, splat(0.0558263180f)), splat(0.240226507f));
  p = add(mul(add(mul(p, f), splat(0.693147181f)), f), splat(1.f));
  f32x4 power = wasm_i32x4_add(p, wasm_i32x4_shl(wasm_i32x4_trunc_sat_f32x4(n), 23));
  return wasm_f32x4_div(splat(1.f), add(splat(1.f), power));
}

INLINE f32x4 rough_activate4(f32x4 x, int activation) {
  const float log2e = 1.44269504f;
  switch (activation) {
    case SILU: return mul(x, binary_sigmoid4(mul(x, splat(log2e))));
    case SIGMOID: return binary_sigmoid4(mul(x, splat(log2e)));
    // The tanh form of GELU as a sigmoid: 2 sqrt(2 / pi) (x + 0.044715 x^3), in powers of two.
    case GELU: {
      f32x4 cubic = add(mul(mul(x, x), splat(0.044715f * 1.59576912f * log2e)), splat(1.59576912f * log2e));
      return mul(x, binary_sigmoid4(mul(x, cubic)));
    }
    // What is left has no multiply-add.
    default: return activate4(x, activation);
  }
}

#endif
