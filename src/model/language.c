// The script decides where it can: Hangul, kana, Thai, Cyrillic, Han without kana. Languages in
// Latin letters are told apart by letters that only Vietnamese or Turkish has, and by the
// commonest small words of English and Indonesian. One pass over the first 4 KiB.
// SPDX-License-Identifier: MIT
#include "model/language.h"

#include "text/decode.h"

enum { SAMPLE_BYTES = 4096, MIN_LETTERS = 4, MAX_WORD = 8 };

typedef struct letters {
    size_t hangul, kana, han, thai, cyrillic, latin;
    size_t vietnamese, turkish, english, indonesian; // letters, letters, words, words
} letters;

static bool is_one_of(uint32_t c, const char *list)
{
    const tm_str text = tm_str_of(list);
    for (size_t pos = 0; pos < text.len;)
        if (tm_utf8_next(text, &pos) == c)
            return true;
    return false;
}

static void count_word(letters *n, const char *word, size_t len)
{
    static const char *const english[] = {"the", "and", "of", "to", "is", "in", "for", "with"};
    static const char *const indonesian[] = {"yang", "dan",  "di",     "untuk",
                                             "ini",  "dari", "dengan", "tidak"};
    for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
        n->english += tm_str_equal(tm_str_of(english[i]), (tm_str){word, len});
        n->indonesian += tm_str_equal(tm_str_of(indonesian[i]), (tm_str){word, len});
    }
}

static void count_letter(letters *n, uint32_t c)
{
    n->hangul += (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3131 && c <= 0x318E);
    n->kana += c >= 0x3041 && c <= 0x30FF;
    n->han += c >= 0x3400 && c <= 0x9FFF;
    n->thai += c >= 0x0E01 && c <= 0x0E4E;
    n->cyrillic += c >= 0x0400 && c <= 0x04FF;
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        n->latin++;
    } else if (c >= 0xC0 && c < 0x2000) {
        n->vietnamese += (c >= 0x1EA0 && c <= 0x1EF9) || is_one_of(c, "ăđơưĂĐƠƯ");
        n->turkish += is_one_of(c, "ğışİĞŞ");
    }
}

static letters count(tm_str text)
{
    letters n = {0};
    char word[MAX_WORD];
    size_t len = 0, pos = 0;
    while (pos < text.len && pos < SAMPLE_BYTES) {
        const uint32_t c = tm_utf8_next(text, &pos);
        count_letter(&n, c);
        if (c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
            if (len < MAX_WORD)
                word[len] = (char)(c | 0x20);
            len++;
        } else {
            if (len > 0 && len <= MAX_WORD && c < 0x80)
                count_word(&n, word, len);
            len = 0;
        }
    }
    return n;
}

const char *tm_language_guess(tm_str text)
{
    const letters n = count(text);
    // A syllable or an ideograph says about as much as two letters; foreign names and loan words
    // are a minor part of any text.
    const size_t all = 2 * (n.hangul + n.kana + n.han) + n.thai + n.cyrillic + n.latin;
    if (n.hangul + n.kana + n.han + n.thai + n.cyrillic + n.latin < MIN_LETTERS)
        return "";
    if (8 * n.hangul >= all)
        return "ko";
    if (10 * n.kana >= all)
        return "ja";
    if (4 * n.han >= all)
        return "zh";
    if (4 * n.thai >= all)
        return "th";
    if (4 * n.cyrillic >= all)
        return "ru";
    if (30 * n.vietnamese >= all)
        return "vi";
    if (60 * n.turkish >= all)
        return "tr";
    return n.indonesian > n.english ? "id" : "en";
}
