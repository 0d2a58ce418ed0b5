// Thresholds, windows, spans, verdict: in the order in which a document meets them.
// SPDX-License-Identifier: MIT
#include "screen/screen.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/num.h"
#include "text/utf8.h"

enum {
    MAX_SHOWN_REASONS = 8,
    // Memory up to these sizes is kept for the next document: a text; a window and its tokens.
    KEPT_BYTES = 1 << 20,
    KEPT_CHARACTERS = 1 << 19,
    // Of a text in parts, at most so many bytes of the words in its spans are given.
    MAX_WORD_BYTES = 4 << 20
};

// A document of which at least this share lies inside segments is spam, not injected.
static const double spam_share = 0.5;

// ---- Options ------------------------------------------------------------------------------

// The stored point with the greatest target that does not exceed `max_fpr`.
static const tamis_operating_point *find_point(const tm_model *model, double max_fpr)
{
    const tamis_operating_point *best = NULL;
    for (size_t i = 0; i < TM_N_POINTS; i++)
        if (model->point[i].target_fpr <= max_fpr * (1 + 1e-9))
            best = &model->point[i];
    return best;
}

static tamis_status choose_thresholds(tm_screen *s, tamis_error *err)
{
    const tm_model *model = s->model;
    const double given = s->options.threshold;
    if (given > 1 || given != given)
        return tm_fail(err, TAMIS_EINVAL, "the threshold is a probability, 0 to 1");
    if (given >= 0) {
        s->threshold = s->suspect_threshold = given;
        return TAMIS_OK;
    }
    if (s->options.max_fpr > 1)
        return tm_fail(err, TAMIS_EINVAL, "max_fpr is a share, above 0 and up to 1");
    const tamis_operating_point *point = find_point(model, s->options.max_fpr);
    if (!point)
        return tm_fail(err, TAMIS_EINVAL, "the model's strictest operating point is FPR %g",
                       model->point[0].target_fpr);
    s->threshold = s->suspect_threshold = point->threshold;
    // Suspect is what the next point, of ten times the false-positive rate, would flag.
    if (point + 1 < model->point + TM_N_POINTS)
        s->suspect_threshold = point[1].threshold;
    return TAMIS_OK;
}

tamis_status tm_screen_init(tm_screen *screen, const tm_model *model,
                            const tamis_options *options, tamis_error *err)
{
    *screen = (tm_screen){.model = model, .options = *options};
    if (options->max_document_bytes > UINT32_MAX)
        return tm_fail(err, TAMIS_EINVAL, "documents of 4 GiB and more are not supported");
    TM_TRY(choose_thresholds(screen, err));
    return tm_digest_init(&screen->digest, err);
}

void tm_screen_free(tm_screen *screen)
{
    tm_digest_free(&screen->digest);
    tm_plain_free(&screen->plain);
    tm_glance_free(&screen->glance);
    tm_window_free(&screen->window);
    tm_segments_free(&screen->segments);
    tm_twins_free(&screen->twins);
    tm_spans_free(&screen->spans);
    tm_buf_free(&screen->pending);
    tm_buf_free(&screen->words);
    free(screen->span);
    free(screen->line);
    *screen = (tm_screen){0};
}

void tm_screen_shrink(tm_screen *s)
{
    s->text = (tm_str){0};
    tm_buf_free(&s->pending);
    tm_buf_free(&s->words);
    if (s->plain.decoded.converted.cap > KEPT_BYTES)
        tm_decoded_free(&s->plain.decoded);
    if (s->plain.html.shown.text.cap + s->plain.html.hidden.text.cap > KEPT_BYTES)
        tm_html_free(&s->plain.html);
    if (s->spans_cap * sizeof *s->span > KEPT_BYTES) {
        free(s->span);
        s->span = NULL;
        s->spans_cap = 0;
    }
    if (s->window.view.cap + s->window.tokens.cap > KEPT_CHARACTERS) {
        tm_glance_free(&s->glance);
        tm_window_free(&s->window);
        tm_segments_free(&s->segments);
        tm_twins_free(&s->twins);
        tm_spans_free(&s->spans);
    }
}

// ---- Windows ------------------------------------------------------------------------------

