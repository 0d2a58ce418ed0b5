// What the parts of the glance share (score/glance.h): how far the pass over the blocks has come,
// what it has seen, and the places found. Bits are put where the evidence ends, so that every
// question looks back, over at most one block before.
// SPDX-License-Identifier: MIT
#ifndef TM_GLANCE_EYE_H
#define TM_GLANCE_EYE_H

#include "base/block.h"
#include "score/glance.h"
#include "text/fold.h"

enum {
    TM_EYE_MARGIN = 16,    // at least TM_OPENING_READS
    TM_MAX_GAP = 3,        // characters between letters set apart
    TM_MIDDLE_DOT = 0x318D // arae-a, a dot in lists of names
};

// What the next block has to know of this one.
typedef struct tm_masks {
    uint64_t latin, digit;
    uint64_t hangul;     // first bytes of syllables
    uint64_t other;      // of the other characters outside ASCII
    uint64_t word;       // all bytes of letters and digits
    uint64_t other_word; // of those outside ASCII and Hangul
    uint64_t other_end;  // last bytes of those that may stand alone
    uint64_t accent;     // last bytes of Latin letters and digits outside ASCII
    uint64_t parted,
        twice_parted; // syllables with one, or two, Latin letters or digits between
} tm_masks;

// Bits that characters of a block put into the next one.
typedef struct tm_spill {
    uint64_t other_word, other_end, accent;
} tm_spill;

typedef struct tm_gap {
    size_t begin, end;
    bool open;                       // one to three characters, all on one line
    bool blank, middle_dot, special; // what is in it
} tm_gap;

// A word of one letter or digit.
typedef struct tm_single {
    size_t begin, end;
    bool letter;   // no digit
    size_t n_like; // like gaps in a row that lead up to it
    tm_gap gap;    // between it and the next
} tm_single;

typedef struct tm_eye {
    const tm_lexicon *lexicon;
    const tm_openings *openings;
    const tm_folds *folds;
    tm_glance *glance;
    tm_str text;
    size_t base;       // of the block
    const char *bytes; // of the block; the text around it, or TM_EYE_MARGIN more, can be read
    size_t line_begin; // of the line that is open where the block begins
    tm_masks now, before;
    tm_spill next;
    uint64_t loud, host;  // places found in this block
    tm_single singles[2]; // the last two words of one letter, the later one first
    size_t n_special;     // characters that may fold to anything
    size_t n_shapes;      // words whose digits may become letters, letters that may go, units
    bool failed;
    bool has_dot, has_stroke; // TM_MIDDLE_DOT; a Han sign that may be a letter
    bool has_laughter;        // jamo that stay as they are
} tm_eye;

static inline unsigned char tm_eye_byte(const tm_eye *e, size_t at)
{
    return at < e->text.len ? (unsigned char)e->text.ptr[at] : '\n';
}

static inline bool tm_byte_is_latin(unsigned char byte)
{
    return (unsigned)((byte | 0x20) - 'a') < 26;
}

static inline bool tm_byte_is_digit(unsigned char byte)
{
    return (unsigned)(byte - '0') < 10;
}

static inline bool tm_byte_may_be_hangul(unsigned char byte)
{
    return (unsigned)(byte - 0xEA) < 4;
}

// Calls the line loud that holds `at`, a place of this block; ...
static inline void tm_eye_loud(tm_eye *e, size_t at)
{
    e->loud |= UINT64_C(1) << (at - e->base);
}

// ... or worth a look where the document has something loud: it may hold a host.
static inline void tm_eye_host(tm_eye *e, size_t at)
{
    e->host |= UINT64_C(1) << (at - e->base);
}

// Looks for a term from `begin` on; `at` is a place of this block on the same line.
static inline void tm_eye_walk(tm_eye *e, size_t begin, size_t at)
{
    if (tm_lexicon_alarms(e->lexicon, e->folds, e->text, begin))
        tm_eye_loud(e, at);
}

// Looks for a term from the ASCII character at `at` on.
static inline void tm_eye_walk_ascii(tm_eye *e, size_t at)
{
    const uint64_t eight = tm_openings_eight(e->bytes + (at - e->base));
    if (tm_openings_has_four(e->openings, eight) && tm_openings_has_eight(e->openings, eight))
        tm_eye_walk(e, at, at);
}

// The character at `at` is neither ASCII nor a syllable (glance_signs.c).
void tm_eye_see_other(tm_eye *e, size_t at);
// It is a sign of ASCII that may begin or end something, or a control character.
void tm_eye_see_sign(tm_eye *e, size_t at);
// A word of one letter or digit ends before `end` (glance_apart.c).
void tm_eye_see_single(tm_eye *e, size_t end);
// Asks for terms wherever one may begin in this block (glance_terms.c).
void tm_eye_see_terms(tm_eye *e);

#endif
