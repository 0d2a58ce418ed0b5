// What the files of the glance share (score/glance.h): how far the pass over the blocks has come,
// what it has seen, and the places found. A find is noted where the evidence ends, so that masks
// are only ever asked about bytes further back, in this block or the one before.
// SPDX-License-Identifier: MIT
#ifndef TM_GLANCE_EYE_H
#define TM_GLANCE_EYE_H

#include "base/block.h"
#include "score/alarms.h"
#include "score/glance.h"
#include "text/fold.h"

enum {
    TM_EYE_MARGIN = 16,    // bytes that can be read beyond a block; at least TM_OPENING_READS
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
    bool middle_dot;   // a single middle dot
    bool special;      // holds a character that does not fold plainly
} tm_gap;

// A word of one letter or digit.
typedef struct tm_single {
    size_t begin, end; // bytes
    bool letter;       // not a digit
    size_t n_like;     // how often in a row, up to here, a gap was like the one before
    tm_gap gap;        // between it and the next such word
} tm_single;

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
    size_t line_begin;    // of the line that is open where the block begins
    tm_masks now, before; // of this block and the one before
    tm_spill next;        // for the next one
    uint64_t loud, host;  // places found in this block
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

// Calls the line loud that holds byte `at` of the text, which is in this block; ...
static inline void tm_eye_loud(tm_eye *e, size_t at)
{
    e->loud |= UINT64_C(1) << (at - e->base);
}

// ... or notes that it may hold a host name: worth a look only where some line is loud.
static inline void tm_eye_host(tm_eye *e, size_t at)
{
    e->host |= UINT64_C(1) << (at - e->base);
}

// Calls the line of `at` loud when a term that alarms begins at `begin`, which is on the same line;
// `at` is in this block.
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
// Looks for terms wherever one may begin in this block (glance_terms.c).
void tm_eye_see_terms(tm_eye *e);

#endif
