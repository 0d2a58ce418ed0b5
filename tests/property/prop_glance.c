// A glance never overlooks anything: what it calls quiet has a quiet view, and where skimming finds
// nothing the whole text has no segment; the main script it tells is that of the view. Documents
// are everyday Korean and English with a few terms, disguises and signs strewn in, soups of
// characters that mean something next to each other, and lines that mean more for others; lexicon
// and templates are those shipped, the weights are drawn. A failure prints the seed and the
// document.
//
// PROP_GLANCE_DOCUMENTS in the environment sets how many; the default takes a few seconds.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/num.h"
#include "score/document_row.h"
#include "score/glance_eye.h"
#include "score/segments.h"
#include "score/skim.h"
#include "support/seeds.h"
#include "text/decode.h"

enum { N_DOCUMENTS = 30000, MAX_LINES = 14, MAX_PIECES = 9, MAX_SOUP = 14 };
enum { DRAW_AFTER = 2500, DECIDES = 6 * TM_SCORE_UNIT };

typedef struct bench {
    tm_knowledge knowledge;
    tm_buf lexicon; // of all languages, to draw terms from
    tm_glance glance;
    tm_window window, whole;
    tm_segments segments;
    tm_buf document;
    size_t n_documents, n_quiet, n_skimmed, n_scripts;
} bench;

static int set_up(void **slot)
{
    bench *const b = calloc(1, sizeof *b);
    assert_non_null(b);
    assert_int_equal(tm_folds_new(&b->knowledge.folds, NULL), TAMIS_OK);
    tm_buf bytes = {0};
    for (size_t i = 0; i < N_SEEDS_LANGUAGES; i++) {
        seeds_read(&bytes, "lexicon", seeds_languages[i]);
        assert_int_equal(
            tm_lexicon_add(&b->knowledge.lexicon, b->knowledge.folds, tm_buf_str(&bytes), NULL),
            TAMIS_OK);
        tm_buf_add(&b->lexicon, tm_buf_str(&bytes));
    }
    tm_buf_free(&bytes);
    assert_int_equal(tm_lexicon_finish(&b->knowledge.lexicon, NULL), TAMIS_OK);
    assert_int_equal(tm_compounds_init(&b->knowledge.compounds, NULL), TAMIS_OK); // all are new
    b->knowledge.weights.ngram = malloc((size_t)1 << TM_NGRAM_BITS);
    assert_non_null(b->knowledge.weights.ngram);
    const char *const given = getenv("PROP_GLANCE_DOCUMENTS");
    b->n_documents = N_DOCUMENTS;
    if (given)
        assert_true(tm_parse_size(&b->n_documents, tm_str_of(given)));
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *const b = *slot;
    tm_lexicon_free(&b->knowledge.lexicon);
    tm_compounds_free(&b->knowledge.compounds);
    tm_folds_free(b->knowledge.folds);
    free(b->knowledge.weights.ngram);
    tm_glance_free(&b->glance);
    tm_window_free(&b->window);
    tm_window_free(&b->whole);
    tm_segments_free(&b->segments);
    tm_buf_free(&b->lexicon);
    tm_buf_free(&b->document);
    free(b);
    return 0;
}

// Weights as training makes them, in kind: most tokens speak against, a few pieces of evidence for,
// and mostly one of those that depend on more than the line decides by itself.
static void draw_weights(bench *b, tm_rng *rng, uint64_t turn)
{
    static const int deciding[] = {TM_EVIDENCE_LINE_REPEATED, TM_EVIDENCE_LINK,
                                   TM_EVIDENCE_LINE_TEMPLATE, TM_EVIDENCE_LONE_TWICE,
                                   TM_EVIDENCE_LONE_OFTEN};
    enum { N_DECIDING = sizeof deciding / sizeof *deciding };
    tm_weights *const weights = &b->knowledge.weights;
    for (size_t i = 0; i < (size_t)1 << TM_NGRAM_BITS; i++)
        weights->ngram[i] = (int8_t)((int)tm_rng_below(rng, 24) - 14);
    for (size_t i = 0; i < TM_N_EVIDENCE; i++)
        weights->evidence[i] = (int16_t)((int)tm_rng_below(rng, 120) - 70);
    // Where line ends cost next to nothing, a stretch may grow from line to line.
    weights->evidence[TM_EVIDENCE_NEWLINE] =
        (int16_t) - (int)tm_rng_below(rng, turn % 2 ? 2 : 100);
    if (turn % (N_DECIDING + 1) < N_DECIDING)
        weights->evidence[deciding[turn % (N_DECIDING + 1)]] = DECIDES;
    // Scores are cached by the window: new weights, new cache.
    tm_window_free(&b->window);
    tm_window_free(&b->whole);
}

