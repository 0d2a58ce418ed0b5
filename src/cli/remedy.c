// The offsets of edits (sink/clean.c) are those of the decoded text. They are traced back through
// the encoding and JSON's escapes to bytes of the record, so that all else stays as it is. A
// document counts as cleaned only if, judged again after the edits, it is not contaminated.
// SPDX-License-Identifier: MIT
#include "cli/remedy.h"

#include <stdlib.h>

#include "base/json_writer.h"
#include "base/num.h"
#include "screen/unscanned.h"

void tm_replacements_clear(tm_replacements *all, size_t kept_bytes)
{
    if (all->about.cap > kept_bytes)
        tm_replacements_free(all);
    tm_buf_clear(&all->about);
    all->n = 0;
}

void tm_replacements_free(tm_replacements *all)
{
    free(all->list);
    tm_buf_free(&all->about);
    *all = (tm_replacements){0};
}

void tm_remedier_free(tm_remedier *remedier)
{
    tm_clean_free(&remedier->clean);
    tm_decoded_free(&remedier->decoded);
    tm_buf_free(&remedier->cleaned);
    free(remedier->literal_origin);
}

void tm_remedier_shrink(tm_remedier *r, size_t kept_bytes)
{
    if (r->decoded.converted.cap > kept_bytes)
        tm_decoded_free(&r->decoded);
    if (r->cleaned.cap > kept_bytes)
        tm_buf_free(&r->cleaned);
    if (r->literal_cap * sizeof *r->literal_origin > kept_bytes) {
        free(r->literal_origin);
        r->literal_origin = NULL;
        r->literal_cap = 0;
    }
}

// ---- Replacements ---------------------------------------------------------------------------

static void describe_edit(tm_json_writer *w, const tm_decoded *decoded, const tm_edit *e)
{
    if (e->why != TM_EDIT_TIDY)
        tm_json_add_word(w, "kind", tamis_span_kind_name(e->kind));
    tm_json_add_size(w, "line", e->line);
    tm_json_add_size(w, "start", e->first);
    tm_json_add_size(w, "end", e->last);
    tm_json_add_size(w, "start_byte", tm_decoded_origin(decoded, e->begin));
    tm_json_add_size(w, "end_byte", tm_decoded_origin(decoded, e->end));
    if (decoded->is_converted)
        tm_json_add_text(w, "text", tm_str_slice(decoded->text, e->begin, e->end));
}

// These two write the object for the sidecar; members on the edit come in between.
static void begin_about(tm_json_writer *w, tm_replacement *one, const char *why,
                        const tm_document *document)
{
    one->about_begin = w->out->len;
    tm_json_begin(w, NULL, '{');
    tm_json_add_word(w, "why", why);
    tm_json_add_size(w, "record", document->record);
    tm_json_add_text(w, "id", document->id);
}

static tamis_status end_about(tm_json_writer *w, tm_replacement *one, tm_replacements *all,
                              tamis_error *err)
{
    tm_json_end(w, '}');
    one->about_end = w->out->len;
    if (!tm_grow((void **)&all->list, &all->cap, all->n + 1, sizeof *all->list))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    all->list[all->n++] = *one;
    return tm_buf_check(&all->about, err);
}

// The offset in the record of byte `at` of its decoded text.
static size_t record_byte(const tm_remedier *r, const tm_judged *judged, size_t at)
{
    const tm_json_value literal = judged->view->literal;
    const size_t byte = tm_decoded_origin(&r->decoded, at);
    if (literal.raw.len == 0)
        return byte;
    const size_t begin = (size_t)(literal.raw.ptr - judged->record->raw.ptr);
    return begin + (literal.escaped ? r->literal_origin[byte] : byte + 1);
}

static tamis_status locate_literal(tm_remedier *r, tm_json_value literal, tamis_error *err)
{
    if (!literal.escaped)
        return TAMIS_OK;
    if (!tm_grow((void **)&r->literal_origin, &r->literal_cap, literal.raw.len,
                 sizeof *r->literal_origin))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    tm_json_origins(r->literal_origin, literal);
    return TAMIS_OK;
}

static tamis_status add_edits(tm_replacements *all, tm_remedier *r, const tm_judged *judged,
                              tamis_error *err)
{
    TM_TRY(locate_literal(r, judged->view->literal, err));
    for (size_t i = 0; i < r->clean.n_edits; i++) {
        const tm_edit *const e = &r->clean.edit[i];
        tm_replacement one = {.begin = record_byte(r, judged, e->begin),
                              .end = record_byte(r, judged, e->end)};
        if (e->put_end > e->put_begin) {
            one.put_begin = record_byte(r, judged, e->put_begin);
            one.put_end = record_byte(r, judged, e->put_end);
        }
        tm_json_writer w = {.out = &all->about};
        begin_about(&w, &one, tm_edit_why_name(e->why), judged->document);
        describe_edit(&w, &r->decoded, e);
        TM_TRY(end_about(&w, &one, all, err));
    }
    return TAMIS_OK;
}

