// Cuts a folded view into tokens, the units that are scored: words, numbers, single characters of
// scripts written without blanks, links, handles, e-mail addresses, runs of signs, line ends. Every
// character belongs to exactly one token, but blanks between tokens belong to none. One pass.
// SPDX-License-Identifier: MIT
#ifndef TM_TOKENS_H
#define TM_TOKENS_H

#include "text/view.h"

typedef enum tm_token_kind {
    TM_TOKEN_WORD,   // letters and digits of scripts with blanks, at least one letter
    TM_TOKEN_NUMBER, // digits only
    TM_TOKEN_GLYPH,  // one Han, kana or Thai character
    TM_TOKEN_LINK,   // scheme://…, www.…, or host.tld with an optional path
    TM_TOKEN_HANDLE, // @name
    TM_TOKEN_MAIL,   // name@host
    TM_TOKEN_MARK,   // a run of equal signs or of pictographs
    TM_TOKEN_NEWLINE // one or more line ends with nothing but blanks between
} tm_token_kind;

typedef struct tm_token {
    uint32_t begin, end; // characters of the view
    uint8_t kind;        // tm_token_kind
    uint8_t script;      // tm_char_class of a word's first letter, else of the first character
} tm_token;

typedef struct tm_tokens {
    tm_token *token;
    size_t len, cap;
    size_t most; // tokens to hold at most; set by the caller, 0: no limit
} tm_tokens;

// Cuts the view; what *out held before is replaced. TAMIS_ELIMIT when there are more than out->most
// tokens, TAMIS_ENOMEM.
tamis_status tm_tokens_cut(tm_tokens *out, const tm_view *view, tamis_error *err);
void tm_tokens_free(tm_tokens *tokens);

// Whether `label` is a top-level domain under which a host name is a link even without a scheme.
// In small letters, padded with zeros; one that leaves no room for a zero is not known.
enum { TM_DOMAIN_BYTES = 8 };
bool tm_domain_is_known(const char label[TM_DOMAIN_BYTES]);

// The host name of a link token: characters [*begin, *end), without scheme, "www.", port, path.
void tm_link_host(const tm_view *view, tm_token link, uint32_t *begin, uint32_t *end);

#endif