// ---- Documents ------------------------------------------------------------------------------

static const char *const words[] = {
    "오늘은", "비가",  "왔다.",   "장관은",   "수",    "할",      "그",    "한",     "번",
    "더",     "이",    "마을을",  "대통령이", "특히",  "힘을",    "히",    "the",    "library",
    "KBS",    "G20",   "2024년",  "3월",      "30%",   "5",       "AT&T",  "R&D",    "No.1",
    "(서울)", "“그는", "말했다”", "한·미",    "1.5",   "node.js", "U.S.",  "café",   "中",
    "일본의", "ㆍ",    "…",       "12:30",    "100km", "a",       "b",     "covid",  "19",
    "100",    "zl",    "노래",    "·",        "▲",     "○",       "※",     "-",      "/",
    "，",     "。",    "ㅋㅋ",    "ㅠㅠ",     "하ㅎ",  "ㅎㅎ.",   "3.5㎞", "12㎏을", "㎡당",
    "제14조", "오후",  "3시30분", "ㄷㄷ",     "네ㅋㅋ"};

static const char *const finds[] = {"@lucky99",
                                    "http://a.kr",
                                    "www.",
                                    "WWW.",
                                    "naver.com",
                                    "카지노.com",
                                    "c4sino",
                                    "g00dbye",
                                    "0nline",
                                    "casin0",
                                    "alexis17",
                                    "바 카 라",
                                    "카-지-노",
                                    "무★료",
                                    "바1카1라",
                                    "바ab카ab라",
                                    "바2카2라사이트",
                                    "바·카·라사이트",
                                    "초·중·고등학교",
                                    "ㅋㅋㅋ",
                                    "ㅇㅏㄴㅈㅓㄴ",
                                    "zㅏ톡",
                                    "zl노",
                                    "%EB%B0%94",
                                    "%éb%áb%áb",
                                    "c丨de",
                                    "&#48148;",
                                    "\\uBC14\\uCE74",
                                    "\\Ub77c",
                                    "\\ud835\\udc9c",
                                    "\\u",
                                    "\\u{bc14}",
                                    "\\X{CE74}",
                                    "\\xEB\\xb0\\x94",
                                    "\\x62\\\\x65t",
                                    "\\x",
                                    "bc14",
                                    "&nbsp;",
                                    "&amp;",
                                    "саsіnо",
                                    "ｗｗｗ",
                                    "①②③",
                                    "ⓒ",
                                    "ⓑⓔⓣ",
                                    "바\xE2\x80\x8B카라",
                                    "\xE2\x80\xAE라카바\xE2\x80\xAC",
                                    "c○de",
                                    "casin○",
                                    "m²",
                                    "k９",
                                    "쿠쿠존671",
                                    "쿠쿠스타88일",
                                    "존19",
                                    "쿠쿠벳에서",
                                    "카지노 토토",
                                    "토토　카지노에서",
                                    "벳 벳은",
                                    "카지노  토토",
                                    "대장벳은",
                                    "쿠쿠토토입니다.",
                                    "벳푸",
                                    "쿠쿠벳푸",
                                    "bet에서",
                                    "쿠쿠존１9",
                                    "쿠쿠 존 1 9",
                                    "쿠쿠존\xE2\x80\x8B１9",
                                    "쿠쿠존٣9",
                                    "1ⅹbet",
                                    "b.o.n.u.s",
                                    "h t t p : / / a",
                                    "가 나 다 라",
                                    "바카라…",
                                    "먹튀…검증",
                                    "카\xCC\xB6지노",
                                    "US$a",
                                    "c$sh",
                                    "€uro",
                                    "a€b",
                                    "\x7F",
                                    "\x01",
                                    "\t",
                                    "\r",
                                    "한·미·일",
                                    "A·B·C",
                                    "1 2 3 a",
                                    "가/나/다",
                                    "ㄱ",
                                    "ㅣ",
                                    "머ㄱ튀",
                                    "ㅋㅋㅠㅠ",
                                    "ㅋ ㅋ ㅋ",
                                    "ㅋ폰",
                                    "ㅂㅏ카라",
                                    "ㄱㄱㅏ",
                                    "ㅠㅠㄱ",
                                    "㎞",
                                    "a1㎞",
                                    "b㎡",
                                    "1㎞a",
                                    "㎏.kr",
                                    "바㎞카㎞라",
                                    "5㎜17",
                                    "丨",
                                    "ǔ17",
                                    "né17x",
                                    "x.çom",
                                    "x.cóm",
                                    "한국.kr1",
                                    "\xED\x9E\xA4",
                                    "\xED\x9F\x80",
                                    "\xEA\x80\x80",
                                    "\xF0\x9F\x87\xB0\xF0\x9F\x87\xB7",
                                    "😀"};