// ---- Whether it can be cleaned --------------------------------------------------------------

// Fills r->cleaned with the document's text as it would be after the edits.
static tamis_status preview(tm_remedier *r, tm_str text, tamis_error *err)
{
    const tm_clean *const clean = &r->clean;
    const tm_decoded *const decoded = &r->decoded;
    size_t at = 0;
    tm_buf_clear(&r->cleaned);
    for (size_t i = 0; i < clean->n_edits; i++) {
        const tm_edit e = clean->edit[i];
        tm_buf_add(&r->cleaned, tm_str_slice(text, at, tm_decoded_origin(decoded, e.begin)));
        if (e.put_end > e.put_begin)
            tm_buf_add(&r->cleaned, tm_str_slice(text, tm_decoded_origin(decoded, e.put_begin),
                                                 tm_decoded_origin(decoded, e.put_end)));
        at = tm_decoded_origin(decoded, e.end);
    }
    tm_buf_add(&r->cleaned, tm_str_slice(text, at, text.len));
    return tm_buf_check(&r->cleaned, err);
}

// Plans the edits. *why receives the reason why the document cannot be cleaned, or NULL.
static tamis_status object(const char **why, tm_remedier *r, const tm_judged *judged,
                           tamis_error *err)
{
    const tm_str text = judged->view->text;
    const tamis_verdict *after;
    *why = NULL;
    if (judged->view->is_html)
        *why = "it is a page of HTML: its text can be cleaned, its markup cannot";
    else if (judged->verdict->kind == TAMIS_DOCUMENT_SPAM)
        *why = "nothing else is in it";
    else if (judged->verdict->n_spans_left_out > 0)
        *why = "there are too many places in it";
    if (*why)
        return TAMIS_OK;
    TM_TRY(tm_decode(&r->decoded, text, err));
    TM_TRY(tm_clean_plan(&r->clean, &r->decoded, judged->verdict, err));
    if (r->clean.n_edits == 0)
        *why = "no place in it was found";
    else if (tm_clean_ratio(&r->clean) > r->max_removed)
        *why = "more of it would go than --max-removed lets";
    if (*why)
        return TAMIS_OK;
    TM_TRY(preview(r, text, err));
    TM_TRY(tamis_screen(&after, r->screener, r->cleaned.ptr, r->cleaned.len, err));
    if (after->verdict == TAMIS_CONTAMINATED)
        *why = "it would be contaminated still";
    else if (after->verdict == TAMIS_SUSPECT && r->strict)
        *why = "it would be suspect still";
    else if (after->verdict == TAMIS_UNSCANNED)
        *why = "what is left could not be scanned";
    return TAMIS_OK;
}

static tamis_status leave_out(tm_replacements *all, const tm_judged *judged, const char *why,
                              tamis_error *err)
{
    tm_replacement whole = {.end = judged->record->raw.len};
    tm_json_writer w = {.out = &all->about};
    if (judged->record->format != TM_FORMAT_JSONL)
        return TAMIS_OK;
    begin_about(&w, &whole, why, judged->document);
    return end_about(&w, &whole, all, err);
}

static tamis_status find(tm_remedy *out, tm_replacements *all, tm_remedier *r,
                         const tm_judged *judged, tamis_error *err)
{
    if (judged->verdict->verdict == TAMIS_UNSCANNED) {
        out->kind = TM_REMEDY_UNSCANNED;
        out->why = tm_unscanned_words(judged->verdict->unscanned_reason);
        return leave_out(all, judged, "unscanned", err);
    }
    if (!judged->flagged)
        return TAMIS_OK;
    TM_TRY(object(&out->why, r, judged, err));
    out->kind = out->why ? TM_REMEDY_REFUSED : TM_REMEDY_CLEANED;
    out->n_gone = out->why ? 0 : r->clean.n_gone;
    return out->why ? leave_out(all, judged, "refused", err) : add_edits(all, r, judged, err);
}

tamis_status tm_remedy_find(tm_remedy *out, tm_replacements *all, tm_remedier *remedier,
                            const tm_judged *judged, tamis_error *err)
{
    *out = (tm_remedy){.begin = all->n};
    const tamis_status status = find(out, all, remedier, judged, err);
    out->end = all->n;
    return status;
}
