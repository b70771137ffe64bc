#include "activation.h"
#include "window.h"

/** Output pixels of a block: two more rows of weights and inputs still stay in registers. */
enum { BLOCK = 4 };

/** One output row of one picture and what it is computed from. */
typedef struct {
  const Window *window;
  /** Input row under the first kernel row that lies inside, and its weights. */
  const float *input, *weights;
  /** Kernel rows that lie inside. */
  int kernel_rows;
  const float *bias;
} Row;

/**
 * BLOCK pixels from column `left` of the input on, whose windows lie inside the row: a kernel row's
 * weights are read once for all of them.
 */
INLINE void block(const Row *row, int left, const int kernel, const int stride, float *output) {
  const int channels = row->window->channels, step = row->window->width * channels;
  const float *input = row->input + left * channels;
  int c = 0;
  for (; c + 4 <= channels; c += 4) {
    f32x4 sum[BLOCK];
    f32x4 start = row->bias ? load(row->bias + c) : splat(0.f);
    UNROLL for (int i = 0; i < BLOCK; i++) sum[i] = start;
    const float *in = input + c, *weights = row->weights + c;
    for (int y = row->kernel_rows; y > 0; y--, in += step, weights += kernel * channels) {
      const float *column = in, *weight = weights;
      // Each input column goes to all the sums it is part of.
      f32x4 w[5];
      UNROLL for (int k = 0; k < kernel; k++, weight += channels) w[k] = load(weight);
      UNROLL for (int j = 0; j < (BLOCK - 1) * stride + kernel; j++, column += channels) {
        f32x4 value = load(column);
        UNROLL for (int i = 0; i < BLOCK; i++) {
          const int k = j - i * stride;
          if (k >= 0 && k < kernel) sum[i] = fma(value, w[k], sum[i]);
        }
      }
    }
    UNROLL for (int i = 0; i < BLOCK; i++) store(output + i * channels + c, sum[i]);
  }
  for (; c < channels; c++) {
    for (int i = 0; i < BLOCK; i++) {
      float sum = row->bias ? row->bias[c] : 0.f;
      for (int y = 0; y < row->kernel_rows; y++)
        for (int k = 0; k < kernel; k++)
          sum += input[y * step + (i * stride + k) * channels + c] * row->weights[(y * kernel + k) * channels + c];
      output[i * channels + c] = sum;
    }
  }
}

#define BLOCK_OF(kernel, stride)                                                                     \
  static __attribute__((noinline)) void block_##kernel##_##stride(const Row *row, int left, float *output) { \
    block(row, left, kernel, stride, output);                                                        \
  }
BLOCK_OF(3, 1)
BLOCK_OF(3, 2)
BLOCK_OF(5, 1)
BLOCK_OF(5, 2)

/** One pixel of any kernel, whose window may be clipped; sixteen channels at once hide the latency. */
static __attribute__((noinline)) void pixel(const Row *row, int left, float *output) {
  const Window *w = row->window;
  const int channels = w->channels;
  const int from = max(0, -left), to = min(w->kernel_width, w->width - left);
  const float *input = row->input + (left + from) * channels, *weights = row->weights + from * channels;
  const int input_step = w->width * channels, weight_step = w->kernel_width * channels;
  int c = 0;
  for (; c + 16 <= channels; c += 16) {
    f32x4 sum[4];
    UNROLL for (int i = 0; i < 4; i++) sum[i] = row->bias ? load(row->bias + c + 4 * i) : splat(0.f);
    for (int y = 0; y < row->kernel_rows; y++) {
      const float *in = input + y * input_step + c, *weight = weights + y * weight_step + c;
      for (int x = from; x < to; x++, in += channels, weight += channels)
        UNROLL for (int i = 0; i < 4; i++) sum[i] = fma(load(in + 4 * i), load(weight + 4 * i), sum[i]);
    }
    UNROLL for (int i = 0; i < 4; i++) store(output + c + 4 * i, sum[i]);
  }
  for (; c + 4 <= channels; c += 4) {
    f32x4 sum = row->bias ? load(row->bias + c) : splat(0.f);
    for (int y = 0; y < row->kernel_rows; y++)
      for (int x = 0; x < to - from; x++)
        sum = fma(load(input + y * input_step + x * channels + c), load(weights + y * weight_step + x * channels + c), sum);
    store(output + c, sum);
  }
  for (; c < channels; c++) {
    float sum = row->bias ? row->bias[c] : 0.f;
    for (int y = 0; y < row->kernel_rows; y++)
      for (int x = 0; x < to - from; x++)
        sum += input[y * input_step + x * channels + c] * weights[y * weight_step + x * channels + c];
    output[c] = sum;
  }
}

typedef void (*BlockOf)(const Row *row, int left, float *output);

INLINE void output_row(const Row *row, BlockOf block_of, float *output) {
  const Window *w = row->window;
  int x = 0;
  while (x < w->out_width) {
    const int left = x * w->stride_width - w->left;
    const int right = left + (BLOCK - 1) * w->stride_width + w->kernel_width;
    if (block_of && left >= 0 && right <= w->width && x + BLOCK <= w->out_width) {
      block_of(row, left, output);
      x += BLOCK;
      output += BLOCK * w->channels;
    } else {
      pixel(row, left, output);
      x++;
      output += w->channels;
    }
  }
}

/** As conv2d, each channel by itself: weights [kernel_height, kernel_width, channels]; bias may be null. */
EXPORT(depthwise2d)
void depthwise2d(const Window *w, int pictures, const float *input, const float *weights, const float *bias,
                 int activation, float *output) {
  const int kernel = w->kernel_width == w->kernel_height && w->stride_width == w->stride_height ? w->kernel_width : 0;
  const int stride = w->stride_width, step = w->width * w->channels, out_step = w->out_width * w->channels;
  for (int picture = 0; picture < pictures; picture++, input += w->height * step) {
    for (int y = 0; y < w->out_height; y++, output += out_step) {
      const int top = y * w->stride_height - w->top;
      const int from = max(0, -top), to = min(w->kernel_height, w->height - top);
      const Row row = {w, input + (top + from) * step, weights + from * w->kernel_width * w->channels,
                       max(0, to - from), bias};
      if (kernel == 3 && stride == 1) output_row(&row, block_3_1, output);
      else if (kernel == 3 && stride == 2) output_row(&row, block_3_2, output);
      else if (kernel == 5 && stride == 1) output_row(&row, block_5_1, output);
      else if (kernel == 5 && stride == 2) output_row(&row, block_5_2, output);
      else output_row(&row, 0, output);
      activate_all(output, out_step, activation);
    }
  }
}
