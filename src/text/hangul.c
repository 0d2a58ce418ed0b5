// Arithmetic and small tables in the order of the Unicode jamo: 19 initials, 21 vowels, 28 finals,
// the first of which is none.
// SPDX-License-Identifier: MIT
#include "text/hangul.h"

#include <uchar.h>

enum { N_VOWELS = 21, N_FINALS = 28, FIRST_SYLLABLE = 0xAC00, FIRST_JAMO = 0x3131 };

// Offsets from U+3131 of the compatibility jamo that initials and finals look like.
static const uint8_t initial_jamo[] = {0,  1,  3,  6,  7,  8,  16, 17, 18, 20,
                                       21, 22, 23, 24, 25, 26, 27, 28, 29};
static const uint8_t final_jamo[] = {0,  0,  1,  2,  3,  4,  5,  6,  8,  9,  10, 11, 12, 13,
                                     14, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29};

// Compatibility consonants U+3131 to U+314E: initial + 1 and final, 0 where there is none.
static const uint8_t jamo_initial[] = {1, 2, 0, 3, 0, 0,  4,  5,  6,  0,  0,  0,  0,  0,  0,
                                       0, 7, 8, 9, 0, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
static const uint8_t jamo_final[] = {1,  2,  3,  4, 5,  6,  7,  0,  8,  9, 10, 11, 12, 13, 14,
                                     15, 16, 17, 0, 18, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27};

uint32_t tm_jamo_of_initial(unsigned initial)
{
    return FIRST_JAMO + (uint32_t)initial_jamo[initial];
}

uint32_t tm_jamo_of_final(unsigned final)
{
    return FIRST_JAMO + (uint32_t)final_jamo[final];
}

int tm_jamo_initial(uint32_t codepoint)
{
    return tm_is_consonant(codepoint) ? jamo_initial[codepoint - FIRST_JAMO] - 1 : -1;
}

unsigned tm_jamo_final(uint32_t codepoint)
{
    return tm_is_consonant(codepoint) ? jamo_final[codepoint - FIRST_JAMO] : 0;
}

typedef struct pair {
    uint8_t first, second, both;
} pair;

static unsigned find_pair(const pair *pairs, size_t n_pairs, unsigned first, unsigned second)
{
    for (size_t i = 0; i < n_pairs; i++)
        if (pairs[i].first == first && pairs[i].second == second)
            return pairs[i].both;
    return 0;
}

unsigned tm_vowel_join(unsigned first, unsigned second)
{
    static const pair pairs[] = {
        {0, 20, 1},   {2, 20, 3},  {4, 20, 5},   {6, 20, 7},  {8, 0, 9},
        {8, 1, 10},   {8, 20, 11}, {13, 4, 14},  {13, 5, 15}, {13, 20, 16},
        {18, 20, 19}, {9, 20, 10}, {14, 20, 15},
    };
    return find_pair(pairs, sizeof pairs / sizeof *pairs, first, second);
}

unsigned tm_final_join(unsigned first, unsigned second)
{
    static const pair pairs[] = {
        {1, 19, 3},  {4, 22, 5},  {4, 27, 6},  {8, 1, 9},   {8, 16, 10},  {8, 17, 11},
        {8, 19, 12}, {8, 25, 13}, {8, 26, 14}, {8, 27, 15}, {17, 19, 18},
    };
    return find_pair(pairs, sizeof pairs / sizeof *pairs, first, second);
}

unsigned tm_syllable_phonetic(uint32_t syllable)
{
    // ㄱㄲㅋ 0, ㄴ 1, ㄷㄸㅌ 2, ㄹ 3, ㅁ 4, ㅂㅃㅍ 5, ㅅㅆ 6, ㅇ 7, ㅈㅉㅊ 8, ㅎ 9
    static const uint8_t initial_class[] = {0, 0, 1, 2, 2, 3, 4, 5, 5, 6,
                                            6, 7, 8, 8, 8, 0, 2, 5, 9};
    // ㅏㅑㅘ 0, ㅓㅕㅝ 1, ㅗㅛ 2, ㅜㅠ 3, ㅐㅔㅒㅖㅙㅚㅞ 4, ㅡ 5, ㅣㅟㅢ 6
    static const uint8_t vowel_class[] = {0, 4, 0, 4, 1, 4, 1, 4, 2, 0, 4,
                                          4, 2, 3, 1, 4, 6, 3, 5, 6, 6};
    const unsigned index = (unsigned)(syllable - FIRST_SYLLABLE);
    const unsigned initial = index / (N_VOWELS * N_FINALS);
    const unsigned vowel = index / N_FINALS % N_VOWELS;
    return initial_class[initial] * 8U + vowel_class[vowel];
}

static size_t put_keys(char keys[8], size_t len, const char struck[3])
{
    for (size_t i = 0; i < 2 && struck[i] != '\0'; i++)
        keys[len++] = struck[i];
    return len;
}

size_t tm_syllable_keys(char keys[8], uint32_t syllable)
{
    static const char initial_keys[][3] = {"r", "r", "s", "e", "e", "f", "a", "q", "q", "t",
                                           "t", "d", "w", "w", "c", "z", "x", "v", "g"};
    static const char vowel_keys[][3] = {"k",  "o",  "i",  "o",  "j",  "p",  "u",
                                         "p",  "h",  "hk", "ho", "hl", "y",  "n",
                                         "nj", "np", "nl", "b",  "m",  "ml", "l"};
    static const char final_keys[][3] = {
        "",   "r",  "r", "rt", "s",  "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx",
        "fv", "fg", "a", "q",  "qt", "t",  "t",  "d", "w", "c",  "z",  "x",  "v",  "g"};
    const unsigned index = (unsigned)(syllable - FIRST_SYLLABLE);
    size_t len = put_keys(keys, 0, initial_keys[index / (N_VOWELS * N_FINALS)]);
    len = put_keys(keys, len, vowel_keys[index / N_FINALS % N_VOWELS]);
    return put_keys(keys, len, final_keys[index % N_FINALS]);
}

bool tm_syllable_is_word(uint32_t syllable)
{
    static const char16_t word[] =
        u"수이등전한및그더중할때김또후안두뒤내것윤큰잘첫될게약된볼데다총건간본왜못각외"
        u"채좀해박줄달시낸새측세말조온바몇위날최지정제걸번원속꼭점난알씨일쓴미돈주군올"
        u"법집돼딸문듯오참나밤노준현살저초뿐단즉임갈쓸장차늘낮권연네강거손앞개겸곧명년"
        u"서땐적월물구둔양배긴핵든만홍와둘유책뭐꽤딱송비백민신가당산옛성낼반탄글남";
    if (!tm_is_syllable(syllable))
        return false;
    for (size_t i = 0; word[i]; i++)
        if (word[i] == syllable)
            return true;
    return false;
}
