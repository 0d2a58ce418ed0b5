// One loop over the view; each kind of token has a function that says where it ends.
// SPDX-License-Identifier: MIT
#include "score/tokens.h"

#include <stdlib.h>

#include "base/num.h"

enum {
    MAX_HOST_CHARACTERS = 253, // RFC 1035, written out
    MAX_LINK_CHARACTERS = 512,
    MAX_WORD_CHARACTERS = 48,
    MIN_GLUED_LABEL = 5 // letters of Reply, Share, Delete
};

// Sets of tm_char_class, as bits.
enum {
    GLYPHS = 1 << TM_CHAR_HAN | 1 << TM_CHAR_KANA | 1 << TM_CHAR_THAI,
    WORDS = ((1 << TM_N_CHAR_CLASSES) - (1 << TM_CHAR_DIGIT)) & ~GLYPHS, // letters and digits
    LATIN_OR_DIGIT = 1 << TM_CHAR_LATIN | 1 << TM_CHAR_DIGIT,
    LINK_ENDS = 1 << TM_CHAR_SPACE | 1 << TM_CHAR_NEWLINE | 1 << TM_CHAR_EMOJI
};

// Top-level domains under which bare host names (no scheme, no www) are taken for links; the list
// is of those that pages and campaigns write, short so that "end.Next" is not a host. In order.
static const char domains[][TM_DOMAIN_BYTES] = {
    "ai",    "app",     "art",    "asia",  "be",    "bet",  "bingo", "biz",   "blog",  "casino",
    "cc",    "cloud",   "club",   "cn",    "co",    "com",  "cyou",  "de",    "dev",   "edu",
    "eu",    "fr",      "fun",    "game",  "games", "gg",   "gl",    "gov",   "hk",    "icu",
    "id",    "im",      "in",     "info",  "ink",   "int",  "io",    "jp",    "kr",    "la",
    "life",  "link",    "live",   "lol",   "ly",    "me",   "mil",   "mobi",  "moe",   "my",
    "name",  "net",     "online", "org",   "page",  "ph",   "poker", "press", "pro",   "pw",
    "rocks", "ru",      "run",    "sg",    "shop",  "site", "space", "store", "su",    "th",
    "to",    "today",   "top",    "tr",    "tv",    "tw",   "uk",    "us",    "video", "vip",
    "vn",    "website", "win",    "world", "ws",    "xyz"};

// The end of what begins at `i` and has at most `most` characters.
static size_t end_within(const tm_view *view, size_t i, size_t most)
{
    return view->len - i > most ? i + most : view->len;
}

// The place behind `text` where that stands at `at`, else `at`.
static size_t spelled_end(const tm_view *view, size_t at, const char *text)
{
    size_t i = at;
    for (; *text; text++, i++)
        if (i >= view->len || view->codepoint[i] != (unsigned char)*text)
            return at;
    return i;
}

// The place behind the scheme of a link at `at`, else `at`.
static size_t scheme_end(const tm_view *view, size_t at)
{
    const size_t end = spelled_end(view, at, "https://");
    return end > at ? end : spelled_end(view, at, "http://");
}

static bool is_of(uint8_t klass, unsigned classes)
{
    return classes >> klass & 1;
}

static bool is_host_character(const tm_view *view, size_t i)
{
    const uint32_t c = view->codepoint[i];
    return is_of(view->klass[i], LATIN_OR_DIGIT) || c == '-' || c == '_';
}

static bool ends_link(const tm_view *view, size_t i)
{
    const uint32_t c = view->codepoint[i];
    return is_of(view->klass[i], LINK_ENDS) || c == '"' || c == '<' || c == '>' || c == '\'' ||
           c == ')' || c == ']' || c == '|' || c == ',' || c > 0x2E80;
}

static int compare_labels(const void *a, const void *b)
{
    return memcmp(a, b, TM_DOMAIN_BYTES);
}

bool tm_domain_is_known(const char label[TM_DOMAIN_BYTES])
{
    if (label[1] == '\0' || label[TM_DOMAIN_BYTES - 1] != '\0')
        return false; // of one letter or too long, as most are in initials and code
    return bsearch(label, domains, sizeof domains / sizeof *domains, sizeof *domains,
                   compare_labels) != NULL;
}

static bool is_known_domain(const tm_view *view, size_t begin, size_t end)
{
    char label[TM_DOMAIN_BYTES] = {0};
    if (end - begin > TM_DOMAIN_BYTES)
        return false;
    for (size_t i = begin; i < end; i++)
        label[i - begin] = view->codepoint[i] < 0x80 ? (char)view->codepoint[i] : '?';
    return tm_domain_is_known(label);
}

// The end of the path, query or port that may follow a host at `i`, without signs that end
// sentences; `i` when there is none.
static size_t path_end(const tm_view *view, size_t i, size_t limit)
{
    if (i >= limit ||
        (view->codepoint[i] != '/' && view->codepoint[i] != ':' && view->codepoint[i] != '?'))
        return i;
    const size_t host_end = i;
    while (i < limit && !ends_link(view, i))
        i++;
    while (i > host_end && (view->codepoint[i - 1] == '.' || view->codepoint[i - 1] == ':' ||
                            view->codepoint[i - 1] == '?' || view->codepoint[i - 1] == '!'))
        i--;
    return i;
}

