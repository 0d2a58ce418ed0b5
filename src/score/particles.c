// A table of particles with the stems they may follow, and one of endings that chain.
// SPDX-License-Identifier: MIT
#include "score/particles.h"

#include "text/hangul.h"

enum { FINAL_RIEUL = 8, MIN_STEM_SYLLABLES = 2, EUN = 0xC740, EUL = 0xC744 };

// Which stems a particle may follow.
typedef enum stem_rule {
    AFTER_CLOSED,
    AFTER_OPEN,
    AFTER_CLOSED_BUT_RIEUL,
    AFTER_OPEN_OR_RIEUL
} stem_rule;

typedef struct particle {
    uint32_t codepoint[2]; // the second 0 for one-syllable particles
    stem_rule rule;
    bool unambiguous; // hardly ever the end of an ordinary word: counts where no stem is known
} particle;

// Longer ones first: 이라 before 이.
static const particle particles[] = {
    {{0xC73C, 0xB85C}, AFTER_CLOSED_BUT_RIEUL, true}, // 으로
    {{0xC774, 0xB77C}, AFTER_CLOSED, false},          // 이라
    {{0xC774, 0xB098}, AFTER_CLOSED, false},          // 이나
    {{EUN, 0}, AFTER_CLOSED, true},                   // 은
    {{0xB294, 0}, AFTER_OPEN, false},                 // 는
    {{0xC774, 0}, AFTER_CLOSED, false},               // 이
    {{0xAC00, 0}, AFTER_OPEN, false},                 // 가
    {{EUL, 0}, AFTER_CLOSED, true},                   // 을
    {{0xB97C, 0}, AFTER_OPEN, true},                  // 를
    {{0xACFC, 0}, AFTER_CLOSED, false},               // 과
    {{0xC640, 0}, AFTER_OPEN, true},                  // 와
    {{0xB85C, 0}, AFTER_OPEN_OR_RIEUL, false},        // 로
};

// Open syllables before -을 and -은 that make an ordinary word of it: 가을 마을 노을 고을, and behind
// 나 지 이 고 조 시 하 예 가 주 다 태.
static const uint32_t before_eul[] = {0xAC00, 0xB9C8, 0xB178, 0xACE0};
static const uint32_t before_eun[] = {0xB098, 0xC9C0, 0xC774, 0xACE0, 0xC870, 0xC2DC,
                                      0xD558, 0xC608, 0xAC00, 0xC8FC, 0xB2E4, 0xD0DC};

// Whether the rule allows the particle behind this syllable.
static bool fits(uint32_t syllable, stem_rule rule)
{
    const unsigned final = tm_syllable_final(syllable);
    switch (rule) {
    case AFTER_CLOSED:
        return final != 0;
    case AFTER_OPEN:
        return final == 0;
    case AFTER_CLOSED_BUT_RIEUL:
        return final != 0 && final != FINAL_RIEUL;
    default:
        return final == 0 || final == FINAL_RIEUL;
    }
}

static size_t particle_len(const particle *p)
{
    return p->codepoint[1] ? 2 : 1;
}

static bool stands_at(const tm_view *view, uint32_t at, uint32_t end, const particle *p)
{
    const size_t len = particle_len(p);
    return end - at >= len && view->codepoint[at] == p->codepoint[0] &&
           (len == 1 || view->codepoint[at + 1] == p->codepoint[1]);
}

bool tm_particle_disagrees_after(const tm_view *view, uint32_t stem_end, uint32_t word_end)
{
    if (stem_end == 0 || !tm_is_syllable(view->codepoint[stem_end - 1]) || stem_end >= word_end)
        return false;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        const particle *p = &particles[i];
        if (!stands_at(view, stem_end, word_end, p))
            continue;
        // One syllable only counts at the word's end: 이 also begins 이용, 이번.
        if (particle_len(p) == 2 || word_end == stem_end + 1)
            return !fits(view->codepoint[stem_end - 1], p->rule);
    }
    return false;
}

static bool is_one_of(uint32_t codepoint, const uint32_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == codepoint)
            return true;
    return false;
}

