// What twins (score/twins.h) know better than the scores of words: where exactly a swapped-in
// phrase stands and which word it stands for.
// SPDX-License-Identifier: MIT
#ifndef TM_TWIN_SPANS_H
#define TM_TWIN_SPANS_H

#include "score/spans.h"

// Puts the twins in the place of the spans they touch, but for entries of a line that is injected
// as a whole, and names the original of every span that repeats the phrase of one. Spans stay
// ascending and disjoint. TAMIS_ENOMEM.
tamis_status tm_spans_apply_twins(tm_spans *spans, const tm_view *view, const tm_twins *twins,
                                  tamis_error *err);

#endif
