// The tables are iconv's. It converts one character at a time, since the place of each in the input
// has to be known; ASCII, most of any page, does not go through it. All encodings here
// contain ASCII, are stateless and have characters of at most four bytes, but for those that are
// only known, so that what they hide is not called clean.
// SPDX-License-Identifier: MIT
#include "text/charset.h"

#include <iconv.h>

#include "text/html_char.h"
#include "text/html_tag.h"

enum {
    PRESCAN_BYTES = 4096,    // the standard has 1024; pages with long heads are common
    MAX_CHARACTER_BYTES = 4, // of GB 18030
    MAX_BAD_PERCENT = 5      // of the characters outside ASCII; a wrong label has far more
};

struct tm_charset {
    const char *name;
    const char *iconv_name; // NULL: not decoded here (tm_charset_hides)
    const char *labels;     // separated by blanks
};

static const tm_charset charsets[] = {
    {"cp949", "CP949",
     "euc-kr cp949 cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
     "ks_c_5601 ksc5601 ksc_5601 ms949 uhc windows-949"},
    {"windows-1252", "CP1252",
     "windows-1252 iso-8859-1 latin1 l1 us-ascii ascii cp1252 iso8859-1 iso_8859-1 iso88591 "
     "ansi_x3.4-1968 x-cp1252"},
    {"windows-1250", "CP1250", "windows-1250 cp1250 x-cp1250"},
    {"windows-1251", "CP1251", "windows-1251 cp1251 x-cp1251"},
    {"windows-1253", "CP1253", "windows-1253 cp1253 x-cp1253"},
    {"windows-1254", "CP1254",
     "windows-1254 cp1254 iso-8859-9 iso8859-9 latin5 l5 x-cp1254 iso88599"},
    {"windows-1256", "CP1256", "windows-1256 cp1256 x-cp1256"},
    {"windows-1257", "CP1257", "windows-1257 cp1257 x-cp1257"},
    {"windows-874", "CP874", "windows-874 tis-620 iso-8859-11 iso8859-11 dos-874"},
    {"iso-8859-2", "ISO-8859-2", "iso-8859-2 latin2 l2 iso8859-2"},
    {"iso-8859-5", "ISO-8859-5", "iso-8859-5 cyrillic iso8859-5"},
    {"iso-8859-7", "ISO-8859-7", "iso-8859-7 greek iso8859-7"},
    {"iso-8859-15", "ISO-8859-15", "iso-8859-15 latin9 l9 iso8859-15"},
    {"koi8-r", "KOI8-R", "koi8-r koi8 koi koi8_r cskoi8r"},
    {"koi8-u", "KOI8-U", "koi8-u koi8-ru"},
    {"gb18030", "GB18030", "gb18030 gbk gb2312 gb_2312-80 chinese csgb2312 x-gbk gb_2312"},
    {"big5", "CP950", "big5 cn-big5 csbig5 x-x-big5 big5-hkscs"},
    {"shift_jis", "CP932",
     "shift_jis shift-jis sjis x-sjis windows-31j ms932 ms_kanji csshiftjis"},
    {"euc-jp", "EUC-JP", "euc-jp x-euc-jp cseucpkdfmtjapanese"},
    {"hz-gb-2312", NULL, "hz-gb-2312 hz x-hz"},
    {"utf-7", NULL, "utf-7 utf7 unicode-1-1-utf-7 csutf7 x-unicode-2-0-utf-7"},
};

const tm_charset *tm_charset_find(tm_str label)
{
    const tm_str wanted = tm_html_trim(label);
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        tm_str labels = tm_str_of(charsets[i].labels);
        while (wanted.len > 0 && labels.len > 0) {
            const tm_str one = tm_str_cut(&labels, ' ');
            if (one.len == wanted.len && tm_html_begins_as(wanted, one))
                return &charsets[i];
        }
    }
    return NULL;
}

const char *tm_charset_name(const tm_charset *charset)
{
    return charset->name;
}

bool tm_charset_is_cp949(const tm_charset *charset)
{
    return charset == &charsets[0];
}

bool tm_charset_is_vague(const tm_charset *charset)
{
    return charset == &charsets[1];
}

