// Lists of words, such as the ids on a command line, in which some may be named twice.
// SPDX-License-Identifier: MIT
#ifndef TM_WORDS_H
#define TM_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

// Sets again[i] where word i (NUL-terminated) equals an earlier one, else clears it. O(n log n).
// TAMIS_ENOMEM.
tamis_status tm_words_again(bool *again, const char *const *word, size_t n, tamis_error *err);

// Drops words that equal an earlier one, keeps the order of the others, and sets *n to their
// number. TAMIS_ENOMEM.
tamis_status tm_words_drop_again(char **word, size_t *n, tamis_error *err);

#endif