// What earlier searches have found out, so that no text is searched again from each of its words.
typedef struct cutter {
    const tm_view *view;
    size_t run_end; // of the run of host characters that was looked at last
    size_t no_host; // the last search found no known domain among the labels before
} cutter;

// The end of the run of host characters around `i`.
static size_t run_end(cutter *cut, size_t i)
{
    if (i >= cut->run_end)
        cut->run_end = i;
    while (cut->run_end < cut->view->len && is_host_character(cut->view, cut->run_end))
        cut->run_end++;
    return cut->run_end;
}

// The end of the host that begins at `i`: labels joined by dots, up to the last that is a known
// domain, or with `any` to the last. Returns `i` when there is only one label or none. *label is the
// label to begin with, and then where the last one began.
static size_t labels_end(const tm_view *view, size_t i, size_t *label, bool any)
{
    const size_t limit = end_within(view, i, MAX_HOST_CHARACTERS);
    size_t end = i;
    for (size_t k = *label; k <= limit; k++) {
        if (k < limit && is_host_character(view, k))
            continue;
        if (k == *label)
            break;
        if (*label > i && (any || is_known_domain(view, *label, k)))
            end = k;
        if (k == limit || view->codepoint[k] != '.')
            break;
        *label = k + 1;
    }
    return end;
}

static size_t any_host_end(const tm_view *view, size_t i)
{
    size_t label = i;
    return labels_end(view, i, &label, true);
}

static size_t known_host_end(cutter *cut, size_t i)
{
    const bool searched = cut->no_host > i && cut->no_host - i < MAX_HOST_CHARACTERS;
    size_t label = searched ? cut->no_host : i;
    const size_t end = labels_end(cut->view, i, &label, false);
    if (end == i)
        cut->no_host = label;
    return end;
}

// The end of the link that begins at `i`, or `i`. Behind a scheme nothing of a host is required.
static size_t link_end(cutter *cut, size_t i)
{
    const tm_view *const view = cut->view;
    const size_t limit = end_within(view, i, MAX_LINK_CHARACTERS);
    const size_t scheme = scheme_end(view, i);
    const size_t host = spelled_end(view, scheme, "www.");
    const size_t end = host > i ? any_host_end(view, host) : known_host_end(cut, host);
    if (end > host)
        return path_end(view, end, limit);
    return scheme > i ? path_end(view, host, limit) : i;
}

// The end of the e-mail address that begins at `i`, or `i`.
static size_t mail_end(const tm_view *view, size_t i)
{
    const size_t limit = end_within(view, i, MAX_WORD_CHARACTERS);
    size_t at = i;
    while (at < limit && (is_host_character(view, at) || view->codepoint[at] == '.'))
        at++;
    if (at == limit || view->codepoint[at] != '@')
        return i;
    const size_t end = any_host_end(view, at + 1);
    return end > at + 1 ? end : i;
}

// The end of the link when the Hangul word that ends at `word_end` is a host under a Latin domain
// (카지노.com), else `word_end`.
static size_t idn_end(const tm_view *view, size_t word_end)
{
    if (word_end >= view->len || view->codepoint[word_end] != '.')
        return word_end;
    size_t k = word_end + 1;
    while (k < view->len && view->klass[k] == TM_CHAR_LATIN)
        k++;
    return is_known_domain(view, word_end + 1, k) ? path_end(view, k, view->len) : word_end;
}

// Whether characters [begin, end), with Hangul behind them, are a label that stands glued to the text
// behind it, as extraction leaves them (ReplyDelete먹튀검증). Abbreviations belong to their word.
static bool is_glued_label(const tm_view *view, size_t begin, size_t end)
{
    size_t i = begin;
    while (i < end && view->klass[i] == TM_CHAR_LATIN)
        i++;
    return i == end && end - begin >= MIN_GLUED_LABEL;
}

// The end of the word or number that begins at `i`, whose kind and script it sets.
static size_t word_end(const tm_view *view, size_t i, tm_token *token)
{
    const size_t limit = end_within(view, i, MAX_WORD_CHARACTERS);
    uint8_t script = TM_CHAR_DIGIT; // of the first letter so far
    for (; i < limit && is_of(view->klass[i], WORDS); i++) {
        const uint8_t klass = view->klass[i];
        if (klass == script)
            continue;
        if (klass == TM_CHAR_LATIN && i > token->begin && scheme_end(view, i) > i)
            break; // 홈페이지https://…: the link is a token of its own
        if (klass == TM_CHAR_HANGUL && is_glued_label(view, token->begin, i))
            break;
        if (script == TM_CHAR_DIGIT)
            script = klass;
    }
    token->script = script;
    token->kind = script == TM_CHAR_DIGIT ? TM_TOKEN_NUMBER : TM_TOKEN_WORD;
    return i;
}

