// The automaton and the lexicon above it against naive search: small alphabets, so that patterns
// nest, overlap and repeat. A failure prints the seed.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "support/small_knowledge.h"
#include "support/walk.h"

enum { N_CASES = 20000, MAX_PATTERNS = 12, MAX_LEN = 6, MAX_TEXT = 60 };

// ---- Automaton ----------------------------------------------------------------------------------

typedef struct words {
    uint32_t codepoint[MAX_PATTERNS][MAX_LEN];
    tm_pattern pattern[MAX_PATTERNS];
    size_t n;
} words;

static uint32_t random_letter(tm_rng *rng, size_t n_letters)
{
    static const uint32_t letters[] = {'a', 0xBC14, 0x1F600, 'b', 0x10FFFF};
    return letters[tm_rng_below(rng, n_letters)];
}

static void make_words(words *w, tm_rng *rng, size_t n_letters)
{
    w->n = tm_rng_below(rng, MAX_PATTERNS + 1);
    for (size_t i = 0; i < w->n; i++) {
        const size_t len = 1 + tm_rng_below(rng, MAX_LEN);
        for (size_t k = 0; k < len; k++)
            w->codepoint[i][k] = random_letter(rng, n_letters);
        w->pattern[i] = (tm_pattern){w->codepoint[i], len};
    }
}

// The first pattern of `len` characters that ends at text[end - 1], or n.
static size_t pattern_at(const words *w, const uint32_t *text, size_t end, size_t len)
{
    size_t i = 0;
    while (i < w->n &&
           (w->pattern[i].len != len || len > end ||
            memcmp(w->pattern[i].codepoint, text + end - len, len * sizeof *text) != 0))
        i++;
    return i;
}

static bool finds_the_same(const tm_automaton *a, const words *w, const uint32_t *text,
                           size_t n)
{
    walk steps = start_walk(a, text, n);
    for (size_t end = 1; end <= n; end++) {
        uint32_t match = walk_on(&steps);
        for (size_t len = MAX_LEN; len >= 1; len--) {
            const size_t wanted = pattern_at(w, text, end, len);
            if (wanted == w->n)
                continue;
            if (!match || a->state[match].pattern != wanted + 1)
                return false;
            match = a->state[match].shorter;
        }
        if (match)
            return false;
    }
    return true;
}

static void equals_naive_search(void **slot)
{
    (void)slot;
    for (uint64_t seed = 1; seed <= N_CASES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const size_t n_letters = 2 + tm_rng_below(&rng, 3);
        uint32_t text[MAX_TEXT];
        words w;
        tm_automaton a;
        make_words(&w, &rng, n_letters);
        for (size_t i = 0; i < MAX_TEXT; i++)
            text[i] = random_letter(&rng, n_letters + 1); // one letter that no pattern has
        assert_int_equal(tm_automaton_build(&a, w.pattern, w.n, NULL), TAMIS_OK);
        if (!finds_the_same(&a, &w, text, MAX_TEXT))
            fail_msg("seed %llu", (unsigned long long)seed);
        tm_automaton_free(&a);
    }
}

// ---- Lexicon ------------------------------------------------------------------------------------

enum { MAX_TERMS = 8 };

typedef struct form { // a term as it may stand in a text
    uint32_t codepoint[MAX_LEN + 2];
    uint8_t klass[MAX_LEN + 2];
    size_t len;
} form;

typedef struct lexicon_case {
    tm_folds *folds;
    tm_lexicon lexicon;
    tm_view view;
    tm_hits hits;
    tm_buf tsv, text, term;
    form forms[2 * MAX_TERMS];
    size_t n_forms;
} lexicon_case;

// Letters, digits and blanks with few joints between them. Blanks come in runs in texts only.
static void add_random_text(tm_buf *out, tm_rng *rng, size_t n_pieces, bool is_term)
{
    static const char *const pieces[] = {"가", "나", "a",  "b",  "1", "д",
                                         " ",  "  ", "가", "\n", "日"};
    const size_t n = is_term ? 7 : sizeof pieces / sizeof *pieces;
    for (size_t i = 0; i < n_pieces; i++) {
        const char *piece = pieces[tm_rng_below(rng, n)];
        const bool edge =
            is_term && (i == 0 || i + 1 == n_pieces || out->ptr[out->len - 1] == ' ');
        tm_buf_text(out, edge && piece[0] == ' ' ? "나" : piece);
    }
}

static void add_form(lexicon_case *c, const tm_view *view, bool joined)
{
    form *f = &c->forms[c->n_forms++];
    f->len = 0;
    for (size_t i = 0; i < view->len; i++) {
        if (joined && view->klass[i] == TM_CHAR_SPACE)
            continue;
        f->codepoint[f->len] = view->codepoint[i];
        f->klass[f->len++] = view->klass[i];
    }
}

