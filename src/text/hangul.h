// Hangul arithmetic (Unicode 15 §3.12): syllables to letters and back, the phonetic key, the
// two-set keyboard, and the agreement of particles with the final consonant before them.
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

// Compatibility consonants ㄱ to ㅎ and vowels ㅏ to ㅣ, the only jamo a view holds apart from
// archaic ones.
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

// Initials count 0 to 18, vowels 0 to 20, finals 0 (none) to 27.
static inline uint32_t tm_syllable(unsigned initial, unsigned vowel, unsigned final)
{
    return 0xAC00 + ((uint32_t)initial * 21 + vowel) * 28 + final;
}

uint32_t tm_jamo_of_initial(unsigned initial);
uint32_t tm_jamo_of_final(unsigned final);  // final > 0
int tm_jamo_initial(uint32_t codepoint);    // -1 where it cannot be one
unsigned tm_jamo_final(uint32_t codepoint); // 0 where it cannot be one

// Two written as one: ㅗㅏ is ㅘ, ㅂㅅ is ㅄ, also ㅏㅣ (ㅐ) and its like. 0 where they are not.
unsigned tm_vowel_join(unsigned first, unsigned second);
unsigned tm_final_join(unsigned first, unsigned second);

// A key under which syllables that sound or look alike are one: initial class × vowel class,
// the final dropped. 바 빠 파 봐 뱌 밯 share a key; 바 and 버 do not. Range [0, TM_PHONETIC_KEYS).
enum { TM_PHONETIC_KEYS = 128 };
unsigned tm_syllable_phonetic(uint32_t syllable);

// Whether the syllable is one of the 150 most frequent words of one syllable in Korean news, which
// prose strings together (할 수 한 …).
bool tm_syllable_is_word(uint32_t syllable);

// Letters in a row that nothing but a disguise sets apart: no prose strings so many words together.
enum { TM_LONG_ROW = 12 };

// The keys struck on a Korean two-set keyboard for a syllable (바 → "qk", 쀍 → up to 6 bytes
// with Shift as capitals folded to lower case). Returns the number of bytes written to `keys`.
size_t tm_syllable_keys(char keys[8], uint32_t syllable);

#endif
