// One line of JSON for each evaluated document: what the figures were computed from, to compute
// others. Schema: id, label, kind, lang, source, obfuscation, hard, strong, composite, characters,
// verdict, unscanned (the reason, only then), score, probability; gold, marked, both: characters of
// spans.
// SPDX-License-Identifier: MIT
#ifndef TM_PREDICTIONS_H
#define TM_PREDICTIONS_H

#include "model/scored.h"

void tm_predictions_write(tm_buf *out, const tm_scored *scored, size_t n);

#endif
