/*
 * Integer matrix product for inference: activations are 7 bits unsigned (0..127, with a zero point),
 * weights 7 bits signed (-63..63, one scale a column). Two products of such numbers fit 16 bits, and
 * the 7-bit operand is what relaxed dot products ask for, so that every variant gives the same sums.
 */
#ifndef LENSMITH_GEMM_INT8_H
#define LENSMITH_GEMM_INT8_H

#include "native.h"
#include "window.h"

enum {
  STRIP8 = 4,
  PANEL8 = 8,
  /** Depth is padded to a whole number of steps. */
  STEP8 = 8,
  /** Rows of a block that is laid out at once. */
  BLOCK_ROWS8 = 48,
  MOST_ACTIVATION = 127,
  MOST_WEIGHT = 63
};

/** How a product's result, or the residual added to it, is stored. */
enum Form { NO_VALUES, FLOATS, SEVEN_BITS };

/**
 * A layer: its packed weights and what happens to a finished sum. Laid out by ../int8-layer.ts: all
 * members have 4 bytes. Vectors are padded to whole panels.
 */
typedef struct {
  const void *packed;
  /** What a sum starts from: minus the zero point times the column's weights. */
  const int32_t *start;
  /** A sum times `scale` plus `bias` is the value. */
  const float *scale, *bias;
  int depth, columns, activation;
  enum Form result;
  /** For a result in 7 bits: value * inverse + zero, rounded. */
  float inverse, zero;
  enum Form residual;
  /** A residual of 7 bits stands for (q - residual_zero) * residual_scale. */
  float residual_scale, residual_zero;
} Layer8;

INLINE int padded(int size, int step) { return (size + step - 1) / step * step; }

#ifdef __wasm_relaxed_simd__
typedef int8_t Packed8;
#else
typedef int16_t Packed8;
#endif

/** x * inverse + zero in 0..127, for 16 values. Not fused, so that both builds round alike. */
INLINE v128_t quantise16(const f32x4 *x, f32x4 inverse, f32x4 zero) {
  v128_t q[4];
  UNROLL for (int i = 0; i < 4; i++) {
    // Adding 1.5 * 2^23 leaves the rounded integer in the low bits; the clamp keeps it in reach.
    f32x4 value = add(mul(x[i], inverse), zero);
    value = wasm_f32x4_pmin(wasm_f32x4_pmax(value, splat(0.f)), splat(127.f));
    q[i] = wasm_v128_and(add(value, splat(12582912.f)), wasm_i32x4_splat(127));
  }
  return wasm_u8x16_narrow_i16x8(wasm_i16x8_narrow_i32x4(q[0], q[1]), wasm_i16x8_narrow_i32x4(q[2], q[3]));
}

#endif
