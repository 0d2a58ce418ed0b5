// A window taken apart: what each token says of itself, which hits and lines it knows, and that its
// score is the sum of the weights it touches, no more.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "score/context.h"
#include "score/evident.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    small_knowledge_start(&b->knowledge, "바카라\tgame\t3\n"
                                         "카지노\tgame\t2\n"
                                         "슬롯\tgame\t1.5\n"
                                         "벳\tsuffix\t1\n"
                                         "한빛\tprefix\t1\n"
                                         "추천\tpromotion\t0.5\n"
                                         "텔레\tcontact\t0.5\n"
                                         "도박 중독\tcompany\t3\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    free(b);
    return 0;
}

static void finds_the_main_script(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *text;
        tm_char_class script;
    } rows[] = {
        {"", TM_CHAR_PUNCT},
        {"123 !!", TM_CHAR_PUNCT},
        {"plain words", TM_CHAR_LATIN},
        {"한글", TM_CHAR_HANGUL},
        {"漢字です漢字", TM_CHAR_HAN},
        {"слово", TM_CHAR_CYRILLIC},
        {"ไทย", TM_CHAR_THAI},
        {"ㅋㅋㅋㅋㅋ ab", TM_CHAR_LATIN},
        {"한글 Samsung", TM_CHAR_LATIN},
        {"한글로 쓴 Samsung", TM_CHAR_HANGUL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        small_window_read(&b->window, &b->knowledge, tm_str_of(rows[i].text));
        if (b->window.main_script != rows[i].script)
            fail_msg("\"%s\": %d", rows[i].text, (int)b->window.main_script);
    }
}

// ---- Evidence -----------------------------------------------------------------------------------

static size_t count_evidence(bench *b, const char *word, size_t evidence)
{
    uint8_t list[TM_MAX_TOKEN_EVIDENCE];
    size_t n = 0;
    const size_t len =
        tm_token_evidence(list, &b->window, &b->knowledge, find_token(&b->window, word));
    assert_true(len <= TM_MAX_TOKEN_EVIDENCE);
    for (size_t i = 0; i < len; i++)
        n += list[i] == evidence;
    return n;
}