// The end of the window of at most `n_bytes` that begins at `begin`: after the last line end that
// fits, else after the last blank, else before the character that does not fit.
static size_t window_end(tm_str text, size_t begin, size_t n_bytes)
{
    if (text.len - begin <= n_bytes)
        return text.len;
    const size_t limit = begin + n_bytes;
    for (size_t end = limit; end > begin; end--)
        if (tm_str_ends_line(text, end - 1))
            return end;
    for (size_t end = limit; end > begin; end--)
        if (text.ptr[end - 1] == ' ')
            return end;
    size_t end = limit;
    while (limit - end < 3 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
        end--;
    return end;
}

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
            source_of(&w->view, (tm_range){w->tokens.token[line->first].begin,
                                           w->tokens.token[line->last - 1].end});
        s->line[s->verdict.n_lines++] = (tamis_line){.begin_byte = base + source.begin,
                                                     .end_byte = base + source.end,
                                                     .score = (double)best / TM_SCORE_UNIT};
    }
    return TAMIS_OK;
}

// ---- Decisions ----------------------------------------------------------------------------

static tamis_document_kind kind_by(double share)
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
        s->verdict.kind = kind_by(row.value[TM_FEATURE_flagged_share]);
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

// judge_window, timed.
static tamis_status run_window(tm_screen *s, size_t begin, size_t end, tamis_error *err)
{
    s->since_ns = 0;
    const tamis_status status = judge_window(s, begin, end, err);
    if (s->since_ns > 0)
        s->whole_ns += tm_clock_ns() - s->since_ns;
    return status;
}

// ---- Parts --------------------------------------------------------------------------------

// A window that holds too much is cut in half, and the windows that follow stay that small. So in
// all of a document at most two windows' worth of bytes are read in vain.
static tamis_status run_windows(tm_screen *s, tamis_error *err)
{
    size_t begin = 0;
    do {
        const size_t end = window_end(s->text, begin, s->window_bytes);
        const tamis_status status = run_window(s, begin, end, err);
        if (status == TAMIS_ELIMIT && end - begin > TM_MIN_WINDOW_BYTES) {
            s->window_bytes = (end - begin) / 2;
            continue;
        }
        TM_TRY(status);
        begin = end;
    } while (begin < s->text.len);
    return TAMIS_OK;
}

static void leave_unscanned(tm_screen *s, const char *reason)
{
    tamis_verdict *const v = &s->verdict;
    v->verdict = TAMIS_UNSCANNED;
    v->kind = TAMIS_DOCUMENT_NONE;
    v->unscanned_reason = reason;
    v->score = v->probability = v->removed_ratio = 0;
    v->n_spans = v->n_spans_left_out = v->n_reasons = v->n_lines = 0;
    v->spans = NULL;
    v->reasons = NULL;
    v->lines = NULL;
}

// Scores the next part, which is all of a document unless that comes in pieces. Its spans are yet to
// be placed. Does nothing once the document is unscanned.
static tamis_status judge_part(tm_screen *s, tm_str bytes, bool is_html, tm_str charset,
                               tamis_error *err)
{
    tamis_verdict *const v = &s->verdict;
    const tm_decoded *const decoded = &s->plain.decoded;
    if (v->verdict == TAMIS_UNSCANNED)
        return TAMIS_OK;
    TM_TRY(tm_plain_read(&s->plain, bytes, is_html, charset, err));
    s->text = s->plain.text;
    if (decoded->encoding != TM_ENCODING_UTF8)
        v->encoding = tm_decoded_encoding(decoded);
    v->n_damaged += decoded->n_damaged;
    if (decoded->encoding == TM_ENCODING_BINARY) {
        leave_unscanned(s, "binary");
        return TAMIS_OK;
    }
    TM_TRY(run_windows(s, err));
    s->is_ambiguous = is_html && s->plain.html.is_ambiguous;
    s->is_lost = s->is_lost || decoded->is_ambiguous ||
                 tm_is_lost(s->text, decoded->n_damaged + s->n_damaged_before);
    return TAMIS_OK;
}

// ---- Verdict ------------------------------------------------------------------------------

static void begin_verdict(tm_screen *s, const char *format)
{
    s->verdict = (tamis_verdict){.struct_size = sizeof s->verdict,
                                 .score = -INFINITY,
                                 .threshold = s->threshold,
                                 .encoding = "utf-8",
                                 .n_damaged = s->n_damaged_before,
                                 .format = format};
    s->n_placed = s->n_left_out = s->n_windows = 0;
    s->window_bytes = TM_WINDOW_BYTES;
    s->is_lost = s->is_ambiguous = s->in_pieces = false;
    s->origin = (tm_origin){0};
}

