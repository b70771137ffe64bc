#include "pack.h"
#include "window.h"

typedef struct {
  const Window *window;
  const float *values;
  /** A kernel row of zeros. */
  const float *zeros;
  int rows;
} Pictures;

/** Where an output pixel's window begins; x and y may lie in the padding. */
typedef struct {
  const float *picture;
  int y, x;
} Corner;

INLINE void find_corners(const Pictures *input, int row, Corner *corners) {
  const Window *w = input->window;
  const int pixels = w->out_height * w->out_width;
  const int size = w->height * w->width * w->channels;
  int picture = row / pixels, y = row % pixels / w->out_width, x = row % w->out_width;
  for (int r = 0; r < STRIP; r++) {
    corners[r].picture = input->values + picture * size;
    corners[r].y = y * w->stride_height - w->top;
    corners[r].x = x * w->stride_width - w->left;
    // Rows past the last repeat it: they have to be read from somewhere.
    if (row + r + 1 >= input->rows) continue;
    if (++x < w->out_width) continue;
    x = 0;
    if (++y < w->out_height) continue;
    y = 0;
    picture++;
  }
}

INLINE void copy_floats(float *to, const float *from, int count) {
  for (; count >= 4; count -= 4, to += 4, from += 4) store(to, load(from));
  for (; count > 0; count--) *to++ = *from++;
}

INLINE void clear_floats(float *to, int count) {
  for (; count >= 4; count -= 4, to += 4) store(to, splat(0.f));
  for (; count > 0; count--) *to++ = 0.f;
}

/** Floats [from, to) of a kernel row whose first `before` and last floats from `after` on are padding. */
INLINE void copy_clipped(float *copy, const float *values, int from, int to, int before, int after) {
  const int start = min(max(before, from), to), end = max(min(after, to), start);
  clear_floats(copy, start - from);
  copy_floats(copy + start - from, values + start, end - start);
  clear_floats(copy + end - from, to - end);
}

/**
 * The windows of six output pixels. A kernel row is one run of kernel_width * channels floats of the
 * input, read in place unless the padding clips it.
 */
INLINE void pack_windows(const void *operand, int row, int from, int to, float *strip) {
  const Pictures *input = operand;
  const Window *w = input->window;
  const int run = w->kernel_width * w->channels;
  Corner corners[STRIP];
  find_corners(input, row, corners);
  int clipped = 0;
  UNROLL for (int r = 0; r < STRIP; r++)
    clipped |= corners[r].x < 0 || corners[r].x + w->kernel_width > w->width;
  for (int y = from / run; from < to; y++) {
    const int start = from - y * run, end = min(to - y * run, run);
    const float *rows[STRIP];
    UNROLL for (int r = 0; r < STRIP; r++) {
      const Corner *at = corners + r;
      const int inside = at->y + y >= 0 && at->y + y < w->height;
      rows[r] = inside ? at->picture + ((at->y + y) * w->width + at->x) * w->channels : 0;
    }
    if (!clipped) {
      UNROLL for (int r = 0; r < STRIP; r++) rows[r] = (rows[r] ? rows[r] : input->zeros) + start;
      strip = pack_six(rows, end - start, strip);
    } else {
      float copies[STRIP * BLOCK_DEPTH];
      UNROLL for (int r = 0; r < STRIP; r++) {
        float *copy = copies + r * BLOCK_DEPTH;
        const int before = max(0, -corners[r].x) * w->channels;
        const int after = min(w->kernel_width, w->width - corners[r].x) * w->channels;
        if (rows[r]) copy_clipped(copy, rows[r], start, end, before, after);
        rows[r] = rows[r] ? copy : input->zeros;
      }
      strip = pack_six(rows, end - start, strip);
    }
    from += end - start;
  }
}

/**
 * output [pictures, out_height, out_width, filters] = activation(conv(input) + bias + residual), an
 * implicit product: the windows are never unfolded as a whole. `packed` is the filter
 * [kernel_height * kernel_width * channels, filters] by pack_b. bias and residual may be null;
 * residual may be the output. `zeros`: kernel_width * channels floats; workspace: gemm_workspace.
 */
EXPORT(conv2d)
void conv2d(const Window *w, int pictures, const float *input, const float *packed, int filters, const float *bias,
            const float *residual, int activation, float *output, const float *zeros, float *workspace) {
  const int rows = pictures * w->out_height * w->out_width;
  const Pictures left = {w, input, zeros, rows};
  const Result result = {output, rows, filters, filters, bias, residual, activation, 0};
  multiply(&left, pack_windows, packed, w->kernel_height * w->kernel_width * w->channels, &result, workspace);
}
