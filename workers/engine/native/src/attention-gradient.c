#include "product.h"
#include "softmax.h"

/** Floats of workspace: a product's, and two matrices of [tokens, tokens]. */
EXPORT(attention_gradient_workspace) int attention_gradient_workspace(int tokens) {
  return PRODUCT_WORKSPACE + 2 * tokens * tokens;
}

/** Scores to gradients of scores: p * (dp - sum(p * dp)) * scale, row by row, into dp. */
INLINE void softmax_gradient(const float *p, float *dp, int width, float scale) {
  f32x4 sums = splat(0.f);
  int i = 0;
  for (; i + 4 <= width; i += 4) sums = fma(load(p + i), load(dp + i), sums);
  float sum = sum_lanes(sums);
  for (; i < width; i++) sum += p[i] * dp[i];
  for (i = 0; i + 4 <= width; i += 4)
    store(dp + i, mul(mul(load(p + i), sub(load(dp + i), splat(sum))), splat(scale)));
  for (; i < width; i++) dp[i] = p[i] * (dp[i] - sum) * scale;
}

/**
 * Attention as in attention.c, or, where `dy` is given, its gradient: `input` and `result` are then
 * [pictures, tokens, 3 * heads * width], dy [pictures, tokens, heads * width]. Probabilities are
 * computed again rather than kept.
 */
INLINE void attend(const float *input, const float *dy, int pictures, int tokens, int heads, int width, float *result,
                   float *workspace) {
  const int all = heads * width, stride = 3 * all;
  float *p = workspace + PRODUCT_WORKSPACE, *ds = p + tokens * tokens;
  const float scale = 1.f / __builtin_sqrtf((float)width);
  const Rows scores = plain_rows(p, tokens), slopes = plain_rows(ds, tokens);
  const Operand weights = {scores, 0}, weights_turned = {scores, 1}, ds_plain = {slopes, 0}, ds_turned = {slopes, 1};
  for (int picture = 0; picture < pictures; picture++) {
    for (int head = 0; head < heads; head++) {
      const float *at = input + picture * tokens * stride + head * width;
      const Rows q = plain_rows(at, stride), k = plain_rows(at + all, stride), v = plain_rows(at + 2 * all, stride);
      const Operand queries = {q, 0}, keys = {k, 0}, keys_turned = {k, 1}, values = {v, 0}, values_turned = {v, 1};
      product(&queries, &keys_turned, &scores, tokens, width, tokens, 0, workspace);
      for (int row = 0; row < tokens; row++) softmax_row(p + row * tokens, scale, tokens, p + row * tokens);
      if (!dy) {
        const Rows out = plain_rows(result + picture * tokens * all + head * width, all);
        product(&weights, &values, &out, tokens, tokens, width, 0, workspace);
        continue;
      }
      const Rows out = plain_rows(dy + picture * tokens * all + head * width, all);
      const Operand gradient = {out, 0};
      float *to = result + picture * tokens * stride + head * width;
      const Rows dq = plain_rows(to, stride), dk = plain_rows(to + all, stride), dv = plain_rows(to + 2 * all, stride);
      product(&weights_turned, &gradient, &dv, tokens, tokens, width, 0, workspace);
      product(&gradient, &values_turned, &slopes, tokens, width, tokens, 0, workspace);
      for (int row = 0; row < tokens; row++) softmax_gradient(p + row * tokens, ds + row * tokens, tokens, scale);
      product(&ds_plain, &keys, &dq, tokens, tokens, width, 0, workspace);
      product(&ds_turned, &queries, &dk, tokens, tokens, width, 0, workspace);
    }
  }
}

EXPORT(attention_forward)
void attention_forward(const float *input, int pictures, int tokens, int heads, int width, float *output,
                       float *workspace) {
  attend(input, 0, pictures, tokens, heads, width, output, workspace);
}

EXPORT(attention_gradient)
void attention_gradient(const float *input, const float *dy, int pictures, int tokens, int heads, int width, float *dx,
                        float *workspace) {
  attend(input, dy, pictures, tokens, heads, width, dx, workspace);
}
