// Spans and twins in one pass, both ascending.
// SPDX-License-Identifier: MIT
#include "score/twin_spans.h"

#include "base/num.h"

static bool same_text(const tm_view *view, tm_range a, tm_range b)
{
    return a.end - a.begin == b.end - b.begin &&
           memcmp(view->codepoint + a.begin, view->codepoint + b.begin,
                  (a.end - a.begin) * sizeof(uint32_t)) == 0;
}

static tamis_status append(tm_spans *out, tm_span span, tamis_error *err)
{
    if (!tm_grow((void **)&out->merged, &out->merged_cap, out->n_merged + 1,
                 sizeof *out->merged))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for spans");
    out->merged[out->n_merged++] = span;
    return TAMIS_OK;
}

// What a twin proves: a swap, with the original word.
static tm_span swap_of(tm_twin twin, int32_t score)
{
    return (tm_span){.range = twin.injected,
                     .kind = TAMIS_SPAN_SWAP,
                     .score = score,
                     .original = twin.original};
}

// Whether a twin is merely an entry of a line that is injected as a whole. The lines of a list are
// alike and so have twins; the span of the whole line says more.
static bool is_entry(tm_span span, tm_twin twin)
{
    return span.whole_line && twin.injected.begin >= span.range.begin &&
           twin.injected.end <= span.range.end &&
           (twin.injected.end - twin.injected.begin) * 2 < span.range.end - span.range.begin;
}

// Fills `merged`: twins know the exact phrase and replace every span that they touch.
static tamis_status merge_twins(tm_spans *out, const tm_twins *twins, tamis_error *err)
{
    size_t t = 0;
    uint32_t end = 0; // of the last twin put in
    out->n_merged = 0;
    for (size_t i = 0; i < out->len; i++) {
        const tm_span span = out->span[i];
        bool touched = end > span.range.begin;
        for (; t < twins->len && twins->twin[t].injected.begin < span.range.end; t++) {
            const tm_twin twin = twins->twin[t];
            if (!touched && is_entry(span, twin))
                continue;
            touched |= twin.injected.end > span.range.begin;
            end = twin.injected.end;
            TM_TRY(append(out, swap_of(twin, span.score), err));
        }
        if (!touched)
            TM_TRY(append(out, span, err));
    }
    for (; t < twins->len; t++)
        TM_TRY(append(out, swap_of(twins->twin[t], 1), err));
    return TAMIS_OK;
}

// Makes the merged spans the spans; the old ones become scratch.
static void take_merged(tm_spans *out)
{
    tm_span *const old = out->span;
    const size_t old_cap = out->cap;
    out->span = out->merged;
    out->cap = out->merged_cap;
    out->len = out->n_merged;
    out->merged = old;
    out->merged_cap = old_cap;
}

// Every span with the phrase of a twin was a swap for the same word, except the anchors of menus:
// those were put beside the page's words and not in place of them.
static void name_originals(tm_spans *out, const tm_view *view, const tm_twins *twins)
{
    for (size_t i = 0; i < out->len; i++) {
        for (size_t k = 0; k < twins->len && out->span[i].original.end == 0; k++) {
            if (out->span[i].kind == TAMIS_SPAN_MENU ||
                !same_text(view, out->span[i].range, twins->twin[k].injected))
                continue;
            out->span[i].original = twins->twin[k].original;
            out->span[i].kind = TAMIS_SPAN_SWAP;
        }
    }
}

tamis_status tm_spans_apply_twins(tm_spans *out, const tm_view *view, const tm_twins *twins,
                                  tamis_error *err)
{
    TM_TRY(merge_twins(out, twins, err));
    take_merged(out);
    name_originals(out, view, twins);
    return TAMIS_OK;
}
