// Texts with marks, for tests of cleaning: "정치 [바카라] | 뉴스" has one span, "[조합장=장관]" one with a
// proved original: the last 장관 in the text, or one that is in no text. The marks are taken out and
// become a verdict.
// SPDX-License-Identifier: MIT
#ifndef MARKED_TEXT_H
#define MARKED_TEXT_H

#include "sink/clean.h"
#include "support/check.h"

enum { MAX_MARKS = 64 };

typedef struct marked_text {
    tm_buf text, originals;
    tamis_span span[MAX_MARKS];
    tamis_verdict verdict;
    tm_decoded decoded;
    tm_clean clean;
} marked_text;

// Where `word` stands last in the text; outside of it, when nowhere.
static inline const char *marked_text_last(const marked_text *m, tm_str word)
{
    for (size_t at = m->text.len; at-- > 0;)
        if (m->text.len - at >= word.len && memcmp(m->text.ptr + at, word.ptr, word.len) == 0)
            return m->text.ptr + at;
    return word.ptr;
}

static inline void marked_text_read(marked_text *m, const char *marked)
{
    size_t n = 0, original_at[MAX_MARKS] = {0};
    *m = (marked_text){.text = {0}};
    for (const char *p = marked; *p; p++) {
        if (*p == '[') {
            m->span[n] = (tamis_span){.begin_byte = m->text.len, .kind = TAMIS_SPAN_INSERT};
        } else if (*p == ']') {
            m->span[n].end_byte = m->span[n].end_byte ? m->span[n].end_byte : m->text.len;
            n++;
        } else if (*p == '=' && n < MAX_MARKS && m->span[n].kind == TAMIS_SPAN_INSERT &&
                   m->span[n].end_byte == 0 && strchr(p, ']')) {
            m->span[n].end_byte = m->text.len;
            m->span[n].kind = TAMIS_SPAN_SWAP;
            original_at[n] = m->originals.len;
            m->span[n].original_bytes = (size_t)(strchr(p, ']') - p) - 1;
            tm_buf_append(&m->originals, p + 1, m->span[n].original_bytes);
            p = strchr(p, ']') - 1;
        } else {
            tm_buf_byte(&m->text, *p);
        }
    }
    for (size_t i = 0; i < n; i++) {
        m->span[i].text = m->text.ptr + m->span[i].begin_byte;
        if (m->span[i].original_bytes > 0)
            m->span[i].original = marked_text_last(
                m, (tm_str){m->originals.ptr + original_at[i], m->span[i].original_bytes});
    }
    m->verdict = (tamis_verdict){.spans = m->span, .n_spans = n};
    assert_int_equal(tm_decode(&m->decoded, tm_buf_str(&m->text), NULL), TAMIS_OK);
    assert_int_equal(tm_clean_plan(&m->clean, &m->decoded, &m->verdict, NULL), TAMIS_OK);
}

// The text with the edits of `clean` done.
static inline void apply_edits(tm_buf *out, tm_str text, const tm_clean *clean)
{
    size_t at = 0;
    for (size_t i = 0; i < clean->n_edits; i++) {
        const tm_edit e = clean->edit[i];
        tm_buf_add(out, tm_str_slice(text, at, e.begin));
        tm_buf_add(out, tm_str_slice(text, e.put_begin, e.put_end));
        at = e.end;
    }
    tm_buf_add(out, tm_str_slice(text, at, text.len));
}

static inline void marked_text_free(marked_text *m)
{
    tm_buf_free(&m->text);
    tm_buf_free(&m->originals);
    tm_decoded_free(&m->decoded);
    tm_clean_free(&m->clean);
}

#endif