static void notes_what_a_token_says_of_itself(void **slot)
{
    bench *b = *slot;
    enum { GAME = TM_EVIDENCE_TERM + TM_TERM_GAME * TM_N_TERM_LEVELS };
    static const struct {
        const char *text, *word;
        size_t evidence, n;
    } rows[] = {
        {"오늘 비", "오늘", TM_EVIDENCE_WORD, 1},
        {"오늘 7", "7", TM_EVIDENCE_NUMBER, 1},
        {"오늘 7", "7", TM_EVIDENCE_WORD, 0},
        {"日本", "本", TM_EVIDENCE_GLYPH, 1},
        {"오늘 a.com", "a.com", TM_EVIDENCE_LINK, 1},
        {"오늘 @name", "@name", TM_EVIDENCE_HANDLE, 1},
        {"오늘 !!", "!!", TM_EVIDENCE_MARK, 1},
        {"오늘 a바카라", "a바카라", TM_EVIDENCE_MIXED_SCRIPTS, 1},
        {"오늘 바카라", "바카라", TM_EVIDENCE_MIXED_SCRIPTS, 0},
        {"오늘 윈88", "윈88", TM_EVIDENCE_DIGITS_AT_END, 1},
        {"오늘 윈8", "윈8", TM_EVIDENCE_DIGITS_AT_END, 0},
        {"오늘은 비가 온다 casino", "casino", TM_EVIDENCE_FOREIGN_SCRIPT, 1},
        {"오늘은 비가 온다 casino", "온다", TM_EVIDENCE_FOREIGN_SCRIPT, 0},
        {"바\xE2\x80\x8B카라 한다", "바카라", TM_EVIDENCE_INVISIBLE, 1},
        {"ㅂㅏㅋㅏㄹㅏ 한다", "바카라", TM_EVIDENCE_JAMO, 1},
        {"바.카.라 한다", "바카라", TM_EVIDENCE_SPACED, 1},
        {"바.카.라 한다", "바카라", TM_EVIDENCE_UNDONE_TERM, 1},
        {"바카라 한다", "바카라", TM_EVIDENCE_UNDONE_TERM, 0},
        {"지금 라카바 한다", "라카바", TM_EVIDENCE_DISGUISED_TERM, 1},
        {"지금 바카라 한다", "바카라", TM_EVIDENCE_DISGUISED_TERM, 0},
        {"바카라 한다", "바카라", GAME + 5, 1},
        {"슬롯 한다", "슬롯", GAME + 2, 1},
        {"슬롯 한다", "한다", GAME + 2, 0},
        {"정말오래오래된슬롯 한다", "정말오래오래된슬롯", TM_EVIDENCE_PARTIAL_TERM, 1},
        {"새슬롯 한다", "새슬롯", TM_EVIDENCE_PARTIAL_TERM, 0},
        {"한빛벳 한다", "한빛벳", TM_EVIDENCE_COMPOSED_BRAND, 1},
        {"한빛 벳 한다", "한빛", TM_EVIDENCE_COMPOSED_BRAND, 0},
        {"바카라 한다", "바카라", TM_EVIDENCE_PHRASE_OF_TWO, 0},
        {"바카라 추천 한다", "바카라", TM_EVIDENCE_PHRASE_OF_TWO, 1},
        {"바카라 추천 한다", "추천", TM_EVIDENCE_PHRASE_OF_TWO, 1},
        {"그가 “그냥 바카라 한다”고", "바카라", TM_EVIDENCE_QUOTED, 1},
        {"그가 “그냥” 바카라 한다", "바카라", TM_EVIDENCE_QUOTED, 0},
        {"그가 “그냥\n바카라 한다”고", "바카라", TM_EVIDENCE_QUOTED, 0},
        {"말은 \"그냥 바카라 한다\"고", "바카라", TM_EVIDENCE_QUOTED, 1},
        {"말은 \"그냥\" 바카라 한다", "바카라", TM_EVIDENCE_QUOTED, 0},
        {"‘don’t 바카라’", "바카라", TM_EVIDENCE_QUOTED, 1},
        {"words = ['하나', '바카라', '둘']", "바카라", TM_EVIDENCE_QUOTED, 1},
        {"words: `하나` `바카라`", "바카라", TM_EVIDENCE_QUOTED, 1},
        {"'하나' 바카라 한다", "바카라", TM_EVIDENCE_QUOTED, 0},
        {"I don't 바카라 do", "바카라", TM_EVIDENCE_QUOTED, 0},
        {"문의는 텔레 kim_9 로", "kim", TM_EVIDENCE_CONTACT_NAME, 0},
        {"문의는 텔레 kims_9 로", "kims", TM_EVIDENCE_CONTACT_NAME, 1},
        {"문의는 텔레 : lucky77 로", "lucky77", TM_EVIDENCE_CONTACT_NAME, 1},
        {"문의는 텔레\nlucky77 로", "lucky77", TM_EVIDENCE_CONTACT_NAME, 0},
        {"문의는 이 텔레로 하고 lucky77", "lucky77", TM_EVIDENCE_CONTACT_NAME, 0},
        {"문의는 바카라 lucky77", "lucky77", TM_EVIDENCE_CONTACT_NAME, 0},
        {"ask for 텔레 names please", "names", TM_EVIDENCE_CONTACT_NAME, 0},
        {"ask for 텔레 name5 please", "name5", TM_EVIDENCE_CONTACT_NAME, 1},
        {"바카라, 추천 한다", "추천", TM_EVIDENCE_PHRASE_OF_TWO, 0},
        {"추천 추천 한다", "한다", TM_EVIDENCE_PHRASE_OF_TWO, 0},
        {"바카라 카지노 추천", "카지노", TM_EVIDENCE_PHRASE_OF_MORE, 1},
        {"내란바카라추천 한다", "내란바카라추천", TM_EVIDENCE_PHRASE_GLUED_BEFORE, 1},
        {"내란바카라 한다", "내란바카라", TM_EVIDENCE_PHRASE_GLUED_BEFORE, 0},
        {"바카라추천선일보 한다", "바카라추천선일보", TM_EVIDENCE_PHRASE_GLUED_BEHIND, 1},
        {"바카라추천을 한다", "바카라추천을", TM_EVIDENCE_PHRASE_GLUED_BEHIND, 0},
        {"나는 바카라은 한다", "바카라은", TM_EVIDENCE_PARTICLE_DISAGREES, 1},
        {"나는 바카라은 한다", "바카라은", TM_EVIDENCE_TERM_PARTICLE_DISAGREES, 1},
        {"나는 바카라는 한다", "바카라는", TM_EVIDENCE_TERM_PARTICLE_DISAGREES, 0},
        {"오늘 win88.com", "win88.com", TM_EVIDENCE_LINK_DIGITS, 1},
        {"오늘 win8.com/88", "win8.com/88", TM_EVIDENCE_LINK_DIGITS, 0},
        {"오늘 http://192.168.0.8:8000/a", "http://192.168.0.8:8000/a", TM_EVIDENCE_LINK_DIGITS,
         0},
        {"오늘 바카라.com", "바카라.com", TM_EVIDENCE_LINK_TERM, 1},
        {"바카라 한다", "한다", TM_EVIDENCE_LINE_ONE_TERM, 1},
        {"바카라 그리고 카지노 한다", "한다", TM_EVIDENCE_LINE_TWO_TERMS, 1},
        {"바카라 카지노 슬롯 바카라 한다", "한다", TM_EVIDENCE_LINE_MANY_TERMS, 1},
        {"도박 중독 상담", "상담", TM_EVIDENCE_LINE_COMPANY, 1},
        {"바카라\n한다", "한다", TM_EVIDENCE_LINE_ONE_TERM, 0},
        {"바카라 / 하나 / 둘이", "하나", TM_EVIDENCE_LINE_LIST, 1},
        {"가자 a.com", "가자", TM_EVIDENCE_LINE_LINKS, 1},
        {"가자 a.com", "가자", TM_EVIDENCE_LINK_NEAR, 1},
        {"가자 그리고 또 다시 한번 더 a.com", "가자", TM_EVIDENCE_LINK_NEAR, 0},
        {"가자 새해 | 한빛새해맞이 새해", "새해", TM_EVIDENCE_MENU_ANCHOR, 0},
        {"부동산 새해맞이 | 한빛새해맞이", "새해맞이", TM_EVIDENCE_MENU_ANCHOR, 1},
        {"같은 줄\n같은 줄", "같은", TM_EVIDENCE_LINE_REPEATED, 1},
        {"같은 줄\n다른 줄", "같은", TM_EVIDENCE_LINE_REPEATED, 0},
        {"짧은 줄", "짧은", TM_EVIDENCE_LINE_SHORT, 1},
        {"바카라 하는 사람", "사람", TM_EVIDENCE_TERM_BEFORE, 1},
        {"사람은 카지노 앞에", "사람은", TM_EVIDENCE_TERM_AFTER, 1},
        {"사람은 카지노 앞에", "앞에", TM_EVIDENCE_TERM_AFTER, 0},
        {"바카라\n사람", "사람", TM_EVIDENCE_TERM_BEFORE, 0}, // in another line
        {"추천 사람", "사람", TM_EVIDENCE_TERM_BEFORE, 0},    // too light
        {"새 바카라가\n곧 바카라는", "바카라가", TM_EVIDENCE_LONE_TWICE, 1},
        {"새 바카라가\n곧 바카라는", "곧", TM_EVIDENCE_LONE_TWICE, 0},
        {"새 바카라가\n곧 바카라는\n바카라", "바카라가", TM_EVIDENCE_LONE_TWICE, 0},
        {"새 바카라가\n곧 바카라는\n바카라", "바카라가", TM_EVIDENCE_LONE_OFTEN, 1},
        {"새 바카라추천이\n곧 바카라 추천은", "바카라추천이", TM_EVIDENCE_LONE_TWICE, 1},
        {"새 바카라추천이\n곧 바카라 추천은", "추천은", TM_EVIDENCE_LONE_TWICE, 1},
        {"새 바카라추천이\n곧 바카라는", "바카라는", TM_EVIDENCE_LONE_TWICE, 0}, // one of two
        {"새 바카라가\n곧 오지", "바카라가", TM_EVIDENCE_LONE_TWICE, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        small_window_read(&b->window, &b->knowledge, tm_str_of(rows[i].text));
        const size_t n = count_evidence(b, rows[i].word, rows[i].evidence);
        if (n != rows[i].n)
            fail_msg("\"%s\" of \"%s\": evidence %zu, %zu times", rows[i].word, rows[i].text,
                     rows[i].evidence, n);
    }
}

// ---- Random windows -----------------------------------------------------------------------------

static void make_text(tm_buf *text, tm_rng *rng)
{
    static const char *const pieces[] = {"바카라",  "카지노",    "슬롯",   "벳", "한빛", "추천",
                                         "사람은 ", "도박 중독", " ",      " ",  " ",    "\n",
                                         " | ",     "a.com",     "@name ", "77", "日本", "ㅂㅏ",
                                         "!",       "word ",     "/"};
    tm_buf_clear(text);
    for (size_t n = tm_rng_below(rng, 50); n > 0; n--)
        tm_buf_text(text, pieces[tm_rng_below(rng, sizeof pieces / sizeof *pieces)]);
}

// 한빛벳 and 한빛 슬롯 are known, nothing else is.
static void notes_compounds_that_clean_text_did_not_hold(void **slot)
{
    bench *b = *slot;
    tm_compounds *const known = &b->knowledge.compounds;
    enum {
        GAME = TM_EVIDENCE_NEW_COMPOUND + TM_TERM_GAME * TM_N_TERM_LEVELS,
        SUFFIX = TM_EVIDENCE_NEW_COMPOUND + TM_TERM_SUFFIX * TM_N_TERM_LEVELS
    };
    static const struct {
        const char *text, *word;
        size_t evidence, n;
    } rows[] = {
        {"오늘 제왕벳은", "제왕벳은", SUFFIX + 1, 1},
        {"오늘 한빛벳은", "한빛벳은", SUFFIX + 1, 0},
        {"오늘 추천 슬롯", "슬롯", GAME + 2, 1},
        {"오늘 추천 슬롯", "추천", GAME + 2, 0},
        {"오늘 한빛 슬롯", "슬롯", GAME + 2, 0},
        {"오늘 슬롯", "슬롯", GAME + 2, 0},
        {"오늘 바카라슬롯", "바카라슬롯", GAME + 2, 1},
    };
    small_window_read(&b->window, &b->knowledge, tm_str_of("오늘 한빛벳 그리고 한빛 슬롯"));
    assert_int_equal(tm_compounds_init(known, NULL), TAMIS_OK);
    tm_compounds_add(known, &b->window.hits, &b->knowledge.lexicon, &b->window.view, 0);
    assert_int_equal(tm_compounds_count(known), 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        small_window_read(&b->window, &b->knowledge, tm_str_of(rows[i].text));
        if (count_evidence(b, rows[i].word, rows[i].evidence) != rows[i].n)
            fail_msg("\"%s\" in \"%s\"", rows[i].word, rows[i].text);
    }
    b->window.own_fold = 1; // nobody else has seen 한빛벳
    small_window_read(&b->window, &b->knowledge, tm_str_of("오늘 한빛벳은"));
    assert_int_equal(count_evidence(b, "한빛벳은", SUFFIX + 1), 1);
}

static void every_token_knows_its_line_and_its_hits(void **slot)
{
    bench *b = *slot;
    const tm_window *w = &b->window;
    tm_buf text = {0};
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        make_text(&text, &rng);
        small_window_read(&b->window, &b->knowledge, tm_buf_str(&text));
        for (uint32_t i = 0; i < w->tokens.len; i++) {
            const tm_token token = w->tokens.token[i];
            const tm_line *line = &w->lines.line[w->token_line[i]];
            const uint32_t h = w->first_hit[i];
            assert_true(w->token_line[i] < w->lines.len && h <= w->hits.len);
            assert_true(i >= line->first && i < line->last + (token.kind == TM_TOKEN_NEWLINE));
            assert_true(h == w->hits.len || w->hits.hit[h].end > token.begin);
            assert_true(h == 0 || w->hits.hit[h - 1].end <= token.begin);
        }
        assert_true(w->tokens.len == 0 || w->first_hit[w->tokens.len] == w->hits.len);
    }
    tm_buf_free(&text);
}

