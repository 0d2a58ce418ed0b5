// Places in a document: see place.h. Words and gaps are found by probing at random, with a bounded
// walk from each probe, so that their cost does not grow with the document.
// SPDX-License-Identifier: MIT
#include "model/place.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/decode.h"
#include "text/hangul.h"

enum { PROBES = 40, MAX_WALK = 300, MAX_WORD = 96 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static bool is_wordish(char c)
{
    const unsigned char u = (unsigned char)c;
    return u >= 0x80 || (unsigned)(u | 32) - 'a' < 26u || (unsigned)u - '0' < 10u;
}

// Length of the sign at `at` that can end a sentence, with closing quotes and brackets; 0: none.
static size_t sentence_sign(tm_str text, size_t at)
{
    static const char *const wide_signs[] = {"。", "！", "？", "．", "…"};
    const char c = text.ptr[at];
    size_t len = c == '.' || c == '!' || c == '?';
    for (size_t i = 0; (unsigned char)c >= 0xE0 && i < sizeof wide_signs / sizeof *wide_signs;
         i++) {
        if (tm_str_starts_with(tm_str_slice(text, at, text.len), tm_str_of(wide_signs[i])))
            len = strlen(wide_signs[i]);
    }
    while (len > 0 && at + len < text.len && memchr("\"')]", text.ptr[at + len], 4))
        len++;
    return len;
}

// Whether the sign does end one. It must follow a word, and ASCII signs also need a blank or
// line end behind them and no digit before them ("1. "); wide signs do not.
static bool ends_sentence(tm_str text, size_t at, size_t len)
{
    const size_t after = at + len;
    if (at == 0 || !is_wordish(text.ptr[at - 1]))
        return false;
    if (after == text.len || text.ptr[after] == '\n' || is_blank(text.ptr[after]))
        return (unsigned char)text.ptr[at] >= 0x80 || (unsigned)text.ptr[at - 1] - '0' >= 10u;
    return (unsigned char)text.ptr[at] >= 0x80;
}

static tamis_status add_line(tm_places *out, size_t begin, size_t end, tamis_error *err)
{
    while (end > begin && is_blank(out->text.ptr[end - 1]))
        end--;
    size_t first = begin;
    while (first < end && is_blank(out->text.ptr[first]))
        first++;
    if (first == end)
        return TAMIS_OK;
    if (!tm_grow((void **)&out->lines, &out->lines_cap, out->n_lines + 1, sizeof *out->lines))
        return tm_fail(err, TAMIS_ENOMEM, "places: memory is short");
    out->lines[out->n_lines++] = (tm_place_range){begin, end};
    return TAMIS_OK;
}

static tamis_status find_all(tm_places *out, tamis_error *err)
{
    const tm_str text = out->text;
    size_t begin = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            TM_TRY(add_line(out, begin, i, err));
            begin = i + 1;
            continue;
        }
        const size_t len = sentence_sign(text, i);
        if (len == 0 || !ends_sentence(text, i, len))
            continue;
        if (!tm_grow((void **)&out->ends, &out->ends_cap, out->n_ends + 1, sizeof *out->ends))
            return tm_fail(err, TAMIS_ENOMEM, "places: memory is short");
        out->ends[out->n_ends++] = i + len;
        i += len - 1;
    }
    return add_line(out, begin, text.len, err);
}

tamis_status tm_places_find(tm_places *out, tm_str text, const char *language, tamis_error *err)
{
    *out = (tm_places){.text = text, .korean = strcmp(language, "ko") == 0};
    out->spaced = strcmp(language, "th") != 0 && strcmp(language, "ja") != 0 &&
                  strcmp(language, "zh") != 0;
    const tamis_status status = find_all(out, err);
    if (status != TAMIS_OK)
        tm_places_free(out);
    return status;
}

void tm_places_free(tm_places *places)
{
    free(places->lines);
    free(places->ends);
    *places = (tm_places){0};
}

// The code point that begins at `at`, or 0 at the end.
static uint32_t char_at(tm_str text, size_t at)
{
    return at < text.len ? tm_utf8_next(text, &at) : 0;
}

// The code point that ends before `at`, or 0 at the beginning.
static uint32_t char_before(tm_str text, size_t at)
{
    size_t begin = at;
    while (begin > 0 && continues(text.ptr[--begin]))
        continue;
    return begin < at ? char_at(text, begin) : 0;
}

static bool is_thai_mark(uint32_t c)
{
    return c == 0xE31 || (c >= 0xE33 && c <= 0xE3A) || (c >= 0xE45 && c <= 0xE4E);
}

static bool is_katakana(uint32_t c)
{
    return c >= 0x30A1 && c <= 0x30FC;
}

// Whether what stands on both sides of `at` is never torn apart: a Thai consonant and its marks, a
// Thai vowel that is written before its consonant (or needs one behind it) and that consonant, the
// letters of a word in katakana.
static bool is_joined(tm_str text, size_t at)
{
    const uint32_t before = char_before(text, at), after = char_at(text, at);
    return is_thai_mark(after) || (before >= 0xE40 && before <= 0xE44) || before == 0xE31 ||
           (is_katakana(before) && is_katakana(after));
}

// The next place at or behind `at` where no character and nothing joined is cut, if one is near.
static size_t to_boundary(tm_str text, size_t at)
{
    while (at < text.len && continues(text.ptr[at]))
        at++;
    for (size_t n = 0; n < MAX_WALK && at < text.len && is_joined(text, at); n++)
        tm_utf8_next(text, &at);
    return at;
}

