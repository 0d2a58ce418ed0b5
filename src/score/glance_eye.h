// What the files of the glance share (score/glance.h): how far the pass over the blocks has come,
// what it has seen, and the places found. A find is noted where the evidence ends, so that masks
// are only ever asked about bytes further back, in this block or the one before. Terms are looked
// for once a few blocks are seen, in one go: what few places are left after each question is then
// enough for the processor to guess how the loops go on.
// SPDX-License-Identifier: MIT
#ifndef TM_GLANCE_EYE_H
#define TM_GLANCE_EYE_H

#include "base/block.h"
#include "score/alarms.h"
#include "score/glance.h"
#include "text/fold.h"

enum {
    TM_EYE_MARGIN = 16, // bytes that can be read beyond a block; at least TM_OPENING_READS
    TM_EYE_BLOCKS = 16, // that are seen before terms are looked for in them
    TM_EYE_PLACES = TM_EYE_BLOCKS * TM_BLOCK_BYTES,
    TM_MAX_GAP = 3,        // characters between letters set apart, at most
    TM_MIDDLE_DOT = 0x318D // arae-a, a dot in lists of names
};

// What is known of the bytes of a block, one bit for each; kept while the next block is read.
typedef struct tm_masks {
    uint64_t latin, digit; // of ASCII
    uint64_t hangul;       // first bytes of syllables
    uint64_t other;        // first bytes of other characters outside ASCII
    uint64_t word;         // all bytes of letters and digits
    uint64_t other_word;   // all bytes of those outside ASCII and Hangul
    uint64_t other_end;    // last bytes of those that may be words by themselves
    uint64_t accent;       // last bytes of Latin letters and digits outside ASCII
    // First bytes of syllables that one, or two, Latin letters or digits part from another before.
    uint64_t parted, twice_parted;
} tm_masks;

// The same masks for bytes of the next block, where a character of this one ends.
typedef struct tm_spill {
    uint64_t other_word, other_end, accent;
} tm_spill;

// What lies between two words of one letter or digit.
typedef struct tm_gap {
    size_t begin, end; // bytes
    bool open;         // one to TM_MAX_GAP characters, none of them a line end
    bool blank;        // blanks only
    bool special;      // holds a character that does not fold plainly
} tm_gap;

// A word of one letter or digit.
typedef struct tm_single {
    size_t begin, end; // bytes
    bool letter;       // not a digit
    size_t n_like;     // how often in a row, up to here, a gap was like the one before
    tm_gap gap;        // between it and the next such word
} tm_single;

// What was found in a block, one bit for each byte.
typedef struct tm_found {
    uint64_t loud, host; // lines that hold one of these bytes are reported (tm_glance.line)
    uint64_t newlines;
} tm_found;

// Places where a term may begin, ascending.
typedef struct tm_places {
    size_t len;
    uint32_t at[TM_EYE_PLACES];
} tm_places;

typedef struct tm_eye {
    const tm_lexicon *lexicon;
    const tm_openings *openings;
    const tm_folds *folds;
    tm_glance *glance;
    tm_str text;
    size_t base; // where the block begins in the text
    // The block, maybe a copy. TM_EYE_MARGIN bytes behind it can be read, and as many before it
    // unless a long text begins here.
    const char *bytes;
    size_t line_begin;    // of the line that is open where the oldest of `found` begins
    tm_masks now, before; // of this block and the one before
    tm_spill next;        // for the next one
    tm_found found[TM_EYE_BLOCKS];
    tm_places *syllables, *ascii; // of those blocks; not zeroed
    tm_single singles[2]; // the last two words of one letter or digit, the later one first
    size_t n_special;     // characters that may fold to anything
    size_t n_shapes;      // places where digits may become letters or letters may go; units
    bool failed;          // no memory
    bool has_dot;         // TM_MIDDLE_DOT
    bool has_stroke;      // a Han stroke that may stand for a letter
    bool has_laughter;    // jamo that stay as they are
    bool has_z;           // a z outside ASCII, which may stand for a jamo
} tm_eye;

// The byte of the text at `at`; a line end beyond the text.

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

// Whether a character that begins with the byte may be a syllable.
static inline bool tm_byte_may_be_hangul(unsigned char byte)
{
    return (unsigned)(byte - 0xEA) < 4;
}

// What was found in the block that holds byte `at` of the text: this block or one seen with it.
static inline tm_found *tm_eye_found(tm_eye *e, size_t at)
{
    return &e->found[at / TM_BLOCK_BYTES % TM_EYE_BLOCKS];
}

// Calls the line loud that holds byte `at` of the text, ...
static inline void tm_eye_loud(tm_eye *e, size_t at)
{
    tm_eye_found(e, at)->loud |= UINT64_C(1) << at % TM_BLOCK_BYTES;
}

// ... or notes that it may hold a host name: worth a look only where some line is loud.
static inline void tm_eye_host(tm_eye *e, size_t at)
{
    tm_eye_found(e, at)->host |= UINT64_C(1) << at % TM_BLOCK_BYTES;
}

// Calls the line of `at` loud when a term that alarms begins at `begin`, which is on the same line.
static inline void tm_eye_walk(tm_eye *e, size_t begin, size_t at)
{
    if (tm_lexicon_alarms(e->lexicon, e->folds, e->text, begin))
        tm_eye_loud(e, at);
}

// The same for a term that begins with the ASCII character at `at`, in this block.
static inline void tm_eye_walk_ascii(tm_eye *e, size_t at)
{
    const uint64_t eight = tm_openings_eight(e->bytes + (at - e->base));
    if (tm_openings_has_four(e->openings, eight) && tm_openings_has_eight(e->openings, eight))
        tm_eye_walk(e, at, at);
}

// Looks at the character at `at`, which is neither ASCII nor a syllable (glance_signs.c).
void tm_eye_see_other(tm_eye *e, size_t at);
// Looks at a sign of ASCII that may begin or end something, or a control character, at `at`.
void tm_eye_see_sign(tm_eye *e, size_t at);
// Looks at the word of one letter or digit that ends before `end` (glance_apart.c).
void tm_eye_see_single(tm_eye *e, size_t end);
// Collects the places of this block where a term may begin (glance_terms.c), ...
void tm_eye_see_places(tm_eye *e);
// ... and looks for terms there, once this block is the last of those seen together.
void tm_eye_see_terms(tm_eye *e);

#endif
