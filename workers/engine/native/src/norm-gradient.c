#include "native.h"

INLINE float sum_of(const float *values, int count) {
  f32x4 sums = splat(0.f);
  int i = 0;
  for (; i + 4 <= count; i += 4) sums = add(sums, load(values + i));
  float sum = sum_lanes(sums);
  for (; i < count; i++) sum += values[i];
  return sum;
}

/** The mean of a row and one over its deviation, biased, as in norm.c. */
INLINE void moments(const float *x, int width, float epsilon, float *mean, float *inverse) {
  *mean = sum_of(x, width) / (float)width;
  f32x4 squares = splat(0.f);
  int i = 0;
  for (; i + 4 <= width; i += 4) {
    f32x4 d = sub(load(x + i), splat(*mean));
    squares = fma(d, d, squares);
  }
  float rest = sum_lanes(squares);
  for (; i < width; i++) rest += (x[i] - *mean) * (x[i] - *mean);
  *inverse = 1.f / __builtin_sqrtf(rest / (float)width + epsilon);
}

/** dx [rows, width] of a layer norm (Ba, Kiros & Hinton 2016) with the scale `gamma`. */
EXPORT(layer_norm_input_gradient)
void layer_norm_input_gradient(const float *dy, const float *x, const float *gamma, float epsilon, int rows, int width,
                               float *dx) {
  for (int row = 0; row < rows; row++, dy += width, x += width, dx += width) {
    float mean, inverse;
    moments(x, width, epsilon, &mean, &inverse);
    f32x4 sums = splat(0.f), along = splat(0.f);
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      f32x4 g = mul(load(dy + i), load(gamma + i));
      sums = add(sums, g);
      along = fma(g, mul(sub(load(x + i), splat(mean)), splat(inverse)), along);
    }
    float sum = sum_lanes(sums), shadow = sum_lanes(along);
    for (; i < width; i++) {
      const float g = dy[i] * gamma[i];
      sum += g;
      shadow += g * (x[i] - mean) * inverse;
    }
    sum /= (float)width;
    shadow /= (float)width;
    for (i = 0; i + 4 <= width; i += 4) {
      f32x4 g = mul(load(dy + i), load(gamma + i));
      f32x4 normal = mul(sub(load(x + i), splat(mean)), splat(inverse));
      store(dx + i, mul(sub(sub(g, splat(sum)), mul(normal, splat(shadow))), splat(inverse)));
    }
    for (; i < width; i++)
      dx[i] = (dy[i] * gamma[i] - sum - (x[i] - mean) * inverse * shadow) * inverse;
  }
}

/** dgamma [width] of a layer norm. */
EXPORT(layer_norm_weight_gradient)
void layer_norm_weight_gradient(const float *dy, const float *x, float epsilon, int rows, int width, float *dgamma) {
  __builtin_memset(dgamma, 0, width * sizeof(float));
  for (int row = 0; row < rows; row++, dy += width, x += width) {
    float mean, inverse;
    moments(x, width, epsilon, &mean, &inverse);
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      f32x4 normal = mul(sub(load(x + i), splat(mean)), splat(inverse));
      store(dgamma + i, fma(load(dy + i), normal, load(dgamma + i)));
    }
    for (; i < width; i++) dgamma[i] += dy[i] * (x[i] - mean) * inverse;
  }
}
