// What is asked of a glance once it is over: the main script of the text, and the lines found.
// SPDX-License-Identifier: MIT
#include "score/glance_eye.h"

// ---- Main script ----------------------------------------------------------------------------

// A counter of 8 bits counts no further.
enum { MAX_COUNTED = 255 };

static size_t sum_of(tm_vector counts)
{
    size_t sum = 0;
    for (unsigned i = 0; i < TM_VECTOR_BYTES; i++)
        sum += counts[i];
    return sum;
}

// First bytes of syllables, EA B0 80 to ED 9E A3; `second` is the vector one byte further. The few
// from ED 9E on are left out.
static tm_vector find_syllables(tm_vector first, tm_vector second)
{
    return tm_vector_between(first, 0xEB, 1) |
           (tm_vector_equal(first, 0xEA) & tm_vector_between(second, 0xB0, 0xBF - 0xB0)) |
           (tm_vector_equal(first, 0xED) & tm_vector_between(second, 0x80, 0x9D - 0x80));
}

tm_char_class tm_glance_script(const tm_glance *glance, tm_str text)
{
    size_t n_latin = 0, n_others = 0, n_hangul = 0, at = 0;
    while (text.len - at > TM_VECTOR_BYTES) {
        tm_vector latin = {0}, others = {0}, hangul = {0};
        for (unsigned n = 0; n < MAX_COUNTED && text.len - at > TM_VECTOR_BYTES; n++) {
            tm_vector v, second;
            memcpy(&v, text.ptr + at, sizeof v);
            memcpy(&second, text.ptr + at + 1, sizeof second);
            const tm_vector syllables = find_syllables(v, second);
            latin -= tm_vector_between(v | tm_vector_of(0x20), 'a', 25);
            others -= tm_vector_between(v, 0xC0, 0x3F) & ~syllables; // first bytes
            hangul -= syllables;
            at += TM_VECTOR_BYTES;
        }
        n_latin += sum_of(latin);
        n_others += sum_of(others);
        n_hangul += sum_of(hangul);
    }
    n_others += text.len - at; // the rest may be anything
    n_others += glance->n_unsure;
    if (n_hangul * 3 > n_latin + n_others)
        return TM_CHAR_HANGUL;
    if (n_latin > (n_hangul + n_others) * 3)
        return TM_CHAR_LATIN;
    return TM_CHAR_PUNCT;
}

// ---- Gathering ------------------------------------------------------------------------------

tamis_status tm_glance_gather(tm_str *out, tm_glance *glance, tm_str text, size_t n_bytes,
                              tamis_error *err)
{
    size_t *const next = &glance->n_gathered;
    size_t begin = 0, end = 0; // of the part that is growing
    tm_buf_clear(&glance->parts);
    for (; *next < glance->n_lines && glance->parts.len + (end - begin) < n_bytes; ++*next) {
        const tm_glance_line *line = &glance->line[*next];
        if (line->begin != end) {
            tm_buf_add(&glance->parts, tm_str_slice(text, begin, end));
            begin = line->begin;
        }
        end = line->end;
    }
    *out = tm_str_slice(text, begin, end);
    TM_TRY(tm_buf_check(&glance->parts, err));
    if (glance->parts.len == 0)
        return TAMIS_OK;
    tm_buf_add(&glance->parts, *out);
    *out = tm_buf_str(&glance->parts);
    return tm_buf_check(&glance->parts, err);
}
