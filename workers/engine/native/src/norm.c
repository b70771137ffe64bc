#include "softmax.h"

/** output [rows, width] = (input - mean) / sqrt(variance + epsilon) * gamma + beta; may be in place. */
EXPORT(layer_norm)
void layer_norm(const float *input, const float *gamma, const float *beta, float epsilon, int rows, int width,
                float *output) {
  for (int row = 0; row < rows; row++, input += width, output += width) {
    f32x4 sums = splat(0.f);
    for (int i = 0; i < width; i += 4) sums = add(sums, i + 4 <= width ? load(input + i) : load_some(input + i, width - i));
    const float mean = sum_lanes(sums) / (float)width;
    f32x4 squares = splat(0.f);
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      f32x4 d = sub(load(input + i), splat(mean));
      squares = fma(d, d, squares);
    }
    float rest = 0.f;
    for (; i < width; i++) rest += (input[i] - mean) * (input[i] - mean);
    const float variance = (sum_lanes(squares) + rest) / (float)width;
    const float scale = 1.f / __builtin_sqrtf(variance + epsilon);
    for (i = 0; i + 4 <= width; i += 4) {
      f32x4 normal = mul(sub(load(input + i), splat(mean)), splat(scale));
      store(output + i, fma(normal, load(gamma + i), load(beta + i)));
    }
    for (; i < width; i++) output[i] = (input[i] - mean) * scale * gamma[i] + beta[i];
  }
}

/** Over the last axis of [rows, width]; may be in place. */
EXPORT(softmax) void softmax(const float *input, int rows, int width, float *output) {
  for (int row = 0; row < rows; row++) softmax_row(input + row * width, 1.f, width, output + row * width);
}
