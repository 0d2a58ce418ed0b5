// Encodings are found by trying them in the order given in the header. Each decoder walks the input
// once and notes where the characters begin that it writes. CP949 goes through iconv, which has the
// table. One character at a time would be slow, so iconv converts long stretches, and the origins
// are filled in afterwards: each character of CP949 becomes exactly one code point.
//
// Binary data is recognised by control bytes. Text has next to none, compressed data and machine
// code have many; a stray NUL or two in a page does not make it binary.
// SPDX-License-Identifier: MIT
#include "text/decode.h"

#include <iconv.h>

#include "base/block.h"
#include "text/charset.h"
#include "text/hangul.h"
#include "text/utf8.h"

enum {
    KEPT_BYTES = 1 << 20, // most memory of a converted text that is kept for the next one
    SAMPLE_BYTES = 65536, // from the beginning, for the guesses
    // Control bytes, of the sample.
    MAX_CONTROL_PERCENT = 10,        // in UTF-8
    MAX_DAMAGED_CONTROL_PERCENT = 2, // in anything else: random bytes have 11
    // UTF-16 without a mark.
    MIN_UTF16_NUL_PERCENT = 4,   // of the high halves: those of blanks, line ends, digits
    MIN_UTF16_LOW_PERCENT = 80,  // of the high halves are below 0x20: it is not UTF-8
    MAX_STRAYED_BAD_PERCENT = 2, // damage in UTF-8 with NULs; UTF-16 of many letters has 5
    // UTF-8 after a mark of UTF-16.
    SLICE_BYTES = 16 << 10,     // converted at once
    MIN_MARKED_BYTES = 16,      // shorter input is what the mark says
    MAX_MARKED_BAD_PERCENT = 5, // damage; UTF-16 without control bytes read as UTF-8 has 20
    MIN_BLANK_PERCENT = 5,      // blanks in ASCII text; UTF-16 without a NUL has 0.4
    // CP949.
    MIN_HANGUL_PERCENT = 30, // of the characters outside ASCII
    MAX_RARE_PERCENT = 50,   // of the syllables not in KS X 1001; Korean has hardly any
    MAX_BAD_PERCENT = 1      // damage, of the characters outside ASCII
};

const char *tm_decoded_encoding(const tm_decoded *decoded)
{
    static const char *const names[] = {"utf-8", "utf-16le", "utf-16be", "cp949"};
    switch (decoded->encoding) {
    case TM_ENCODING_DECLARED:
        return tm_charset_name(decoded->declared);
    case TM_ENCODING_BINARY:
        return "binary";
    default:
        return names[decoded->encoding];
    }
}

typedef struct sample {
    size_t len;
    size_t n_controls; // NULs included
    size_t n_nuls[2];  // at even and odd places
    size_t n_low[2];   // likewise, bytes below 0x20
} sample;

// Counts a byte below 0x20.
static void count_control(sample *s, size_t at, unsigned char byte)
{
    s->n_nuls[at & 1] += byte == 0;
    s->n_low[at & 1]++;
    s->n_controls +=
        byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B;
}

static sample take_sample(tm_str bytes)
{
    sample s = {.len = bytes.len < SAMPLE_BYTES ? bytes.len : SAMPLE_BYTES};
    size_t at = 0;
    for (; s.len - at >= TM_BLOCK_BYTES; at += TM_BLOCK_BYTES) {
        const tm_block block = tm_block_load(bytes.ptr + at);
        for (uint64_t bits = tm_block_between(&block, 0, ' ' - 1); bits; bits &= bits - 1) {
            const size_t place = at + tm_lowest_bit(bits);
            count_control(&s, place, (unsigned char)bytes.ptr[place]);
        }
    }
    for (; at < s.len; at++)
        if ((unsigned char)bytes.ptr[at] < ' ')
            count_control(&s, at, (unsigned char)bytes.ptr[at]);
    return s;
}

