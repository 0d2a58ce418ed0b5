// What the folded view makes of disguises, of ordinary text in many scripts, and what it notes.
// Cases are pairs of lines: how it is written, how it reads.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "text/decode.h"
#include "text/view.h"

typedef struct state {
    tm_folds *folds;
    tm_view view;
    tm_buf folded;
} state;

static int set_up(void **slot)
{
    state *const s = calloc(1, sizeof *s);
    *slot = s;
    return s ? (int)tm_folds_new(&s->folds, NULL) : -1;
}

static int tear_down(void **slot)
{
    state *const s = *slot;
    tm_folds_free(s->folds);
    tm_view_free(&s->view);
    tm_buf_free(&s->folded);
    free(s);
    return 0;
}

// Builds the view of `text` and writes it out as UTF-8.
static tm_str fold(state *s, tm_str text)
{
    assert_int_equal(tm_view_build(&s->view, s->folds, text, NULL), TAMIS_OK);
    tm_buf_clear(&s->folded);
    for (size_t i = 0; i < s->view.len; i++)
        tm_utf8_put(&s->folded, s->view.codepoint[i]);
    return tm_buf_str(&s->folded);
}

typedef struct fold_case {
    const char *written, *read;
} fold_case;

enum { NOTHING = TM_N_UNDONE };

// Every case reads as it should; `kind` was noted, or nothing at all.
static void check_cases(state *s, const fold_case *cases, size_t n_cases, int kind)
{
    for (size_t i = 0; i < n_cases; i++) {
        const tm_str folded = fold(s, tm_str_of(cases[i].written));
        if (!tm_str_equal(folded, tm_str_of(cases[i].read)))
            fail_msg("\"%s\" reads \"%.*s\", not \"%s\"", cases[i].written, (int)folded.len,
                     folded.ptr, cases[i].read);
        size_t n_notes = 0;
        for (size_t k = 0; k < TM_N_UNDONE; k++)
            n_notes += s->view.n_undone[k];
        if (kind == NOTHING ? n_notes > 0 : s->view.n_undone[kind] == 0)
            fail_msg("\"%s\": %zu notes, %zu of its kind", cases[i].written, n_notes,
                     kind == NOTHING ? 0 : s->view.n_undone[kind]);
    }
}

// ---- Plain folding --------------------------------------------------------------------------