static void conclude(tm_screen *s)
{
    tamis_verdict *const v = &s->verdict;
    if (v->verdict == TAMIS_UNSCANNED)
        return;
    v->probability = tm_sigmoid_apply(s->model->sigmoid, v->score);
    v->verdict = v->probability >= s->threshold           ? TAMIS_CONTAMINATED
                 : v->probability >= s->suspect_threshold ? TAMIS_SUSPECT
                                                          : TAMIS_CLEAN;
    if (v->verdict != TAMIS_CONTAMINATED && (s->is_lost || s->is_ambiguous)) {
        leave_unscanned(s, s->is_lost ? "encoding" : "markup");
        return;
    }
    const size_t n_all = s->origin.n_characters;
    const size_t n_inside = s->origin.n_inside + s->n_left_out; // these may overlap
    v->removed_ratio = n_all ? fmin((double)n_inside / (double)n_all, 1) : 0;
    if (s->n_windows > 1) // so far it is that of the worst window
        v->kind = kind_by(v->removed_ratio);
    if (v->verdict == TAMIS_CLEAN)
        v->kind = TAMIS_DOCUMENT_NONE;
    v->spans = v->n_spans ? s->span : NULL;
    v->lines = v->n_lines ? s->line : NULL;
    v->reasons = s->reason;
}

static tamis_status run(tm_screen *s, tm_str bytes, bool is_html, tm_str charset,
                        tamis_error *err)
{
    begin_verdict(s, is_html ? "html" : "text");
    s->verdict.n_bytes = bytes.len;
    TM_TRY(tm_digest_hex(&s->digest, s->verdict.sha256, bytes, err));
    if (bytes.len > s->options.max_document_bytes)
        leave_unscanned(s, "too_large");
    TM_TRY(judge_part(s, bytes, is_html, charset, err));
    if (s->verdict.n_spans > 0)
        tm_origin_spans(&s->origin, &s->plain, &s->verdict, s->span, 0);
    conclude(s);
    tm_origin_lines(&s->plain, &s->verdict, s->line);
    return TAMIS_OK;
}

tamis_status tm_screen_run(tm_screen *screen, tm_str bytes, tamis_error *err)
{
    return run(screen, bytes, false, (tm_str){0}, err);
}

tamis_status tm_screen_run_text(tm_screen *screen, tm_str bytes, tm_str charset,
                                tamis_error *err)
{
    return run(screen, bytes, false, charset, err);
}

tamis_status tm_screen_run_html(tm_screen *screen, tm_str bytes, tm_str charset,
                                tamis_error *err)
{
    return run(screen, bytes, true, charset, err);
}

// ---- Texts in pieces ----------------------------------------------------------------------

tamis_status tm_screen_begin(tm_screen *s, tamis_error *err)
{
    if (s->options.want_lines)
        return tm_fail(err, TAMIS_EINVAL, "a text in pieces gives no lines");
    begin_verdict(s, "text");
    tm_buf_clear(&s->pending);
    tm_buf_clear(&s->words);
    TM_TRY(tm_digest_begin(&s->digest, err));
    s->in_pieces = true;
    return TAMIS_OK;
}

// Copies the words of a span, which do not outlive their part. False when there is no room for
// them.
static bool keep_words(tm_buf *words, const char **text, size_t n_bytes)
{
    if (!*text)
        return true;
    if (n_bytes > MAX_WORD_BYTES - words->len)
        return false;
    const char *const copy = words->ptr + words->len;
    tm_buf_append(words, *text, n_bytes);
    *text = copy;
    return true;
}

static tamis_status keep_spans(tm_screen *s, tamis_error *err)
{
    if (s->n_placed < s->verdict.n_spans && s->words.cap < MAX_WORD_BYTES)
        tm_buf_reserve(&s->words, MAX_WORD_BYTES); // all at once: spans point into it
    TM_TRY(tm_buf_check(&s->words, err));
    for (size_t i = s->n_placed; i < s->verdict.n_spans; i++) {
        tamis_span span = s->span[i];
        if (keep_words(&s->words, &span.text, span.text_bytes) &&
            keep_words(&s->words, &span.original, span.original_bytes))
            s->span[s->n_placed++] = span;
        else
            s->verdict.n_spans_left_out++;
    }
    s->verdict.n_spans = s->n_placed;
    return TAMIS_OK;
}

