#include "product.h"
#include "window.h"

/*
 * A convolution and its two gradients, tap by tap: what a tap sees of the input and the outputs it goes
 * to are both rows on a grid, so that all three are products, and padding costs nothing.
 */

typedef struct {
  Rows input, output;
  /** In all pictures. */
  int count;
} Tap;

/** The outputs, along one axis, for which tap `k` lies inside the input. */
INLINE void valid_outputs(int k, int extent, int out, int stride, int before, int *from, int *to) {
  *from = k < before ? (before - k + stride - 1) / stride : 0;
  const int last = extent - 1 + before - k;
  *to = last < 0 ? 0 : min(out, last / stride + 1);
}

static Tap find_tap(const Window *w, int pictures, const float *input, const float *output, int filters, int tap) {
  const int ky = tap / w->kernel_width, kx = tap % w->kernel_width;
  int top, bottom, left, right;
  valid_outputs(ky, w->height, w->out_height, w->stride_height, w->top, &top, &bottom);
  valid_outputs(kx, w->width, w->out_width, w->stride_width, w->left, &left, &right);
  const int height = max(0, bottom - top), width = max(0, right - left);
  const int in_row = w->width * w->channels, out_row = w->out_width * filters;
  const int y = top * w->stride_height + ky - w->top, x = left * w->stride_width + kx - w->left;
  return (Tap){
      {(float *)input + y * in_row + x * w->channels, height, width, w->height * in_row, w->stride_height * in_row,
       w->stride_width * w->channels},
      {(float *)output + top * out_row + left * filters, height, width, w->out_height * out_row, out_row, filters},
      pictures * height * width};
}

INLINE void clear(float *values, int count) { __builtin_memset(values, 0, count * sizeof(float)); }

/** output [pictures, out_height, out_width, filters]; filter [kernel..., channels, filters]. */
EXPORT(conv2d_forward)
void conv2d_forward(const Window *w, int pictures, const float *input, const float *filter, int filters, float *output,
                    float *workspace) {
  const int taps = w->kernel_height * w->kernel_width, rows = pictures * w->out_height * w->out_width;
  const int whole = taps == 1 && w->top == 0 && w->left == 0;
  if (!whole) clear(output, rows * filters);
  for (int tap = 0; tap < taps; tap++) {
    const Tap t = find_tap(w, pictures, input, output, filters, tap);
    if (whole && t.count < rows) clear(output, rows * filters);
    const Operand a = {t.input, 0}, b = {plain_rows(filter + tap * w->channels * filters, filters), 0};
    product(&a, &b, &t.output, t.count, w->channels, filters, !whole || t.count < rows, workspace);
  }
}

/** dx, laid out as the input, from dy, laid out as the output. */
EXPORT(conv2d_input_gradient)
void conv2d_input_gradient(const Window *w, int pictures, const float *dy, const float *filter, int filters, float *dx,
                           float *workspace) {
  const int taps = w->kernel_height * w->kernel_width, rows = pictures * w->height * w->width;
  const Tap only = find_tap(w, pictures, dx, dy, filters, 0);
  const int whole = taps == 1 && only.count == rows;
  if (!whole) clear(dx, rows * w->channels);
  for (int tap = 0; tap < taps; tap++) {
    const Tap t = find_tap(w, pictures, dx, dy, filters, tap);
    const Operand a = {t.output, 0}, b = {plain_rows(filter + tap * w->channels * filters, filters), 1};
    product(&a, &b, &t.input, t.count, filters, w->channels, !whole, workspace);
  }
}

/** dfilter [kernel..., channels, filters]. */
EXPORT(conv2d_filter_gradient)
void conv2d_filter_gradient(const Window *w, int pictures, const float *input, const float *dy, int filters,
                            float *dfilter, float *workspace) {
  const int taps = w->kernel_height * w->kernel_width;
  for (int tap = 0; tap < taps; tap++, dfilter += w->channels * filters) {
    const Tap t = find_tap(w, pictures, input, dy, filters, tap);
    // A tap that only ever sees padding.
    if (t.count == 0) clear(dfilter, w->channels * filters);
    const Operand a = {t.input, 1}, b = {t.output, 0};
    const Rows result = plain_rows(dfilter, filters);
    product(&a, &b, &result, w->channels, t.count, filters, 0, workspace);
  }
}
