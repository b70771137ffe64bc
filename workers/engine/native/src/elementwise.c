#include "activation.h"

/* Element by element; outputs may be an input. Counts are in floats. */

/** The value at `i`, or the `count - i` that are left with zeros behind. */
INLINE f32x4 read4(const float *from, int i, int count) {
  return i + 4 <= count ? load(from + i) : load_some(from + i, count - i);
}

INLINE void write4(float *to, int i, int count, f32x4 value) {
  if (i + 4 <= count) store(to + i, value);
  else store_some(to + i, value, count - i);
}

#define EACH(activation)                                                                                   \
  for (int i = 0; i < count; i += 4) write4(values, i, count, activate4(read4(values, i, count), activation)); \
  return

/** In place. Each activation has its own loop, which lets the compiler hoist its constants. */
void activate_all(float *values, int count, int activation) {
  switch (activation) {
    case RELU: EACH(RELU);
    case RELU6: EACH(RELU6);
    case HARD_SWISH: EACH(HARD_SWISH);
    case HARD_SIGMOID: EACH(HARD_SIGMOID);
    case SILU: EACH(SILU);
    case SIGMOID: EACH(SIGMOID);
    case GELU: EACH(GELU);
  }
}

EXPORT(activate) void activate(const float *input, int count, int activation, float *output) {
  if (input != output) __builtin_memcpy(output, input, count * sizeof(float));
  activate_all(output, count, activation);
}

/** output = activation(a + b). */
EXPORT(add_all) void add_all(const float *a, const float *b, int count, int activation, float *output) {
  for (int i = 0; i < count; i += 4) write4(output, i, count, add(read4(a, i, count), read4(b, i, count)));
  activate_all(output, count, activation);
}

EXPORT(multiply_all) void multiply_all(const float *a, const float *b, int count, float *output) {
  for (int i = 0; i < count; i += 4) write4(output, i, count, mul(read4(a, i, count), read4(b, i, count)));
}

/** output [groups, rows, channels] = input * scales [groups, channels]: squeeze-and-excitation. */
EXPORT(scale_channels)
void scale_channels(const float *input, const float *scales, int groups, int rows, int channels, float *output) {
  for (int group = 0; group < groups; group++, scales += channels)
    for (int row = 0; row < rows; row++, input += channels, output += channels)
      for (int c = 0; c < channels; c += 4)
        write4(output, c, channels, mul(read4(input, c, channels), read4(scales, c, channels)));
}

/** output [rows, channels] = input * scale + shift. */
EXPORT(affine_channels)
void affine_channels(const float *input, const float *scale, const float *shift, int rows, int channels, float *output) {
  for (int row = 0; row < rows; row++, input += channels, output += channels)
    for (int c = 0; c < channels; c += 4) {
      f32x4 value = fma(read4(input, c, channels), read4(scale, c, channels), read4(shift, c, channels));
      write4(output, c, channels, value);
    }
}

/** output [pixels, 3] = table[channel][value]: 256 floats for each of three channels. */
EXPORT(look_up_pixels) void look_up_pixels(const uint8_t *pixels, int count, const float *table, float *output) {
  for (int i = 0; i < count; i++, pixels += 3, output += 3) {
    output[0] = table[pixels[0]];
    output[1] = table[256 + pixels[1]];
    output[2] = table[512 + pixels[2]];
  }
}

/** output [pictures, 1 + rows, width]: `first` before the rows of each picture. */
EXPORT(prepend_row)
void prepend_row(const float *input, const float *first, int pictures, int rows, int width, float *output) {
  for (int picture = 0; picture < pictures; picture++) {
    __builtin_memcpy(output, first, width * sizeof(float));
    __builtin_memcpy(output + width, input, rows * width * sizeof(float));
    input += rows * width;
    output += (1 + rows) * width;
  }
}

/** output [pictures, rows, width] = input + added [rows, width]. */
EXPORT(add_rows)
void add_rows(const float *input, const float *added, int pictures, int size, float *output) {
  for (int picture = 0; picture < pictures; picture++, input += size, output += size)
    for (int i = 0; i < size; i += 4) write4(output, i, size, add(read4(input, i, size), read4(added, i, size)));
}

/** output [pictures, width]: row `index` of each picture's [rows, width]. */
EXPORT(take_row)
void take_row(const float *input, int pictures, int rows, int width, int index, float *output) {
  for (int picture = 0; picture < pictures; picture++)
    __builtin_memcpy(output + picture * width, input + (picture * rows + index) * width, width * sizeof(float));
}

/** Swaps axes: output[i, j, k, :] is input[i * s0 + j * s1 + k * s2 + l * s3] over l, for each picture. */
EXPORT(permute)
void permute(const float *input, int pictures, const int *extents, const int *strides, float *output) {
  const int size = extents[0] * extents[1] * extents[2] * extents[3];
  for (int picture = 0; picture < pictures; picture++, input += size)
    for (int i = 0; i < extents[0]; i++)
      for (int j = 0; j < extents[1]; j++)
        for (int k = 0; k < extents[2]; k++) {
          const float *from = input + i * strides[0] + j * strides[1] + k * strides[2];
          for (int l = 0; l < extents[3]; l++, from += strides[3]) *output++ = *from;
        }
}
