/* Depthwise convolutions, pooling and gates of 7-bit activations: what lies between products. */
#include "activation-int8.h"
#include "gemm-int8.h"

/**
 * A depthwise convolution, laid out by ../int8-layer.ts; all members have 4 bytes. Channels are a
 * multiple of 8. Sums are kept modulo 2^16: `start` and weights are chosen so that no sum wraps.
 */
typedef struct {
  /** [kernel, kernel, channels]. */
  const int16_t *weights;
  const int16_t *start;
  const float *scale, *bias;
  int activation;
  float inverse, zero;
} Depthwise8;

/** Copies each picture's rows with `zero` around them, so that no tap lies outside. */
INLINE void pad_picture(const Window *w, const uint8_t *x, int zero, int wide, int high, uint8_t *to) {
  const int c = w->channels;
  for (int row = 0; row < high; row++) {
    const int y = row - w->top;
    for (int column = 0; column < wide; column++, to += c) {
      const int at = column - w->left;
      const int inside = y >= 0 && y < w->height && at >= 0 && at < w->width;
      const uint8_t *from = x + (y * w->width + at) * c;
      for (int i = 0; i < c; i += 8) {
        v128_t eight = inside ? wasm_v128_load64_zero(from + i) : wasm_i8x16_splat(zero);
        wasm_v128_store64_lane(to + i, eight, 0);
      }
    }
  }
}

/** Eight sums to bytes in the low half. */
INLINE v128_t finish_sums(const Depthwise8 *layer, v128_t sums, int channel) {
  f32x4 values[2];
  UNROLL for (int h = 0; h < 2; h++) {
    v128_t whole = h ? wasm_i32x4_extend_high_i16x8(sums) : wasm_i32x4_extend_low_i16x8(sums);
    const int at = channel + 4 * h;
    f32x4 value = add(mul(wasm_f32x4_convert_i32x4(whole), load(layer->scale + at)), load(layer->bias + at));
    value = rough_activate4(value, layer->activation);
    value = add(mul(value, splat(layer->inverse)), splat(layer->zero));
    value = clamp4(value, 0.f, 127.f);
    values[h] = wasm_v128_and(add(value, splat(12582912.f)), wasm_i32x4_splat(127));
  }
  v128_t narrow = wasm_i16x8_narrow_i32x4(values[0], values[1]);
  return wasm_u8x16_narrow_i16x8(narrow, narrow);
}

/** `outputs` neighbours of one row, 8 channels each. */
INLINE void slide(const Depthwise8 *layer, const int outputs, const int kernel, const int stride,
                  const uint8_t *x, int line, int channels, int channel, uint8_t *to) {
  v128_t sums[4];
  UNROLL for (int o = 0; o < outputs; o++) sums[o] = wasm_v128_load(layer->start + channel);
  const int16_t *weights = layer->weights + channel;
  UNROLL for (int ky = 0; ky < kernel; ky++, x += line) {
    v128_t columns[9];
    UNROLL for (int i = 0; i < (outputs - 1) * stride + kernel; i++)
      columns[i] = wasm_u16x8_load8x8(x + i * channels);
    UNROLL for (int kx = 0; kx < kernel; kx++, weights += channels) {
      v128_t weight = wasm_v128_load(weights);
      UNROLL for (int o = 0; o < outputs; o++)
        sums[o] = wasm_i16x8_add(sums[o], wasm_i16x8_mul(columns[o * stride + kx], weight));
    }
  }
  UNROLL for (int o = 0; o < outputs; o++)
    wasm_v128_store64_lane(to + o * channels, finish_sums(layer, sums[o], channel), 0);
}

INLINE void slide_all(const Depthwise8 *layer, const Window *w, const int kernel, const int stride, int pictures,
                      const uint8_t *x, int zero, uint8_t *result, uint8_t *workspace) {
  const int block = stride == 1 ? 4 : 2, channels = w->channels;
  const int wide = (w->out_width - 1) * stride + kernel, high = (w->out_height - 1) * stride + kernel;
  for (int n = 0; n < pictures; n++, x += w->height * w->width * channels) {
    pad_picture(w, x, zero, wide, high, workspace);
    for (int y = 0; y < w->out_height; y++, result += w->out_width * channels) {
      for (int channel = 0; channel < channels; channel += 8) {
        const uint8_t *from = workspace + y * stride * wide * channels + channel;
        uint8_t *to = result + channel;
        int column = 0;
        for (; column + block <= w->out_width; column += block, from += block * stride * channels, to += block * channels)
          slide(layer, block, kernel, stride, from, wide * channels, channels, channel, to);
        for (; column < w->out_width; column++, from += stride * channels, to += channels)
          slide(layer, 1, kernel, stride, from, wide * channels, channels, channel, to);
      }
    }
  }
}

