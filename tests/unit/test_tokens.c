// What becomes one token, kind by kind, and that no character is lost or taken twice.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_folds *folds;
    tm_view view;
    tm_tokens tokens;
    tm_buf list, text;
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
    tm_tokens_free(&b->tokens);
    tm_buf_free(&b->list);
    tm_buf_free(&b->text);
    free(b);
    return 0;
}

static void cut(bench *b, tm_str text)
{
    assert_int_equal(tm_view_build(&b->view, b->folds, text, NULL), TAMIS_OK);
    assert_int_equal(tm_tokens_cut(&b->tokens, &b->view, NULL), TAMIS_OK);
}

// "W:word N:12 …" of the tokens; A is an e-mail address, a line end is "E".
static const char *listed(bench *b)
{
    tm_buf_clear(&b->list);
    for (size_t i = 0; i < b->tokens.len; i++) {
        const tm_token token = b->tokens.token[i];
        tm_buf_text(&b->list, i > 0 ? " " : "");
        tm_buf_byte(&b->list, "WNGLHAME"[token.kind]);
        if (token.kind != TM_TOKEN_NEWLINE)
            tm_buf_format(&b->list, ":%s", shown(&b->text, &b->view, token.begin, token.end));
    }
    tm_buf_byte(&b->list, '\0');
    return b->list.ptr;
}

typedef struct cut_row {
    const char *text, *tokens;
} cut_row;

static void check_rows(bench *b, const cut_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cut(b, tm_str_of(rows[i].text));
        if (strcmp(listed(b), rows[i].tokens) != 0)
            fail_msg("\"%s\": %s, not %s", rows[i].text, b->list.ptr, rows[i].tokens);
    }
}