static void set_random_weights(tm_weights *weights, tm_rng *rng)
{
    for (size_t i = 0; i < (size_t)1 << TM_NGRAM_BITS; i++)
        weights->ngram[i] = (int8_t)(tm_rng_next(rng) & 0xFF);
    for (size_t i = 0; i < TM_N_EVIDENCE; i++)
        weights->evidence[i] = (int16_t)(tm_rng_below(rng, 65536) - 32768);
}

// `before` is the hash of the token before.
static int32_t sum_of_weights(const bench *b, size_t i, uint32_t *before)
{
    uint8_t evidence[TM_MAX_TOKEN_EVIDENCE];
    tm_ngrams ngrams;
    int32_t sum = 0;
    tm_ngrams_of(&ngrams, &b->window.view, b->window.tokens.token[i]);
    for (size_t k = 0; k < ngrams.len; k++)
        sum += b->knowledge.weights.ngram[ngrams.index[k]];
    if (tm_token_has_pair(&b->window, i))
        sum += b->knowledge.weights.ngram[tm_ngram_pair(*before, ngrams.whole)];
    *before = ngrams.whole;
    uint32_t context[TM_MAX_CONTEXT];
    const size_t n_pairs = tm_token_pairs(context, &b->window, &b->knowledge.lexicon, i);
    for (size_t k = 0; k < n_pairs; k++)
        sum += b->knowledge.weights.ngram[context[k]];
    const size_t n_surroundings = tm_token_surroundings(context, &b->window, i);
    for (size_t k = 0; k < n_surroundings; k++)
        sum += b->knowledge.weights.ngram[context[k]];
    const size_t n = tm_token_evidence(evidence, &b->window, &b->knowledge, i);
    for (size_t k = 0; k < n; k++)
        sum += b->knowledge.weights.evidence[evidence[k]];
    return sum;
}

