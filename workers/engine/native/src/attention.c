#include "pack.h"
#include "softmax.h"

typedef struct {
  const float *values;
  int rows, stride;
} Tokens;

INLINE void pack_tokens(const void *operand, int row, int from, int to, float *strip) {
  const Tokens *tokens = operand;
  const float *rows[STRIP];
  UNROLL for (int r = 0; r < STRIP; r++)
    rows[r] = tokens->values + min(row + r, tokens->rows - 1) * tokens->stride + from;
  pack_six(rows, to - from, strip);
}

/** The transpose of `count` keys of `width` floats, `stride` apart, into panels: 8 keys a panel. */
static void pack_keys(const float *keys, int count, int width, int stride, float *packed) {
  for (int key = 0; key < count; key += PANEL, packed += PANEL * width)
    for (int j = 0; j < PANEL; j++) {
      const float *from = keys + min(key + j, count - 1) * stride;
      for (int k = 0; k < width; k++) packed[k * PANEL + j] = from[k];
    }
}

/** `count` rows of `width` floats, `stride` apart, into panels of 8 columns. */
static void pack_values(const float *values, int count, int width, int stride, float *packed) {
  for (int column = 0; column < width; column += PANEL) {
    const int columns = min(PANEL, width - column);
    for (int row = 0; row < count; row++, packed += PANEL)
      for (int j = 0; j < PANEL; j++) packed[j] = j < columns ? values[row * stride + column + j] : 0.f;
  }
}

/** Floats of workspace of `attention`: a block, keys or values in panels, scores. */
EXPORT(attention_workspace) int attention_workspace(int tokens, int width) {
  const int keys = packed_size(width, tokens), values = packed_size(tokens, width);
  return GEMM_WORKSPACE + max(keys, values) + tokens * tokens;
}

/**
 * softmax(q k' / sqrt(width)) v for each head: input [pictures, tokens, 3 * heads * width] holds q, k
 * and v one after the other, output [pictures, tokens, heads * width].
 */
EXPORT(attention)
void attention(const float *input, int pictures, int tokens, int heads, int width, float *output, float *workspace) {
  const int all = heads * width, stride = 3 * all;
  float *scores = workspace + GEMM_WORKSPACE, *packed = scores + tokens * tokens;
  const float scale = 1.f / __builtin_sqrtf((float)width);
  for (int picture = 0; picture < pictures; picture++, input += tokens * stride, output += tokens * all) {
    for (int head = 0; head < heads; head++) {
      const float *q = input + head * width;
      const Tokens queries = {q, tokens, stride}, weights = {scores, tokens, tokens};
      const Result products = {scores, tokens, tokens, tokens, 0, 0, NONE, 0};
      const Result sums = {output + head * width, tokens, width, all, 0, 0, NONE, 0};
      pack_keys(q + all, tokens, width, stride, packed);
      multiply(&queries, pack_tokens, packed, width, &products, workspace);
      for (int row = 0; row < tokens; row++)
        softmax_row(scores + row * tokens, scale, tokens, scores + row * tokens);
      pack_values(q + 2 * all, tokens, width, stride, packed);
      multiply(&weights, pack_tokens, packed, tokens, &sums, workspace);
    }
  }
}
