#include "product.h"
#include "pack.h"

/** Rows [row, row + STRIP) of a, over depth [from, to). */
static void pack_strip(const Operand *a, int row, int count, int from, int to, float *strip) {
  if (!a->transposed) {
    const float *rows[STRIP];
    Walk walk = walk_from(&a->rows, row);
    for (int r = 0; r < STRIP; r++) {
      rows[r] = walk.at + from;
      // Rows past the last repeat it: they have to be read from somewhere.
      if (r + 1 < count) walk_on(&walk);
    }
    pack_six(rows, to - from, strip);
    return;
  }
  Walk walk = walk_from(&a->rows, from);
  for (int k = from; k < to; k++, strip += STRIP, walk_on(&walk)) {
    const float *values = walk.at + row;
    if (count == STRIP) {
      store(strip, load(values));
      wasm_v128_store64_lane(strip + 4, wasm_v128_load64_zero(values + 4), 0);
    } else {
      for (int r = 0; r < STRIP; r++) strip[r] = values[min(r, count - 1)];
    }
  }
}

/** Columns [column, column + PANEL) of b, over depth [from, to). */
static void pack_panel(const Operand *b, int column, int count, int from, int to, float *panel) {
  if (!b->transposed) {
    Walk walk = walk_from(&b->rows, from);
    for (int k = from; k < to; k++, panel += PANEL, walk_on(&walk)) {
      const float *values = walk.at + column;
      if (count == PANEL) {
        store(panel, load(values));
        store(panel + 4, load(values + 4));
      } else {
        for (int j = 0; j < PANEL; j++) panel[j] = values[min(j, count - 1)];
      }
    }
    return;
  }
  const float *rows[PANEL];
  Walk walk = walk_from(&b->rows, column);
  for (int j = 0; j < PANEL; j++) {
    rows[j] = walk.at + from;
    if (j + 1 < count) walk_on(&walk);
  }
  int k = 0;
  for (; k + 4 <= to - from; k += 4, panel += 4 * PANEL) {
    f32x4 low[4], high[4];
    transpose4(load(rows[0] + k), load(rows[1] + k), load(rows[2] + k), load(rows[3] + k), low);
    transpose4(load(rows[4] + k), load(rows[5] + k), load(rows[6] + k), load(rows[7] + k), high);
    UNROLL for (int i = 0; i < 4; i++) {
      store(panel + PANEL * i, low[i]);
      store(panel + PANEL * i + 4, high[i]);
    }
  }
  for (; k < to - from; k++, panel += PANEL)
    for (int j = 0; j < PANEL; j++) panel[j] = rows[j][k];
}

/** A tile in place where its rows are evenly spaced, by way of a copy where not. */
INLINE void tile(const float *strip, const float *panel, int depth, float *const *rows, int stride, int count,
                 int columns, int accumulate) {
  const float start[PANEL] = {0};
  if (stride >= 0 && count == STRIP && columns == PANEL) {
    multiply_tile(strip, panel, depth, rows[0], stride, accumulate ? 0 : start, 0, 0, NONE);
    return;
  }
  float edge[STRIP * PANEL];
  multiply_tile(strip, panel, depth, edge, PANEL, start, 0, 0, NONE);
  for (int r = 0; r < count; r++) {
    float *to = rows[r];
    const float *from = edge + r * PANEL;
    if (columns == PANEL) {
      f32x4 low = load(from), high = load(from + 4);
      store(to, accumulate ? add(load(to), low) : low);
      store(to + 4, accumulate ? add(load(to + 4), high) : high);
    } else {
      for (int j = 0; j < columns; j++) to[j] = accumulate ? to[j] + from[j] : from[j];
    }
  }
}

INLINE float dot(const float *a, const float *b, int count) {
  f32x4 sums[4] = {splat(0.f), splat(0.f), splat(0.f), splat(0.f)};
  int k = 0;
  for (; k + 16 <= count; k += 16)
    UNROLL for (int i = 0; i < 4; i++) sums[i] = fma(load(a + k + 4 * i), load(b + k + 4 * i), sums[i]);
  for (; k + 4 <= count; k += 4) sums[0] = fma(load(a + k), load(b + k), sums[0]);
  float sum = sum_lanes(add(add(sums[0], sums[1]), add(sums[2], sums[3])));
  for (; k < count; k++) sum += a[k] * b[k];
  return sum;
}