// The end of the last line end from `i` on, with nothing but blanks and line ends between.
static size_t newline_end(const tm_view *view, size_t i)
{
    size_t end = i;
    for (; i < view->len; i++) {
        if (view->klass[i] == TM_CHAR_NEWLINE)
            end = i + 1;
        else if (view->klass[i] != TM_CHAR_SPACE)
            break;
    }
    return end;
}

static size_t mark_end(const tm_view *view, size_t i)
{
    const size_t limit = end_within(view, i, MAX_WORD_CHARACTERS);
    const size_t first = i;
    for (i++; i < limit && view->klass[i] == view->klass[first]; i++)
        if (view->klass[first] == TM_CHAR_PUNCT && view->codepoint[i] != view->codepoint[first])
            break;
    return i;
}

// The end of the handle that begins with the @ at `i`, or `i` when the name is too short.
static size_t handle_end(const tm_view *view, size_t i)
{
    const size_t limit = end_within(view, i, MAX_WORD_CHARACTERS);
    size_t end = i + 1;
    while (end < limit && is_host_character(view, end))
        end++;
    return end - i > 3 ? end : i;
}

// Whether what begins at `i` with a Latin letter or digit may be a link or an address: behind the
// first part of one, which is no longer than a host, stands one of three signs. Most words and
// numbers have none there.
static bool may_be_address(cutter *cut, size_t i)
{
    const size_t end = run_end(cut, i);
    const uint32_t sign = end < cut->view->len ? cut->view->codepoint[end] : 0;
    return end - i <= MAX_HOST_CHARACTERS && (sign == '.' || sign == '@' || sign == ':');
}

// The end of the e-mail address or link that begins at `i`, whose kind it sets, or `i`.
static size_t address_end(cutter *cut, size_t i, tm_token *token)
{
    if (!may_be_address(cut, i))
        return i;
    const size_t mail = mail_end(cut->view, i);
    token->kind = mail > i ? TM_TOKEN_MAIL : TM_TOKEN_LINK;
    return mail > i ? mail : link_end(cut, i);
}

// Whether a link or an address may begin at `i`, a Latin letter or digit.
static bool is_fresh(const tm_view *view, size_t i)
{
    return i == 0 || !tm_char_is_word(view->klass[i - 1]) || scheme_end(view, i) > i;
}

// The end of the token that begins at `i` with no blank; fills the rest of it.
static size_t token_end(cutter *cut, size_t i, tm_token *token)
{
    const tm_view *const view = cut->view;
    const uint8_t klass = view->klass[i];
    *token = (tm_token){.begin = (uint32_t)i, .script = klass};
    if (klass == TM_CHAR_NEWLINE) {
        token->kind = TM_TOKEN_NEWLINE;
        return newline_end(view, i);
    }
    if (is_of(klass, GLYPHS)) {
        token->kind = TM_TOKEN_GLYPH;
        return i + 1;
    }
    if (is_of(klass, LATIN_OR_DIGIT) && is_fresh(view, i)) {
        const size_t end = address_end(cut, i, token);
        if (end > i)
            return end;
    }
    const bool after_latin = i > 0 && is_of(view->klass[i - 1], LATIN_OR_DIGIT);
    if (view->codepoint[i] == '@' && !after_latin) { // 텔레@name stands as one word
        const size_t end = handle_end(view, i);
        if (end > i) {
            token->kind = TM_TOKEN_HANDLE;
            return end;
        }
    }
    if (!tm_char_is_word(klass)) {
        token->kind = TM_TOKEN_MARK;
        return mark_end(view, i);
    }
    const size_t end = word_end(view, i, token);
    const size_t idn = token->script == TM_CHAR_HANGUL ? idn_end(view, end) : end;
    if (idn > end)
        token->kind = TM_TOKEN_LINK;
    return idn;
}

tamis_status tm_tokens_cut(tm_tokens *out, const tm_view *view, tamis_error *err)
{
    const tm_view copy = *view; // which no store can change
    cutter cut = {.view = &copy};
    out->len = 0;
    for (size_t i = 0; i < copy.len;) {
        if (copy.klass[i] == TM_CHAR_SPACE) {
            i++;
            continue;
        }
        if (out->most && out->len == out->most)
            return tm_fail(err, TAMIS_ELIMIT, "more than %zu tokens", out->most);
        if (!tm_grow((void **)&out->token, &out->cap, out->len + 1, sizeof *out->token))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for tokens");
        tm_token token;
        i = token_end(&cut, i, &token);
        token.end = (uint32_t)i;
        out->token[out->len++] = token;
    }
    return TAMIS_OK;
}

void tm_tokens_free(tm_tokens *tokens)
{
    free(tokens->token);
    *tokens = (tm_tokens){0};
}

void tm_link_host(const tm_view *view, tm_token link, uint32_t *begin, uint32_t *end)
{
    uint32_t i = (uint32_t)spelled_end(view, scheme_end(view, link.begin), "www.");
    *begin = i;
    while (i < link.end && view->codepoint[i] != '/' && view->codepoint[i] != ':' &&
           view->codepoint[i] != '?')
        i++;
    *end = i;
}
