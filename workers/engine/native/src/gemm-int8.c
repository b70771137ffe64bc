#include "gemm-int8.h"

#include "activation-int8.h"

/** A row's values over depth, as the dot product wants them: bytes, or 16 bits without relaxed SIMD. */
#ifdef __wasm_relaxed_simd__
typedef uint8_t Laid;
#else
typedef int16_t Laid;
#endif

/** Bytes of a packed right operand. */
EXPORT(packed_size8) int packed_size8(int depth, int columns) {
  return padded(depth, STEP8) * padded(columns, PANEL8) * sizeof(Packed8);
}

/** Bytes of workspace of a product over `depth`. */
EXPORT(workspace8) int workspace8(int depth) {
  return BLOCK_ROWS8 * padded(depth, STEP8) * sizeof(Laid) + 16;
}

/**
 * Rounds b [depth, columns] to 7 bits, one scale a column, and packs it into panels of 8 columns:
 * 4 (16 bits: 2) successive k of one column are neighbours. Writes each column's scale and sum of
 * weights, padded to whole panels.
 */
EXPORT(pack_b8)
void pack_b8(const float *b, int depth, int columns, Packed8 *packed, float *scale, int32_t *sums) {
  const int group = 4 / sizeof(Packed8);
  for (int column = 0; column < columns; column += PANEL8) {
    f32x4 inverse[2], sum[2] = {splat(0.f), splat(0.f)};
    const int count = min(PANEL8, columns - column);
    float most[PANEL8] = {0};
    for (int k = 0; k < depth; k++) {
      const float *from = b + k * columns + column;
      if (count == PANEL8) {
        store(most, wasm_f32x4_max(load(most), wasm_f32x4_abs(load(from))));
        store(most + 4, wasm_f32x4_max(load(most + 4), wasm_f32x4_abs(load(from + 4))));
      } else {
        for (int j = 0; j < count; j++) {
          const float size = from[j] < 0 ? -from[j] : from[j];
          if (size > most[j]) most[j] = size;
        }
      }
    }
    UNROLL for (int h = 0; h < 2; h++) {
      f32x4 high = wasm_f32x4_max(load(most + 4 * h), splat(1e-30f));
      store(scale + column + 4 * h, mul(high, splat(1.f / MOST_WEIGHT)));
      inverse[h] = wasm_f32x4_div(splat(MOST_WEIGHT), high);
    }
    for (int k = 0; k < padded(depth, STEP8); k++) {
      float values[PANEL8] = {0};
      if (k < depth) {
        const float *from = b + k * columns + column;
        for (int j = 0; j < count; j++) values[j] = from[j];
      }
      float rounded[PANEL8];
      UNROLL for (int h = 0; h < 2; h++) {
        f32x4 q = wasm_f32x4_nearest(mul(load(values + 4 * h), inverse[h]));
        sum[h] = add(sum[h], q);
        store(rounded + 4 * h, q);
      }
      Packed8 *to = packed + k / group * group * PANEL8 + k % group;
      for (int j = 0; j < PANEL8; j++) to[j * group] = (Packed8)rounded[j];
    }
    UNROLL for (int h = 0; h < 2; h++) wasm_v128_store(sums + column + 4 * h, wasm_i32x4_trunc_sat_f32x4(sum[h]));
    packed += padded(depth, STEP8) * PANEL8;
  }
}

/** q = x * inverse + zero rounded to 0..127, `count` values; writes up to 15 bytes past them. */
EXPORT(quantise8) void quantise8(const float *x, uint8_t *q, int count, float inverse, float zero) {
  int i = 0;
  for (; i + 16 <= count; i += 16) {
    f32x4 values[4] = {load(x + i), load(x + i + 4), load(x + i + 8), load(x + i + 12)};
    wasm_v128_store(q + i, quantise16(values, splat(inverse), splat(zero)));
  }
  if (i < count) {
    float rest[16] = {0};
    for (int j = 0; i + j < count; j++) rest[j] = x[i + j];
    f32x4 values[4] = {load(rest), load(rest + 4), load(rest + 8), load(rest + 12)};
    wasm_v128_store(q + i, quantise16(values, splat(inverse), splat(zero)));
  }
}

INLINE f32x4 dequantise4(v128_t q32, f32x4 scale, f32x4 zero) {
  return mul(sub(wasm_f32x4_convert_i32x4(q32), zero), scale);
}

/** x = (q - zero) * scale, `count` values. */
EXPORT(dequantise8) void dequantise8(const uint8_t *q, float *x, int count, float scale, float zero) {
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    v128_t four = wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(q + i));
    store(x + i, dequantise4(wasm_u32x4_extend_low_u16x8(four), splat(scale), splat(zero)));
  }
  for (; i < count; i++) x[i] = ((float)q[i] - zero) * scale;
}

