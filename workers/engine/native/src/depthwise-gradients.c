#include "native.h"
#include "window.h"

/** The outputs of one kernel row or column that lie inside: [from, to). */
typedef struct {
  int from, to;
} Range;

INLINE Range valid(int k, int extent, int out, int stride, int before) {
  const int last = extent - 1 + before - k;
  return (Range){k < before ? (before - k + stride - 1) / stride : 0, last < 0 ? 0 : min(out, last / stride + 1)};
}

/** sum += a * b over `count` pixels of `vectors` times four channels. */
#define ACCUMULATE(vectors)                                                                     \
  for (int i = 0; i < count; i++, a += a_step, b += b_step)                                     \
    UNROLL for (int v = 0; v < vectors; v++) sum[v] = fma(load(a + 4 * v), load(b + 4 * v), sum[v])

/** dfilter [kernel_height, kernel_width, channels]; a block of channels at a time stays in the cache. */
EXPORT(depthwise_filter_gradient)
void depthwise_filter_gradient(const Window *w, int pictures, const float *input, const float *dy, float *dfilter) {
  const int channels = w->channels, in_row = w->width * channels, out_row = w->out_width * channels;
  for (int c = 0; c < channels; c += 16) {
    const int some = min(16, channels - c);
    for (int ky = 0; ky < w->kernel_height; ky++) {
      const Range ys = valid(ky, w->height, w->out_height, w->stride_height, w->top);
      for (int kx = 0; kx < w->kernel_width; kx++) {
        const Range xs = valid(kx, w->width, w->out_width, w->stride_width, w->left);
        const int count = xs.to - xs.from, a_step = w->stride_width * channels, b_step = channels;
        f32x4 sum[4] = {splat(0.f), splat(0.f), splat(0.f), splat(0.f)};
        float rest[16] = {0};
        for (int picture = 0; picture < pictures; picture++)
          for (int y = ys.from; y < ys.to; y++) {
            const int in_y = picture * w->height + y * w->stride_height + ky - w->top;
            const int in_x = xs.from * w->stride_width + kx - w->left;
            const float *a = input + in_y * in_row + in_x * channels + c;
            const float *b = dy + (picture * w->out_height + y) * out_row + xs.from * channels + c;
            if (some == 16) {
              ACCUMULATE(4);
            } else {
              for (int i = 0; i < count; i++, a += a_step, b += b_step)
                for (int j = 0; j < some; j++) rest[j] += a[j] * b[j];
            }
          }
        float *to = dfilter + (ky * w->kernel_width + kx) * channels + c;
        if (some == 16) UNROLL for (int v = 0; v < 4; v++) store(to + 4 * v, sum[v]);
        else for (int j = 0; j < some; j++) to[j] = rest[j];
      }
    }
  }
}

/** One pixel of dx: the outputs that saw it, `stride` apart among the kernel's taps. */
static void gather(const Window *w, const float *dy, const float *filter, int y, int x, float *dx) {
  const int channels = w->channels, kw = w->kernel_width;
  const int top = y + w->top, left = x + w->left;
  // The first and last outputs whose windows hold the pixel.
  const int first_y = max(0, (top - w->kernel_height + w->stride_height) / w->stride_height);
  const int first_x = max(0, (left - kw + w->stride_width) / w->stride_width);
  const int last_y = min(w->out_height - 1, top / w->stride_height);
  const int last_x = min(w->out_width - 1, left / w->stride_width);
  int c = 0;
  for (; c + 16 <= channels; c += 16) {
    f32x4 sum[4] = {splat(0.f), splat(0.f), splat(0.f), splat(0.f)};
    for (int oy = first_y; oy <= last_y; oy++) {
      const int ky = top - oy * w->stride_height;
      const float *a = dy + (oy * w->out_width + first_x) * channels + c;
      const float *b = filter + (ky * kw + left - first_x * w->stride_width) * channels + c;
      const int count = last_x - first_x + 1, a_step = channels, b_step = -w->stride_width * channels;
      ACCUMULATE(4);
    }
    UNROLL for (int v = 0; v < 4; v++) store(dx + c + 4 * v, sum[v]);
  }
  for (; c < channels; c++) {
    float sum = 0.f;
    for (int oy = first_y; oy <= last_y; oy++)
      for (int ox = first_x; ox <= last_x; ox++) {
        const int tap = (top - oy * w->stride_height) * kw + left - ox * w->stride_width;
        sum += dy[(oy * w->out_width + ox) * channels + c] * filter[tap * channels + c];
      }
    dx[c] = sum;
  }
}

/** dx, laid out as the input. */
EXPORT(depthwise_input_gradient)
void depthwise_input_gradient(const Window *w, int pictures, const float *dy, const float *filter, float *dx) {
  for (int picture = 0; picture < pictures; picture++, dy += w->out_height * w->out_width * w->channels)
    for (int y = 0; y < w->height; y++)
      for (int x = 0; x < w->width; x++, dx += w->channels) gather(w, dy, filter, y, x, dx);
}
