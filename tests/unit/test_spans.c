// From suspicious stretches to spans: which characters, of what kind. Words that hold a lexicon
// term, links and handles score 5 nats here, everything else -3, unless a test says otherwise, so
// that only the cutting is tested.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/document_row.h"
#include "score/spans.h"
#include "support/small_knowledge.h"

// What a word scores that says otherwise than its kind, in tenths of a nat.
typedef struct word_score {
    const char *word;
    int tenths;
} word_score;

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
    tm_segments segments;
    tm_twins twins;
    tm_spans spans;
    tm_buf list, text;
    int32_t clean_score;     // of tokens that are not suspect
    const word_score *given; // up to one without a word; or NULL
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->clean_score = -3 * TM_SCORE_UNIT;
    small_knowledge_start(&b->knowledge, "바카라\tgame\t3\n"
                                         "카지노\tgame\t2\n"
                                         "슬롯\tgame\t2\n"
                                         "토토\tgame\t2\n"
                                         "베팅\tpromotion\t1\n"
                                         "꽁머니\tpromotion\t3\n"
                                         "먹튀 검증\ttrust\t3\n"
                                         "텔레그램\tcontact\t1\n"
                                         "벳\tsuffix\t1\n"
                                         "200\tsuffix\t1\n"
                                         "百家乐\tgame\t3\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    tm_segments_free(&b->segments);
    tm_twins_free(&b->twins);
    tm_spans_free(&b->spans);
    tm_buf_free(&b->list);
    tm_buf_free(&b->text);
    free(b);
    return 0;
}

static bool is_suspect(const tm_window *w, size_t i)
{
    const tm_token token = w->tokens.token[i];
    const uint32_t h = w->first_hit[i];
    return token.kind == TM_TOKEN_LINK || token.kind == TM_TOKEN_HANDLE ||
           (h < w->hits.len && w->hits.hit[h].begin < token.end);
}

static int32_t score_of(bench *b, size_t i)
{
    const tm_window *w = &b->window;
    const tm_token token = w->tokens.token[i];
    const char *const word = shown(&b->text, &w->view, token.begin, token.end);
    for (const word_score *given = b->given; given && given->word; given++)
        if (strcmp(given->word, word) == 0)
            return given->tenths * TM_SCORE_UNIT / 10;
    return is_suspect(w, i) ? 5 * TM_SCORE_UNIT : b->clean_score;
}

static void find(bench *b, tm_str text)
{
    tm_window *w = &b->window;
    small_window_read(w, &b->knowledge, text);
    for (size_t i = 0; i < w->tokens.len; i++)
        w->score[i] = score_of(b, i);
    assert_int_equal(
        tm_segments_find(&b->segments, w->score, w->tokens.len, TM_MIN_SEGMENT_SCORE, NULL),
        TAMIS_OK);
    assert_int_equal(tm_twins_find(&b->twins, w, &b->segments, NULL), TAMIS_OK);
    assert_int_equal(
        tm_spans_find(&b->spans, w, &b->knowledge.lexicon, &b->segments, &b->twins, NULL),
        TAMIS_OK);
}

// "[kind text]" or "[kind text<original]" of each span.
static const char *listed(bench *b)
{
    tm_buf_clear(&b->list);
    for (size_t i = 0; i < b->spans.len; i++) {
        const tm_span span = b->spans.span[i];
        tm_buf_format(&b->list, "[%s %s", tamis_span_kind_name(span.kind),
                      shown(&b->text, &b->window.view, span.range.begin, span.range.end));
        if (span.original.end > span.original.begin)
            tm_buf_format(
                &b->list, "<%s",
                shown(&b->text, &b->window.view, span.original.begin, span.original.end));
        tm_buf_byte(&b->list, ']');
        assert_true(span.score > 0);
    }
    tm_buf_byte(&b->list, '\0');
    return b->list.ptr;
}

typedef struct span_row {
    const char *text, *spans;
} span_row;

static void check_rows(bench *b, const span_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        find(b, tm_str_of(rows[i].text));
        if (strcmp(listed(b), rows[i].spans) != 0)
            fail_msg("\"%s\": %s, not %s", rows[i].text, b->list.ptr, rows[i].spans);
    }
}

