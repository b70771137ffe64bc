#include "pack.h"

/** B [depth, columns] into panels; `packed` has packed_size(depth, columns) floats. */
EXPORT(pack_b) void pack_b(const float *b, int depth, int columns, float *packed) {
  for (int column = 0; column < columns; column += PANEL) {
    const float *from = b + column;
    const int count = min(PANEL, columns - column);
    for (int k = 0; k < depth; k++, from += columns, packed += PANEL) {
      if (count == PANEL) {
        store(packed, load(from));
        store(packed + 4, load(from + 4));
      } else {
        for (int j = 0; j < PANEL; j++) packed[j] = j < count ? from[j] : 0.f;
      }
    }
  }
}

INLINE void transpose_rows(const float *from, int stride, f32x4 *to) {
  transpose4(load(from), load(from + stride), load(from + 2 * stride), load(from + 3 * stride), to);
}

/** The transpose of B [columns, depth] into panels. */
EXPORT(pack_b_transposed) void pack_b_transposed(const float *b, int depth, int columns, float *packed) {
  for (int column = 0; column < columns; column += PANEL) {
    const float *from = b + column * depth;
    const int count = min(PANEL, columns - column);
    int k = 0;
    if (count == PANEL) {
      for (; k + 4 <= depth; k += 4, packed += 4 * PANEL) {
        f32x4 low[4], high[4];
        transpose_rows(from + k, depth, low);
        transpose_rows(from + 4 * depth + k, depth, high);
        UNROLL for (int i = 0; i < 4; i++) {
          store(packed + PANEL * i, low[i]);
          store(packed + PANEL * i + 4, high[i]);
        }
      }
    }
    for (; k < depth; k++, packed += PANEL)
      for (int j = 0; j < PANEL; j++) packed[j] = j < count ? from[j * depth + k] : 0.f;
  }
}

typedef struct {
  const float *values;
  int rows, stride;
} Matrix;

/** A as it lies, [rows, depth]; rows past the last repeat it. */
INLINE void pack_rows(const void *operand, int row, int from, int to, float *strip) {
  const Matrix *a = operand;
  const float *rows[STRIP];
  UNROLL for (int r = 0; r < STRIP; r++) rows[r] = a->values + min(row + r, a->rows - 1) * a->stride + from;
  pack_six(rows, to - from, strip);
}

/** A given as its transpose, [depth, rows]. */
INLINE void pack_columns(const void *operand, int row, int from, int to, float *strip) {
  const Matrix *a = operand;
  const float *values = a->values + from * a->stride + row;
  const int count = min(STRIP, a->rows - row);
  for (int k = from; k < to; k++, values += a->stride, strip += STRIP) {
    if (count == STRIP) {
      store(strip, load(values));
      wasm_v128_store64_lane(strip + 4, wasm_v128_load64_zero(values + 4), 0);
    } else {
      for (int r = 0; r < STRIP; r++) strip[r] = r < count ? values[r] : 0.f;
    }
  }
}

EXPORT(gemm_workspace) int gemm_workspace(void) { return GEMM_WORKSPACE; }

/**
 * c [rows, columns] = activation(a b + bias + residual); `packed` is b by pack_b. a is [rows, depth],
 * or its transpose where `transposed`. bias and residual may be null.
 */
EXPORT(gemm)
void gemm(const float *a, int transposed, const float *packed, float *c, int rows, int depth, int columns,
          const float *bias, const float *residual, int activation, int accumulate, float *workspace) {
  const Matrix left = {a, rows, transposed ? rows : depth};
  const Result result = {c, rows, columns, columns, bias, residual, activation, accumulate};
  if (transposed) multiply(&left, pack_columns, packed, depth, &result, workspace);
  else multiply(&left, pack_rows, packed, depth, &result, workspace);
}