static void cuts_words_numbers_and_glyphs(void **slot)
{
    static const cut_row rows[] = {
        {"", ""},
        {"   ", ""},
        {"바카라 사이트", "W:바카라 W:사이트"},
        {"ABC123 456", "W:abc123 N:456"},
        {"123abc", "W:123abc"},
        {"한국日本語", "W:한국 G:日 G:本 G:語"},
        {"日2", "G:日 N:2"},
        {"กข", "G:ก G:ข"},
        {"カジノ", "G:カ G:ジ G:ノ"},
        {"ㅋㅋㅋ", "W:ㅋㅋㅋ"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void cuts_off_a_label_that_lost_its_blank(void **slot)
{
    static const cut_row rows[] = {
        {"ReplyDelete먹튀검증 합니다", "W:replydelete W:먹튀검증 W:합니다"},
        {"Share카지노", "W:share W:카지노"},
        {"LINE카지노", "W:line카지노"}, // too short: abbreviations are glued to Hangul
        {"bet365카지노", "W:bet365카지노"},
        {"카지노Reply", "W:카지노reply"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void cuts_links(void **slot)
{
    static const cut_row rows[] = {
        {"http://a.example/x?y=1.", "L:http://a.example/x?y=1 M:."},
        {"https://한글.example", "L:https:// W:한글 M:. W:example"},
        {"www.foo.bar", "L:www.foo.bar"},
        {"foo.com", "L:foo.com"},
        {"foo.com,", "L:foo.com M:,"},
        {"foo.com.", "L:foo.com M:."},
        {"(foo.com)", "M:( L:foo.com M:)"},
        {"foo.com:8080/a", "L:foo.com:8080/a"},
        {"a.b.co.kr/가나", "L:a.b.co.kr/ W:가나"},
        {"end.Next", "W:end M:. W:next"},
        {"3.14", "N:3 M:. N:14"},
        {"카지노.com", "L:카지노.com"},
        {"카지노.com/x", "L:카지노.com/x"},
        {"끝.다음", "W:끝 M:. W:다음"},
        {"가foo.com", "L:가foo.com"},
        {"http:// http://", "L:http:// L:http://"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void cuts_handles(void **slot)
{
    static const cut_row rows[] = {
        {"@name99", "H:@name99"},
        {"@a-b_c", "H:@a-b_c"},
        {"@ab", "M:@ W:ab"},
        {"me@site.com", "A:me@site.com"},
        {"first.last@mail.site.co.kr,", "A:first.last@mail.site.co.kr M:,"},
        {"me@ site", "W:me M:@ W:site"},
        {"@@@@", "M:@@@@"},
        {"문의@name99", "W:문의 H:@name99"},
        {"문의 @name99.", "W:문의 H:@name99 M:."},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void cuts_runs_of_signs_and_line_ends(void **slot)
{
    static const cut_row rows[] = {
        {"!!!", "M:!!!"},
        {"!?", "M:! M:?"},
        {"★☆♥", "M:★☆♥"},
        {"a|b", "W:a M:| W:b"},
        {"a || b", "W:a M:|| W:b"},
        {"a\nb", "W:a E W:b"},
        {"a\r\n \t\n  b", "W:a E W:b"},
        {"\n\n", "E"},
        {" \n a", "E W:a"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void cuts_endless_tokens_into_pieces(void **slot)
{
    bench *b = *slot;
    static const char *const units[] = {"가", "a", "7", "!", "★"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        tm_buf text = {0};
        for (size_t n = 0; n < 1000; n++)
            tm_buf_text(&text, units[i]);
        cut(b, tm_buf_str(&text));
        assert_true(b->tokens.len >= 1000 / 64 && b->tokens.len <= 1000 / 16);
        tm_buf_free(&text);
    }
}

static void finds_the_host_of_a_link(void **slot)
{
    bench *b = *slot;
    static const cut_row rows[] = {
        {"http://a.example/x", "a.example"},
        {"https://www.a.example:80/x", "a.example"},
        {"www.a.example?q=1", "a.example"},
        {"a.com", "a.com"},
        {"http://", ""},
        {"카지노.com/x", "카지노.com"},
        {"http://a.example/http://b.com", "a.example"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t begin, end;
        cut(b, tm_str_of(rows[i].text));
        assert_int_equal(b->tokens.token[0].kind, TM_TOKEN_LINK);
        tm_link_host(&b->view, b->tokens.token[0], &begin, &end);
        assert_string_equal(shown(&b->text, &b->view, begin, end), rows[i].tokens);
    }
}

static void takes_every_character_that_is_no_blank_once(void **slot)
{
    bench *b = *slot;
    static const char *const pieces[] = {"가", "a", "1",   "日", "ก",       " ",    "\n",
                                         "@",  ".", "com", "/",  "http://", "www.", "!",
                                         "★",  "|", ":",   "-",  "_",       "ㅋ"};
    tm_buf text = {0};
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tm_buf_clear(&text);
        for (size_t n = tm_rng_below(&rng, 40); n > 0; n--)
            tm_buf_text(&text, pieces[tm_rng_below(&rng, sizeof pieces / sizeof *pieces)]);
        cut(b, tm_buf_str(&text));
        size_t at = 0;
        for (size_t i = 0; i <= b->tokens.len; i++) {
            const bool past = i == b->tokens.len;
            const size_t begin = past ? b->view.len : b->tokens.token[i].begin;
            for (; at < begin; at++)
                if (b->view.klass[at] != TM_CHAR_SPACE)
                    fail_msg("seed %llu: character %zu", (unsigned long long)seed, at);
            if (past)
                break;
            assert_true(begin == at && b->tokens.token[i].end > begin);
            at = b->tokens.token[i].end;
        }
    }
    tm_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_words_numbers_and_glyphs),
        cmocka_unit_test(cuts_off_a_label_that_lost_its_blank),
        cmocka_unit_test(cuts_links),
        cmocka_unit_test(cuts_handles),
        cmocka_unit_test(cuts_runs_of_signs_and_line_ends),
        cmocka_unit_test(cuts_endless_tokens_into_pieces),
        cmocka_unit_test(finds_the_host_of_a_link),
        cmocka_unit_test(takes_every_character_that_is_no_blank_once),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