// What soups are made of: characters that mean something next to each other.
static const char *const soup[] = {"가",       "카",
                                   "지",       "노",
                                   "바",       "라",
                                   "한",       "힘",
                                   "히",       "벳",
                                   "존",       "타",
                                   "a",        "b",
                                   "z",        "l",
                                   "w",        "W",
                                   "o",        "0",
                                   "1",        "7",
                                   "9",        "0",
                                   " ",        " ",
                                   " ",        " ",
                                   ".",        ".",
                                   "-",        "/",
                                   ":",        "@",
                                   "&",        ";",
                                   "%",        "#",
                                   "$",        "€",
                                   "·",        "…",
                                   "‥",        "․",
                                   "ㆍ",       "★",
                                   "○",        "é",
                                   "ç",        "²",
                                   "٣",        "中",
                                   "国",       "カ",
                                   "т",        "а",
                                   "α",        "ก",
                                   "า",        "ㅋ",
                                   "ㅏ",       "\xE2\x80\x8B",
                                   "ㅋ",       "ㅠ",
                                   "ㅠ",       "ㄱ",
                                   "㎞",       "㎡",
                                   "5",        "조",
                                   "은",       "에",
                                   "\xCC\x81", "\xC2\xA0",
                                   "　",       "\t",
                                   "\r",       "ｗ",
                                   "①",        "\n",
                                   "\n",       "×",
                                   "“",        "|",
                                   "[",        "]",
                                   "_",        "토토",
                                   "bet",      "카지노"};

#define PICK(list, rng) (list)[tm_rng_below((rng), sizeof(list) / sizeof *(list))]

// A term of the lexicon as it is written there.
static void add_term(bench *b, tm_rng *rng)
{
    const tm_str lexicon = tm_buf_str(&b->lexicon);
    size_t at = tm_rng_below(rng, lexicon.len);
    while (at > 0 && lexicon.ptr[at - 1] != '\n')
        at--;
    tm_str rest = tm_str_slice(lexicon, at, lexicon.len);
    const tm_str term = tm_str_cut(&rest, '\t');
    if (term.len < 100 && !memchr(term.ptr, '#', term.len))
        tm_buf_add(&b->document, term);
}

// Stretches of Unicode whose characters hide, disguise or part others: controls, accents and marks,
// Greek to Armenian, Thai, conjoining jamo, Cherokee, spaces and joiners, signs in circles and
// brackets, kana to squared words, Lisu, syllables, selectors, wide and half-width forms, letters of
// mathematics, flags, tags, noncharacters.
static const uint32_t odd_stretches[][2] = {
    {0x0001, 0x00FF},   {0x0100, 0x036F},   {0x0370, 0x058F},   {0x0E01, 0x0E5B},
    {0x1100, 0x11FF},   {0x13A0, 0x13FF},   {0x180B, 0x180F},   {0x1D00, 0x1DBF},
    {0x2000, 0x20F0},   {0x2100, 0x218F},   {0x2460, 0x24FF},   {0x25A0, 0x27BF},
    {0x2800, 0x2810},   {0x2E80, 0x30FF},   {0x3130, 0x33FF},   {0xA4D0, 0xA4FF},
    {0xA960, 0xA97C},   {0xD780, 0xD7FF},   {0xE000, 0xE010},   {0xF900, 0xFAFF},
    {0xFB00, 0xFB4F},   {0xFDD0, 0xFE6F},   {0xFEFF, 0xFFFF},   {0x1D400, 0x1D7FF},
    {0x1F100, 0x1F2FF}, {0x1F300, 0x1F64F}, {0x2F800, 0x2FA1F}, {0xE0000, 0xE01EF}};

