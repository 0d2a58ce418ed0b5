// Terms as they are loaded and as they are found: boundaries, blanks, the forms in which Korean
// words hide, the longest of nested terms, and what is refused.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "support/small_knowledge.h"

typedef struct bench {
    tm_folds *folds;
    tm_view view;
    tm_hits hits;
    tm_buf found, text;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    *slot = b;
    return b ? (int)tm_folds_new(&b->folds, NULL) : -1;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tm_folds_free(b->folds);
    tm_view_free(&b->view);
    tm_hits_free(&b->hits);
    tm_buf_free(&b->found);
    tm_buf_free(&b->text);
    free(b);
    return 0;
}

static tm_lexicon load(const bench *b, const char *tsv)
{
    tm_lexicon lexicon = {.n_terms = 0};
    assert_int_equal(tm_lexicon_add(&lexicon, b->folds, tm_str_of(tsv), NULL), TAMIS_OK);
    assert_int_equal(tm_lexicon_finish(&lexicon, NULL), TAMIS_OK);
    return lexicon;
}

// The hits in `text`, each in brackets, as the folded view shows them.
static const char *scan(bench *b, const tm_lexicon *lexicon, const char *text, unsigned hidden)
{
    assert_int_equal(tm_view_build(&b->view, b->folds, tm_str_of(text), NULL), TAMIS_OK);
    assert_int_equal(tm_lexicon_scan(&b->hits, lexicon, &b->view, hidden, NULL), TAMIS_OK);
    tm_buf_clear(&b->found);
    for (size_t i = 0; i < b->hits.len; i++)
        tm_buf_format(&b->found, "[%s]",
                      shown(&b->text, &b->view, b->hits.hit[i].begin, b->hits.hit[i].end));
    tm_buf_byte(&b->found, '\0');
    return b->found.ptr;
}

typedef struct scan_row {
    const char *tsv, *text, *found;
} scan_row;

static void check_rows(bench *b, const scan_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tm_lexicon lexicon = load(b, rows[i].tsv);
        const char *found = scan(b, &lexicon, rows[i].text, 0);
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("\"%s\" in \"%s\": %s, not %s", rows[i].tsv, rows[i].text, found,
                     rows[i].found);
        tm_lexicon_free(&lexicon);
    }
}

// ---- Finding ------------------------------------------------------------------------------------

