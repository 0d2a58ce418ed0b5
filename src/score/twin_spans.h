// What twins (score/twins.h) know better than the scores of words do: where exactly a swapped-in
// phrase stands, and which word was there before.
// SPDX-License-Identifier: MIT
#ifndef TM_TWIN_SPANS_H
#define TM_TWIN_SPANS_H

#include "score/spans.h"

// Replaces the spans that twins touch by these, except where a line injected as a whole merely has
// a twin among its entries; and names the original word in every other span (but menu anchors) that
// repeats the phrase of a twin. Spans stay ascending and disjoint. TAMIS_ENOMEM.
tamis_status tm_spans_apply_twins(tm_spans *spans, const tm_view *view, const tm_twins *twins,
                                  tamis_error *err);

#endif