// Weight 0.5: too light for keyboard forms and reversals.
static void make_lexicon(lexicon_case *c, tm_rng *rng)
{
    const size_t n = 1 + tm_rng_below(rng, MAX_TERMS);
    c->n_forms = 0;
    tm_buf_clear(&c->tsv);
    for (size_t i = 0; i < n; i++) {
        tm_buf_clear(&c->term);
        add_random_text(&c->term, rng, 1 + tm_rng_below(rng, MAX_LEN), true);
        tm_buf_add(&c->tsv, tm_buf_str(&c->term));
        tm_buf_text(&c->tsv, "\tgame\t0.5\n");
        assert_int_equal(tm_view_build(&c->view, c->folds, tm_buf_str(&c->term), NULL),
                         TAMIS_OK);
        bool hangul = false, blank = false;
        for (size_t k = 0; k < c->view.len; k++) {
            hangul |= c->view.klass[k] == TM_CHAR_HANGUL;
            blank |= c->view.klass[k] == TM_CHAR_SPACE;
        }
        add_form(c, &c->view, false);
        if (hangul && blank)
            add_form(c, &c->view, true);
    }
    assert_int_equal(tm_lexicon_add(&c->lexicon, c->folds, tm_buf_str(&c->tsv), NULL),
                     TAMIS_OK);
    assert_int_equal(tm_lexicon_finish(&c->lexicon, NULL), TAMIS_OK);
}

static bool adjoins(uint8_t letter, uint8_t neighbour)
{
    const bool bounded = letter == TM_CHAR_LATIN || letter == TM_CHAR_CYRILLIC;
    return bounded && (neighbour == TM_CHAR_LATIN || neighbour == TM_CHAR_CYRILLIC);
}

// Where the form ends that begins at character `at`, a run of blanks counting as one; 0: not there.
static size_t form_end(const form *f, const tm_view *view, size_t at)
{
    const uint8_t before = at > 0 ? view->klass[at - 1] : TM_CHAR_NEWLINE;
    size_t i = at;
    for (size_t k = 0; k < f->len; k++, i++) {
        if (i >= view->len || view->codepoint[i] != f->codepoint[k])
            return 0;
        while (f->klass[k] == TM_CHAR_SPACE && i + 1 < view->len &&
               view->klass[i + 1] == TM_CHAR_SPACE)
            i++;
    }
    const uint8_t after = i < view->len ? view->klass[i] : TM_CHAR_NEWLINE;
    const uint8_t last = f->klass[f->len - 1];
    if (adjoins(f->klass[0], before) || adjoins(last, after) ||
        (last == TM_CHAR_DIGIT && after == TM_CHAR_DIGIT))
        return 0;
    return i;
}

// The longest form that begins at `at`; the end, or 0.
static size_t longest_at(const lexicon_case *c, size_t at)
{
    size_t best = 0;
    for (size_t f = 0; f < c->n_forms; f++) {
        const size_t end = form_end(&c->forms[f], &c->view, at);
        best = end > best ? end : best;
    }
    return best;
}

static bool hits_are_the_same(const lexicon_case *c)
{
    size_t n = 0, reach = 0; // a match that ends within one before it lies inside that
    for (size_t at = 0; at < c->view.len; at++) {
        const size_t end = longest_at(c, at);
        if (end <= reach)
            continue;
        reach = end;
        if (n == c->hits.len || c->hits.hit[n].begin != at || c->hits.hit[n].end != end)
            return false;
        n++;
    }
    return n == c->hits.len;
}

static void the_lexicon_equals_naive_search(void **slot)
{
    (void)slot;
    lexicon_case c = {.n_forms = 0};
    assert_int_equal(tm_folds_new(&c.folds, NULL), TAMIS_OK);
    for (uint64_t seed = 1; seed <= N_CASES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        make_lexicon(&c, &rng);
        tm_buf_clear(&c.text);
        add_random_text(&c.text, &rng, tm_rng_below(&rng, MAX_TEXT), false);
        assert_int_equal(tm_view_build(&c.view, c.folds, tm_buf_str(&c.text), NULL), TAMIS_OK);
        assert_int_equal(tm_lexicon_scan(&c.hits, &c.lexicon, &c.view, 0, NULL), TAMIS_OK);
        if (!hits_are_the_same(&c))
            fail_msg("seed %llu: \"%.*s\" with\n%.*s", (unsigned long long)seed,
                     (int)c.text.len, c.text.ptr, (int)c.tsv.len, c.tsv.ptr);
        tm_lexicon_free(&c.lexicon);
    }
    tm_folds_free(c.folds);
    tm_view_free(&c.view);
    tm_hits_free(&c.hits);
    tm_buf_free(&c.tsv);
    tm_buf_free(&c.text);
    tm_buf_free(&c.term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_naive_search),
        cmocka_unit_test(the_lexicon_equals_naive_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