static void folds_case_accents_and_blanks_without_a_note(void **slot)
{
    static const fold_case cases[] = {
        {"CASINO Casino", "casino casino"},
        {"cásìñö Đặng Straße İstanbul ılık Łódź smørrebrød",
         "casino dang strasse istanbul ilik lodz smorrebrod"},
        {"ca\xCC\x81sin\xCC\x83o", "casino"},
        {"Ἀθῆναι", "αθηναι"},
        {"а\xCC\x81й и\xCC\x86 ё Ё", "ай й ё ё"},
        {"a\tb\xC2\xA0"
         "c\xE3\x80\x80"
         "d\xE2\x80\x89z",
         "a b c d z"},
        {"a\r\nb\rc\xE2\x80\xA8"
         "d\xC2\x85z",
         "a\nb\nc\nd\nz"},
        {"٣ ३ ๓", "3 3 3"},
        {"… ㎡ ½ ™", "... m2 1⁄2 tm"},
        {"ｶﾞ が か\xE3\x82\x99", "ガ が が"},
        {"\xE1\x84\x87\xE1\x85\xA1\xE1\x84\x8F\xE1\x85\xA1\xE1\x86\xA8", "바칵"},
        {"樂", "樂"},
        {"㈜카카오 (상)① ⓒ뉴스 400ｍ에서", "(주)카카오 (상)1 c뉴스 400m에서"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, NOTHING);
}

static void leaves_ordinary_text_alone(void **slot)
{
    static const fold_case cases[] = {
        {"그럴 수 있는 한 이 두 사람은 더 할 말이 없다",
         "그럴 수 있는 한 이 두 사람은 더 할 말이 없다"},
        {"ㅋㅋㅋ ㅠㅠ ㅎㅎ ㅋㅋㅠㅠ ㅠㅂㅠ 아ㅋㅋ 네ㅎ ㅇㅇ ㄱㄱ",
         "ㅋㅋㅋ ㅠㅠ ㅎㅎ ㅋㅋㅠㅠ ㅠㅂㅠ 아ㅋㅋ 네ㅎ ㅇㅇ ㄱㄱ"},
        {"ㄱㆍㄴ씨와 ㄷㆍㄹ씨", "ㄱㆍㄴ씨와 ㄷㆍㄹ씨"},
        {"가 나 다 라 마 바 사", "가 나 다 라 마 바 사"},
        {"a b c d e f g", "a b c d e f g"},
        {"f(x, y, z) = x + y + z", "f(x, y, z) = x + y + z"},
        {"제1조1항 3월 1일 2년2월2일", "제1조1항 3월 1일 2년2월2일"},
        {"제1조1항에서 3월1일에 이1층과", "제1조1항에서 3월1일에 이1층과"},
        {"bet365 slot88 mp3 h264 covid19 3d 4d b2b h1n1 hbm3e log4j",
         "bet365 slot88 mp3 h264 covid19 3d 4d b2b h1n1 hbm3e log4j"},
        {"d3b07384d113edec49eaa6238ad5ff00 c0ffee", "d3b07384d113edec49eaa6238ad5ff00 c0ffee"},
        {"info@naver.com /watch?v=dqw4w9wgxcq us$100",
         "info@naver.com /watch?v=dqw4w9wgxcq us$100"},
        {"ресторан сон тост", "ресторан сон тост"},
        {"tnfα μm kω β카로틴", "tnfα μm kω β카로틴"},
        {"กรุงเทพมหานคร ล็อต", "กรุงเทพมหานคร ล็อต"},
        {"เเทงบอล เเละ แทง", "แทงบอล และ แทง"},
        {"ท\xE0\xB9\x88\xE0\xB8\xB5 ที่", "ที่ ที่"},
        {"น\xE0\xB9\x8D\xE0\xB9\x89า", "น\xE0\xB9\x89\xE0\xB9\x8Dา"},
        {"น\xE0\xB9\x89ำ", "น\xE0\xB9\x89\xE0\xB9\x8Dา"},
        {"हिन्दी में", "हिन्दी में"},
        {"🇰🇷 🅰️ 👨\xE2\x80\x8D👩\xE2\x80\x8D👧 ❤\xEF\xB8\x8F", "🇰🇷 a 👨👩👧 ❤"},
        {"می\xE2\x80\x8Cخواهم", "میخواهم"},
        {"\xE2\x80\xAEمرحبا שלום\xE2\x80\xAC", "مرحبا שלום"},
        {"ไทย\xE2\x80\x8Bแลนด์", "ไทยแลนด์"},
        {"in\xC2\xAD"
         "for\xC2\xADma\xC2\xADtion",
         "information"},
        {"Tom &amp; Jerry &#39;s caf&#233;", "tom & jerry 's cafe"},
        {"https://ko.example.org/wiki/%EC%84%9C%EC%9A%B8", "https://ko.example.org/wiki/서울"},
        {"100%25 a%20b %zz", "100%25 a%20b %zz"},
        {"全６０支部", "全60支部"},
        {"\xEF\xBB\xBF본문", "본문"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, NOTHING);
}

// ---- Disguises, step by step ----------------------------------------------------------------

static void decodes_references_and_percent_signs(void **slot)
{
    static const fold_case cases[] = {
        {"&#48148;&#52852;&#46972;", "바카라"},
        {"&#xBC14;&#XCE74;&#xb77c;", "바카라"},
        {"%EB%B0%94%EC%B9%B4%EB%9D%BC", "바카라"},
        {"&amp;#48148;", "바"},
        {"&#38;#48148;", "바"},
        {"＆＃48148；", "바"},
        {"&#99;&#97;&#115;&#105;&#110;&#111;", "casino"},
        {"%F0%9D%90%9C", "c"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_ENCODED);
}

// Whatever programs write, so do honest ones.
static void decodes_escapes_of_json_and_holds_them_against_nobody(void **slot)
{
    static const fold_case cases[] = {
        {"\"\\uBC14\\uce74\\uB77c\"", "\"바카라\""},
        {"\\\\uBC14\\\\\\\\uCE74", "바카"},
        {"\\u0063asino caf\\u00e9", "casino cafe"},
        {"\\ud83c\\udfb0casino \\uD83C\\uDFB0", "🎰casino 🎰"},
        {"\\uc219\\u26\\u0026amp;", "숙\\u26&"},
        {"\\ud835 \\udc9c", "\\ud835 \\udc9c"},
        {"c:\\users \\upsilon \\u12", "c:\\users \\upsilon \\u12"},
        {"\\u0000\\u0009", "\\u0000\\u0009"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, NOTHING);
}

// As Python, C, JavaScript, PHP and Perl write them.
static void decodes_escapes_of_programs(void **slot)
{
    static const fold_case cases[] = {
        {"\\u{bc14}\\x{CE74}\\U{0b77c}", "바카라"},
        {"\\\\u{BC14} \\u{62}et", "바 bet"},
        {"\\u{1F3B0}casino", "🎰casino"},
        {"\\xEB\\xB0\\x94\\xec\\xb9\\xb4", "바카"},
        {"\\\\xEB\\\\xB0\\\\x94", "바"},
        {"\\xF0\\x9F\\x8E\\xB0 \\x63asino", "🎰 casino"},
        {"\\xE9 \\xEB\\xB0 \\x94 \\xC0\\xAF", "\\xe9 \\xeb\\xb0 \\x94 \\xc0\\xaf"},
        {"\\u{} \\u{110000} \\u{d800} \\u{0bc14f1}",
         "\\u{} \\u{110000} \\u{d800} \\u{0bc14f1}"},
        {"{bc14} u{bc14} \\n{bc14} xEB", "{bc14} u{bc14} \\n{bc14} xeb"},
        {"c:\\xampp \\x1b \\x", "c:\\xampp \\x1b \\x"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, NOTHING);
}

static void drops_what_nobody_sees(void **slot)
{
    static const char *const invisible[] = {
        "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x81\xA0", "\xEF\xBB\xBF",
        "\xC2\xAD", "\xCD\x8F", "\xE3\x85\xA4", "\xEF\xBE\xA0", "\xE1\x85\x9F", "\xE1\x85\xA0",
        "\xEF\xB8\x8F", "\xE2\xA0\x80", "\xE1\xA0\x8B", "\xE2\x80\x8F", "\xF3\xA0\x81\xA2",
        "\xE2\x81\xA3", "\x01", "\x7F", "\xF3\xA0\x84\x80",
        // Reserved for invisible characters; noncharacters; a notehead without ink.
        "\xE2\x81\xA5", "\xEF\xBF\xB0", "\xF3\xA0\x82\x80", "\xF3\xA0\xBF\xBF", "\xEF\xBF\xBF",
        "\xEF\xB7\x90", "\xF0\xAF\xBF\xBE", "\xF0\x9D\x85\x99"};
    state *const s = *slot;
    tm_buf text = {0};
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        tm_buf_clear(&text);
        tm_buf_text(&text, "바");
        tm_buf_text(&text, invisible[i]);
        tm_buf_text(&text, "카라 ");
        tm_buf_text(&text, invisible[i]);
        tm_buf_text(&text, "끝");
        if (!tm_str_equal(fold(s, tm_buf_str(&text)), tm_str_of("바카라 끝")))
            fail_msg("invisible %zu", i);
        // Between the letters it is noted, after the blank it is not.
        assert_int_equal(s->view.n_undone[TM_UNDONE_INVISIBLE], 1);
        assert_true(s->view.undone[1] & 1U << TM_UNDONE_INVISIBLE);
    }
    assert_true(tm_str_equal(fold(s, (tm_str){"a\0b", 3}), tm_str_of("ab")));
    tm_buf_free(&text);
}

static void turns_overridden_runs_round(void **slot)
{
    static const fold_case cases[] = {
        {"\xE2\x80\xAE라카바\xE2\x80\xAC", "바카라"},
        {"앞 \xE2\x80\xAEonisac\xE2\x80\xAC 뒤", "앞 casino 뒤"},
        {"\xE2\x80\xAE라카바\n다음", "바카라\n다음"},
        {"\xE2\x80\xAE라카바", "바카라"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_BIDI);
    state *const s = *slot;
    fold(s, tm_str_of(cases[0].written));
    assert_int_equal(s->view.begin[0], 9); // 바 stands last in the source
    assert_int_equal(s->view.begin[2], 3);
}

static void folds_letters_in_costume(void **slot)
{
    static const fold_case cases[] = {
        {"ｃａｓｉｎｏ", "casino"},
        {"𝐜𝐚𝐬𝐢𝐧𝐨 𝒸𝒶𝓈𝒾𝓃ℴ", "casino casino"},
        {"ⓒⓐⓢⓘⓝⓞ", "casino"},
        {"🅒🅐🅢🅘🅝🅞", "casino"},
        {"🄲🄰🅂🄸🄽🄾 🅲🅰🆂🅸🅽🅾", "casino casino"},
        {"🇨🇦🇸🇮🇳🇴 🇨 🇦 🇸 🇮 🇳 🇴", "casino casino"},
        {"ᴄᴀꜱɪɴᴏ", "casino"},
        {"ᶜᵃˢⁱⁿᵒ", "casino"},
        {"1\xEF\xB8\x8F\xE2\x83\xA3"
         "8\xEF\xB8\x8F\xE2\x83\xA3",
         "18"},
        {"➊➋➌ ①⑤⑧⑧", "123 1588"},
        {"㉳㉸㉱", "바카라"},
        {"⒮⒧⒪⒯ ⒢⒜⒞⒪⒭", "slot gacor"},
        {"casⓘno", "casino"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_COMPAT);
}

static void strips_marks_laid_over_letters(void **slot)
{
    static const fold_case cases[] = {
        {"c\xCC\xB5"
         "a\xCC\xB6s\xCC\xB7i\xCC\xB8n\xCC\xB4o\xCC\xB5",
         "casino"},
        {"바\xCC\xB6카\xCC\xB6라\xCC\xB6", "바카라"},
        {"바\xCC\x81카라", "바카라"},
        {"b\xCC\x80\xCC\x81\xCC\x82\xCC\x83"
         "et",
         "bet"},
        {"1\xCC\xB6", "1"},
        {"賭\xCC\xB2博", "賭博"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_OVERLAY);
}

static void reads_foreign_letters_among_latin_ones(void **slot)
{
    static const fold_case cases[] = {
        {"саsіnо", "casino"},
        {"cαsιnο", "casino"},
        {"ᏟᎪᏚᏆcᎾ", "casico"},
        {"ва카라", "ba카라"},
        {"doяa77", "dora77"},
        {"ᗩᗷgᗯiᑎ", "abgwin"},
        {"казинo", "казино"},
        {"c○de", "code"},
        {"casin○", "casino"},
        {"casㅣno", "casino"},
        {"cㅇm코드", "com코드"},
        {"ρulaυ777", "pulau777"},
        {"CASΙΝΟ ΟΝLINE", "casino online"},
        {"ᏟᎪᏚᏆΝᎾ", "casino"},
        {"liνe", "live"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_LOOKALIKE);
}

static void composes_jamo(void **slot)
{
    static const fold_case cases[] = {
        {"ㅂㅏㅋㅏㄹㅏ", "바카라"},
        {"카지ㄴㅗ", "카지노"},
        {"ㅇㅏㄴㅈㅓㄴ놀이터", "안전놀이터"},
        {"갑ㄴㅣㄷㅏ", "갑니다"},
        {"ㄱㅓㅁㅈㅡㅇㅇㅓㅂㅊㅔ", "검증업체"},
        {"쿠ㅍㅗㄴ", "쿠폰"},
        {"ㅊㅜㅊㅓㄴ", "추천"},
        {"ㅁㅓㄱ튀", "먹튀"},
        {"머ㄱ튀", "먹튀"},
        {"ㅅㅣㄱ보", "식보"},
        {"ㅇㅓㅂㅅㄷㅏ", "없다"},
        {"ㅎㅗㅏㄴㅈㅓㄴ", "환전"},
        {"ㅂ卜ㅋ卜ㄹ卜", "바카라"},
        {"ㅋr지노", "카지노"},
        {"ㅋrzl노", "카지노"},
        {"스ㅂrㅋrㄹr", "스바카라"},
        {"ㅂㆍ카라", "바카라"},
        {"ㅁh일 ㅂh당", "매일 배당"},
        {"ﾲￂﾻￂﾩￂ", "바카라"},
        {"㉥ㅏ㉪ㅏ㉣ㅏ", "바카라"},
        {"\xE1\x84\x87\xE2\x80\x8B\xE1\x85\xA1", "바"},
        {"ㅋㅋㅋ ㅂㅏ카라", "ㅋㅋㅋ 바카라"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_JAMO);
}

static void joins_letters_set_apart(void **slot)
{
    static const fold_case cases[] = {
        {"바 카 라", "바카라"},
        {"바\xE3\x80\x80카\xE3\x80\x80라", "바카라"},
        {"바.카.라", "바카라"},
        {"바~카~라", "바카라"},
        {"바♥카♥라", "바카라"},
        {"카-지-노사이트", "카지노사이트"},
        {"바1카1라사이트", "바카라사이트"},
        {"온x라x인카지노", "온라인카지노"},
        {"다..폴..더", "다폴더"},
        {"백 / 프 / 로", "백프로"},
        {"[바][카][라]", "[바카라]"},
        {"바1카1라", "바카라"},
        {"바x카x라", "바카라"},
        {"ㅂ ㅏ ㅋ ㅏ ㄹ ㅏ", "바카라"},
        {"c.a.s.i.n.o", "casino"},
        {"b★e★t", "bet"},
        {"h t t p : / / a b c d", "http://abcd"},
        {"d o r a 7 7", "dora77"},
        {"ส ล็ อ ต", "สล็อต"},
        {"在 線 賭 場", "在線賭場"},
        {"百★家★乐 カ🎰ジ🎰ノ", "百家乐 カジノ"},
        {"추 천 인 코 드 입 력", "추천인코드입력"},
        {"모 바 일 슬 롯", "모바일슬롯"}, // two frequent words among five
        {"A 바 카 라", "a 바카라"},
        {"c a s i n o 바 카 라", "casino 바카라"},
        {"о n l i n e c а s i n o", "onlinecasino"}, // with Cyrillic letters
        {"無 料 カ ジ ノ 入 金 ボ ー ナ ス 出 金", "無料カジノ入金ボーナス出金"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_SPACED);
}

static void joins_lists_with_middle_dots_without_a_note(void **slot)
{
    static const fold_case cases[] = {{"바·카·라", "바카라"},
                                      {"바·카·라사이트", "바카라사이트"},
                                      {"한·미·일 3국", "한미일 3국"},
                                      {"U.S.A.", "usa."}};
    check_cases(*slot, cases, sizeof cases / sizeof *cases, NOTHING);
}

static void reads_figures_as_letters(void **slot)
{
    static const fold_case cases[] = {
        {"c4s1n0", "casino"},     {"b3st", "best"},     {"cas1n0", "casino"},
        {"v1agra", "viagra"},     {"p0k3r", "poker"},   {"backl1nks", "backlinks"},
        {"0nl1n3", "online"},     {"0nline", "online"}, {"casin0", "casino"},
        {"c@sino", "casino"},     {"ca$ino", "casino"}, {"b00kie", "bookie"},
        {"pr0be855", "probe855"},
    };
    check_cases(*slot, cases, sizeof cases / sizeof *cases, TM_UNDONE_LEET);
}

// ---- Source and class -----------------------------------------------------------------------

static void every_character_knows_its_bytes(void **slot)
{
    state *const s = *slot;
    fold(s, tm_str_of("ㅂㅏ카 &#46972;㈜"));
    static const uint32_t begin[] = {0, 6, 9, 10, 18, 18, 18};
    static const uint32_t end[] = {6, 9, 10, 18, 21, 21, 21};
    assert_int_equal(s->view.len, 7);
    assert_memory_equal(s->view.begin, begin, sizeof begin);
    assert_memory_equal(s->view.end, end, sizeof end);
}

static void tells_classes(void **slot)
{
    state *const s = *slot;
    fold(s, tm_str_of(" \n,♥7a가ㅋ漢カกЖع"));
    assert_int_equal(s->view.len, TM_N_CHAR_CLASSES);
    for (uint8_t klass = 0; klass < TM_N_CHAR_CLASSES; klass++) {
        assert_int_equal(s->view.klass[klass], klass);
        assert_int_equal(tm_folds_class(s->folds, s->view.codepoint[klass]), klass);
    }
}

static void an_empty_text_has_an_empty_view(void **slot)
{
    state *const s = *slot;
    fold(s, tm_str_of("not empty"));
    fold(s, (tm_str){NULL, 0});
    assert_int_equal(s->view.len, 0);
    fold(s, tm_str_of("\xCC\xB6\xE2\x80\x8B\xE2\x80\xAC\xE2\x80\xAE"));
    assert_int_equal(s->view.len, 0);
}

static void a_long_ligature_fits(void **slot)
{
    state *const s = *slot;
    tm_buf text = {0};
    for (size_t i = 0; i < 1000; i++)
        tm_buf_text(&text, "ﷺ");
    fold(s, tm_buf_str(&text));
    assert_int_equal(s->view.len, 18000);
    assert_int_equal(s->view.begin[17999], 2997);
    tm_buf_free(&text);
}

// Whatever the characters are of which it would be one too many.
static void holds_no_more_than_it_may(void **slot)
{
    state *const s = *slot;
    static const char *const texts[] = {"\uFDFAabcdef", "abcdef\uFDFA", "abcde가\uFDFA",
                                        "\uFDFAㅋㅋㅋabc", "가나다라마바\uFDFA"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const tm_str text = tm_str_of(texts[i]);
        s->view.most = 24;
        fold(s, text);
        assert_int_equal(s->view.len, 24);
        s->view.most = 23;
        assert_int_equal(tm_view_build(&s->view, s->folds, text, NULL), TAMIS_ELIMIT);
        assert_true(s->view.len <= 23);
    }
    s->view.most = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(folds_case_accents_and_blanks_without_a_note, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(leaves_ordinary_text_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decodes_escapes_of_json_and_holds_them_against_nobody,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(decodes_escapes_of_programs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decodes_references_and_percent_signs, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(drops_what_nobody_sees, set_up, tear_down),
        cmocka_unit_test_setup_teardown(turns_overridden_runs_round, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folds_letters_in_costume, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strips_marks_laid_over_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_foreign_letters_among_latin_ones, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(composes_jamo, set_up, tear_down),
        cmocka_unit_test_setup_teardown(joins_letters_set_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(joins_lists_with_middle_dots_without_a_note, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(reads_figures_as_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_character_knows_its_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_classes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_text_has_an_empty_view, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_ligature_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(holds_no_more_than_it_may, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