static bool is_gap(const tm_places *places, size_t at)
{
    const tm_str text = places->text;
    if (at < 2 || at + 1 >= text.len || !is_wordish(text.ptr[at]))
        return false;
    if (text.ptr[at - 1] == ' ')
        return is_wordish(text.ptr[at - 2]) || strchr(",)\"'", text.ptr[at - 2]);
    return !places->spaced && (unsigned char)text.ptr[at] >= 0xE0 &&
           (unsigned char)text.ptr[at - 1] >= 0x80 && !is_joined(text, at);
}

bool tm_place_gap(size_t *at, const tm_places *places, tm_rng *rng)
{
    for (size_t probe = 0; probe < PROBES; probe++) {
        size_t i = to_boundary(places->text, tm_rng_below(rng, places->text.len));
        for (size_t walked = 0; walked < MAX_WALK && i < places->text.len; walked++, i++) {
            if (!continues(places->text.ptr[i]) && is_gap(places, i)) {
                *at = i;
                return true;
            }
        }
    }
    return false;
}

// ---- Words -----------------------------------------------------------------------------------

static bool is_word_char(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) - 'a' < 26u || c == '-';
    return (c >= 0xC0 && c < 0x2000) || tm_is_syllable(c);
}

// Takes the longest particle off that leaves at least two syllables; longer ones are listed first.
static tm_str strip_particle(tm_str word)
{
    static const char *const particles[] = {
        "으로부터", "에게서", "에서는", "에서도", "으로는", "으로서", "이라고", "에서",
        "으로",     "에게",   "께서",   "부터",   "까지",   "보다",   "처럼",   "라고",
        "이나",     "에는",   "에도",   "들은",   "들이",   "들을",   "들의",   "은",
        "는",       "이",     "가",     "을",     "를",     "의",     "에",     "도",
        "와",       "과",     "로",     "만",     "들",
    };
    for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++) {
        const size_t len = strlen(particles[i]);
        if (word.len >= len + 6 && memcmp(word.ptr + word.len - len, particles[i], len) == 0)
            return (tm_str){word.ptr, word.len - len};
    }
    return word;
}

// Verbs and adverbs do not make plausible swaps.
static bool is_korean_noun(tm_str word, bool had_particle)
{
    static const char *const endings[] = {"다", "고", "며", "면", "서",
                                          "지", "게", "한", "할", "히"};
    if (word.len < 6 || word.len > 15)
        return false;
    for (size_t i = 0; !had_particle && i < sizeof endings / sizeof endings[0]; i++) {
        if (memcmp(word.ptr + word.len - 3, endings[i], 3) == 0)
            return false;
    }
    return true;
}

// The word that begins at `at` in a language with blanks.
static tm_str spaced_word(const tm_places *places, size_t at)
{
    size_t end = at;
    for (size_t next = at; end - at < MAX_WORD && next < places->text.len; end = next) {
        const uint32_t c = tm_utf8_next(places->text, &next);
        if (!is_word_char(c) || (places->korean && !tm_is_syllable(c)))
            break;
    }
    const tm_str word = tm_str_slice(places->text, at, end);
    if (!places->korean)
        return word.len >= 5 && word.len <= 40 ? word : (tm_str){word.ptr, 0};
    const tm_str stem = strip_particle(word);
    return is_korean_noun(stem, stem.len < word.len) ? stem : (tm_str){word.ptr, 0};
}

static int unspaced_script(uint32_t c)
{
    if (c >= 0x4E00 && c < 0xA000)
        return 1;
    if (is_katakana(c))
        return 2;
    return c >= 0xE01 && c <= 0xE4E ? 3 : 0;
}

// The characters of one script from `at`: up to 2 or 3 ideographs, 4 to 7 Thai letters, a word in
// katakana; empty when there are fewer than two.
static tm_str unspaced_word(const tm_places *places, size_t at, tm_rng *rng)
{
    const int script = unspaced_script(char_at(places->text, at));
    const size_t wanted = script == 1 ? 2 + tm_rng_below(rng, 2) : 4 + tm_rng_below(rng, 4);
    size_t end = at, n = 0;
    while (script != 0 && n < wanted && unspaced_script(char_at(places->text, end)) == script) {
        tm_utf8_next(places->text, &end);
        n++;
    }
    end = to_boundary(places->text, end);
    return tm_str_slice(places->text, at, n >= 2 ? end : at);
}

bool tm_place_word(tm_str *word, const tm_places *places, tm_rng *rng)
{
    for (size_t probe = 0; probe < PROBES; probe++) {
        size_t at;
        if (!tm_place_gap(&at, places, rng))
            return false;
        *word = places->spaced ? spaced_word(places, at) : unspaced_word(places, at, rng);
        if (word->len > 0)
            return true;
    }
    return false;
}

// Whether [at, end) is a word of its own; behind a Korean word a particle may follow.
static bool is_word_at(const tm_places *places, size_t at, size_t end)
{
    const tm_str text = places->text;
    if (!places->spaced)
        return !is_joined(text, at) && !is_joined(text, end);
    const bool starts = at == 0 || !is_word_char(char_before(text, at));
    return starts && (places->korean || end == text.len || !is_word_char(char_at(text, end)));
}

size_t tm_place_occurrence(const tm_places *places, tm_str word, size_t from, bool inner)
{
    const tm_str text = places->text;
    while (from + word.len <= text.len) {
        const char *const hit =
            memchr(text.ptr + from, word.ptr[0], text.len - word.len - from + 1);
        if (!hit)
            break;
        from = (size_t)(hit - text.ptr);
        if (memcmp(hit, word.ptr, word.len) == 0 &&
            (inner || is_word_at(places, from, from + word.len)))
            return from;
        from++;
    }
    return SIZE_MAX;
}
