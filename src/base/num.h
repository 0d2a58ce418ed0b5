// Size arithmetic with overflow checks, for sizes that come from input; numbers as text, printed
// and read alike in every locale (a decimal comma must not change a model file or a verdict); and
// the helper for growing arrays that every module shares.
// SPDX-License-Identifier: MIT
#ifndef TM_NUM_H
#define TM_NUM_H

#include <stdint.h>

#include "base/buf.h"

bool tm_add(size_t *sum, size_t a, size_t b);     // false on overflow; *sum untouched then
bool tm_mul(size_t *product, size_t a, size_t b); // likewise

// What tm_grow does where `need` is more than the capacity.
bool tm_grow_more(void **array, size_t *cap, size_t need, size_t size);
// Grows *array, whose elements have `size` bytes and whose capacity is *cap elements, to hold at
// least `need` elements. Returns false when memory is short, and nothing has changed then. The
// caller owns the array and releases it with free().
static inline bool tm_grow(void **array, size_t *cap, size_t need, size_t size)
{
    return need <= *cap || tm_grow_more(array, cap, need, size);
}

// Read a number that makes up the whole of `text`: no blanks around it, nothing after it, no sign
// for sizes, '-' at most for others; doubles are decimal (".5", too, which JSON forbids: its numbers
// are checked by base/json.h), finite and at most 128 bytes long.
// Return false, and leave *value alone, when the text is anything else or the value out of range.
bool tm_parse_size(size_t *value, tm_str text);
bool tm_parse_int(long long *value, tm_str text);
bool tm_parse_double(double *value, tm_str text);
// The value of a hexadecimal digit in either case, or -1.
static inline int tm_hex_digit(char byte)
{
    const char lower = (char)(byte | 0x20);
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Whether `text` is nothing but hexadecimal digits, those above 9 in lower case.
bool tm_is_hex(tm_str text);

void tm_print_size(tm_buf *out, uint64_t value);
// The shortest of %.15g, %.16g and %.17g that reads back exactly, with '.' in any locale. What is
// not finite prints as "null", here and below.
void tm_print_double(tm_buf *out, double value);
// Fixed number of decimals (0 to 15), '.' in any locale; "-0.000" prints as "0.000".
void tm_print_fixed(tm_buf *out, double value, int decimals);
// A probability with six decimals, or as many, up to 15, as tell it from `other` (1: from certainty):
// both print differently, and in the right order, unless they are equal.
void tm_print_probability(tm_buf *out, double probability, double other);

#endif
