#include "activation.h"

/* Codes are those of activation.h; relu, relu6 and sigmoid are differentiated at their output. */

/** 1 where low < x < high, else 0. */
INLINE f32x4 inside4(f32x4 x, float low, float high) {
  v128_t in = wasm_v128_and(wasm_f32x4_gt(x, splat(low)), wasm_f32x4_lt(x, splat(high)));
  return wasm_v128_and(in, splat(1.f));
}

INLINE f32x4 slope4(f32x4 x, int activation) {
  switch (activation) {
    case RELU: return wasm_v128_and(wasm_f32x4_gt(x, splat(0.f)), splat(1.f));
    case RELU6: return inside4(x, 0.f, 6.f);
    case HARD_SIGMOID: return mul(inside4(x, -3.f, 3.f), splat(1.f / 6.f));
    case HARD_SWISH: return fma(mul(x, inside4(x, -3.f, 3.f)), splat(1.f / 6.f), hard_sigmoid4(x));
    case SIGMOID: return mul(x, sub(splat(1.f), x));
    case SILU: {
      f32x4 s = sigmoid4(x);
      return mul(s, fma(x, sub(splat(1.f), s), splat(1.f)));
    }
    case GELU: {
      // The normal density, 1 / sqrt(2 pi) exp(-x^2 / 2).
      f32x4 density = mul(splat(0.39894228f), exp4(mul(mul(x, x), splat(-0.5f))));
      return fma(x, density, normal_cdf4(x));
    }
    default: return splat(1.f);
  }
}

#define EACH(activation)                                                                       \
  for (; i + 4 <= count; i += 4) store(dx + i, mul(load(dy + i), slope4(load(at + i), activation))); \
  if (i < count)                                                                               \
    store_some(dx + i, mul(load_some(dy + i, count - i), slope4(load_some(at + i, count - i), activation)), count - i); \
  return

/** dx = dy times the activation's slope at `at`: its input, or its output (see above). */
EXPORT(activation_gradient)
void activation_gradient(const float *dy, const float *at, int count, int activation, float *dx) {
  int i = 0;
  switch (activation) {
    case RELU: EACH(RELU);
    case RELU6: EACH(RELU6);
    case HARD_SWISH: EACH(HARD_SWISH);
    case HARD_SIGMOID: EACH(HARD_SIGMOID);
    case SILU: EACH(SILU);
    case SIGMOID: EACH(SIGMOID);
    case GELU: EACH(GELU);
  }
}
