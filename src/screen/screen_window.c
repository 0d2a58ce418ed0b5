// One window: what is found in it, the decision about it, and what of that goes into the verdict.
// SPDX-License-Identifier: MIT

#include "base/clock.h"
#include "base/num.h"
#include "screen/screen_parts.h"

enum { MAX_SHOWN_REASONS = 8 };

// A document of which at least this share lies inside segments is spam, not injected.
static const double spam_share = 0.5;

// ---- Spans and lines ----------------------------------------------------------------------

// The bytes of the window from which characters `range` of its view come. All are looked at, since
// in a reversed run (text/view.h) the offsets do not ascend.
static tm_range source_of(const tm_view *view, tm_range range)
{
    tm_range source = {view->begin[range.begin], view->end[range.begin]};
    for (uint32_t i = range.begin + 1; i < range.end; i++) {
        source.begin = view->begin[i] < source.begin ? view->begin[i] : source.begin;
        source.end = view->end[i] > source.end ? view->end[i] : source.end;
    }
    return source;
}

// Spans within one reversed run, or within the parts of one character, come from the same bytes and
// become one. Returns whether the span was joined to the last one.
static bool joins_last(tm_screen *s, size_t begin, size_t end)
{
    tamis_span *last =
        s->verdict.n_spans > s->n_placed ? &s->span[s->verdict.n_spans - 1] : NULL;
    if (!last || begin >= last->end_byte)
        return false;
    last->begin_byte = begin < last->begin_byte ? begin : last->begin_byte;
    last->end_byte = end > last->end_byte ? end : last->end_byte;
    last->text = s->text.ptr + last->begin_byte;
    last->text_bytes = last->end_byte - last->begin_byte;
    return true;
}

static tamis_status add_span(tm_screen *s, tamis_span span, tamis_error *err)
{
    span.text = s->text.ptr + span.begin_byte;
    span.text_bytes = span.end_byte - span.begin_byte;
    if (s->verdict.n_spans == TAMIS_MAX_SPANS) {
        s->verdict.n_spans_left_out++;
        s->n_left_out += tm_origin_characters((tm_str){span.text, span.text_bytes});
        return TAMIS_OK;
    }
    if (!tm_grow((void **)&s->span, &s->spans_cap, s->verdict.n_spans + 1, sizeof *s->span))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for spans");
    s->span[s->verdict.n_spans++] = span;
    return TAMIS_OK;
}

// Adds a span; in a page, one span for each piece of hidden text in it, with its share of the
// score. So the target of a hidden link and its anchor, which follows it in the text but is apart
// from it in the source, become two spans.
static tamis_status add_parts(tm_screen *s, tamis_span span, tamis_error *err)
{
    const double score = span.score / (double)(span.end_byte - span.begin_byte);
    const size_t end = span.end_byte;
    while (s->plain.is_html) {
        span.end_byte = tm_html_piece_end(&s->plain.html, span.begin_byte);
        if (span.end_byte >= end || span.end_byte <= span.begin_byte)
            break;
        span.score = score * (double)(span.end_byte - span.begin_byte);
        TM_TRY(add_span(s, span, err));
        span.begin_byte = span.end_byte;
        while (span.begin_byte < end && memchr(" \t\n", s->text.ptr[span.begin_byte], 3))
            span.begin_byte++;
        span.score = score * (double)(end - span.begin_byte);
    }
    span.end_byte = end;
    return span.begin_byte < end ? add_span(s, span, err) : TAMIS_OK;
}

static tamis_status store_span(tm_screen *s, const tm_span *found, size_t base,
                               tamis_error *err)
{
    const tm_range source = source_of(&s->window.view, found->range);
    const size_t begin = base + source.begin, end = base + source.end;
    if (joins_last(s, begin, end))
        return TAMIS_OK;
    tamis_span span = {.begin_byte = begin, // of the judged text, for now
                       .end_byte = end,
                       .kind = found->kind,
                       .score = (double)found->score / TM_SCORE_UNIT};
    if (found->original.end > found->original.begin) {
        // In the same text as span.text: tm_clean_plan goes by how far apart they are.
        const tm_range original = source_of(&s->window.view, found->original);
        span.original = s->text.ptr + base + original.begin;
        span.original_bytes = original.end - original.begin;
    }
    return add_parts(s, span, err);
}

// The score of a line is that of its best stretch (maximum sum, by Kadane's algorithm), which is
// below 0 if no token of the line speaks for spam.
static tamis_status store_lines(tm_screen *s, size_t base, tamis_error *err)
{
    const tm_window *w = &s->window;
    for (size_t l = 0; l < w->lines.len; l++) {
        const tm_line *line = &w->lines.line[l];
        int64_t run = 0, best = INT64_MIN;
        if (line->first == line->last)
            continue;
        for (uint32_t i = line->first; i < line->last; i++) {
            run = (run > 0 ? run : 0) + w->score[i];
            best = run > best ? run : best;
        }
        if (!tm_grow((void **)&s->line, &s->lines_cap, s->verdict.n_lines + 1, sizeof *s->line))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
        const tm_range source =
            source_of(&w->view, tm_token_range(&w->tokens, line->first, line->last));
        s->line[s->verdict.n_lines++] = (tamis_line){.begin_byte = base + source.begin,
                                                     .end_byte = base + source.end,
                                                     .score = (double)best / TM_SCORE_UNIT};
    }
    return TAMIS_OK;
}

