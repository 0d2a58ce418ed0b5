// Character encodings that a page or a server declares, by the labels of the WHATWG encoding
// standard (4.2), and how to decode those that nothing but a label gives away.
// SPDX-License-Identifier: MIT
#ifndef TM_CHARSET_H
#define TM_CHARSET_H

#include "text/decode.h"

// What a label stands for; NULL when it is unknown, UTF-8 or UTF-16, which are told by their
// bytes. Blanks around it and the case of its letters do not matter.
const tm_charset *tm_charset_find(tm_str label);
const char *tm_charset_name(const tm_charset *charset); // "windows-1251"; static storage
bool tm_charset_is_cp949(const tm_charset *charset);
// Whether it is what servers and tools declare when they know nothing, and any bytes fit it.
bool tm_charset_is_vague(const tm_charset *charset);

// The charset that the first kibibytes of a page declare in a <meta> tag (13.2.3.2); NULL: none.
const tm_charset *tm_charset_of_page(tm_str bytes);

// Decodes a page that came with this label, or an empty one: then what the page says counts.
tamis_status tm_charset_decode_page(tm_decoded *out, tm_str page, tm_str label,
                                    tamis_error *err);

// Decodes `bytes` into `out`, which is empty; false when they are not in that encoding. The
// origin of each byte is noted, the rest of `out` is left to the caller.
bool tm_charset_decode(tm_decoded *out, const tm_charset *charset, tm_str bytes);

#endif
