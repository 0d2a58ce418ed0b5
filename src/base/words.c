// Sorted by word and then by place, equal words stand side by side, the earliest first.
// SPDX-License-Identifier: MIT
#include "base/words.h"

#include <stdlib.h>
#include <string.h>

typedef struct placed {
    const char *word;
    size_t place;
} placed;

static int compare(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    const int order = strcmp(x->word, y->word);
    return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

tamis_status tm_words_again(bool *again, const char *const *word, size_t n, tamis_error *err)
{
    placed *const sorted = calloc(n + 1, sizeof *sorted);
    if (!sorted)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        sorted[i] = (placed){word[i], i};
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0; i < n; i++)
        again[sorted[i].place] = i > 0 && strcmp(sorted[i - 1].word, sorted[i].word) == 0;
    free(sorted);
    return TAMIS_OK;
}

tamis_status tm_words_drop_again(char **word, size_t *n, tamis_error *err)
{
    bool *const again = calloc(*n + 1, sizeof *again);
    size_t n_kept = 0;
    tamis_status status = again ? tm_words_again(again, (const char *const *)word, *n, err)
                                : tm_fail(err, TAMIS_ENOMEM, "out of memory");
    for (size_t i = 0; i < *n && status == TAMIS_OK; i++)
        if (!again[i])
            word[n_kept++] = word[i];
    *n = status == TAMIS_OK ? n_kept : *n;
    free(again);
    return status;
}