// ---- Decisions ----------------------------------------------------------------------------

tamis_document_kind tm_screen_kind(double share)
{
    return share >= spam_share ? TAMIS_DOCUMENT_SPAM : TAMIS_DOCUMENT_INJECTED;
}

// By descending contribution; equal ones keep the order of the features.
static void sort_reasons(tamis_reason *reason, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const tamis_reason moved = reason[i];
        size_t at = i;
        for (; at > 0 && reason[at - 1].contribution < moved.contribution; at--)
            reason[at] = reason[at - 1];
        reason[at] = moved;
    }
}

static void store_reasons(tm_screen *s, const tm_row *row, const double *contribution)
{
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        s->reason[f] = (tamis_reason){tm_features[f].name, tm_features[f].sentence,
                                      row->value[f], contribution[f]};
    s->verdict.n_reasons = 0;
    if (row->value[TM_FEATURE_best_segment] == 0 && !s->options.want_lines)
        return;
    sort_reasons(s->reason, TM_N_FEATURES);
    s->verdict.n_reasons = TM_N_FEATURES;
    if (s->options.want_lines)
        return;
    size_t n = 0;
    while (n < MAX_SHOWN_REASONS && s->reason[n].contribution > 0)
        n++;
    s->verdict.n_reasons = n;
}

// The decision about a window, and what each feature contributes to it. Without segments the row is
// all zeros: the decision is the bias.
static double decide(tm_screen *s, tm_row *row, double *contribution)
{
    const tm_knowledge *knowledge = &s->model->knowledge;
    if (s->segments.len == 0 && !s->options.want_lines) {
        *row = (tm_row){{0}};
        memset(contribution, 0, TM_N_FEATURES * sizeof *contribution);
        return s->model->classifier.bias;
    }
    tm_row_fill(row, &s->window, knowledge, &s->segments, s->twins.len);
    return tm_classify(contribution, &s->model->classifier, row);
}

// Skimming is enough for most windows; others are read whole. When lines are wanted, the window is
// read once more with all of them, but only after the same steps, so that a window that is too
// dense is refused (TAMIS_ELIMIT) exactly when it would be otherwise; and where these find nothing
// to look at, it has no segments, whatever its lines score.
static tamis_status find_segments(tm_screen *s, tm_str text, tamis_error *err)
{
    const tm_knowledge *knowledge = &s->model->knowledge;
    bool nothing = false;
    s->segments.len = s->twins.len = 0;
    s->window.bounded = true;
    TM_TRY(tm_skim(&nothing, &s->glance, &s->window, knowledge, text, err));
    if (nothing && !s->options.want_lines)
        return TAMIS_OK;
    if (s->timed)
        s->since_ns = tm_clock_ns();
    if (!nothing) {
        TM_TRY(tm_window_read(&s->window, knowledge, text, err));
        nothing = s->window.tokens.len == 0;
    }
    if (s->options.want_lines) {
        s->window.every_line = true;
        s->window.bounded = false;
        TM_TRY(tm_window_read(&s->window, knowledge, text, err));
    }
    tm_window_score(&s->window, knowledge);
    if (nothing)
        return TAMIS_OK;
    TM_TRY(tm_segments_find(&s->segments, s->window.score, s->window.tokens.len,
                            TM_MIN_SEGMENT_SCORE, err));
    return tm_twins_find(&s->twins, &s->window, &s->segments, err);
}

static tamis_status judge_window(tm_screen *s, size_t begin, size_t end, tamis_error *err)
{
    const tm_knowledge *knowledge = &s->model->knowledge;
    const tm_str text = tm_str_slice(s->text, begin, end);
    double contribution[TM_N_FEATURES];
    tm_row row;
    TM_TRY(find_segments(s, text, err));
    const double decision = decide(s, &row, contribution);
    s->n_windows++;
    if (decision > s->verdict.score) {
        s->verdict.score = decision;
        s->verdict.kind = tm_screen_kind(row.value[TM_FEATURE_flagged_share]);
        store_reasons(s, &row, contribution);
    }
    if (s->options.want_lines)
        TM_TRY(store_lines(s, begin, err));
    if (!s->options.want_lines &&
        tm_sigmoid_apply(s->model->sigmoid, decision) < s->suspect_threshold)
        return TAMIS_OK;
    TM_TRY(tm_spans_find(&s->spans, &s->window, &knowledge->lexicon, &s->segments, &s->twins,
                         err));
    for (size_t i = 0; i < s->spans.len; i++)
        TM_TRY(store_span(s, &s->spans.span[i], begin, err));
    return TAMIS_OK;
}

tamis_status tm_screen_window(tm_screen *s, size_t begin, size_t end, tamis_error *err)
{
    s->since_ns = 0;
    const tamis_status status = judge_window(s, begin, end, err);
    if (s->since_ns > 0)
        s->whole_ns += tm_clock_ns() - s->since_ns;
    return status;
}