/** Sums of four rows times a panel, begun from `start`: x holds columns 0..3, y 4..7. */
#ifdef __wasm_relaxed_simd__
/** One instruction where the processor has it (VNNI, sdot). */
INLINE void sum_strip(const Laid *const *a, const Packed8 *b, int depth, const int32_t *start, int wide,
                      v128_t *x, v128_t *y) {
  UNROLL for (int r = 0; r < STRIP8; r++) {
    x[r] = wasm_v128_load(start);
    y[r] = wasm_v128_load(start + 4);
  }
  const Laid *a0 = a[0], *a1 = a[1], *a2 = a[2], *a3 = a[3];
  // V8 loads the constant of extadd_pairwise anew each time; a dot product with ones is one instruction.
  const v128_t ones = wasm_i16x8_splat(1);
  for (int k = 0; k < depth; k += STEP8, b += STEP8 * PANEL8) {
    const Laid *rows[STRIP8] = {a0 + k, a1 + k, a2 + k, a3 + k};
    v128_t b0 = wasm_v128_load(b), b1 = wasm_v128_load(b + 16);
    v128_t b2 = wasm_v128_load(b + 32), b3 = wasm_v128_load(b + 48);
    UNROLL for (int r = 0; r < STRIP8; r++) {
      v128_t low = wasm_v128_load32_splat(rows[r]), high = wasm_v128_load32_splat(rows[r] + 4);
      if (wide) {
        x[r] = wasm_i32x4_relaxed_dot_i8x16_i7x16_add(b0, low, x[r]);
        y[r] = wasm_i32x4_relaxed_dot_i8x16_i7x16_add(b1, low, y[r]);
        x[r] = wasm_i32x4_relaxed_dot_i8x16_i7x16_add(b2, high, x[r]);
        y[r] = wasm_i32x4_relaxed_dot_i8x16_i7x16_add(b3, high, y[r]);
      } else {
        // 4 * 127 * 63 fits 16 bits, so that two steps are added before they are widened.
        v128_t p = wasm_i16x8_add(wasm_i16x8_relaxed_dot_i8x16_i7x16(b0, low),
                                  wasm_i16x8_relaxed_dot_i8x16_i7x16(b2, high));
        v128_t q = wasm_i16x8_add(wasm_i16x8_relaxed_dot_i8x16_i7x16(b1, low),
                                  wasm_i16x8_relaxed_dot_i8x16_i7x16(b3, high));
        x[r] = wasm_i32x4_add(x[r], wasm_i32x4_dot_i16x8(p, ones));
        y[r] = wasm_i32x4_add(y[r], wasm_i32x4_dot_i16x8(q, ones));
      }
    }
  }
}
#else
INLINE void sum_strip(const Laid *const *a, const Packed8 *b, int depth, const int32_t *start, int wide,
                      v128_t *x, v128_t *y) {
  (void)wide;
  UNROLL for (int r = 0; r < STRIP8; r++) {
    x[r] = wasm_v128_load(start);
    y[r] = wasm_v128_load(start + 4);
  }
  const Laid *a0 = a[0], *a1 = a[1], *a2 = a[2], *a3 = a[3];
  for (int k = 0; k < depth; k += 2, b += 2 * PANEL8) {
    const Laid *rows[STRIP8] = {a0 + k, a1 + k, a2 + k, a3 + k};
    v128_t b0 = wasm_v128_load(b), b1 = wasm_v128_load(b + 8);
    UNROLL for (int r = 0; r < STRIP8; r++) {
      v128_t pair = wasm_v128_load32_splat(rows[r]);
      x[r] = wasm_i32x4_add(x[r], wasm_i32x4_dot_i16x8(b0, pair));
      y[r] = wasm_i32x4_add(y[r], wasm_i32x4_dot_i16x8(b1, pair));
    }
  }
}
#endif

