// The search keeps a list of candidates, disjoint and in order. Each score above 0 becomes a new
// one and looks for the nearest earlier candidate with a lower sum before it. If the sum through
// that one is lower as well, what lies on either side of the gap outweighs it: the two and all
// between become one candidate, which looks further back in turn. Each candidate remembers what it
// found, so that the next one skips those in between; this keeps the search linear.
// SPDX-License-Identifier: MIT
#include "score/segments.h"

#include <stdlib.h>

#include "base/num.h"

typedef struct tm_candidate {
    uint32_t first, last;
    int64_t before, through; // sum of all scores before it, and with it
    size_t lower; // index + 1 of the nearest candidate with a lower `before`; 0: none
} tm_candidate;

tamis_status tm_segments_find(tm_segments *out, const int32_t *score, size_t n,
                              int32_t min_score, tamis_error *err)
{
    size_t len = 0;
    int64_t sum = 0;
    out->len = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t before = sum;
        sum += score[i];
        if (score[i] <= 0)
            continue;
        if (!tm_grow((void **)&out->candidate, &out->candidates_cap, len + 1,
                     sizeof *out->candidate))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for segments");
        tm_candidate *c = out->candidate;
        tm_candidate fresh = {(uint32_t)i, (uint32_t)i + 1, before, sum, 0};
        for (;;) {
            size_t lower = len;
            while (lower > 0 && c[lower - 1].before >= fresh.before)
                lower = c[lower - 1].lower;
            fresh.lower = lower;
            if (lower == 0 || c[lower - 1].through >= fresh.through)
                break;
            fresh.first = c[lower - 1].first; // bridge the gap, then look further back
            fresh.before = c[lower - 1].before;
            len = lower - 1;
        }
        c[len++] = fresh;
    }
    for (size_t i = 0; i < len; i++) {
        const tm_candidate c = out->candidate[i];
        if (c.through - c.before < min_score)
            continue;
        if (!tm_grow((void **)&out->segment, &out->cap, out->len + 1, sizeof *out->segment))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for segments");
        const int64_t total = c.through - c.before;
        out->segment[out->len++] =
            (tm_segment){c.first, c.last, total > INT32_MAX ? INT32_MAX : (int32_t)total};
    }
    return TAMIS_OK;
}

void tm_segments_free(tm_segments *segments)
{
    free(segments->segment);
    free(segments->candidate);
    *segments = (tm_segments){0};
}
