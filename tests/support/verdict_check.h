// What holds of every verdict, whatever the document: places lie in the document and in order, the
// text of a span is what stands there, numbers are in range, unscanned documents say why.
// SPDX-License-Identifier: MIT
#ifndef VERDICT_CHECK_H
#define VERDICT_CHECK_H

#include "support/check.h"
#include "text/decode.h"

static inline size_t count_code_points(tm_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return n;
}

static inline size_t count_newlines(tm_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += tm_str_ends_line(text, i);
    return n;
}

// NULL when `span` is sound, else what is wrong. *text_begin receives where it lies in the decoded
// text.
static inline const char *fault_of_span(const tamis_span *span, const tm_decoded *decoded,
                                        size_t *text_begin)
{
    const tm_str text = decoded->text;
    size_t begin = *text_begin;
    size_t character =
        count_code_points(tm_str_slice(text, 0, begin)) + tm_decoded_has_mark(decoded);
    if (span->begin >= span->end || span->begin_byte >= span->end_byte)
        return "it is empty";
    if (span->begin < character)
        return "it overlaps the one before";
    while (character < span->begin && begin < text.len) {
        begin++;
        while (begin < text.len && ((unsigned char)text.ptr[begin] & 0xC0) == 0x80)
            begin++;
        character++;
    }
    if (text.len - begin < span->text_bytes)
        return "it ends beyond the text";
    const tm_str there = tm_str_slice(text, begin, begin + span->text_bytes);
    if (memcmp(there.ptr, span->text, there.len) != 0)
        return "its text is not what stands there";
    if (count_code_points(there) != span->end - span->begin)
        return "its code points are miscounted";
    if (tm_decoded_origin(decoded, begin) != span->begin_byte ||
        tm_decoded_origin(decoded, begin + there.len) != span->end_byte)
        return "its bytes are elsewhere";
    if (span->line != 1 + count_newlines(tm_str_slice(text, 0, begin)))
        return "its line is wrong";
    if (!(span->score > 0) || (unsigned)span->kind > TAMIS_SPAN_HIDDEN)
        return "its score or kind is out of range";
    if ((span->original == NULL) != (span->original_bytes == 0))
        return "its original is half there";
    if (span->original_bytes > text.len)
        return "its original is longer than the text";
    *text_begin = begin + there.len;
    return NULL;
}

static inline const char *fault_of_lines(const tamis_verdict *v)
{
    size_t at = 0, s = 0;
    for (size_t l = 0; l < v->n_lines; l++) {
        const tamis_line *line = &v->lines[l];
        if (line->begin_byte < at || line->end_byte <= line->begin_byte)
            return "a line is out of order";
        if (line->end_byte > v->n_bytes || !isfinite(line->score))
            return "a line is out of range";
        at = line->end_byte;
        while (s < v->n_spans && v->spans[s].end_byte <= line->begin_byte)
            s++;
        const bool flagged = s < v->n_spans && v->spans[s].begin_byte < line->end_byte;
        if (flagged != (line->flagged != 0))
            return "a line is flagged wrongly";
    }
    return NULL;
}

static inline const char *fault_of_numbers(const tamis_verdict *v, size_t n_inside,
                                           size_t n_all)
{
    if (!isfinite(v->score) || !(v->probability >= 0 && v->probability <= 1))
        return "score or probability is out of range";
    if ((v->verdict == TAMIS_CLEAN) != (v->kind == TAMIS_DOCUMENT_NONE))
        return "kind and verdict disagree";
    const double ratio = n_all ? (double)n_inside / (double)n_all : 0;
    if (!(fabs(v->removed_ratio - ratio) <= 1e-12))
        return "the removed ratio is wrong";
    for (size_t r = 1; r < v->n_reasons; r++)
        if (v->reasons[r].contribution > v->reasons[r - 1].contribution)
            return "reasons are out of order";
    return NULL;
}

// NULL when all of `v` is sound for a document that decodes to `decoded`.
static inline const char *fault_of_verdict(const tamis_verdict *v, const tm_decoded *decoded)
{
    if (v->verdict == TAMIS_UNSCANNED)
        return v->unscanned_reason && v->n_spans == 0 && v->n_lines == 0 ? NULL
                                                                         : "not unscanned";
    if (v->unscanned_reason || decoded->encoding == TM_ENCODING_BINARY)
        return "it was not scanned";
    size_t at = 0, n_inside = 0;
    for (size_t i = 0; i < v->n_spans; i++) {
        const char *fault = fault_of_span(&v->spans[i], decoded, &at);
        if (fault)
            return fault;
        n_inside += v->spans[i].end - v->spans[i].begin;
    }
    const char *fault = fault_of_lines(v);
    const size_t n_all = count_code_points(decoded->text) + tm_decoded_has_mark(decoded);
    return fault ? fault : fault_of_numbers(v, n_inside, n_all);
}

#endif
