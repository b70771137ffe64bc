#include "native.h"
#include "window.h"

/** dx of a max pool, laid out as the input: the first of equal maxima gets it all, as in PyTorch. */
EXPORT(max_pool_gradient)
void max_pool_gradient(const Window *w, int pictures, const float *input, const float *dy, float *dx) {
  const int channels = w->channels, size = w->height * w->width * channels;
  __builtin_memset(dx, 0, pictures * size * sizeof(float));
  for (int picture = 0; picture < pictures; picture++, input += size, dx += size)
    for (int y = 0; y < w->out_height; y++)
      for (int x = 0; x < w->out_width; x++, dy += channels) {
        const int top = y * w->stride_height - w->top, left = x * w->stride_width - w->left;
        const int bottom = min(top + w->kernel_height, w->height), right = min(left + w->kernel_width, w->width);
        for (int c = 0; c < channels; c++) {
          int best = -1;
          for (int i = max(top, 0); i < bottom; i++)
            for (int j = max(left, 0); j < right; j++) {
              const int at = (i * w->width + j) * channels + c;
              if (best < 0 || input[at] > input[best]) best = at;
            }
          if (best >= 0) dx[best] += dy[c];
        }
      }
}