/**
 * Kernels of 3 or 5 with stride 1 or 2, both square. `zero` stands for 0 in x. workspace holds one
 * padded picture.
 */
EXPORT(depthwise8)
void depthwise8(const Depthwise8 *layer, const Window *window, int pictures, const uint8_t *x, int zero,
                uint8_t *result, uint8_t *workspace) {
  const int small = window->kernel_height == 3, once = window->stride_height == 1;
  if (small && once) slide_all(layer, window, 3, 1, pictures, x, zero, result, workspace);
  else if (small) slide_all(layer, window, 3, 2, pictures, x, zero, result, workspace);
  else if (once) slide_all(layer, window, 5, 1, pictures, x, zero, result, workspace);
  else slide_all(layer, window, 5, 2, pictures, x, zero, result, workspace);
}

/** Means over each picture's `area` pixels as float32 [batch, channels]; channels are a multiple of 8. */
EXPORT(average_pool8)
void average_pool8(const uint8_t *x, float *result, int batch, int area, int channels, float scale, float zero) {
  const f32x4 factor = splat(scale / (float)area), shift = splat(-zero * scale);
  for (int n = 0; n < batch; n++, x += area * channels, result += channels) {
    for (int c = 0; c < channels; c += 8) {
      v128_t low = wasm_i32x4_splat(0), high = low;
      for (int from = 0; from < area; from += 256) {
        // 256 * 127 fits 16 bits.
        v128_t sum = wasm_i16x8_splat(0);
        for (int i = from; i < min(area, from + 256); i++)
          sum = wasm_i16x8_add(sum, wasm_u16x8_load8x8(x + i * channels + c));
        low = wasm_i32x4_add(low, wasm_u32x4_extend_low_u16x8(sum));
        high = wasm_i32x4_add(high, wasm_u32x4_extend_high_u16x8(sum));
      }
      store(result + c, add(mul(wasm_f32x4_convert_i32x4(low), factor), shift));
      store(result + c + 4, add(mul(wasm_f32x4_convert_i32x4(high), factor), shift));
    }
  }
}

/**
 * Each channel of 7-bit x times a float32 gate [batch, channels], as 7 bits of their own: `factor` is
 * one scale over the other, `from_zero` and `to_zero` the zero points. Channels are a multiple of 8.
 */
EXPORT(scale_channels8)
void scale_channels8(const uint8_t *x, const float *gates, uint8_t *result, int batch, int area, int channels,
                     float factor, float from_zero, float to_zero) {
  for (int n = 0; n < batch; n++, x += area * channels, result += area * channels, gates += channels) {
    for (int c = 0; c < channels; c += 8) {
      f32x4 gate[2], shift[2];
      UNROLL for (int h = 0; h < 2; h++) {
        gate[h] = mul(load(gates + c + 4 * h), splat(factor));
        shift[h] = sub(splat(to_zero), mul(gate[h], splat(from_zero)));
      }
      for (int i = 0; i < area; i++) {
        v128_t eight = wasm_u16x8_load8x8(x + i * channels + c), q[2];
        UNROLL for (int h = 0; h < 2; h++) {
          v128_t whole = h ? wasm_u32x4_extend_high_u16x8(eight) : wasm_u32x4_extend_low_u16x8(eight);
          f32x4 value = clamp4(add(mul(wasm_f32x4_convert_i32x4(whole), gate[h]), shift[h]), 0.f, 127.f);
          q[h] = wasm_v128_and(add(value, splat(12582912.f)), wasm_i32x4_splat(127));
        }
        v128_t narrow = wasm_i16x8_narrow_i32x4(q[0], q[1]);
        wasm_v128_store64_lane(result + i * channels + c, wasm_u8x16_narrow_i16x8(narrow, narrow), 0);
      }
    }
  }
}