static bool has_stretch(const tm_window *w, const tm_line *line)
{
    for (uint32_t first = line->first; first < line->last; first++)
        for (int32_t i = (int32_t)first, sum = 0; i < (int32_t)line->last; i++)
            if ((sum += w->score[i]) >= TM_MIN_SEGMENT_SCORE)
                return true;
    return false;
}

static bool is_scored(const tm_window *w, size_t i)
{
    const size_t l = w->token_line[i];
    bool near = false;
    for (size_t k = l > TM_EVIDENT_REACH ? l - TM_EVIDENT_REACH : 0;
         k <= l + TM_EVIDENT_REACH && k < w->lines.len; k++)
        near |= (w->lines.line[k].shape & TM_LINE_EVIDENT) && has_stretch(w, &w->lines.line[k]);
    return w->tokens.token[i].kind == TM_TOKEN_NEWLINE || near ||
           (w->lines.line[l].shape & TM_LINE_EVIDENT);
}

// Positive sums are capped by what kind of token it is; others stand as they are.
static void check_score(const tm_window *w, size_t i, int32_t sum)
{
    if (sum <= 0)
        assert_int_equal(w->score[i], sum);
    else
        assert_in_range(w->score[i], 0, sum);
    if (sum > 0 && w->tokens.token[i].kind == TM_TOKEN_MARK)
        assert_int_equal(w->score[i], 0);
}

