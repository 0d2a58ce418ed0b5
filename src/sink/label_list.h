// The output of `tamis label suggest`, as text and as JSON: documents to label next, and labels
// that are probably wrong, each with its reasons.
// SPDX-License-Identifier: MIT
#ifndef TM_LABEL_LIST_H
#define TM_LABEL_LIST_H

#include "model/dataset.h"

enum { TM_LABEL_WORDS = 3, TM_LABEL_SPANS = 3, TM_LABEL_REASONS = 2 };

typedef struct tm_label_item {
    const tm_labelled *row; // borrowed
    double probability;     // of being contaminated, by the model
    double threshold;       // probability from which on the model calls it contaminated
    // For a document to label (model/batch.h).
    double gain, uncertainty, novelty;
    // For a doubted label.
    double other_probability;    // of the other label, by a light model not fitted to this row
    tm_buf word[TM_LABEL_WORDS]; // that speak most for the other label; empty ones at the end
    const tm_labelled *copy;     // nearly the same document with the other label; or NULL
    // What the model found in it.
    tm_sample_span span[TM_LABEL_SPANS]; // strongest first
    size_t n_spans;
    tamis_reason reason[TM_LABEL_REASONS];
    size_t n_reasons;
} tm_label_item;

typedef struct tm_label_list {
    tm_label_item *next, *doubt; // [n_next] to label, [n_doubts] doubted; borrowed, best first
    size_t n_next, n_doubts;
    size_t n_unlabelled, n_labelled; // documents in the data
    size_t n_all_doubts;             // doubted labels, of which `doubt` holds the first
    const char *no_doubts;           // why no label could be doubted; or NULL
} tm_label_list;

void tm_label_list_text(tm_buf *out, const tm_label_list *list);
// One line for each item, schema "tamis-labels/1".
void tm_label_list_json(tm_buf *out, const tm_label_list *list);

void tm_label_item_free(tm_label_item *item); // its words

#endif
