/*
 * Single-precision matrix product after Goto & van de Geijn (2008): both operands are packed, the
 * right one into panels of 8 columns (once, where it is a weight), the left one block by block into
 * strips of 6 rows; a 6 x 8 tile of the result stays in registers.
 */
#ifndef LENSMITH_GEMM_H
#define LENSMITH_GEMM_H

#include "activation.h"

enum {
  STRIP = 6,
  PANEL = 8,
  /** Rows and depth of a packed block: 96 x 384 floats, a part of a common second-level cache. */
  BLOCK_ROWS = 96,
  BLOCK_DEPTH = 384
};

/** Floats of workspace that a product needs for its packed block. */
enum { GEMM_WORKSPACE = BLOCK_ROWS * BLOCK_DEPTH };

/** Floats of `columns` columns packed into panels of `depth`. */
INLINE int packed_size(int depth, int columns) { return (columns + PANEL - 1) / PANEL * PANEL * depth; }

/** A product's result and what happens to a value once it is finished. */
typedef struct {
  /** [rows, columns], `stride` floats from row to row. */
  float *values;
  int rows, columns, stride;
  /** Added to each row; null for none. */
  const float *bias;
  /** Added before the activation; laid out as the result, and may be the result; null for none. */
  const float *residual;
  int activation;
  /** Adds the product to what the result holds; then without bias. */
  int accumulate;
} Result;

/**
 * Packs rows [row, row + STRIP) over depth [from, to) of a left operand: STRIP floats for each k,
 * whatever past the last row.
 */
typedef void (*PackStrip)(const void *operand, int row, int from, int to, float *strip);

INLINE void copy_tile(float *to, int to_stride, const float *from, int from_stride, int rows, int columns) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < columns; j++) to[r * to_stride + j] = from[r * from_stride + j];
}

#define ACTIVATE_ROWS(activation)                                  \
  for (int r = 0; r < STRIP; r++, values += stride) {              \
    store(values, activate4(load(values), activation));            \
    store(values + 4, activate4(load(values + 4), activation));    \
  }                                                                \
  return

/** One loop for each, so that its constants stay out of it. */
static __attribute__((noinline)) void activate_tile(float *values, int stride, int activation) {
  switch (activation) {
    case HARD_SWISH: ACTIVATE_ROWS(HARD_SWISH);
    case HARD_SIGMOID: ACTIVATE_ROWS(HARD_SIGMOID);
    case SILU: ACTIVATE_ROWS(SILU);
    case SIGMOID: ACTIVATE_ROWS(SIGMOID);
    case GELU: ACTIVATE_ROWS(GELU);
  }
}

/**
 * A whole tile: values += a b, both packed, over `depth`. `start` is a bias of PANEL floats to begin
 * with, null to go on from `values`; `residual` is added to what it begins with, so that it may be the
 * result itself; `finish` activates.
 *
 * A function of its own with a plain loop: inlined, or unrolled, V8 spills accumulators of the 15
 * registers it has, and 50 of the possible 58 GFLOP/s become 28 or 36 (docs/experiments.md).
 */
static __attribute__((noinline)) void multiply_tile(const float *a, const float *b, int depth, float *values, int stride,
                          const float *start, int finish, const float *residual, int activation) {
  f32x4 x[STRIP], y[STRIP];
  UNROLL for (int r = 0; r < STRIP; r++) {
    x[r] = load(start ? start : values + r * stride);
    y[r] = load(start ? start + 4 : values + r * stride + 4);
  }
  if (residual) {
    UNROLL for (int r = 0; r < STRIP; r++) {
      x[r] = add(x[r], load(residual + r * stride));
      y[r] = add(y[r], load(residual + r * stride + 4));
    }
  }
  for (; depth > 0; depth--, a += STRIP, b += PANEL) {
    f32x4 low = load(b), high = load(b + 4);
    UNROLL for (int r = 0; r < STRIP; r++) {
      f32x4 s = load_splat(a + r);
      x[r] = fma(s, low, x[r]);
      y[r] = fma(s, high, y[r]);
    }
  }
  const int clamped = finish && (activation == RELU || activation == RELU6);
  if (clamped) {
    const float most = activation == RELU ? __builtin_inff() : 6.f;
    UNROLL for (int r = 0; r < STRIP; r++) {
      x[r] = clamp4(x[r], 0.f, most);
      y[r] = clamp4(y[r], 0.f, most);
    }
  }
  UNROLL for (int r = 0; r < STRIP; r++) {
    store(values + r * stride, x[r]);
    store(values + r * stride + 4, y[r]);
  }
  // Out of line: in registers, the dearer activations would be unrolled twelve times.
  if (finish && activation != NONE && !clamped) activate_tile(values, stride, activation);
}

/**
 * result = a b over `depth`; `a` is packed by `pack` into `workspace` (GEMM_WORKSPACE floats), `b` is
 * packed already. To be inlined with a constant `pack`.
 */
INLINE void multiply(const void *a, PackStrip pack, const float *b, int depth, const Result *result,
                     float *workspace) {
  const int stride = result->stride;
  for (int from = 0; from < depth; from += BLOCK_DEPTH) {
    const int to = min(from + BLOCK_DEPTH, depth);
    const int goes_on = from > 0 || result->accumulate;
    const int finish = to == depth;
    for (int top = 0; top < result->rows; top += BLOCK_ROWS) {
      const int bottom = min(top + BLOCK_ROWS, result->rows);
      for (int row = top; row < bottom; row += STRIP) pack(a, row, from, to, workspace + (row - top) * (to - from));
      for (int column = 0; column < result->columns; column += PANEL) {
        const float *panel = b + column * depth + from * PANEL;
        const int columns = min(PANEL, result->columns - column);
        float start[PANEL] = {0};
        if (!goes_on && result->bias) copy_tile(start, PANEL, result->bias + column, PANEL, 1, columns);
        for (int row = top; row < bottom; row += STRIP) {
          const float *strip = workspace + (row - top) * (to - from);
          const int offset = row * stride + column;
          const int rows = min(STRIP, result->rows - row);
          float *values = result->values + offset;
          const float *residual = result->residual && from == 0 ? result->residual + offset : 0;
          if (rows == STRIP && columns == PANEL) {
            multiply_tile(strip, panel, to - from, values, stride, goes_on ? 0 : start, finish, residual,
                          result->activation);
            continue;
          }
          float edge[STRIP * PANEL], edge_residual[STRIP * PANEL];
          if (goes_on) copy_tile(edge, PANEL, values, stride, rows, columns);
          if (residual) copy_tile(edge_residual, PANEL, residual, stride, rows, columns);
          multiply_tile(strip, panel, to - from, edge, PANEL, goes_on ? 0 : start, finish,
                        residual ? edge_residual : 0, result->activation);
          copy_tile(values, stride, edge, PANEL, rows, columns);
        }
      }
    }
  }
}

#endif