static void a_score_is_the_sum_of_the_weights_up_to_a_cap(void **slot)
{
    bench *b = *slot;
    tm_buf text = {0};
    tm_rng rng = tm_rng_seed(1);
    size_t n_scored = 0;
    set_random_weights(&b->knowledge.weights, &rng);
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint32_t before = 0;
        rng = tm_rng_seed(seed);
        make_text(&text, &rng);
        small_window_read(&b->window, &b->knowledge, tm_buf_str(&text));
        tm_window_score(&b->window, &b->knowledge);
        for (size_t i = 0; i < b->window.tokens.len; i++) {
            const int32_t sum = sum_of_weights(b, i, &before);
            const bool scored = is_scored(&b->window, i);
            check_score(&b->window, i, scored ? sum : TM_QUIET_SCORE);
            n_scored += scored;
        }
    }
    assert_true(n_scored > 1000);
    tm_buf_free(&text);
}

// ---- Looking only where there is something to see -----------------------------------------------

static void passes_over_a_window_with_nothing_to_see(void **slot)
{
    bench *b = *slot;
    const char *const quiet = "오늘은 비가 왔다. 사람들은 집에 있었다.\n내일은 맑다";
    small_window_read(&b->window, &b->knowledge, tm_str_of("바카라 카지노"));
    assert_true(b->window.tokens.len > 0);
    b->window.every_line = false;
    assert_int_equal(tm_window_read(&b->window, &b->knowledge, tm_str_of(quiet), NULL),
                     TAMIS_OK);
    assert_int_equal(b->window.tokens.len, 0);
    assert_int_equal(b->window.lines.len, 0);
    small_window_read(&b->window, &b->knowledge, tm_str_of(quiet));
    assert_true(b->window.tokens.len > 0);
}

