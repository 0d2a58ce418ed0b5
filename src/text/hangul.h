// Hangul arithmetic (Unicode 15 §3.12): composing and taking apart syllables, the phonetic key, the
// two-set keyboard. A function that takes a syllable must be given one (tm_is_syllable).
// SPDX-License-Identifier: MIT
#ifndef TM_HANGUL_H
#define TM_HANGUL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool tm_is_syllable(uint32_t codepoint)
{
    return codepoint >= 0xAC00 && codepoint <= 0xD7A3;
}

// Index of the final consonant of a syllable, 0 (none) to 27; 8 is ㄹ.
static inline unsigned tm_syllable_final(uint32_t syllable)
{
    return (unsigned)((syllable - 0xAC00) % 28);
}

// Compatibility consonants ㄱ to ㅎ and vowels ㅏ to ㅣ. Except for archaic jamo, a view holds no
// others.
static inline bool tm_is_consonant(uint32_t codepoint)
{
    return codepoint >= 0x3131 && codepoint <= 0x314E;
}

static inline bool tm_is_vowel(uint32_t codepoint)
{
    return codepoint >= 0x314F && codepoint <= 0x3163;
}

// Laughter is written with these.
enum { TM_KIEUK = 0x314B, TM_HIEUH = 0x314E };

// Initials are numbered 0 to 18, vowels 0 to 20, finals 0 (none) to 27.
static inline uint32_t tm_syllable(unsigned initial, unsigned vowel, unsigned final)
{
    return 0xAC00 + ((uint32_t)initial * 21 + vowel) * 28 + final;
}

// The compatibility consonant of an initial or final, and back.
uint32_t tm_jamo_of_initial(unsigned initial);
uint32_t tm_jamo_of_final(unsigned final);  // final > 0
int tm_jamo_initial(uint32_t codepoint);    // -1 if it cannot be an initial
unsigned tm_jamo_final(uint32_t codepoint); // 0 if it cannot be a final

// The number of the vowel or final that two written side by side make: ㅗㅏ is ㅘ, ㅂㅅ is ㅄ, also
// ㅏㅣ is ㅐ and the like. 0 if they make none.
unsigned tm_vowel_join(unsigned first, unsigned second);
unsigned tm_final_join(unsigned first, unsigned second);

// A key that is equal for syllables that sound or look alike, made of the classes of initial and
// vowel; the final does not count. 바 빠 파 봐 뱌 밯 share a key; 바 and 버 do not. In [0,
// TM_PHONETIC_KEYS).
enum { TM_PHONETIC_KEYS = 128 };
unsigned tm_syllable_phonetic(uint32_t syllable);

// Whether a code point is one of the 150 most frequent words of one syllable in Korean news, which
// often follow each other in prose (할 수 한 …). Any code point may be given.
bool tm_syllable_is_word(uint32_t syllable);

// So many single letters in a row are a disguise: no prose has that many words of one letter in a
// row.
enum { TM_LONG_ROW = 12 };

// The keys of a Korean two-set keyboard that type a syllable (바 → "qk"), in lower case even if
// typed with Shift. Returns the number of bytes written to `keys`, 2 to 6.
size_t tm_syllable_keys(char keys[8], uint32_t syllable);

#endif
