/* A window that slides over a picture [height, width, channels], as the plan writes it: `window` in
   ../../trunk/window.ts. */
#ifndef LENSMITH_WINDOW_H
#define LENSMITH_WINDOW_H

typedef struct {
  int height, width, channels;
  int out_height, out_width;
  int kernel_height, kernel_width;
  int stride_height, stride_width;
  /** Padding; what is needed at the bottom and right follows from the output's size. */
  int top, left;
} Window;

#endif
