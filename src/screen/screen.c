// A document as a whole: thresholds, its windows one after the other, the verdict. What one window
// comes to is in screen_window.c.
// SPDX-License-Identifier: MIT
#include "screen/screen_parts.h"

#include <math.h>
#include <stdlib.h>

// Memory up to these sizes is kept for the next document: a text; a window and its tokens.
enum { KEPT_BYTES = 1 << 20, KEPT_CHARACTERS = 1 << 19 };

// ---- Options ------------------------------------------------------------------------------

static tamis_status choose_thresholds(tm_screen *s, tamis_error *err)
{
    const tm_model *model = s->model;
    const double given = s->options.threshold;
    if (given > 1 || isnan(given))
        return tm_fail(err, TAMIS_EINVAL, "the threshold is a probability, 0 to 1");
    if (given >= 0) {
        s->threshold = s->suspect_threshold = given;
        return TAMIS_OK;
    }
    if (s->options.max_fpr > 1)
        return tm_fail(err, TAMIS_EINVAL, "max_fpr is a share, above 0 and up to 1");
    const tamis_operating_point *point = tm_model_point(model, s->options.max_fpr);
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

// ---- Parts --------------------------------------------------------------------------------

size_t tm_screen_window_end(tm_str text, size_t begin, size_t n_bytes)
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

// A window that holds too much is cut in half, and the windows that follow stay that small. So in
// all of a document at most two windows' worth of bytes are read in vain.
static tamis_status run_windows(tm_screen *s, tamis_error *err)
{
    size_t begin = 0;
    do {
        const size_t end = tm_screen_window_end(s->text, begin, s->window_bytes);
        const tamis_status status = tm_screen_window(s, begin, end, err);
        if (status == TAMIS_ELIMIT && end - begin > TM_MIN_WINDOW_BYTES) {
            s->window_bytes = (end - begin) / 2;
            continue;
        }
        TM_TRY(status);
        begin = end;
    } while (begin < s->text.len);
    return TAMIS_OK;
}

void tm_screen_leave_unscanned(tm_screen *s, const char *reason)
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

tamis_status tm_screen_part(tm_screen *s, tm_str bytes, bool is_html, tm_str charset,
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
        tm_screen_leave_unscanned(s, "binary");
        return TAMIS_OK;
    }
    TM_TRY(run_windows(s, err));
    s->is_ambiguous = is_html && s->plain.html.is_ambiguous;
    s->is_lost = s->is_lost || decoded->is_ambiguous ||
                 tm_is_lost(s->text, decoded->n_damaged + s->n_damaged_before);
    return TAMIS_OK;
}

// ---- Verdict ------------------------------------------------------------------------------

void tm_screen_begin_verdict(tm_screen *s, const char *format)
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

void tm_screen_conclude(tm_screen *s)
{
    tamis_verdict *const v = &s->verdict;
    if (v->verdict == TAMIS_UNSCANNED)
        return;
    v->probability = tm_sigmoid_apply(s->model->sigmoid, v->score);
    v->verdict = v->probability >= s->threshold           ? TAMIS_CONTAMINATED
                 : v->probability >= s->suspect_threshold ? TAMIS_SUSPECT
                                                          : TAMIS_CLEAN;
    if (v->verdict != TAMIS_CONTAMINATED && (s->is_lost || s->is_ambiguous)) {
        tm_screen_leave_unscanned(s, s->is_lost ? "encoding" : "markup");
        return;
    }
    const size_t n_all = s->origin.n_characters;
    const size_t n_inside = s->origin.n_inside + s->n_left_out; // these may overlap
    v->removed_ratio = n_all ? fmin((double)n_inside / (double)n_all, 1) : 0;
    if (s->n_windows > 1) // so far it is that of the worst window
        v->kind = tm_screen_kind(v->removed_ratio);
    if (v->verdict == TAMIS_CLEAN)
        v->kind = TAMIS_DOCUMENT_NONE;
    v->spans = v->n_spans ? s->span : NULL;
    v->lines = v->n_lines ? s->line : NULL;
    v->reasons = s->reason;
}

static tamis_status run(tm_screen *s, tm_str bytes, bool is_html, tm_str charset,
                        tamis_error *err)
{
    tm_screen_begin_verdict(s, is_html ? "html" : "text");
    s->verdict.n_bytes = bytes.len;
    TM_TRY(tm_digest_hex(&s->digest, s->verdict.sha256, bytes, err));
    if (bytes.len > s->options.max_document_bytes)
        tm_screen_leave_unscanned(s, "too_large");
    TM_TRY(tm_screen_part(s, bytes, is_html, charset, err));
    if (s->verdict.n_spans > 0)
        tm_origin_spans(&s->origin, &s->plain, &s->verdict, s->span, 0);
    tm_screen_conclude(s);
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
