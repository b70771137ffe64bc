/*
 * Products whose operands change from call to call, as in training: the right one is packed panel by
 * panel while it is used, not beforehand, and both may be transposed or lie scattered.
 */
#ifndef LENSMITH_PRODUCT_H
#define LENSMITH_PRODUCT_H

#include "rows.h"

enum {
  /** Rows packed at once: a panel of the right operand is packed once for so many. */
  BAND = 504,
  PRODUCT_DEPTH = 384
};

/** Floats of workspace of a product: a packed block and a packed panel. */
enum { PRODUCT_WORKSPACE = (BAND + 8) * PRODUCT_DEPTH };

typedef struct {
  /** The rows of a matrix, or of its transpose. */
  Rows rows;
  int transposed;
} Operand;

/** c [rows, columns] (+)= a [rows, depth] b [depth, columns]; adds where `accumulate`. */
void product(const Operand *a, const Operand *b, const Rows *c, int rows, int depth, int columns, int accumulate,
             float *workspace);

#endif