// ---- Places ---------------------------------------------------------------------------------

size_t tm_decoded_origin(const tm_decoded *decoded, size_t at)
{
    if (!decoded->is_converted)
        return at;
    return at < decoded->text.len ? tm_trace_find(&decoded->trace, decoded->text, at)
                                  : decoded->input_len;
}

bool tm_decoded_has_mark(const tm_decoded *decoded)
{
    return decoded->text.len > 0 && tm_decoded_origin(decoded, 0) > 0;
}

size_t tm_decoded_at(const tm_decoded *decoded, size_t at)
{
    size_t low = 0, high = decoded->text.len;
    if (!decoded->is_converted)
        return at < high ? at : high;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (tm_decoded_origin(decoded, middle) < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// ---- Writing --------------------------------------------------------------------------------

void tm_decoded_put(tm_decoded *out, uint32_t codepoint, size_t at)
{
    const size_t before = out->converted.len;
    tm_utf8_put(&out->converted, codepoint);
    if (!tm_trace_note(&out->trace, before, out->converted.len, at))
        out->converted.failed = true;
}

static tamis_status finish(tm_decoded *out, tm_encoding encoding, size_t input_len,
                           tamis_error *err)
{
    TM_TRY(tm_buf_check(&out->converted, err));
    out->is_converted = true;
    out->input_len = input_len;
    out->text = tm_buf_str(&out->converted);
    out->encoding = encoding;
    return TAMIS_OK;
}

// Begins a new attempt. Text decoded in the wrong encoding can be three times the size of its
// input, so large memory is not kept.
static void restart(tm_decoded *out)
{
    if (out->converted.cap > KEPT_BYTES)
        tm_buf_free(&out->converted);
    tm_buf_clear(&out->converted);
    tm_trace_clear(&out->trace);
    out->is_converted = out->is_ambiguous = false;
    out->n_damaged = 0;
}

// ---- UTF-8 with damage ----------------------------------------------------------------------

typedef struct tally {
    size_t n_hangul, n_han, n_other; // characters outside ASCII
    size_t n_rare;                   // characters of CP949 that are not in KS X 1001
    bool cut;                        // the last damage is a character cut off at the end
} tally;

static void count(tally *t, uint32_t codepoint)
{
    const bool han = codepoint >= 0x3400 && codepoint <= 0x9FFF;
    t->n_hangul += tm_is_syllable(codepoint);
    t->n_han += han || (codepoint >= 0xF900 && codepoint <= 0xFAFF);
    t->n_other += codepoint >= 0x80 && codepoint < 0x3400;
}

static tally decode_utf8(tm_decoded *out, tm_str bytes)
{
    tally t = {0};
    for (size_t pos = 0; pos < bytes.len;) {
        const size_t at = pos;
        const int len = tm_utf8_length(tm_str_slice(bytes, pos, bytes.len));
        uint32_t codepoint = 0xFFFD;
        if (len > 0) {
            codepoint = tm_utf8_next(bytes, &pos);
            count(&t, codepoint);
        } else {
            pos += (size_t)-len;
            out->n_damaged++;
            t.cut = pos == bytes.len;
        }
        tm_decoded_put(out, codepoint, at);
    }
    return t;
}

// Whether the damage is little enough to believe that it is UTF-8: a tenth of the characters
// outside ASCII.
static bool is_believable(const tm_decoded *out, const tally *t)
{
    const size_t n_good = t->n_hangul + t->n_han + t->n_other;
    const size_t n_bad = out->n_damaged - t->cut;
    return n_bad * 10 <= n_good;
}

// ---- UTF-16 ---------------------------------------------------------------------------------

static uint32_t unit_at(tm_str bytes, size_t at, bool big)
{
    const unsigned char *const p = (const unsigned char *)bytes.ptr + at;
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void decode_utf16(tm_decoded *out, tm_str bytes, size_t pos, bool big)
{
    while (pos + 1 < bytes.len) {
        const size_t at = pos;
        uint32_t unit = unit_at(bytes, pos, big);
        pos += 2;
        if (unit >= 0xD800 && unit <= 0xDBFF && pos + 1 < bytes.len) {
            const uint32_t low = unit_at(bytes, pos, big);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                pos += 2;
            }
        }
        out->n_damaged += unit >= 0xD800 && unit <= 0xDFFF;
        tm_decoded_put(out, unit, at);
    }
    if (pos < bytes.len) {
        out->n_damaged++;
        tm_decoded_put(out, 0xFFFD, pos);
    }
}

// Whether every other byte is often NUL: the high halves of ASCII characters, at odd places in LE.
static bool looks_utf16(const sample *s, bool big)
{
    const size_t high = s->n_nuls[big ? 0 : 1], low = s->n_nuls[big ? 1 : 0];
    return s->len >= 4 && high * 200 >= s->len * MIN_UTF16_NUL_PERCENT && low * 10 <= high;
}

// Whether it is UTF-8 into which NULs have got by accident or on purpose: read as UTF-16 it would
// be meaningless letters, and clean. Real UTF-16 may also pass as UTF-8 with NULs when its letters
// are below U+2000, but then nearly all high halves are control bytes.
static bool is_utf8_with_nuls(tm_decoded *out, tm_str bytes, const sample *s, bool big)
{
    if (s->n_low[big ? 0 : 1] * 200 >= s->len * MIN_UTF16_LOW_PERCENT)
        return false;
    restart(out);
    decode_utf8(out, bytes);
    return out->n_damaged * 100 <= bytes.len * MAX_STRAYED_BAD_PERCENT;
}

static bool is_text(const tm_buf *converted, size_t max_control_percent)
{
    const sample s = take_sample(tm_buf_str(converted));
    return s.n_controls * 100 <= s.len * max_control_percent;
}

static bool try_utf16(tm_decoded *out, tm_str bytes, bool big)
{
    restart(out);
    decode_utf16(out, bytes, 0, big);
    return out->converted.failed || (out->n_damaged * 100 <= bytes.len &&
                                     is_text(&out->converted, MAX_DAMAGED_CONTROL_PERCENT));
}

// A mark is only two bytes, and UTF-32, CP949 or noise after it may decode to letters as well. But
// UTF-32 is half NULs, and in the others too many units are lone surrogates.
static bool try_marked(tm_decoded *out, tm_str bytes, bool big)
{
    restart(out);
    decode_utf16(out, bytes, 2, big);
    return out->converted.failed || bytes.len < MIN_MARKED_BYTES ||
           (out->n_damaged * 100 <= bytes.len && is_text(&out->converted, MAX_CONTROL_PERCENT));
}

// Whether a mark of UTF-16 was put before text in UTF-8: two bytes must not hide from us what
// others can read by ignoring the mark. Real UTF-16 has NULs, or characters whose halves are valid
// UTF-8 only by chance.
static bool is_utf8_behind_mark(tm_decoded *out, tm_str bytes, const sample *s)
{
    size_t n_blanks = 0;
    if (bytes.len < MIN_MARKED_BYTES || s->n_controls * 100 > s->len * MAX_CONTROL_PERCENT)
        return false;
    for (size_t i = 0; i < s->len; i++)
        n_blanks += bytes.ptr[i] == ' ';
    const tally t = decode_utf8(out, tm_str_slice(bytes, 2, bytes.len));
    return out->n_damaged * 100 <= bytes.len * MAX_MARKED_BAD_PERCENT &&
           (t.n_hangul + t.n_han + t.n_other > 0 ||
            n_blanks * 100 >= s->len * MIN_BLANK_PERCENT);
}

// ---- CP949 ----------------------------------------------------------------------------------

// Notes the origins of converted bytes [from, converted.len), which come from the input at *at and
// after it; *at moves past what they come from.
static void trace_cp949(tm_decoded *out, tm_str bytes, size_t from, size_t *at, tally *t)
{
    const tm_str text = tm_buf_str(&out->converted);
    while (from < text.len) {
        const size_t begin = from;
        count(t, tm_utf8_next(text, &from));
        if (!tm_trace_note(&out->trace, begin, from, *at))
            out->converted.failed = true;
        const unsigned char first = (unsigned char)bytes.ptr[*at];
        const unsigned char second = first < 0x80 ? 0 : (unsigned char)bytes.ptr[*at + 1];
        t->n_rare += first >= 0x80 && (first < 0xA1 || second < 0xA1);
        *at += first < 0x80 ? 1 : 2;
    }
}

// Converts the input at *pos and after it, up to the first byte that is not CP949, or some way.
static void convert_cp949(tm_decoded *out, iconv_t converter, tm_str bytes, size_t *pos,
                          tally *t)
{
    const size_t from = out->converted.len;
    // Two bytes become three at most.
    const size_t rest = bytes.len - *pos < SLICE_BYTES ? bytes.len - *pos : SLICE_BYTES;
    size_t room = rest + rest / 2 + 4;
    char *output = tm_buf_reserve(&out->converted, room);
    if (!output)
        return;
    char *const start = output;
    // iconv takes a pointer to plain char and does not write through it.
    union {
        const char *given;
        char *taken;
    } input = {.given = bytes.ptr + *pos};
    size_t left = rest;
    iconv(converter, &input.taken, &left, &output, &room);
    out->converted.len += (size_t)(output - start);
    trace_cp949(out, bytes, from, pos, t);
}

static tally decode_cp949(tm_decoded *out, tm_str bytes, iconv_t converter)
{
    tally t = {0};
    for (size_t pos = 0; pos < bytes.len && !out->converted.failed;) {
        const size_t begin = pos;
        convert_cp949(out, converter, bytes, &pos, &t);
        if (pos > begin || out->converted.failed)
            continue;
        const bool both = pos + 1 < bytes.len && (unsigned char)bytes.ptr[pos + 1] >= 0x80;
        tm_decoded_put(out, 0xFFFD, pos);
        pos += both ? 2 : 1;
        out->n_damaged++;
        t.cut = pos == bytes.len && !both;
    }
    return t;
}

// Whether it is CP949. If it was declared, it need not have much Hangul.
static bool try_cp949(tm_decoded *out, tm_str bytes, bool declared)
{
    const iconv_t converter = iconv_open("UTF-8", "CP949");
    if (converter == (iconv_t)-1)
        return false;
    restart(out);
    const tally t = decode_cp949(out, bytes, converter);
    iconv_close(converter);
    const size_t n_all = t.n_hangul + t.n_han + t.n_other;
    const size_t n_bad = out->n_damaged - t.cut;
    if (out->converted.failed)
        return true;
    const bool is_korean = t.n_hangul * 100 >= n_all * MIN_HANGUL_PERCENT &&
                           t.n_han * 2 <= t.n_hangul &&
                           t.n_rare * 100 <= t.n_hangul * MAX_RARE_PERCENT;
    return n_bad * 100 <= n_all * MAX_BAD_PERCENT && (declared || is_korean);
}

// ---- Deciding -------------------------------------------------------------------------------

// The text is the input itself, or empty.
static tamis_status as_is(tm_decoded *out, tm_encoding encoding, tm_str text)
{
    restart(out);
    out->encoding = encoding;
    out->text = text;
    return TAMIS_OK;
}

static tamis_status as_binary(tm_decoded *out)
{
    return as_is(out, TM_ENCODING_BINARY, (tm_str){0});
}

// Tries the declared encoding and CP949. TM_ENCODING_UTF8 when neither fits.
static tm_encoding try_legacy(tm_decoded *out, tm_str bytes)
{
    const tm_charset *declared = out->declared;
    const bool cp949 = declared && tm_charset_is_cp949(declared);
    if (!declared || cp949 || tm_charset_is_vague(declared))
        if (try_cp949(out, bytes, cp949))
            return TM_ENCODING_CP949;
    restart(out);
    if (declared && !cp949 && tm_charset_decode(out, declared, bytes))
        return TM_ENCODING_DECLARED;
    return try_cp949(out, bytes, false) ? TM_ENCODING_CP949 : TM_ENCODING_UTF8;
}

static tamis_status decode_damaged(tm_decoded *out, tm_str bytes, const sample *s,
                                   tamis_error *err)
{
    const tally t = decode_utf8(out, bytes);
    TM_TRY(tm_buf_check(&out->converted, err)); // before restart() resets it
    const bool utf8 = is_believable(out, &t);
    const size_t limit = utf8 ? MAX_CONTROL_PERCENT : MAX_DAMAGED_CONTROL_PERCENT;
    if (s->n_controls * 100 > s->len * limit)
        return as_binary(out);
    const tm_encoding legacy = utf8 ? TM_ENCODING_UTF8 : try_legacy(out, bytes);
    if (legacy != TM_ENCODING_UTF8)
        return finish(out, legacy, bytes.len, err);
    if (!utf8) {
        restart(out);
        decode_utf8(out, bytes);
    }
    return finish(out, TM_ENCODING_UTF8, bytes.len, err);
}

tamis_status tm_decode(tm_decoded *out, tm_str bytes, tamis_error *err)
{
    return tm_decode_declared(out, bytes, NULL, err);
}

// Decodes what has no mark, or one that is not believed.
static tamis_status decode_unmarked(tm_decoded *out, tm_str bytes, const sample *s,
                                    tamis_error *err)
{
    for (int high_first = 0; high_first < 2; high_first++)
        if (looks_utf16(s, high_first) && !is_utf8_with_nuls(out, bytes, s, high_first) &&
            try_utf16(out, bytes, high_first))
            return finish(out, high_first ? TM_ENCODING_UTF16BE : TM_ENCODING_UTF16LE,
                          bytes.len, err);
    restart(out);
    if (!tm_utf8_is_valid(bytes))
        return decode_damaged(out, bytes, s, err);
    if (s->n_controls * 100 > s->len * MAX_CONTROL_PERCENT)
        return as_binary(out);
    return as_is(out, TM_ENCODING_UTF8, bytes);
}

tamis_status tm_decode_declared(tm_decoded *out, tm_str bytes, const tm_charset *declared,
                                tamis_error *err)
{
    restart(out);
    out->declared = declared;
    const sample s = take_sample(bytes);
    const bool little = bytes.len >= 2 && memcmp(bytes.ptr, "\xFF\xFE", 2) == 0;
    const bool big = bytes.len >= 2 && memcmp(bytes.ptr, "\xFE\xFF", 2) == 0;
    const bool is_utf8 = (little || big) && is_utf8_behind_mark(out, bytes, &s);
    // Damage in UTF-8 may be all that is left of words in UTF-16 among others that are meant for it.
    const bool may_be_utf16 =
        (little || big) && (!is_utf8 || out->n_damaged > 0) && try_marked(out, bytes, big);
    if (may_be_utf16 && !is_utf8)
        return finish(out, big ? TM_ENCODING_UTF16BE : TM_ENCODING_UTF16LE, bytes.len, err);
    TM_TRY(decode_unmarked(out, bytes, &s, err));
    out->is_ambiguous = may_be_utf16 || tm_charset_hides(declared, bytes);
    return TAMIS_OK;
}

void tm_decoded_free(tm_decoded *decoded)
{
    tm_buf_free(&decoded->converted);
    tm_trace_free(&decoded->trace);
    *decoded = (tm_decoded){0};
}
