/*
 * What every source of the module shares. The module has no static data: two instances may work in
 * one memory (tfjs's own, say), each on a stack that its owner has put somewhere.
 */
#ifndef LENSMITH_NATIVE_H
#define LENSMITH_NATIVE_H

#include <stdint.h>
#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
#define EXPORT(name) __attribute__((export_name(#name)))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef v128_t f32x4;

INLINE f32x4 load(const float *from) { return wasm_v128_load(from); }
INLINE void store(float *to, f32x4 value) { wasm_v128_store(to, value); }
INLINE f32x4 splat(float value) { return wasm_f32x4_splat(value); }
INLINE f32x4 load_splat(const float *from) { return wasm_v128_load32_splat(from); }
INLINE f32x4 add(f32x4 a, f32x4 b) { return wasm_f32x4_add(a, b); }
INLINE f32x4 sub(f32x4 a, f32x4 b) { return wasm_f32x4_sub(a, b); }
INLINE f32x4 mul(f32x4 a, f32x4 b) { return wasm_f32x4_mul(a, b); }

/** a * b + c, rounded once in the relaxed build where the processor can. */
INLINE f32x4 fma(f32x4 a, f32x4 b, f32x4 c) {
#ifdef __wasm_relaxed_simd__
  return wasm_f32x4_relaxed_madd(a, b, c);
#else
  return wasm_f32x4_add(wasm_f32x4_mul(a, b), c);
#endif
}

INLINE float sum_lanes(f32x4 v) {
  return (wasm_f32x4_extract_lane(v, 0) + wasm_f32x4_extract_lane(v, 2)) +
         (wasm_f32x4_extract_lane(v, 1) + wasm_f32x4_extract_lane(v, 3));
}

/** The `count` (1..3) first floats at `from`, zeros behind them. */
INLINE f32x4 load_some(const float *from, int count) {
  f32x4 value = wasm_v128_load32_zero(from);
  if (count > 1) value = wasm_v128_load32_lane(from + 1, value, 1);
  if (count > 2) value = wasm_v128_load32_lane(from + 2, value, 2);
  return value;
}

INLINE void store_some(float *to, f32x4 value, int count) {
  wasm_v128_store32_lane(to, value, 0);
  if (count > 1) wasm_v128_store32_lane(to + 1, value, 1);
  if (count > 2) wasm_v128_store32_lane(to + 2, value, 2);
}

INLINE int min(int a, int b) { return a < b ? a : b; }
INLINE int max(int a, int b) { return a > b ? a : b; }

#endif
