// Documents whose bytes differ may have one text: a line of JSON Lines and a file, a page in two
// charsets, two lines with different ids. Each document has its own labels, which can be undone by
// themselves; but of those with one text the label given last speaks for all.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "sink/labels.h"

static int by_text(const void *a, const void *b)
{
    const tm_label_state *const x = *(tm_label_state *const *)a;
    const tm_label_state *const y = *(tm_label_state *const *)b;
    const int order = strcmp(x->text, y->text);
    return order ? order : (x > y) - (x < y);
}

// Of n documents with one text the one whose label in force was given last; NULL: none is in force.
static tm_label_state *speaker(tm_label_state *const *document, size_t n)
{
    tm_label_state *last = NULL;
    for (size_t i = 0; i < n; i++)
        if (document[i]->value != TM_LABEL_NONE && (!last || document[i]->given > last->given))
            last = document[i];
    return last;
}

static size_t run_length(const tm_labels *labels, size_t begin)
{
    size_t n = 1;
    while (begin + n < labels->n_documents &&
           strcmp(labels->by_text[begin + n]->text, labels->by_text[begin]->text) == 0)
        n++;
    return n;
}

tamis_status tm_labels_join(tm_labels *labels, tamis_error *err)
{
    size_t n;
    if (!labels->by_text)
        labels->by_text = calloc(labels->n_documents + 1, sizeof *labels->by_text);
    if (!labels->by_text)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    for (size_t i = 0; i < labels->n_documents; i++)
        labels->by_text[i] = &labels->document[i];
    if (labels->n_documents > 0)
        qsort(labels->by_text, labels->n_documents, sizeof *labels->by_text, by_text);
    for (size_t begin = 0; begin < labels->n_documents; begin += n) {
        tm_label_state *const *const run = labels->by_text + begin;
        n = run_length(labels, begin);
        const tm_label_state *const last = speaker(run, n);
        for (size_t i = 0; i < n; i++)
            run[i]->outdone =
                run[i]->value != TM_LABEL_NONE && last && run[i]->value != last->value;
    }
    return TAMIS_OK;
}

const tm_label_state *tm_labels_of_text(const tm_labels *labels, const char *sha256)
{
    size_t low = 0, high = labels->by_text ? labels->n_documents : 0;
    const size_t n = high;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(labels->by_text[middle]->text, sha256) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == n || strcmp(labels->by_text[low]->text, sha256) != 0)
        return NULL;
    const tm_label_state *const last = speaker(labels->by_text + low, run_length(labels, low));
    return last ? last : labels->by_text[low];
}
