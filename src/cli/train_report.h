// The report of `tamis train`: what was learned from, what was gained on held-out documents, which
// of them the model gets wrong, and what to do next. As text, as JSON, and as a card.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_REPORT_H
#define TM_TRAIN_REPORT_H

#include "model/train.h"

typedef struct tm_train_figures {
    double target_fpr;
    size_t found, found_before; // contaminated documents flagged, by the model and by its base
    size_t flagged, flagged_before; // clean documents flagged, likewise
    double flagged_upper;           // upper bound of the rate of `flagged`, one-sided 95 %
} tm_train_figures;

typedef struct tm_train_summary {
    const tm_training *training;    // finished; borrowed
    const char *path;               // of the model; borrowed
    const char *base_name;          // NULL without a base
    size_t n_clean, n_contaminated; // documents given that were judged
    tm_train_figures point[TM_N_POINTS];
} tm_train_summary;

// A document that the model gets wrong.
typedef struct tm_train_wrong {
    const char *id;
    double probability;
    bool silent; // the model finds nothing at all in it
} tm_train_wrong;

void tm_train_summarise(tm_train_summary *out, const tm_training *training, const char *path);

// The contaminated documents that are missed, or the clean ones that are flagged, at operating
// point `p`, worst first: fills at most `max` of `out`. Returns how many there are.
size_t tm_train_list_wrong(tm_train_wrong *out, size_t max, const tm_train_summary *summary,
                           bool contaminated, size_t p);

// Says where all documents of a label are of one group. Nothing otherwise.
void tm_train_put_groups(tm_buf *out, const tm_train_summary *summary);
void tm_train_report_text(tm_buf *out, const tm_train_summary *summary);
void tm_train_report_json(tm_buf *out, const tm_train_summary *summary);
void tm_train_card(tm_buf *out, const tm_train_summary *summary); // Markdown

#endif
