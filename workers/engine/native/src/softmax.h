#ifndef LENSMITH_SOFTMAX_H
#define LENSMITH_SOFTMAX_H

#include "activation.h"

/** softmax(scale * input) of `width` floats; output may be input. */
INLINE void softmax_row(const float *input, float scale, int width, float *output) {
  f32x4 greatest = splat(-__builtin_inff());
  int i = 0;
  for (; i + 4 <= width; i += 4) greatest = wasm_f32x4_max(greatest, load(input + i));
  for (; i < width; i++) greatest = wasm_f32x4_max(greatest, splat(input[i]));
  float most = wasm_f32x4_extract_lane(greatest, 0);
  for (int lane = 1; lane < 4; lane++) {
    const float other = lane == 1   ? wasm_f32x4_extract_lane(greatest, 1)
                        : lane == 2 ? wasm_f32x4_extract_lane(greatest, 2)
                                    : wasm_f32x4_extract_lane(greatest, 3);
    if (!(other <= most)) most = other;
  }
  f32x4 sums = splat(0.f);
  for (i = 0; i + 4 <= width; i += 4) {
    f32x4 value = exp4(mul(sub(load(input + i), splat(most)), splat(scale)));
    store(output + i, value);
    sums = add(sums, value);
  }
  float sum = 0.f;
  for (; i < width; i++) sum += output[i] = wasm_f32x4_extract_lane(exp4(splat((input[i] - most) * scale)), 0);
  const float share = 1.f / (sum + sum_lanes(sums));
  for (i = 0; i + 4 <= width; i += 4) store(output + i, mul(load(output + i), splat(share)));
  for (; i < width; i++) output[i] *= share;
}

#endif