static void takes_exactly_the_anchors_of_a_menu(void **slot)
{
    static const span_row rows[] = {
        {"부동산 바카라 베팅 | 한빛바카라 베팅", "[menu 바카라 베팅][menu 바카라 베팅]"},
        {"홈\n부동산 바카라 베팅 | 한빛바카라 베팅\n경제 카지노 | 한빛카지노\n오늘의 날씨는 "
         "맑다",
         "[menu 바카라 베팅][menu 바카라 베팅][menu 카지노][menu 카지노]"},
        {"부동산 바카라 베팅 |  한빛 바카라베팅", "[menu 바카라 베팅][menu 바카라베팅]"},
        {"부동산 아파트 시세 | 한빛 아파트 시세", ""}, // a menu of the page's own
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void takes_a_line_that_is_mostly_covered_as_a_whole(void **slot)
{
    static const span_row rows[] = {
        {"어제 비가 왔다\n바카라 카지노 슬롯\n오늘은 맑다", "[menu 바카라 카지노 슬롯]"},
        {"바카라 / 카지노 / 슬롯 / 토토", "[link_list 바카라 / 카지노 / 슬롯 / 토토]"},
        {"lucky.bet 바카라", "[link_list lucky.bet 바카라]"},
        {"바카라 카지노 좋은 곳 슬롯 토토 꽁머니 바카라 카지노",
         "[comment 바카라 카지노 좋은 곳 슬롯 토토 꽁머니 바카라 카지노]"},
        {"텔레그램 @lucky99 바카라", "[contact 텔레그램 @lucky99 바카라]"},
        // three characters of Chinese are taken for a word
        {"百家乐百家乐百家乐百家乐百家乐百家乐百家乐百家乐",
         "[comment 百家乐百家乐百家乐百家乐百家乐百家乐百家乐百家乐]"},
        {"百家乐百家乐", "[menu 百家乐百家乐]"},
        // mostly covered, but for words that surely are the page's
        {"바카라카지노슬롯토토꽁머니 가 나", "[insert 바카라카지노슬롯토토꽁머니]"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void takes_lines_whole_whose_words_hardly_speak_for_the_page(void **slot)
{
    static const span_row rows[] = {
        {"어제 비가 참 많이 왔다고 한다\n오늘 여기 바카라 한번 와 보세요 정말 좋아요",
         "[comment 오늘 여기 바카라 한번 와 보세요 정말 좋아요]"},
        // and what stands between two of them
        {"오늘 여기 바카라 한번 와 보세요 정말 좋아요\n방문자\n저도 카지노 자주 가는데 참 아주 "
         "재미있어요",
         "[comment 오늘 여기 바카라 한번 와 보세요 정말 좋아요][menu 방문자]"
         "[comment 저도 카지노 자주 가는데 참 아주 재미있어요]"},
        // unless it is too much
        {"오늘 여기 바카라 한번 와 보세요 정말 "
         "좋아요\n가\n나\n다\n라\n마\n바\n사\n아\n자\n저도 "
         "카지노 자주 가는데 참 아주 재미있어요",
         "[comment 오늘 여기 바카라 한번 와 보세요 정말 좋아요]"
         "[comment 저도 카지노 자주 가는데 참 아주 재미있어요]"},
        // beside a bar stands the page's own menu
        {"오늘 여기 바카라 | 한번 와 보세요 정말 좋아요", "[insert 바카라]"},
    };
    bench *b = *slot;
    b->clean_score = -TM_SCORE_UNIT;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void takes_a_comment_among_others_that_ends_with_its_keyword(void **slot)
{
    static const span_row rows[] = {
        {"오늘도 잘 읽었습니다 바카라\n저도 잘 보고 가요 카지노",
         "[menu 오늘도 잘 읽었습니다 바카라][menu 저도 잘 보고 가요 카지노]"},
        // whatever sign stands behind it
        {"오늘도 잘 읽었습니다 바카라!\n저도 잘 보고 가요 카지노!",
         "[menu 오늘도 잘 읽었습니다 바카라!][menu 저도 잘 보고 가요 카지노!]"},
        // alone, it may be a line of the page's own
        {"오늘도 잘 읽었습니다 바카라\n\n\n\n비가 그쳤다", "[insert 바카라]"},
        // and so it may where the keyword stands in a sentence
        {"우리는 오늘 바카라 이야기를 했다\n저도 잘 보고 가요 카지노",
         "[insert 바카라][menu 저도 잘 보고 가요 카지노]"},
    };
    bench *b = *slot;
    b->clean_score = -4 * TM_SCORE_UNIT;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void keeps_a_list_whole_that_repeats_its_entries(void **slot)
{
    static const span_row rows[] = {
        {"바카라 / 카지노 / 슬롯 / 바카라 / 카지노\n바카라 / 카지노 / 토토 / 바카라 / 카지노",
         "[link_list 바카라 / 카지노 / 슬롯 / 바카라 / 카지노]"
         "[link_list 바카라 / 카지노 / 토토 / 바카라 / 카지노]"},
        // one of them is a twin of the other but for a word
        {"바카라 / 카지노 / 슬롯 / 바카라 / 카지노\n바카라 / 카지노 / 추천 / 바카라 / 카지노",
         "[link_list 바카라 / 카지노 / 슬롯 / 바카라 / 카지노]"
         "[link_list 바카라 / 카지노 / 추천 / 바카라 / 카지노]"},
    };
    bench *b = *slot;
    b->clean_score = -TM_SCORE_UNIT;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void takes_the_words_alone_inside_a_sentence(void **slot)
{
    static const span_row rows[] = {
        // the particle is the sentence's own
        {"어제 과기정통부 라이브바카라은 내년 예산을 늘리겠다고 말했다", "[swap 라이브바카라]"},
        {"어제 시청 앞에서 카지노들이 모여서 오랫동안 노래를 불렀다", "[swap 카지노]"},
        {"오늘 바카라 날씨가 맑고 바람이 조금 분다고 한다", "[insert 바카라]"},
        // the page's own name and a number stay
        {"파이낸셜뉴스 기자가 오늘 아침에 썼다\n우리는 오늘 파이낸셜카지노 이야기를 오래 "
         "나누었다",
         "[insert 카지노]"},
        {"우리는 오늘 2024바카라 이야기를 오래 나누었다", "[insert 바카라]"},
        {"우리는 오늘 27억3400바카라 이야기를 오래 나누었다", "[insert 바카라]"},
        // some of its digits are the back part of a brand as well
        {"우리는 오늘 3200바카라 이야기를 오래 나누었다", "[insert 바카라]"},
        {"우리는 오늘 27억3200바카라 이야기를 오래 나누었다", "[insert 바카라]"},
        // but not before the back part of a brand
        {"우리는 오늘 2024벳 이야기를 오래 나누었다", "[insert 2024벳]"},
        // the same word again and again
        {"우리는 오늘 바카라 이야기를 오래 나누었다\n그는 어제도 바카라 이야기를 들었다고 했다",
         "[swap 바카라][swap 바카라]"},
        {"비가 그치자 아이들은 넓은 운동장으로 한꺼번에 뛰어나갔다. 바카라 카지노 슬롯 토토 "
         "꽁머니 바카라 "
         "카지노 슬롯. 그리고 늦은 저녁까지 신나게 공을 차며 함께 놀았다고 한다",
         "[sentence 바카라 카지노 슬롯 토토 꽁머니 바카라 카지노 슬롯.]"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

// A term of two words, of which the first says nothing by itself.
static void takes_a_term_whole_that_begins_before_its_strong_word(void **slot)
{
    static const word_score given[] = {{"먹튀", -5}, {"라이브", -5}, {NULL, 0}};
    static const span_row rows[] = {
        {"우리는 오늘 먹튀 검증 이야기를 오래 나누었다", "[insert 먹튀 검증]"},
        {"우리는 오늘 먹튀 이야기를 오래 나누었다", ""}, // half of it is none
        {"우리는 오늘 라이브 바카라 이야기를 오래 나누었다", "[insert 바카라]"},
    };
    bench *b = *slot;
    b->given = given;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

// Words at an edge belong to a piece when they pay their own toll.
static void leaves_out_weak_words_at_either_edge(void **slot)
{
    static const word_score given[] = {{"여기", 2}, {"저기", 3}, {NULL, 0}};
    static const span_row rows[] = {
        {"우리는 오늘 여기 바카라 이야기를 오래 나누었다", "[insert 바카라]"},
        {"우리는 오늘 바카라 여기 이야기를 오래 나누었다", "[insert 바카라]"},
        {"우리는 오늘 저기 바카라 저기 이야기를 오래 나누었다", "[insert 저기 바카라 저기]"},
        {"우리는 오늘 바카라 여기 카지노 이야기를 오래 나누었다",
         "[insert 바카라 여기 카지노]"},
    };
    bench *b = *slot;
    b->given = given;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void takes_the_links_and_addresses_that_end_the_line(void **slot)
{
    static const word_score given[] = {
        {"http://a.com", -20}, {"@lucky", -20}, {"me@a.com", -20}, {NULL, 0}};
    static const span_row rows[] = {
        {"우리는 오늘 함께 바카라 http://a.com", "[insert 바카라 http://a.com]"},
        {"우리는 오늘 함께 바카라 @lucky me@a.com", "[insert 바카라 @lucky me@a.com]"},
        {"우리는 오늘 함께 바카라 http://a.com 이야기를 오래 나누었다", "[insert 바카라]"},
        {"우리는 오늘 함께 바카라 이야기를 http://a.com", "[insert 바카라]"},
    };
    bench *b = *slot;
    b->given = given;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void ends_a_piece_with_the_sentence(void **slot)
{
    static const word_score given[] = {{"갔다", -5}, {".", -5}, {"그는", -5}, {NULL, 0}};
    static const span_row rows[] = {
        {"우리는 오늘 바카라 갔다 그는 카지노 이야기를 오래 들었다고 했다",
         "[insert 바카라 갔다 그는 카지노]"},
        {"우리는 오늘 바카라 갔다. 그는 카지노 이야기를 오래 들었다고 했다",
         "[insert 바카라][insert 카지노]"},
    };
    bench *b = *slot;
    b->given = given;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

// Words that are too faint to be shown are shown all the same where there is nothing else.
static void shows_the_strongest_stretch_when_no_piece_is_left(void **slot)
{
    static const word_score given[] = {{"여기", 11}, {"저기", 12}, {"카지노", 25}, {NULL, 0}};
    static const span_row rows[] = {
        {"우리는 오늘 여기 여기 여기 이야기를 오래 나누었다", "[insert 여기 여기 여기]"},
        {"우리는 오늘 여기 여기 여기 이야기를 오래 나누었다\n"
         "그는 어제도 저기 저기 저기 이야기를 오래 들었다\n"
         "나는 내일도 여기 여기 여기 이야기를 오래 하겠다",
         "[insert 저기 저기 저기]"},
        {"우리는 오늘 여기 여기 여기 이야기를 오래 나누었다\n"
         "그는 어제도 바카라 이야기를 오래 들었다고 했다",
         "[insert 바카라]"},
        {"그는 어제도 카지노 이야기를 오래 들었다고 했다\n"
         "우리는 오늘 여기 여기 여기 이야기를 오래 나누었다",
         "[insert 카지노]"},
    };
    bench *b = *slot;
    b->given = given;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

// A line below one that was taken whole, without a stretch of its own.
static void takes_the_line_below_that_goes_on(void **slot)
{
    static const word_score given[] = {{"lucky.bet", -5}, {"문의", 2}, {NULL, 0}};
    static const span_row rows[] = {
        {"바카라 카지노 슬롯\nlucky.bet", "[menu 바카라 카지노 슬롯][link_list lucky.bet]"},
        {"바카라 카지노 슬롯\nlucky.bet / lucky.bet",
         "[menu 바카라 카지노 슬롯][link_list lucky.bet / lucky.bet]"},
        {"바카라 카지노 슬롯\n문의 문의\nlucky.bet",
         "[menu 바카라 카지노 슬롯][menu 문의 문의][link_list lucky.bet]"},
        {"바카라 카지노 슬롯\nlucky.bet 날씨", "[menu 바카라 카지노 슬롯]"},
        {"바카라 카지노 슬롯\n\nlucky.bet", "[menu 바카라 카지노 슬롯][link_list lucky.bet]"},
        {"바카라 카지노 슬롯\n", "[menu 바카라 카지노 슬롯]"},
        {"바카라 카지노 슬롯\n날씨", "[menu 바카라 카지노 슬롯]"},
        {"바카라 카지노 슬롯\n날씨\nlucky.bet", "[menu 바카라 카지노 슬롯]"},
        {"우리는 오늘 바카라 이야기를 오래 나누었다\nlucky.bet", "[insert 바카라]"},
        {"lucky.bet\n바카라 카지노 슬롯", "[menu 바카라 카지노 슬롯]"},
    };
    bench *b = *slot;
    b->given = given;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

// Behind words that surely are the page's.
static void takes_what_a_title_was_stuffed_with(void **slot)
{
    static const span_row rows[] = {
        {"오늘의 맑은 가을 날씨 소식 - 바카라 카지노", "[stuffing 바카라 카지노]"},
    };
    bench *b = *slot;
    b->clean_score = -4 * TM_SCORE_UNIT;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

// Words of the page weigh 6 nats against, those of another script beside a list likewise.
static void takes_the_name_above_a_comment(void **slot)
{
    static const span_row rows[] = {
        {"비가 왔다\n방문자34\n여기 바카라 카지노 최고\n맑다",
         "[menu 방문자34][menu 여기 바카라 카지노 최고]"},
        // and of one that follows
        {"비가 왔다\n여기 바카라 카지노 최고\nguest28\n여기 카지노 바카라 최고",
         "[menu 여기 바카라 카지노 최고][menu guest28][menu 여기 카지노 바카라 최고]"},
        // but not of an honest one between two
        {"여기 바카라 카지노 최고\nguest28\n비가 왔다\n여기 카지노 바카라 최고",
         "[menu 여기 바카라 카지노 최고][menu 여기 카지노 바카라 최고]"},
        // no date, no name of several words, no entry of a menu
        {"비가 왔다\n2034\n여기 바카라 카지노 최고", "[menu 여기 바카라 카지노 최고]"},
        {"비가 왔다\n강가 방문자34\n여기 바카라 카지노 최고", "[menu 여기 바카라 카지노 최고]"},
        {"비가 왔다\n뉴스24\n바카라 카지노", "[menu 바카라 카지노]"},
    };
    bench *const b = *slot;
    b->clean_score = -6 * TM_SCORE_UNIT;
    b->given = (const word_score[]){{"여기", -5}, {"최고", -5}, {NULL, 0}};
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void takes_lines_beside_it_in_a_script_that_is_not_the_documents(void **slot)
{
    static const span_row rows[] = {
        {"어제는 강가에 비가 많이 왔다\nRiver Stone Bakery\n바카라 lucky.bet\nOld Mill "
         "Gardens\n오늘은 맑다",
         "[link_list 바카라 lucky.bet]"}, // itself in the page's
        {"어제는 강가에 비가 많이 왔다\nRiver Stone Bakery\nlucky.bet\nOld Mill "
         "Gardens\n오늘은 맑다",
         "[menu river stone bakery][link_list lucky.bet][menu old mill gardens]"},
        {"어제는 강가에 비가 많이 왔다\nlucky.bet\nMill\n오늘은 맑다", "[link_list lucky.bet]"},
    };
    bench *const b = *slot;
    b->clean_score = -6 * TM_SCORE_UNIT;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void takes_a_sentence_whole_whose_words_hardly_speak_for_the_page(void **slot)
{
    static const word_score faint[] = {{"지금", -5}, {"입력", -5}, {"시", -5}, {NULL, 0}};
    static const span_row rows[] = {
        {"어제는 비가 왔다. 지금 바카라 카지노 슬롯 토토 입력 시. 오늘은 맑다.",
         "[sentence 지금 바카라 카지노 슬롯 토토 입력 시.]"},
        // a word or two may have been swapped in
        {"어제는 비가 왔다. 지금 바카라 카지노 입력 시. 오늘은 맑다.",
         "[insert 바카라 카지노]"},
    };
    bench *const b = *slot;
    b->clean_score = -9 * TM_SCORE_UNIT;
    b->given = faint;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

#define FIVE_WORDS "비가 온 뒤에 하늘이 맑아 "

static void leaves_the_sentences_beside_an_injected_one(void **slot)
{
    static const span_row rows[] = {
        {FIVE_WORDS FIVE_WORDS FIVE_WORDS FIVE_WORDS FIVE_WORDS
         "졌다. 지금 바카라 카지노 슬롯 토토 입력 하자.",
         "[sentence 지금 바카라 카지노 슬롯 토토 입력 하자.]"},
        {FIVE_WORDS FIVE_WORDS "왔다. " FIVE_WORDS FIVE_WORDS FIVE_WORDS
                               "졌다. 지금 바카라 카지노 슬롯 토토 입력 하자.",
         "[sentence 지금 바카라 카지노 슬롯 토토 입력 하자.]"},
        {"지금 바카라 카지노 슬롯 토토 입력 하자. " FIVE_WORDS FIVE_WORDS FIVE_WORDS FIVE_WORDS
             FIVE_WORDS "졌다.",
         "[sentence 지금 바카라 카지노 슬롯 토토 입력 하자.]"},
        {"지금 바카라 카지노 슬롯 토토 하자. 글이 참 좋네요.",
         "[comment 지금 바카라 카지노 슬롯 토토 하자. 글이 참 좋네요.]"},
        // a few words of praise are a comment's own
        {"글이 참 좋네요. 지금 바카라 카지노 슬롯 토토 입력 하자.",
         "[comment 글이 참 좋네요. 지금 바카라 카지노 슬롯 토토 입력 하자.]"},
    };
    bench *const b = *slot;
    b->clean_score = -5 * TM_SCORE_UNIT / 2;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

// A character says less than a word: prose without blanks is not taken for the gap in a list.
static void leaves_prose_without_blanks_between_two_injected_lines(void **slot)
{
    static const span_row rows[] = {
        {"百家乐百家乐百家乐百家乐\n昨天河边下了大雨今天天气很好\n百家乐百家乐百家乐百家乐",
         "[menu 百家乐百家乐百家乐百家乐][menu 百家乐百家乐百家乐百家乐]"},
    };
    bench *const b = *slot;
    b->clean_score = -3 * TM_SCORE_UNIT;
    check_rows(b, rows, sizeof rows / sizeof *rows);
}

static void names_the_original_wherever_the_same_word_was_put(void **slot)
{
    static const span_row rows[] = {
        {"과기정통부 라이브바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
         "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다",
         "[swap 라이브바카라<장관]"},
        {"과기정통부 라이브바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
         "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다\n"
         "기자들은 라이브바카라은 곧 떠날 것이라고 전했다",
         "[swap 라이브바카라<장관][swap 라이브바카라<장관]"},
    };
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

static void finds_nothing_in_nothing(void **slot)
{
    static const span_row rows[] = {{"", ""}, {"\n\n", ""}, {"어제 비가 왔다", ""}};
    check_rows(*slot, rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_lines_whole_whose_words_hardly_speak_for_the_page,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_a_comment_among_others_that_ends_with_its_keyword,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_a_list_whole_that_repeats_its_entries, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(takes_a_term_whole_that_begins_before_its_strong_word,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_out_weak_words_at_either_edge, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(shows_the_strongest_stretch_when_no_piece_is_left,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_the_line_below_that_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_what_a_title_was_stuffed_with, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_the_name_above_a_comment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            takes_lines_beside_it_in_a_script_that_is_not_the_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            takes_a_sentence_whole_whose_words_hardly_speak_for_the_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_the_links_and_addresses_that_end_the_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(ends_a_piece_with_the_sentence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_the_sentences_beside_an_injected_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(leaves_prose_without_blanks_between_two_injected_lines,
                                        set_up, tear_down),
        cmocka_unit_test(takes_exactly_the_anchors_of_a_menu),
        cmocka_unit_test(takes_a_line_that_is_mostly_covered_as_a_whole),
        cmocka_unit_test(takes_the_words_alone_inside_a_sentence),
        cmocka_unit_test(names_the_original_wherever_the_same_word_was_put),
        cmocka_unit_test(finds_nothing_in_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