static void add_odd(bench *b, tm_rng *rng)
{
    const uint32_t *const stretch = PICK(odd_stretches, rng);
    const size_t place = tm_rng_below(rng, stretch[1] - stretch[0] + 1);
    tm_utf8_put(&b->document, stretch[0] + (uint32_t)place);
}

// A term with such characters between some of its own, or in their place, the same ones or others.
static void add_odd_term(bench *b, tm_rng *rng)
{
    tm_buf term = {0};
    const size_t begin = b->document.len;
    add_term(b, rng);
    tm_buf_add(&term, tm_str_slice(tm_buf_str(&b->document), begin, b->document.len));
    b->document.len = begin;
    const tm_str text = tm_buf_str(&term);
    const size_t share = 1 + tm_rng_below(rng, 6);
    const bool same = tm_rng_below(rng, 2);
    const tm_rng again = *rng;
    for (size_t at = 0; at < text.len;) {
        const uint32_t codepoint = tm_utf8_next(text, &at);
        if (tm_rng_below(rng, 8))
            tm_utf8_put(&b->document, codepoint);
        tm_rng one = again;
        if (tm_rng_below(rng, share) == 0)
            add_odd(b, same ? &one : rng);
    }
    tm_buf_free(&term);
}

// A character as programs write it; `form` is 0 to 5, the last two for its bytes in UTF-8.
static void add_encoded(tm_buf *out, uint32_t codepoint, size_t form)
{
    const unsigned number = codepoint;
    tm_buf utf8 = {0};
    tm_utf8_put(&utf8, codepoint);
    if (form == 0)
        tm_buf_format(out, "\\u%04X", number);
    else if (form == 1)
        tm_buf_format(out, "\\u{%x}", number);
    else if (form == 2)
        tm_buf_format(out, "\\\\x{%X}", number);
    else if (form == 3)
        tm_buf_format(out, "&#%u;", number);
    for (size_t i = 0; form > 3 && i < utf8.len; i++)
        tm_buf_format(out, "%s%02X", form == 4 ? "\\x" : "%", (unsigned char)utf8.ptr[i]);
    tm_buf_free(&utf8);
}

// A term all of whose characters, or some, are written so.
static void add_encoded_term(bench *b, tm_rng *rng)
{
    tm_buf term = {0};
    const size_t begin = b->document.len, form = tm_rng_below(rng, 6);
    const size_t share = 1 + tm_rng_below(rng, 2);
    add_term(b, rng);
    tm_buf_add(&term, tm_str_slice(tm_buf_str(&b->document), begin, b->document.len));
    b->document.len = begin;
    for (size_t at = 0; at < term.len;) {
        const uint32_t codepoint = tm_utf8_next(tm_buf_str(&term), &at);
        if (tm_rng_below(rng, share))
            tm_utf8_put(&b->document, codepoint);
        else
            add_encoded(&b->document, codepoint, form);
    }
    tm_buf_free(&term);
}

// Words of one letter set apart, mostly with blanks: prose where most of them are frequent ones,
// else a disguise. Between blanks a row goes on behind the signs of an address, also one that
// begins with digits.
static void add_row(bench *b, tm_rng *rng)
{
    static const char *const frequent[] = {"수", "할", "그", "한", "더"};
    static const char *const others[] = {"카", "지", "노", "7", "a", "A", "1",
                                         "3",  "т",  "中", ":", "/", "-", "."};
    static const char *const gaps[] = {" ", " ", " ", "  ", "·", "."};
    const char *gap = PICK(gaps, rng);
    const size_t share = tm_rng_below(rng, 5);
    for (size_t i = tm_rng_below(rng, 3) ? 0 : 3; i > 0; i--) {
        tm_buf_text(&b->document, "1");
        tm_buf_text(&b->document, gap);
    }
    for (size_t i = 3 + tm_rng_below(rng, 12); i > 0; i--) {
        tm_buf_text(&b->document,
                    tm_rng_below(rng, 5) < share ? PICK(others, rng) : PICK(frequent, rng));
        tm_buf_text(&b->document, gap);
    }
}

