// The distance is that of Levenshtein (1966).
// SPDX-License-Identifier: MIT
#include "cli/nearest.h"

enum { MAX_DISTANCE = 2, MAX_NAME = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Letters to insert, remove or replace to get from `a` to `b`.
static size_t edit_distance(tm_str a, tm_str b)
{
    size_t row[MAX_NAME + 1];
    if (b.len > MAX_NAME)
        return MAX_NAME;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 0; i < a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.len; j++) {
            const size_t replaced = diagonal + (a.ptr[i] != b.ptr[j]);
            diagonal = row[j + 1];
            row[j + 1] = least(replaced, least(row[j], diagonal) + 1);
        }
    }
    return row[b.len];
}

void tm_nearest_try(tm_nearest *nearest, const char *name)
{
    const size_t distance = edit_distance(nearest->typed, tm_str_of(name));
    if (nearest->name && distance >= nearest->distance) {
        nearest->shared |= distance == nearest->distance;
        return;
    }
    nearest->name = name;
    nearest->distance = distance;
    nearest->shared = false;
}

const char *tm_nearest_name(const tm_nearest *nearest)
{
    if (!nearest->name || nearest->shared || nearest->distance > MAX_DISTANCE)
        return NULL;
    return 3 * nearest->distance < strlen(nearest->name) + 3 ? nearest->name : NULL;
}
