// One line of JSON for each evaluated document: what the figures were computed from, so that others
// can be. Members: id, label, kind, lang, source, obfuscation, hard, strong, composite, characters,
// verdict, unscanned (the reason; only when unscanned), score, probability; gold, marked, both:
// numbers of characters in spans.
// SPDX-License-Identifier: MIT
#ifndef TM_PREDICTIONS_H
#define TM_PREDICTIONS_H

#include "model/scored.h"

void tm_predictions_write(tm_buf *out, const tm_scored *scored, size_t n);

#endif
