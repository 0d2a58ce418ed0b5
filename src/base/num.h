// Sizes that come from input are added and multiplied with a check; numbers are printed and read
// the same in every locale (a comma locale must not change a model file or a verdict).
// Also the growing-array helper every module shares.
// SPDX-License-Identifier: MIT
#ifndef TM_NUM_H
#define TM_NUM_H

#include "base/buf.h"

bool tm_add(size_t *sum, size_t a, size_t b);     // false on overflow; *sum untouched then
bool tm_mul(size_t *product, size_t a, size_t b); // likewise

// Grows `array` (elements of `size` bytes, capacity *cap) to hold at least `need` elements.
// Returns false, leaving everything as it was, when memory is short. Owned by the caller: free().
bool tm_grow(void **array, size_t *cap, size_t need, size_t size);

// Strict, locale-proof reading of a whole field: no blanks, no sign for sizes, no trailing bytes,
// finite doubles of at most 128 bytes only. False when the text is anything else.
bool tm_parse_size(size_t *value, tm_str text);
bool tm_parse_int(long long *value, tm_str text);
bool tm_parse_double(double *value, tm_str text);

void tm_print_size(tm_buf *out, size_t value);
// Shortest form that reads back exactly (%.17g at worst), '.' as the decimal point in any locale.
// What is not finite prints as "null", here and below.
void tm_print_double(tm_buf *out, double value);
// Fixed number of decimals (0 to 9), '.' in any locale; "-0.000" prints as "0.000".
void tm_print_fixed(tm_buf *out, double value, int decimals);

#endif
