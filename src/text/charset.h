// Character encodings that a page or a server declares, by the labels of the WHATWG encoding
// standard (4.2), and decoding of those that only a label can tell.
// SPDX-License-Identifier: MIT
#ifndef TM_CHARSET_H
#define TM_CHARSET_H

#include "text/decode.h"

// The charset of a label; blanks around it and the case of its letters do not matter. NULL when the
// label is unknown, and for UTF-8 and UTF-16, which are recognised by their bytes.
const tm_charset *tm_charset_find(tm_str label);
const char *tm_charset_name(const tm_charset *charset); // "windows-1251"; static storage
bool tm_charset_is_cp949(const tm_charset *charset);
// Whether it is windows-1252, which any bytes fit and which servers and tools declare when they do
// not know better.
bool tm_charset_is_vague(const tm_charset *charset);

// Whether ASCII bytes among `bytes` stand for other letters in it (HZ, UTF-7), which are not decoded
// here. `charset` may be NULL.
bool tm_charset_hides(const tm_charset *charset, tm_str bytes);

// What follows "charset=" in a <meta> tag, no matter in which attribute, or in the value of a
// Content-Type field. Empty when there is none.
tm_str tm_charset_label(tm_str tag);

// The charset that a page declares in a <meta> tag within its first 4 KiB (HTML standard,
// 13.2.3.2), or NULL.
const tm_charset *tm_charset_of_page(tm_str bytes);

// Decodes a page as tm_decode_declared does. The declared encoding is that of `label`, or what the
// page itself declares if the label is empty or unknown. TAMIS_ENOMEM.
tamis_status tm_charset_decode_page(tm_decoded *out, tm_str page, tm_str label,
                                    tamis_error *err);

// Decodes `bytes` into out->converted, which is empty; false when they are not in that encoding.
// Also fills in the trace and n_damaged; the rest of `out` is left to the caller.
bool tm_charset_decode(tm_decoded *out, const tm_charset *charset, tm_str bytes);

#endif
