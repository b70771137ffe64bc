#include "native.h"
#include "window.h"

/** output [pictures, out_height, out_width, channels]; padding counts as minus infinity. */
EXPORT(max_pool2d) void max_pool2d(const Window *w, int pictures, const float *input, float *output) {
  const int channels = w->channels, step = w->width * channels;
  for (int picture = 0; picture < pictures; picture++, input += w->height * step) {
    for (int y = 0; y < w->out_height; y++) {
      const int top = y * w->stride_height - w->top;
      const int first_row = max(0, top), last_row = min(w->height, top + w->kernel_height);
      for (int x = 0; x < w->out_width; x++, output += channels) {
        const int left = x * w->stride_width - w->left;
        const int first = max(0, left), last = min(w->width, left + w->kernel_width);
        for (int c = 0; c < channels; c += 4) {
          const int count = min(4, channels - c);
          f32x4 most = splat(-__builtin_inff());
          for (int i = first_row; i < last_row; i++) {
            const float *from = input + i * step + first * channels + c;
            for (int j = first; j < last; j++, from += channels)
              most = wasm_f32x4_max(most, count == 4 ? load(from) : load_some(from, count));
          }
          if (count == 4) store(output + c, most);
          else store_some(output + c, most, count);
        }
      }
    }
  }
}

/** Means over `pixels`: input [pictures, pixels, channels] to output [pictures, channels]. */
EXPORT(average_pool) void average_pool(int pictures, int pixels, int channels, const float *input, float *output) {
  const f32x4 share = splat(1.f / (float)pixels);
  for (int picture = 0; picture < pictures; picture++, input += pixels * channels, output += channels) {
    int c = 0;
    for (; c + 16 <= channels; c += 16) {
      f32x4 sum[4] = {splat(0.f), splat(0.f), splat(0.f), splat(0.f)};
      const float *from = input + c;
      for (int i = 0; i < pixels; i++, from += channels)
        UNROLL for (int j = 0; j < 4; j++) sum[j] = add(sum[j], load(from + 4 * j));
      UNROLL for (int j = 0; j < 4; j++) store(output + c + 4 * j, mul(sum[j], share));
    }
    for (; c < channels; c++) {
      float sum = 0.f;
      for (int i = 0; i < pixels; i++) sum += input[i * channels + c];
      output[c] = sum / (float)pixels;
    }
  }
}