/** Adds bias and residual, activates, and stores rows x columns of a tile. */
static __attribute__((noinline)) void finish(const Layer8 *layer, const v128_t *x, const v128_t *y, int row,
                                             int column, int rows, void *result, const void *residual) {
  const int columns = layer->columns, count = min(PANEL8, columns - column);
  const f32x4 scale[2] = {load(layer->scale + column), load(layer->scale + column + 4)};
  const f32x4 bias[2] = {load(layer->bias + column), load(layer->bias + column + 4)};
  const f32x4 residual_scale = splat(layer->residual_scale), residual_zero = splat(layer->residual_zero);
  f32x4 values[2 * STRIP8];
  for (int r = 0; r < rows; r++) {
    f32x4 low = add(mul(wasm_f32x4_convert_i32x4(x[r]), scale[0]), bias[0]);
    f32x4 high = add(mul(wasm_f32x4_convert_i32x4(y[r]), scale[1]), bias[1]);
    const int at = (row + r) * columns + column;
    if (layer->residual == SEVEN_BITS) {
      // Up to 7 bytes past the last row are read and not used.
      v128_t q = wasm_u16x8_load8x8((const uint8_t *)residual + at);
      low = add(low, dequantise4(wasm_u32x4_extend_low_u16x8(q), residual_scale, residual_zero));
      high = add(high, dequantise4(wasm_u32x4_extend_high_u16x8(q), residual_scale, residual_zero));
    } else if (layer->residual == FLOATS) {
      const float *from = (const float *)residual + at;
      low = add(low, load(from));
      high = add(high, load(from + 4));
    }
    values[2 * r] = rough_activate4(low, layer->activation);
    values[2 * r + 1] = rough_activate4(high, layer->activation);
  }
  if (layer->result == FLOATS) {
    for (int r = 0; r < rows; r++) {
      float *to = (float *)result + (row + r) * columns + column;
      if (count == PANEL8) {
        store(to, values[2 * r]);
        store(to + 4, values[2 * r + 1]);
      } else {
        float some[PANEL8];
        store(some, values[2 * r]);
        store(some + 4, values[2 * r + 1]);
        for (int j = 0; j < count; j++) to[j] = some[j];
      }
    }
    return;
  }
  for (int r = 0; r < rows; r += 2) {
    v128_t q = quantise16(values + 2 * r, splat(layer->inverse), splat(layer->zero));
    uint8_t *to = (uint8_t *)result + (row + r) * columns + column;
    if (count == PANEL8) {
      wasm_v128_store64_lane(to, q, 0);
      if (r + 1 < rows) wasm_v128_store64_lane(to + columns, q, 1);
    } else {
      uint8_t some[16];
      wasm_v128_store(some, q);
      for (int j = 0; j < count; j++) to[j] = some[j];
      for (int j = 0; j < count && r + 1 < rows; j++) to[columns + j] = some[8 + j];
    }
  }
}

/** A whole tile whose activation only clamps, if any, straight from registers. */
INLINE void finish_clamped(const Layer8 *layer, const v128_t *x, const v128_t *y, int row, int column, void *result) {
  const int columns = layer->columns, at = row * columns + column;
  const f32x4 scale[2] = {load(layer->scale + column), load(layer->scale + column + 4)};
  const f32x4 bias[2] = {load(layer->bias + column), load(layer->bias + column + 4)};
  const float least = layer->activation == NONE ? -__builtin_inff() : 0.f;
  const float most = layer->activation == RELU6 ? 6.f : __builtin_inff();
  f32x4 values[2 * STRIP8];
  UNROLL for (int r = 0; r < STRIP8; r++) {
    values[2 * r] = add(mul(wasm_f32x4_convert_i32x4(x[r]), scale[0]), bias[0]);
    values[2 * r + 1] = add(mul(wasm_f32x4_convert_i32x4(y[r]), scale[1]), bias[1]);
    if (layer->activation != NONE) {
      values[2 * r] = clamp4(values[2 * r], least, most);
      values[2 * r + 1] = clamp4(values[2 * r + 1], least, most);
    }
  }
  if (layer->result == FLOATS) {
    float *to = (float *)result + at;
    UNROLL for (int r = 0; r < STRIP8; r++) {
      store(to + r * columns, values[2 * r]);
      store(to + r * columns + 4, values[2 * r + 1]);
    }
    return;
  }
  uint8_t *to = (uint8_t *)result + at;
  UNROLL for (int r = 0; r < STRIP8; r += 2) {
    v128_t q = quantise16(values + 2 * r, splat(layer->inverse), splat(layer->zero));
    wasm_v128_store64_lane(to + r * columns, q, 0);
    wasm_v128_store64_lane(to + (r + 1) * columns, q, 1);
  }
}

/** Rows [row, row + rows) of the result; `a` holds them, `stride` values from row to row. */
INLINE void multiply_block(const Layer8 *layer, const Laid *a, int stride, int row, int rows, void *result,
                           const void *residual, int wide) {
  const int depth = padded(layer->depth, STEP8);
  const Packed8 *panel = layer->packed;
  const int clamped = layer->activation <= RELU6 && layer->residual == NO_VALUES;
  for (int column = 0; column < layer->columns; column += PANEL8, panel += depth * PANEL8) {
    for (int top = 0; top < rows; top += STRIP8) {
      const Laid *strip[STRIP8];
      // Past the end, the last row once more.
      for (int r = 0; r < STRIP8; r++) strip[r] = a + min(top + r, rows - 1) * stride;
      v128_t x[STRIP8], y[STRIP8];
      sum_strip(strip, panel, depth, layer->start + column, wide, x, y);
      if (clamped && top + STRIP8 <= rows && column + PANEL8 <= layer->columns)
        finish_clamped(layer, x, y, row + top, column, result);
      else finish(layer, x, y, row + top, column, min(STRIP8, rows - top), result, residual);
    }
  }
}

