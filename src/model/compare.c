// Sorted lists of terms are merged; verdicts are compared place by place. O(n log n) for the flips,
// linear for the rest.
// SPDX-License-Identifier: MIT
#include "model/compare.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"

// ---- Terms ----------------------------------------------------------------------------------

static bool says_the_same(const tm_model_term *a, const tm_model_term *b)
{
    return tm_str_equal(a->weight, b->weight) && tm_str_equal(a->note, b->note);
}

// Compares the first terms of two lists; an empty list comes last.
static int compare_heads(tm_term_list_view a, tm_term_list_view b)
{
    if (a.n == 0 || b.n == 0)
        return (a.n == 0) - (b.n == 0);
    return tm_model_term_compare(a.term, b.term);
}

static void pass(tm_term_list_view *list)
{
    list->term++;
    list->n--;
}

tamis_status tm_terms_compare(tm_term_change **out, size_t *n, tm_term_list_view a,
                              tm_term_list_view b, tamis_error *err)
{
    size_t cap = 0;
    *out = NULL;
    *n = 0;
    while (a.n > 0 || b.n > 0) {
        const int order = compare_heads(a, b);
        const tm_term_change change = {order <= 0 ? a.term : NULL, order >= 0 ? b.term : NULL};
        if (order <= 0)
            pass(&a);
        if (order >= 0)
            pass(&b);
        if (change.a && change.b && says_the_same(change.a, change.b))
            continue;
        if (!tm_grow((void **)out, &cap, *n + 1, sizeof **out)) {
            free(*out);
            *out = NULL;
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the differences");
        }
        (*out)[(*n)++] = change;
    }
    return TAMIS_OK;
}

// ---- Weights --------------------------------------------------------------------------------

tm_ngram_difference tm_ngrams_compare(const tm_model *a, const tm_model *b)
{
    tm_ngram_difference difference = {0};
    size_t sum = 0;
    for (size_t i = 0; i < (size_t)1 << TM_NGRAM_BITS; i++) {
        const int by = a->knowledge.weights.ngram[i] - b->knowledge.weights.ngram[i];
        difference.n_different += by != 0;
        sum += (size_t)abs(by);
    }
    if (difference.n_different > 0)
        difference.mean_absolute = (double)sum / TM_SCORE_UNIT / (double)difference.n_different;
    return difference;
}

// ---- Verdicts -------------------------------------------------------------------------------

tm_flip_label tm_flip_label_of(const tm_labelled *row)
{
    return row->unlabelled     ? TM_FLIP_UNLABELLED
           : row->contaminated ? TM_FLIP_CONTAMINATED
                               : TM_FLIP_CLEAN;
}

int tm_flip_gain(const tm_flip *flip)
{
    const tm_labelled *row = flip->a->row;
    if (row->unlabelled)
        return 0;
    const bool a = (flip->a->verdict == TAMIS_CONTAMINATED) == row->contaminated;
    const bool b = (flip->b->verdict == TAMIS_CONTAMINATED) == row->contaminated;
    return b - a;
}

// How much the probability changes; 2, and so first, for documents that one model left unscanned.
static double change_of(const tm_flip *flip)
{
    const double change = fabs(flip->a->probability - flip->b->probability);
    return isnan(change) ? 2 : change;
}

static int compare_flips(const void *a, const void *b)
{
    const double x = change_of(a), y = change_of(b);
    const tm_flip *first = a, *second = b;
    if (x > y || x < y)
        return x > y ? -1 : 1;
    return (first->index > second->index) - (first->index < second->index);
}

tamis_status tm_flips_find(tm_flips *out, const tm_scored *a, const tm_scored *b, size_t n,
                           tamis_error *err)
{
    size_t cap = 0;
    *out = (tm_flips){0};
    for (size_t i = 0; i < n; i++) {
        out->count[tm_flip_label_of(a[i].row)][a[i].verdict][b[i].verdict]++;
        if (a[i].verdict == b[i].verdict)
            continue;
        if (!tm_grow((void **)&out->flip, &cap, out->n + 1, sizeof *out->flip)) {
            tm_flips_free(out);
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the differences");
        }
        out->flip[out->n++] = (tm_flip){i, &a[i], &b[i]};
    }
    if (out->n > 0)
        qsort(out->flip, out->n, sizeof *out->flip, compare_flips);
    return TAMIS_OK;
}

void tm_flips_free(tm_flips *flips)
{
    free(flips->flip);
    *flips = (tm_flips){0};
}
