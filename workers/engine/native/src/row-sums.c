#include "activation.h"

/** sums [columns] of a * b [rows, columns], of a alone where b is null. */
EXPORT(sum_rows) void sum_rows(const float *a, const float *b, int rows, int columns, float *sums) {
  int c = 0;
  for (; c + 16 <= columns; c += 16) {
    f32x4 sum[4] = {splat(0.f), splat(0.f), splat(0.f), splat(0.f)};
    const float *x = a + c, *y = b + c;
    if (b) {
      for (int row = 0; row < rows; row++, x += columns, y += columns)
        UNROLL for (int v = 0; v < 4; v++) sum[v] = fma(load(x + 4 * v), load(y + 4 * v), sum[v]);
    } else {
      for (int row = 0; row < rows; row++, x += columns)
        UNROLL for (int v = 0; v < 4; v++) sum[v] = add(sum[v], load(x + 4 * v));
    }
    UNROLL for (int v = 0; v < 4; v++) store(sums + c + 4 * v, sum[v]);
  }
  for (; c < columns; c++) {
    float sum = 0.f;
    for (int row = 0; row < rows; row++) sum += a[row * columns + c] * (b ? b[row * columns + c] : 1.f);
    sums[c] = sum;
  }
}

/** The same for each of `groups`: a, b [groups, rows, columns], sums [groups, columns]. */
EXPORT(sum_groups) void sum_groups(const float *a, const float *b, int groups, int rows, int columns, float *sums) {
  const int size = rows * columns;
  for (int group = 0; group < groups; group++, a += size, b += b ? size : 0, sums += columns)
    sum_rows(a, b, rows, columns, sums);
}

/** output [groups, rows, columns] = factor * values [groups, columns]. */
EXPORT(repeat_rows)
void repeat_rows(const float *values, int groups, int rows, int columns, float factor, float *output) {
  for (int group = 0; group < groups; group++, values += columns)
    for (int row = 0; row < rows; row++, output += columns) {
      int c = 0;
      for (; c + 4 <= columns; c += 4) store(output + c, mul(load(values + c), splat(factor)));
      for (; c < columns; c++) output[c] = values[c] * factor;
    }
}

/** In place: values [rows, columns] = activation(values + bias); bias may be null. */
EXPORT(finish_rows) void finish_rows(float *values, const float *bias, int rows, int columns, int activation) {
  float *at = values;
  if (bias)
    for (int row = 0; row < rows; row++, at += columns) {
      int c = 0;
      for (; c + 4 <= columns; c += 4) store(at + c, add(load(at + c), load(bias + c)));
      for (; c < columns; c++) at[c] += bias[c];
    }
  activate_all(values, rows * columns, activation);
}