// Ends of brands as words of their own, in rows.
static void looks_at_rows_of_brand_ends(void **slot)
{
    static const struct {
        const char *text;
        bool evident;
    } rows[] = {
        {"오늘 벳 벳", true},        {"벳 벳 벳은 비가", true}, {"벳　벳에서\n", true},
        {"벳은 벳\n오늘 벳", false}, {"벳  벳", false},         {"벳\n벳", false},
        {"벳, 벳", false},           {"벳 벳푸", false},        {"벳 한빛", false},
    };
    bench *b = *slot;
    b->window.every_line = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(
            tm_window_read(&b->window, &b->knowledge, tm_str_of(rows[i].text), NULL), TAMIS_OK);
        if ((b->window.lines.len > 0) != rows[i].evident)
            fail_msg("%s", rows[i].text);
    }
}

// Lines scored of a text of 41 with one to look at in the middle, when each word weighs `weight`.
static size_t count_scored_lines(bench *b, int16_t weight)
{
    tm_buf text = {0};
    size_t n = 0;
    for (int i = 0; i < 41; i++)
        tm_buf_text(&text, i == 20 ? "여기 바카라 있다\n" : "오늘은 비가 왔다\n");
    for (size_t i = 0; i < TM_N_EVIDENCE; i++)
        b->knowledge.weights.evidence[i] = 0;
    b->knowledge.weights.evidence[TM_EVIDENCE_WORD] = weight;
    memset(b->knowledge.weights.ngram, 0, (size_t)1 << TM_NGRAM_BITS);
    b->window.every_line = false;
    assert_int_equal(tm_window_read(&b->window, &b->knowledge, tm_buf_str(&text), NULL),
                     TAMIS_OK);
    tm_window_score(&b->window, &b->knowledge);
    for (size_t l = 0; l < b->window.lines.len; l++) {
        const tm_line *line = &b->window.lines.line[l];
        n += line->first < line->last && b->window.score[line->first] > TM_QUIET_SCORE;
    }
    assert_true(b->window.score[find_token(&b->window, "바카라")] > TM_QUIET_SCORE);
    tm_buf_free(&text);
    return n;
}

static void scores_the_lines_around_one_that_says_something(void **slot)
{
    assert_int_equal(count_scored_lines(*slot, -1), 1);
    assert_int_equal(count_scored_lines(*slot, TM_SCORE_UNIT), 1 + 2 * TM_EVIDENT_REACH);
}

static void does_not_see_hidden_groups(void **slot)
{
    bench *b = *slot;
    b->window.hidden_groups = 15;
    small_window_read(&b->window, &b->knowledge, tm_str_of("바카라 카지노"));
    assert_int_equal(b->window.hits.len, 0);
    b->window.hidden_groups = 0;
    small_window_read(&b->window, &b->knowledge, tm_str_of("바카라 카지노"));
    assert_int_equal(b->window.hits.len, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_main_script),
        cmocka_unit_test(notes_what_a_token_says_of_itself),
        cmocka_unit_test(notes_compounds_that_clean_text_did_not_hold),
        cmocka_unit_test(every_token_knows_its_line_and_its_hits),
        cmocka_unit_test(a_score_is_the_sum_of_the_weights_up_to_a_cap),
        cmocka_unit_test(passes_over_a_window_with_nothing_to_see),
        cmocka_unit_test(looks_at_rows_of_brand_ends),
        cmocka_unit_test(scores_the_lines_around_one_that_says_something),
        cmocka_unit_test(does_not_see_hidden_groups),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