bool tm_charset_hides(const tm_charset *charset, tm_str bytes)
{
    if (!charset || charset->iconv_name)
        return false;
    // After these, ASCII stands for other letters.
    const tm_str shift = tm_str_of(strcmp(charset->name, "utf-7") == 0 ? "+" : "~{");
    for (size_t i = 0; i < bytes.len; i++)
        if ((unsigned char)bytes.ptr[i] >= 0x80)
            return false; // neither has such bytes: the label is wrong
    for (size_t i = 0; i < bytes.len; i++)
        if (tm_str_starts_with(tm_str_slice(bytes, i, bytes.len), shift))
            return true;
    return false;
}

// ---- In a page ------------------------------------------------------------------------------

tm_str tm_charset_label(tm_str tag)
{
    static const char key[] = "charset";
    const size_t len = sizeof key - 1;
    for (size_t pos = 0; pos + len < tag.len; pos++) {
        if (!tm_html_begins(tm_str_slice(tag, pos, tag.len), key))
            continue;
        tm_str rest = tm_html_trim(tm_str_slice(tag, pos + len, tag.len));
        if (rest.len == 0 || rest.ptr[0] != '=')
            continue;
        rest = tm_html_trim(tm_str_slice(rest, 1, rest.len));
        size_t begin = rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'');
        size_t end = begin;
        while (end < rest.len && !tm_html_is_blank(rest.ptr[end]) &&
               !memchr("\"'>;/,", rest.ptr[end], 6))
            end++;
        return tm_str_slice(rest, begin, end);
    }
    return (tm_str){"", 0};
}

const tm_charset *tm_charset_of_page(tm_str bytes)
{
    const tm_str head = {bytes.ptr, bytes.len < PRESCAN_BYTES ? bytes.len : PRESCAN_BYTES};
    for (size_t pos = 0; pos < head.len;) {
        const tm_str rest = tm_str_slice(head, pos, head.len);
        const char *found = memchr(rest.ptr, '<', rest.len);
        if (!found)
            break;
        pos += (size_t)(found - rest.ptr);
        const size_t begin = pos++;
        if (!tm_html_begins(tm_str_slice(head, begin, head.len), "<meta"))
            continue;
        tm_html_tag tag;
        size_t end = begin;
        tm_html_tag_read(&tag, head, &end);
        const tm_str label = tm_charset_label(tm_str_slice(head, begin, end));
        if (label.len > 0)
            return tm_charset_find(label);
        pos = end;
    }
    return NULL;
}

tamis_status tm_charset_decode_page(tm_decoded *out, tm_str page, tm_str label,
                                    tamis_error *err)
{
    const tm_charset *charset = tm_charset_find(label);
    return tm_decode_declared(out, page, charset ? charset : tm_charset_of_page(page), err);
}

// ---- Decoding -------------------------------------------------------------------------------

// Converts the character at the start of `bytes`; returns its length, 0 when there is none.
static size_t read_character(uint32_t *codepoint, iconv_t converter, tm_str bytes)
{
    for (size_t len = 1; len <= MAX_CHARACTER_BYTES && len <= bytes.len; len++) {
        unsigned char out[8];
        // iconv takes a pointer to plain char and does not write through it.
        union {
            const char *given;
            char *taken;
        } input = {.given = bytes.ptr};
        char *output = (char *)out;
        size_t left = len, room = sizeof out;
        iconv(converter, NULL, NULL, NULL, NULL);
        iconv(converter, &input.taken, &left, &output, &room);
        if (left == 0 && room <= 4) {
            *codepoint = (uint32_t)out[0] | (uint32_t)out[1] << 8 | (uint32_t)out[2] << 16 |
                         (uint32_t)out[3] << 24;
            return len;
        }
    }
    return 0;
}

bool tm_charset_decode(tm_decoded *out, const tm_charset *charset, tm_str bytes)
{
    if (!charset->iconv_name)
        return false;
    const iconv_t converter = iconv_open("UTF-32LE", charset->iconv_name);
    if (converter == (iconv_t)-1)
        return false;
    size_t n_other = 0;
    for (size_t pos = 0; pos < bytes.len && !out->converted.failed;) {
        const size_t at = pos;
        uint32_t codepoint = (unsigned char)bytes.ptr[pos];
        size_t len = 1;
        if (codepoint >= 0x80) {
            n_other++;
            len = read_character(&codepoint, converter, tm_str_slice(bytes, pos, bytes.len));
        }
        if (len == 0) {
            codepoint = 0xFFFD;
            out->n_damaged++;
        }
        tm_decoded_put(out, codepoint, at);
        pos += len ? len : 1;
    }
    iconv_close(converter);
    return out->converted.failed || out->n_damaged * 100 <= n_other * MAX_BAD_PERCENT;
}
