/* Left operands into strips: STRIP values for each k. */
#ifndef LENSMITH_PACK_H
#define LENSMITH_PACK_H

#include "gemm.h"

INLINE void transpose4(f32x4 a, f32x4 b, f32x4 c, f32x4 d, f32x4 *to) {
  f32x4 ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  to[0] = wasm_i64x2_shuffle(ab, cd, 0, 2);
  to[1] = wasm_i64x2_shuffle(ab, cd, 1, 3);
  ab = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7);
  cd = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  to[2] = wasm_i64x2_shuffle(ab, cd, 0, 2);
  to[3] = wasm_i64x2_shuffle(ab, cd, 1, 3);
}

/** `count` floats from each of six places; returns the end of what it wrote. */
INLINE float *pack_six(const float *const *rows, int count, float *strip) {
  const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4], *f = rows[5];
  int k = 0;
  for (; k + 4 <= count; k += 4, strip += 4 * STRIP) {
    f32x4 four[4];
    transpose4(load(a + k), load(b + k), load(c + k), load(d + k), four);
    f32x4 low = wasm_i32x4_shuffle(load(e + k), load(f + k), 0, 4, 1, 5);
    f32x4 high = wasm_i32x4_shuffle(load(e + k), load(f + k), 2, 6, 3, 7);
    UNROLL for (int i = 0; i < 4; i++) store(strip + STRIP * i, four[i]);
    wasm_v128_store64_lane(strip + 4, low, 0);
    wasm_v128_store64_lane(strip + STRIP + 4, low, 1);
    wasm_v128_store64_lane(strip + 2 * STRIP + 4, high, 0);
    wasm_v128_store64_lane(strip + 3 * STRIP + 4, high, 1);
  }
  for (; k < count; k++, strip += STRIP) {
    strip[0] = a[k];
    strip[1] = b[k];
    strip[2] = c[k];
    strip[3] = d[k];
    strip[4] = e[k];
    strip[5] = f[k];
  }
  return strip;
}

#endif