// UTF-16 cannot be cut at bytes: it can only be judged as a whole.
static bool is_piece_of_utf16(const tm_screen *s, bool is_last)
{
    const tm_encoding encoding = s->plain.decoded.encoding;
    const bool is_whole = is_last && s->origin.byte == 0;
    return (encoding == TM_ENCODING_UTF16LE || encoding == TM_ENCODING_UTF16BE) && !is_whole;
}

static tamis_status judge_piece(tm_screen *s, tm_str bytes, bool is_last, tamis_error *err)
{
    // Some parts of a text in CP949 would not be recognised as such by themselves.
    const tm_str charset = tm_str_of(strcmp(s->verdict.encoding, "cp949") == 0 ? "cp949" : "");
    TM_TRY(judge_part(s, bytes, false, charset, err));
    if (s->verdict.verdict != TAMIS_UNSCANNED && is_piece_of_utf16(s, is_last))
        leave_unscanned(s, "encoding");
    if (s->verdict.verdict == TAMIS_UNSCANNED)
        return TAMIS_OK;
    tm_origin_spans(&s->origin, &s->plain, &s->verdict, s->span, s->n_placed);
    return keep_spans(s, err);
}

// The end of the next piece of undecoded bytes, which are more than a window. Without a line end or
// a blank it is found as in UTF-8; if that is not what they are, as in CP949, where a character has
// two bytes from 0x80 on.
static size_t piece_end(tm_str bytes, size_t begin)
{
    const size_t end = window_end(bytes, begin, TM_WINDOW_BYTES);
    const char last = bytes.ptr[end - 1];
    if (last == '\n' || last == '\r' || last == ' ' ||
        tm_utf8_is_valid(tm_str_slice(bytes, begin, end)))
        return end;
    size_t at = begin, next = begin;
    while (next <= end) {
        at = next;
        next += (unsigned char)bytes.ptr[at] < 0x80 ? 1 : 2;
    }
    return at;
}

// Judges all that is pending but for less than a window of it.
static tamis_status judge_pending(tm_screen *s, tamis_error *err)
{
    const tm_str pending = tm_buf_str(&s->pending);
    size_t begin = 0;
    while (pending.len - begin > TM_WINDOW_BYTES) {
        const size_t end = piece_end(pending, begin);
        TM_TRY(judge_piece(s, tm_str_slice(pending, begin, end), false, err));
        begin = end;
    }
    s->pending.len -= begin;
    if (begin > 0)
        memmove(s->pending.ptr, s->pending.ptr + begin, s->pending.len);
    return TAMIS_OK;
}

static tamis_status add(tm_screen *s, tm_str bytes, tamis_error *err)
{
    s->verdict.n_bytes += bytes.len;
    TM_TRY(tm_digest_add(&s->digest, bytes, err));
    while (bytes.len > 0) {
        const size_t n = bytes.len < TM_WINDOW_BYTES ? bytes.len : TM_WINDOW_BYTES;
        tm_buf_add(&s->pending, tm_str_slice(bytes, 0, n));
        TM_TRY(tm_buf_check(&s->pending, err));
        TM_TRY(judge_pending(s, err));
        bytes = tm_str_slice(bytes, n, bytes.len);
    }
    return TAMIS_OK;
}

tamis_status tm_screen_add(tm_screen *s, tm_str bytes, tamis_error *err)
{
    if (!s->in_pieces)
        return tm_fail(err, TAMIS_EINVAL, "no text in pieces has begun");
    const tamis_status status = add(s, bytes, err);
    s->in_pieces = status == TAMIS_OK;
    return status;
}

tamis_status tm_screen_end(tm_screen *s, tamis_error *err)
{
    if (!s->in_pieces)
        return tm_fail(err, TAMIS_EINVAL, "no text in pieces has begun");
    s->in_pieces = false;
    const tm_str rest = {s->pending.ptr ? s->pending.ptr : "", s->pending.len};
    TM_TRY(judge_piece(s, rest, true, err));
    TM_TRY(tm_digest_end(&s->digest, s->verdict.sha256, err));
    conclude(s);
    return TAMIS_OK;
}