static void bounds_letters_of_scripts_with_blanks_only(void **slot)
{
    static const scan_row rows[] = {
        {"casino\tgame\t0.5", "My Casino.", "[casino]"},
        {"casino\tgame\t0.5", "casinos", ""},
        {"casino\tgame\t0.5", "mycasino", ""},
        {"casino\tgame\t0.5", "casino카지노", "[casino]"},
        {"casino\tgame\t0.5", "카지노casino", "[casino]"},
        {"casino\tgame\t0.5", "casino_casino", "[casino][casino]"},
        {"казино\tgame\t0.5", "в казино!", "[казино]"},
        {"казино\tgame\t0.5", "казиноха", ""},
        {"카지노\tgame\t0.5", "온라인카지노에서", "[카지노]"},
        {"娱乐城\tvenue\t0.5", "真人娱乐城平台", "[娱乐城]"},
        {"สล็อต\tgame\t0.5", "เว็บสล็อตตรง", "[สล็อต]"},
        {"바카라7\tbrand\t0.5", "바카라77", ""},
        {"바카라7\tbrand\t0.5", "바카라7번", "[바카라7]"},
        {"바카라7\tbrand\t0.5", "7바카라7", "[바카라7]"},
        {"vip바카라\tbrand\t0.5", "avip바카라", ""},
        {"vip바카라\tbrand\t0.5", "가vip바카라a", "[vip바카라]"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void counts_a_run_of_blanks_as_one(void **slot)
{
    static const scan_row rows[] = {
        {"토토 사이트\tvenue\t0.5", "토토 사이트", "[토토 사이트]"},
        {"토토 사이트\tvenue\t0.5", "가   토토   사이트", "[토토   사이트]"},
        {"토토 사이트\tvenue\t0.5", "토토\t \xC2\xA0사이트", "[토토   사이트]"},
        {"토토 사이트\tvenue\t0.5", "토토사이트", "[토토사이트]"},
        {"토토 사이트\tvenue\t0.5", "토토\n사이트", ""},
        {"토토 사이트\tvenue\t0.5", "토토 \n 사이트", ""},
        {"free spins\tpromotion\t0.5", "50  free   spins now", "[free   spins]"},
        {"free spins\tpromotion\t0.5", "freespins", ""},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void finds_strong_korean_words_in_hiding(void **slot)
{
    static const scan_row rows[] = {
        {"바카라\tgame\t1", "지금 qkzkfk 하러", "[qkzkfk]"}, // typed on a Latin keyboard
        {"바카라\tgame\t1", "QKZKFK", "[qkzkfk]"},
        {"바카라\tgame\t1", "aqkzkfk qkzkfka", ""},
        {"바카라\tgame\t2", "라카바", "[라카바]"}, // turned round
        {"바카라\tgame\t1", "라카바", ""}, // ordinary words, turned round, are ordinary words
        {"바카라\tgame\t0.5", "qkzkfk 라카바", ""},
        {"토토\tgame\t3", "xhxh", ""}, // too short
        {"바카라\tcompany\t3", "qkzkfk 라카바", ""},
        {"바카라\tprefix\t3", "qkzkfk 라카바", ""},
        {"바카라\tsuffix\t3", "qkzkfk 라카바", ""},
        {"바카라7\tgame\t3", "7라카바 qkzkfk7", ""}, // not syllables alone
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void keeps_the_longest_of_nested_terms(void **slot)
{
    static const scan_row rows[] = {
        {"바카라\tgame\t0.5\n바카라 베팅\tgame\t0.5\n베팅\tgame\t0.5", "바카라 베팅",
         "[바카라 베팅]"},
        {"카지노 사이트\tvenue\t0.5\n사이트 추천\tvenue\t0.5", "카지노 사이트 추천",
         "[카지노 사이트][사이트 추천]"}, // overlapping is not nested
        {"a b c d\tgame\t0.5\nb c\tgame\t0.5", "xa b c dx b c", "[b c][b c]"},
        {"가나\tgame\t0.5\n나다\tgame\t0.5\n가나다\tgame\t0.5", "가나다나다", "[가나다][나다]"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

#define TRADE "dealer\tgame\t1\nlive dealer\tgame\t1\nbaccarat\tgame\t1\nbet\tgame\t1\n"

static void finds_terms_whose_letters_were_set_apart(void **slot)
{
    static const scan_row rows[] = {
        {TRADE, "b a c c a r a t", "[baccarat]"},
        {TRADE, "l i v e d e a l e r b a c c a r a t", "[livedealer][baccarat]"},
        {TRADE, "t h e d e a l e r b a c c a r a t", "[dealer][baccarat]"}, // 14 of 17
        {TRADE, "b e t b e t", "[bet][bet]"},
        {"game\tgame\t1\ngames\tgame\t1\ngame slot 2d\tgame\t1\n", "g a m e s l o t 2 d",
         "[gameslot2d]"},
        {TRADE, "b e t b e t w e", ""}, // of a short row two thirds are not enough
        {TRADE, "a l p h a b e t", ""}, // a term in an honest word
        {TRADE, "t h e b e s t b e t o f a l l", ""},
        {TRADE, "bet l.i.v.e.d.e.a.l.e.r bet", "[bet][livedealer][bet]"},
        {TRADE, "d e a l e r\nalphabet\nb a c c a r a t", "[dealer][baccarat]"},
        {"1xbet\tbrand\t1\ncasino\tgame\t1\n", "1 x b e t c a s i n o", "[1xbet][casino]"},
        {"baccarat\tgame\t1\nx\tsuffix\t1", "b a c c a r a t x x x x x x x", ""},
        {"казино\tgame\t1\n", "к а з и н о к а з и н о", "[казино][казино]"},
        {"bet88\tbrand\t1\n", "b e t 8 8 b e t 8 8", "[bet88][bet88]"},
        {"토토\tgame\t1\nbet\tgame\t1\n", "토 토 추 천 b e t b e t", "[토토][bet][bet]"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void remembers_class_weight_and_disguise(void **slot)
{
    bench *b = *slot;
    tm_lexicon lexicon = load(b, "바카라\tgame\t3\tdisguise: test\n"
                                 "토토\tvenue\t0.5\tnot a disguise\n"
                                 "슬롯머신\tgame\t2\n"
                                 "c4sino\tgame\t2\tdisguise\n"
                                 "casino\tgame\t1\n");
    static const struct {
        const char *text;
        tm_term_class klass;
        unsigned level, disguised;
    } rows[] = {
        {"바카라", TM_TERM_GAME, 5, 1},   {"토토", TM_TERM_VENUE, 0, 0},
        {"슬롯머신", TM_TERM_GAME, 3, 0}, {"신머롯슬", TM_TERM_GAME, 3, 1},
        {"casino", TM_TERM_GAME, 1, 0}, // the plain word, whichever is listed first
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        scan(b, &lexicon, rows[i].text, 0);
        assert_int_equal(b->hits.len, 1);
        const tm_term term = lexicon.term[b->hits.hit[0].term];
        assert_int_equal(term.klass, rows[i].klass);
        assert_int_equal(term.level, rows[i].level);
        assert_int_equal(term.disguised, rows[i].disguised);
    }
    tm_lexicon_free(&lexicon);
}

static void does_not_see_hidden_groups(void **slot)
{
    bench *b = *slot;
    tm_lexicon lexicon = load(b, "바카라\tgame\t0.5\n");
    const unsigned own = 1u << lexicon.term[0].group;
    assert_true(lexicon.term[0].group < 4);
    assert_string_equal(scan(b, &lexicon, "바카라", 0), "[바카라]");
    assert_string_equal(scan(b, &lexicon, "바카라", own), "");
    assert_string_equal(scan(b, &lexicon, "바카라", 15 & ~own), "[바카라]");
    tm_lexicon_free(&lexicon);
}

// A longer term of a hidden group must not swallow the shorter one that is seen.
static void sees_the_short_term_within_a_hidden_one(void **slot)
{
    bench *b = *slot;
    tm_lexicon lexicon = load(b, "가나\tgame\t0.5\n가나다\tgame\t0.5\n가나라\tgame\t0.5\n"
                                 "가나마\tgame\t0.5\n가나바\tgame\t0.5\n가나사\tgame\t0.5\n");
    size_t n_compared = 0;
    for (size_t i = 1; i < lexicon.n_terms; i++) {
        static const char *const texts[] = {"",       "가나다", "가나라",
                                            "가나마", "가나바", "가나사"};
        if (lexicon.term[i].group == lexicon.term[0].group)
            continue;
        assert_string_equal(scan(b, &lexicon, texts[i], 1u << lexicon.term[i].group), "[가나]");
        n_compared++;
    }
    assert_true(n_compared > 0);
    tm_lexicon_free(&lexicon);
}

// ---- Phrases ------------------------------------------------------------------------------------

static void counts_the_terms_of_a_phrase(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *text;
        size_t hit;
        uint32_t n_terms;
        size_t end;
    } rows[] = {
        {"바카라", 0, 1, 1},           {"바카라 추천", 0, 2, 2},
        {"바카라 추천", 1, 2, 2},      {"추천바카라추천", 1, 3, 3},
        {"바카라  추천", 0, 1, 1}, // more than a blank
        {"바카라, 추천", 1, 0, 2},     {"바카라\n추천", 0, 1, 1},
        {"추천 추천", 0, 0, 2}, // none of them says what for
        {"바카라 도박 추천", 0, 1, 1}, {"바카라 도박 추천", 2, 0, 3},
    };
    tm_lexicon lexicon = load(b, "바카라\tgame\t0.5\n추천\tpromotion\t0.5\n도박\tcompany\t3\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        scan(b, &lexicon, rows[i].text, 0);
        const size_t h = rows[i].hit;
        const uint32_t n = tm_phrase_terms(&b->hits, &lexicon, &b->view, h);
        const size_t end = tm_phrase_end(&b->hits, &lexicon, &b->view, h);
        if (n != rows[i].n_terms || end != rows[i].end)
            fail_msg("\"%s\", hit %zu: %u terms, end %zu", rows[i].text, h, n, end);
    }
    tm_lexicon_free(&lexicon);
}

static void a_phrase_has_an_end(void **slot)
{
    bench *b = *slot;
    tm_buf text = {0};
    tm_lexicon lexicon = load(b, "바카라\tgame\t0.5\n");
    for (size_t n = 1; n <= 14; n++) {
        tm_buf_text(&text, "바카라 ");
        tm_buf_byte(&text, '\0');
        scan(b, &lexicon, text.ptr, 0);
        text.len--;
        assert_int_equal(b->hits.len, n);
        for (size_t h = 0; h < n; h++) {
            const size_t before = h < TM_MAX_PHRASE ? h : TM_MAX_PHRASE;
            const size_t after = n - 1 - h < TM_MAX_PHRASE ? n - 1 - h : TM_MAX_PHRASE;
            assert_int_equal(tm_phrase_terms(&b->hits, &lexicon, &b->view, h),
                             before + 1 + after);
            assert_int_equal(tm_phrase_end(&b->hits, &lexicon, &b->view, h), n);
        }
    }
    tm_lexicon_free(&lexicon);
    tm_buf_free(&text);
}

// ---- Loading ------------------------------------------------------------------------------------

static void finds_nothing_with_nothing_loaded(void **slot)
{
    bench *b = *slot;
    tm_lexicon lexicon = load(b, "# only a remark\n\n");
    assert_string_equal(scan(b, &lexicon, "바카라 casino", 0), "");
    assert_string_equal(scan(b, &lexicon, "", 0), "");
    tm_lexicon_free(&lexicon);
    tm_lexicon_free(&lexicon); // the zero value
}

static void adds_file_after_file(void **slot)
{
    bench *b = *slot;
    tm_lexicon lexicon = {.n_terms = 0};
    assert_int_equal(tm_lexicon_add(&lexicon, b->folds, tm_str_of("바카라\tgame\t0.5"), NULL),
                     0);
    assert_int_equal(tm_lexicon_add(&lexicon, b->folds, tm_str_of("토토\tgame\t0.5\n"), NULL),
                     0);
    assert_int_equal(tm_lexicon_finish(&lexicon, NULL), TAMIS_OK);
    assert_string_equal(scan(b, &lexicon, "토토바카라", 0), "[토토][바카라]");
    tm_lexicon_free(&lexicon);
}

static void names_the_line_that_it_refuses(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *tsv, *place, *reason;
    } rows[] = {
        {"바카라\tgames\t3\n", "line 1", "class"},
        {"바카라\n", "line 1", "class"},
        {"바카라\t\t3\n", "line 1", "class"},
        {"# x\n\n바카라\tgame\t3.5\n", "line 3", "weight"},
        {"바카라\tgame\t0\n", "line 1", "weight"},
        {"바카라\tgame\t0.25\n", "line 1", "weight"},
        {"바카라\tgame\t0.75\n", "line 1", "weight"},
        {"바카라\tgame\t-1\n", "line 1", "weight"},
        {"바카라\tgame\t1e308\n", "line 1", "weight"},
        {"바카라\tgame\tnan\n", "line 1", "weight"},
        {"바카라\tgame\t0x1\n", "line 1", "weight"},
        {"바카라\tgame\n", "line 1", "weight"},
        {"가\tgame\t1\n\tgame\t3\n", "line 2", "characters"},
        {"\xE2\x80\x8B\tgame\t3\n", "line 1", "characters"}, // folds to nothing
        {"가\xFF\tgame\t3\n", "line 1", "UTF-8"},
        {"\xF7\xBF\xBF\xBF\tgame\t3\n", "line 1", "UTF-8"}, // beyond U+10FFFF
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_lexicon lexicon = {.n_terms = 0};
        tamis_error err = {.message = ""};
        assert_int_equal(tm_lexicon_add(&lexicon, b->folds, tm_str_of(rows[i].tsv), &err),
                         TAMIS_EFORMAT);
        if (!strstr(err.message, rows[i].place) || !strstr(err.message, rows[i].reason))
            fail_msg("row %zu: %s", i, err.message);
        tm_lexicon_free(&lexicon);
    }
}

static void takes_terms_of_up_to_64_characters(void **slot)
{
    bench *b = *slot;
    for (size_t n = 63; n <= 65; n++) {
        tm_lexicon lexicon = {.n_terms = 0};
        tm_buf tsv = {0};
        for (size_t i = 0; i < n; i++)
            tm_buf_text(&tsv, "뷁"); // five keys each: the longest form typed
        tm_buf_text(&tsv, "\tgame\t3\n");
        assert_int_equal(tm_lexicon_add(&lexicon, b->folds, tm_buf_str(&tsv), NULL),
                         n <= 64 ? TAMIS_OK : TAMIS_EFORMAT);
        tm_lexicon_free(&lexicon);
        tm_buf_free(&tsv);
    }
}

static void knows_its_classes_by_name(void **slot)
{
    (void)slot;
    for (int i = 0; i < TM_N_TERM_CLASSES; i++) {
        tm_term_class klass = TM_N_TERM_CLASSES;
        assert_true(
            tm_term_class_parse(&klass, tm_str_of(tm_term_class_name((tm_term_class)i))));
        assert_int_equal(klass, i);
    }
    tm_term_class klass = TM_TERM_LOAN;
    assert_false(tm_term_class_parse(&klass, tm_str_of("Game")));
    assert_false(tm_term_class_parse(&klass, tm_str_of("")));
    assert_int_equal(klass, TM_TERM_LOAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_letters_of_scripts_with_blanks_only),
        cmocka_unit_test(counts_a_run_of_blanks_as_one),
        cmocka_unit_test(finds_strong_korean_words_in_hiding),
        cmocka_unit_test(keeps_the_longest_of_nested_terms),
        cmocka_unit_test(finds_terms_whose_letters_were_set_apart),
        cmocka_unit_test(remembers_class_weight_and_disguise),
        cmocka_unit_test(does_not_see_hidden_groups),
        cmocka_unit_test(sees_the_short_term_within_a_hidden_one),
        cmocka_unit_test(counts_the_terms_of_a_phrase),
        cmocka_unit_test(a_phrase_has_an_end),
        cmocka_unit_test(finds_nothing_with_nothing_loaded),
        cmocka_unit_test(adds_file_after_file),
        cmocka_unit_test(names_the_line_that_it_refuses),
        cmocka_unit_test(takes_terms_of_up_to_64_characters),
        cmocka_unit_test(knows_its_classes_by_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
