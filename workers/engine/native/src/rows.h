/* Rows of floats that need not lie one behind the other. */
#ifndef LENSMITH_ROWS_H
#define LENSMITH_ROWS_H

#include "native.h"

/**
 * Row (picture, y, x), counted in that order, is at values + picture * picture_step + y * row_step +
 * x * column_step, in floats. A plain matrix has one row a picture.
 */
typedef struct {
  float *values;
  int height, width;
  int picture_step, row_step, column_step;
} Rows;

INLINE Rows plain_rows(const float *values, int stride) { return (Rows){(float *)values, 1, 1, stride, 0, 0}; }

/** Walks over rows in order. */
typedef struct {
  const Rows *rows;
  float *at;
  int x, y, picture;
} Walk;

INLINE Walk walk_from(const Rows *rows, int row) {
  if (rows->height == 1 && rows->width == 1) return (Walk){rows, rows->values + row * rows->picture_step, 0, 0, row};
  const int pixels = rows->height * rows->width;
  const int picture = row / pixels, y = row % pixels / rows->width, x = row % rows->width;
  float *at = rows->values + picture * rows->picture_step + y * rows->row_step + x * rows->column_step;
  return (Walk){rows, at, x, y, picture};
}

INLINE void walk_on(Walk *walk) {
  const Rows *rows = walk->rows;
  if (++walk->x < rows->width) {
    walk->at += rows->column_step;
    return;
  }
  walk->x = 0;
  if (++walk->y == rows->height) {
    walk->y = 0;
    walk->picture++;
  }
  walk->at = rows->values + walk->picture * rows->picture_step + walk->y * rows->row_step;
}

#endif