static void add_soup(bench *b, tm_rng *rng)
{
    for (size_t i = tm_rng_below(rng, MAX_SOUP); i > 0; i--) {
        if (tm_rng_below(rng, 8) == 0)
            add_odd(b, rng);
        else
            tm_buf_text(&b->document, PICK(soup, rng));
    }
}

static void add_line(bench *b, tm_rng *rng, uint32_t wildness)
{
    const size_t n = tm_rng_below(rng, MAX_PIECES);
    for (size_t i = 0; i < n; i++) {
        const bool wild = tm_rng_below(rng, 100) < wildness;
        if (!wild)
            tm_buf_text(&b->document, PICK(words, rng));
        else if (tm_rng_below(rng, 3) == 0)
            add_term(b, rng);
        else if (tm_rng_below(rng, 6) == 0)
            add_odd_term(b, rng);
        else if (tm_rng_below(rng, 6) == 0)
            add_encoded_term(b, rng);
        else
            tm_buf_text(&b->document, PICK(finds, rng));
        if (tm_rng_below(rng, wild ? 3 : 12) > 0)
            tm_buf_byte(&b->document, ' ');
    }
    if (tm_rng_below(rng, 12) == 0)
        add_row(b, rng);
    if (wildness > 0 && tm_rng_below(rng, 6) == 0)
        add_soup(b, rng);
    tm_buf_text(&b->document, tm_rng_below(rng, 12) ? "\n" : "\r\n");
    if (tm_rng_below(rng, 5) == 0)
        tm_buf_text(&b->document, tm_rng_below(rng, 2) ? "\n" : " \n\n");
}

// Pairs of which one means something, or more, where the other is in the document.
static const char *const pairs[][2] = {{"○", "c丨de"},
                                       {"ㅋ", "zl노"},
                                       {"ㅋ", "zí노"},
                                       {"ㅋ", "žl노"},
                                       {"ㅋ", "ⓩl노"},
                                       {"ㅋ", "z\xE2\x80\x8Bl노"},
                                       {"@lucky99", "x.çom"},
                                       {"naver.com", "x.çom"},
                                       {"@lucky99", "x.cóm"},
                                       {"@lucky99", "카지노.com-1"},
                                       {"@lucky99", "A-1.NET?a"},
                                       {"@lucky99", "naver.com"}};

static void add_own_line(bench *b, const char *piece)
{
    tm_buf_text(&b->document, piece);
    tm_buf_byte(&b->document, '\n');
}

// One of a row of lines that begin alike: a template is evidence, too.
static void add_like_others(bench *b, tm_rng *rng)
{
    tm_buf_text(&b->document, "오늘은 비가 왔다 ");
    tm_buf_text(&b->document, tm_rng_below(rng, 3) ? PICK(words, rng) : PICK(finds, rng));
    tm_buf_byte(&b->document, '\n');
}

// Lines that hold nothing but a find: together they may be what none of them is.
static void add_bare_finds(bench *b, tm_rng *rng)
{
    for (size_t i = 2 + tm_rng_below(rng, 3); i > 0; i--)
        add_own_line(b, PICK(finds, rng));
}

// A word of gambling in a line of its own, or none: a text's only one is evidence where it returns.
static void add_lone(bench *b, const char *lone, tm_rng *rng)
{
    tm_buf_text(&b->document, PICK(words, rng));
    tm_buf_byte(&b->document, ' ');
    if (tm_rng_below(rng, 2))
        tm_buf_text(&b->document, lone);
    tm_buf_text(&b->document, tm_rng_below(rng, 2) ? "은 \n" : " \n");
}

// The line that begins at `begin` once more: what repeats itself is evidence.
static void repeat_line(bench *b, size_t begin)
{
    tm_buf line = {0};
    tm_buf_add(&line, tm_str_slice(tm_buf_str(&b->document), begin, b->document.len));
    tm_buf_add(&b->document, tm_buf_str(&line));
    tm_buf_free(&line);
}