/** Copies `count` bytes; up to 15 more are read and written. */
__attribute__((no_builtin("memcpy"))) INLINE void lay(Laid *to, const uint8_t *from, int count) {
#ifdef __wasm_relaxed_simd__
  for (int i = 0; i < count; i += 16) wasm_v128_store(to + i, wasm_v128_load(from + i));
#else
  for (int i = 0; i < count; i += 8) wasm_v128_store(to + i, wasm_u16x8_load8x8(from + i));
#endif
}

INLINE void fill(Laid *to, int value, int count) {
#ifdef __wasm_relaxed_simd__
  for (int i = 0; i < count; i += 16) wasm_v128_store(to + i, wasm_i8x16_splat(value));
#else
  for (int i = 0; i < count; i += 8) wasm_v128_store(to + i, wasm_i16x8_splat(value));
#endif
}

INLINE void multiply_rows(const Layer8 *layer, const uint8_t *a, int rows, void *result, const void *residual,
                          Laid *workspace, int wide) {
  const int depth = layer->depth;
  for (int row = 0; row < rows; row += BLOCK_ROWS8) {
    const int count = min(BLOCK_ROWS8, rows - row);
#ifdef __wasm_relaxed_simd__
    // Rows lie as they are wanted; what a padded step reads beyond meets weights of zero.
    (void)workspace;
    multiply_block(layer, a + row * depth, depth, row, count, result, residual, wide);
#else
    const int stride = padded(depth, STEP8);
    for (int r = 0; r < count; r++) lay(workspace + r * stride, a + (row + r) * depth, depth);
    multiply_block(layer, workspace, stride, row, count, result, residual, wide);
#endif
  }
}

/**
 * result [rows, columns] = activation(dequantised a [rows, depth] times the layer's weights + bias +
 * residual). `wide`: by 32-bit relaxed dot products instead of 16-bit ones; the sums are the same.
 * Up to 15 bytes past `a`, the result and a residual are touched. workspace: workspace8(depth) bytes.
 */
EXPORT(gemm8)
void gemm8(const Layer8 *layer, const uint8_t *a, int rows, void *result, const void *residual, Laid *workspace,
           int wide) {
  if (wide) multiply_rows(layer, a, rows, result, residual, workspace, 1);
  else multiply_rows(layer, a, rows, result, residual, workspace, 0);
}

/** Lays out what one result pixel sees. */
INLINE void lay_patch(const Window *w, const uint8_t *x, int zero, int pixel, Laid *to) {
  const int area = w->out_height * w->out_width, c = w->channels, span = w->kernel_width * c;
  const int picture = pixel / area, y = pixel % area / w->out_width;
  const int left = pixel % w->out_width * w->stride_width - w->left;
  const int from = max(0, -left), until = min(w->kernel_width, w->width - left);
  const uint8_t *plane = x + picture * w->height * w->width * c;
  for (int k = 0; k < w->kernel_height; k++, to += span) {
    const int line = y * w->stride_height - w->top + k;
    if (line < 0 || line >= w->height || until <= from) {
      fill(to, zero, span);
      continue;
    }
    // From left to right: each piece may be overrun by the one before.
    if (from > 0) fill(to, zero, from * c);
    lay(to + from * c, plane + (line * w->width + left + from) * c, (until - from) * c);
    if (until < w->kernel_width) fill(to + until * c, zero, (w->kernel_width - until) * c);
  }
}

INLINE void convolve(const Layer8 *layer, const Window *window, int pictures, const uint8_t *x, int zero,
                     void *result, const void *residual, Laid *workspace, int wide) {
  const int pixels = pictures * window->out_height * window->out_width;
  const int stride = padded(layer->depth, STEP8);
  for (int pixel = 0; pixel < pixels; pixel += BLOCK_ROWS8) {
    const int count = min(BLOCK_ROWS8, pixels - pixel);
    for (int r = 0; r < count; r++) lay_patch(window, x, zero, pixel + r, workspace + r * stride);
    multiply_block(layer, workspace, stride, pixel, count, result, residual, wide);
  }
}

/**
 * The same for a convolution: the layer's rows are (kernel y, kernel x, channel). `zero` is what
 * stands for 0 in x, and is what padding holds.
 */
EXPORT(conv8)
void conv8(const Layer8 *layer, const Window *window, int pictures, const uint8_t *x, int zero, void *result,
           const void *residual, Laid *workspace, int wide) {
  if (wide) convolve(layer, window, pictures, x, zero, result, residual, workspace, 1);
  else convolve(layer, window, pictures, x, zero, result, residual, workspace, 0);
}
