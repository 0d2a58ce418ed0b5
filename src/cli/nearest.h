// Which name somebody meant who misspelt it: the one that takes the fewest letters to get to, two at
// most and fewer for a short one; none where several are as near.
// SPDX-License-Identifier: MIT
#ifndef TM_NEAREST_H
#define TM_NEAREST_H

#include "base/str.h"

typedef struct tm_nearest {
    tm_str typed;     // what was typed instead; set this one, leave the others zero
    const char *name; // nearest so far; borrowed
    size_t distance;
    bool shared; // by another name
} tm_nearest;

void tm_nearest_try(tm_nearest *nearest, const char *name);
// The name that was meant; NULL: it cannot be told.
const char *tm_nearest_name(const tm_nearest *nearest);

#endif