// Whether an unambiguous particle ends so (로 은 을 를 와): most words end otherwise.
static bool may_end_particle(uint32_t codepoint)
{
    return codepoint == 0xB85C || codepoint == EUN || codepoint == EUL || codepoint == 0xB97C ||
           codepoint == 0xC640;
}

bool tm_particle_disagrees(const tm_view *view, tm_token word)
{
    if (!may_end_particle(view->codepoint[word.end - 1]))
        return false;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        const particle *p = &particles[i];
        const uint32_t len = (uint32_t)particle_len(p);
        if (!p->unambiguous || word.end - word.begin < len + MIN_STEM_SYLLABLES ||
            !stands_at(view, word.end - len, word.end, p))
            continue;
        const uint32_t stem = view->codepoint[word.end - len - 1];
        if (!tm_is_syllable(stem) || fits(stem, p->rule))
            return false;
        if (p->codepoint[0] == EUL)
            return !is_one_of(stem, before_eul, sizeof before_eul / sizeof *before_eul);
        if (p->codepoint[0] == EUN)
            return !is_one_of(stem, before_eun, sizeof before_eun / sizeof *before_eun);
        return true;
    }
    return false;
}

// Particles and endings that may follow a noun, in any chain; at most four syllables each.
static const uint32_t endings[][4] = {
    {0xC740},                 // 은
    {0xB294},                 // 는
    {0xC774},                 // 이
    {0xAC00},                 // 가
    {0xC744},                 // 을
    {0xB97C},                 // 를
    {0xACFC},                 // 과
    {0xC640},                 // 와
    {0xC758},                 // 의
    {0xC5D0},                 // 에
    {0xB3C4},                 // 도
    {0xB9CC},                 // 만
    {0xB85C},                 // 로
    {0xB4E4},                 // 들
    {0xB2D8},                 // 님
    {0xC774, 0xB77C},         // 이라
    {0xC73C, 0xB85C},         // 으로
    {0xC5D0, 0xC11C},         // 에서
    {0xC5D0, 0xAC8C},         // 에게
    {0xAE4C, 0xC9C0},         // 까지
    {0xBD80, 0xD130},         // 부터
    {0xC774, 0xB098},         // 이나
    {0xBCF4, 0xB2E4},         // 보다
    {0xCC98, 0xB7FC},         // 처럼
    {0xC774, 0xB2E4},         // 이다
    {0xB77C, 0xACE0},         // 라고
    {0xC774, 0xBA70},         // 이며
    {0xC774, 0xACE0},         // 이고
    {0xD558, 0xACE0},         // 하고
    {0xB791},                 // 랑
    {0xC778},                 // 인
    {0xC774, 0xB780},         // 이란
    {0xD55C, 0xD14C},         // 한테
    {0xC774, 0xC790},         // 이자
    {0xB4F1},                 // 등
    {0xCE21},                 // 측
    {0xAED8, 0xC11C},         // 께서
    {0xB9C8, 0xB2E4},         // 마다
    {0xC870, 0xCC28},         // 조차
    {0xBC16, 0xC5D0},         // 밖에
    {0xC774, 0xC5C8, 0xB2E4}, // 이었다
    {0xC774, 0xC5D0, 0xC694}, // 이에요
    {0xC785, 0xB2C8, 0xB2E4}, // 입니다
};

// The length of the longest of them that stands at `at` and ends at `end` or before, or 0.
static uint32_t ending_at(const tm_view *view, uint32_t at, uint32_t end)
{
    uint32_t best = 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        uint32_t len = 0;
        while (len < 4 && endings[i][len] && at + len < end &&
               view->codepoint[at + len] == endings[i][len])
            len++;
        if (len > best && (len == 4 || endings[i][len] == 0))
            best = len;
    }
    return best;
}

uint32_t tm_particle_length(const tm_view *view, uint32_t begin, uint32_t end)
{
    uint32_t at = begin;
    while (at < end) { // the longest at each place, without going back
        const uint32_t len = ending_at(view, at, end);
        if (len == 0)
            return 0;
        at += len;
    }
    return end - begin;
}

uint32_t tm_particle_begin(size_t i)
{
    return i < sizeof endings / sizeof *endings ? endings[i][0] : 0;
}