// Quiet text, so long that what follows lies across the seam of the blocks that the glance looks for
// terms in together.
static void add_run_up(bench *b, tm_rng *rng)
{
    const size_t n_bytes = TM_EYE_PLACES - tm_rng_below(rng, 50);
    while (b->document.len + 16 < n_bytes)
        tm_buf_text(&b->document, "밤새 비\n");
    while (b->document.len < n_bytes)
        tm_buf_byte(&b->document, ' ');
}

static void make_document(bench *b, tm_rng *rng)
{
    static const uint32_t wildness[] = {0, 1, 3, 10, 40};
    const size_t n = 1 + tm_rng_below(rng, MAX_LINES);
    const uint32_t wild = PICK(wildness, rng);
    const char *const *const pair = tm_rng_below(rng, 8) ? NULL : PICK(pairs, rng);
    const size_t turned = tm_rng_below(rng, 2);
    const bool alike = tm_rng_below(rng, 8) == 0;
    static const char *const lone_words[] = {"카지노", "무료 카지노", "쿠쿠벳", "벳", "casino"};
    const char *const lone = tm_rng_below(rng, 8) ? NULL : PICK(lone_words, rng);
    tm_buf_clear(&b->document);
    if (tm_rng_below(rng, 4) == 0)
        add_run_up(b, rng);
    if (pair)
        add_own_line(b, pair[turned]);
    for (size_t i = 0; i < n; i++) {
        const size_t begin = b->document.len;
        add_line(b, rng, wild);
        if (tm_rng_below(rng, 16) == 0)
            repeat_line(b, begin);
        if (alike && tm_rng_below(rng, 2))
            add_like_others(b, rng);
        if (lone && tm_rng_below(rng, 3) == 0)
            add_lone(b, lone, rng);
        if (wild > 0 && tm_rng_below(rng, 40) == 0)
            add_bare_finds(b, rng);
    }
    if (pair)
        add_own_line(b, pair[1 - turned]);
    if (tm_rng_below(rng, 2)) // without a line end
        b->document.len -= b->document.len > 0 && b->document.ptr[b->document.len - 1] == '\n';
}

// ---- Properties -----------------------------------------------------------------------------

static void complain(const bench *b, uint64_t seed, const char *what)
{
    print_message("seed %llu: %s\n%.*s\n", (unsigned long long)seed, what, (int)b->document.len,
                  b->document.ptr);
    fail();
}

// What the glance makes of the script, where it makes something of it.
static void check_script(bench *b, uint64_t seed, tm_str text)
{
    if (b->glance.lost || b->whole.lines.len == 0)
        return;
    const tm_char_class script = tm_glance_script(&b->glance, text);
    if (script != TM_CHAR_PUNCT && script != b->whole.main_script)
        complain(b, seed, "the glance mistook the script");
    b->n_scripts += script != TM_CHAR_PUNCT;
}

static void check_document(bench *b, uint64_t seed)
{
    const tm_str text = tm_buf_str(&b->document);
    const tm_knowledge *const k = &b->knowledge;
    bool nothing;
    assert_int_equal(tm_skim(&nothing, &b->glance, &b->window, k, text, NULL), TAMIS_OK);
    const bool quiet = !b->glance.lost && !b->glance.loud;
    assert_int_equal(tm_window_read(&b->whole, k, text, NULL), TAMIS_OK);
    check_script(b, seed, text);
    if (!nothing)
        return;
    if (quiet && b->whole.lines.len > 0)
        complain(b, seed, "the glance overlooked something");
    tm_window_score(&b->whole, k);
    assert_int_equal(tm_segments_find(&b->segments, b->whole.score, b->whole.tokens.len,
                                      TM_MIN_SEGMENT_SCORE, NULL),
                     TAMIS_OK);
    if (b->segments.len > 0)
        complain(b, seed, "skimming overlooked a segment");
    b->n_quiet += quiet;
    b->n_skimmed += !quiet;
}

static void a_glance_overlooks_nothing(void **slot)
{
    bench *const b = *slot;
    for (uint64_t seed = 1; seed <= b->n_documents; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        if (seed % DRAW_AFTER == 1)
            draw_weights(b, &rng, seed / DRAW_AFTER);
        make_document(b, &rng);
        check_document(b, seed);
    }
    // Else this would prove nothing.
    assert_true(b->n_quiet > b->n_documents / 20);
    assert_true(b->n_skimmed > b->n_documents / 100);
    assert_true(b->n_scripts > b->n_documents / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_glance_overlooks_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