/** to += the sum of four rows, each by its factor. */
INLINE void add_four(const float *factors, const float *const *rows, float *to, int count) {
  const f32x4 s = load_splat(factors), t = load_splat(factors + 1);
  const f32x4 u = load_splat(factors + 2), v = load_splat(factors + 3);
  int j = 0;
  for (; j + 4 <= count; j += 4) {
    f32x4 sum = fma(s, load(rows[0] + j), load(to + j));
    sum = fma(t, load(rows[1] + j), sum);
    sum = fma(u, load(rows[2] + j), sum);
    store(to + j, fma(v, load(rows[3] + j), sum));
  }
  for (; j < count; j++)
    to[j] += factors[0] * rows[0][j] + factors[1] * rows[1][j] + factors[2] * rows[2][j] + factors[3] * rows[3][j];
}

/** Below so many rows, packing the right operand costs more than reading it again for each. */
enum { FEW_ROWS = 2 };

/** A product's row from the right operand as it lies. */
static void one_row(const float *a, const Operand *b, float *c, int depth, int columns, int accumulate) {
  Walk walk = walk_from(&b->rows, 0);
  if (b->transposed) {
    for (int j = 0; j < columns; j++, walk_on(&walk)) {
      const float sum = dot(a, walk.at, depth);
      c[j] = accumulate ? c[j] + sum : sum;
    }
    return;
  }
  if (!accumulate) __builtin_memset(c, 0, columns * sizeof(float));
  int k = 0;
  for (; k + 4 <= depth; k += 4) {
    const float *rows[4];
    for (int i = 0; i < 4; i++, walk_on(&walk)) rows[i] = walk.at;
    add_four(a + k, rows, c, columns);
  }
  for (; k < depth; k++, walk_on(&walk))
    for (int j = 0; j < columns; j++) c[j] += a[k] * walk.at[j];
}

void product(const Operand *a, const Operand *b, const Rows *c, int rows, int depth, int columns, int accumulate,
             float *workspace) {
  if (rows <= FEW_ROWS && !a->transposed) {
    Walk from = walk_from(&a->rows, 0), to = walk_from(c, 0);
    for (int row = 0; row < rows; row++, walk_on(&from), walk_on(&to))
      one_row(from.at, b, to.at, depth, columns, accumulate);
    return;
  }
  float *panel = workspace + BAND * PRODUCT_DEPTH;
  // Blocks of equal depth: a short last one would be all overhead.
  const int blocks = (depth + PRODUCT_DEPTH - 1) / PRODUCT_DEPTH;
  for (int block = 0; block < blocks; block++) {
    const int from = depth * block / blocks, to = depth * (block + 1) / blocks;
    for (int top = 0; top < rows; top += BAND) {
      const int bottom = min(top + BAND, rows);
      for (int row = top; row < bottom; row += STRIP)
        pack_strip(a, row, min(STRIP, bottom - row), from, to, workspace + (row - top) * (to - from));
      for (int column = 0; column < columns; column += PANEL) {
        const int width = min(PANEL, columns - column);
        pack_panel(b, column, width, from, to, panel);
        Walk walk = walk_from(c, top);
        for (int row = top; row < bottom; row += STRIP) {
          const int count = min(STRIP, bottom - row);
          float *places[STRIP];
          int stride = -1, even = 1;
          for (int r = 0; r < count; r++, walk_on(&walk)) {
            places[r] = walk.at + column;
            if (r == 1) stride = places[1] - places[0];
            if (r > 1 && places[r] - places[r - 1] != stride) even = 0;
          }
          tile(workspace + (row - top) * (to - from), panel, to - from, places, even ? stride : -1, count, width,
               accumulate || block > 0);
        }
      }
    }
  }
}

EXPORT(product_workspace) int product_workspace(void) { return PRODUCT_WORKSPACE; }

/**
 * c [batch, rows, columns] = a b for each entry. a is [rows, depth] or its transpose, b [depth, columns]
 * or its transpose; `step`s are floats from one entry to the next, 0 where all have the same.
 */
EXPORT(batch_product)
void batch_product(const float *a, int a_transposed, int a_step, const float *b, int b_transposed, int b_step, float *c,
                   int batch, int rows, int depth, int columns, float *workspace) {
  for (int entry = 0; entry < batch; entry++, a += a_step, b += b_step, c += rows * columns) {
    const Operand left = {plain_rows(a, a_transposed ? rows : depth), a_transposed};
    const Operand right = {plain_rows(b, b_transposed ? depth : columns), b_transposed};
    const Rows result = plain_rows(c, columns);
    product(&left, &right, &result, rows, depth, columns, 0, workspace);
  }
}
