// Decoding comes first: a charset is about the bytes of a page, its markup is in the decoded text.
// SPDX-License-Identifier: MIT
#include "text/plain.h"

#include "text/charset.h"

tamis_status tm_plain_read(tm_plain *out, tm_str bytes, bool is_html, tm_str charset,
                           tamis_error *err)
{
    out->is_html = is_html;
    if (is_html)
        TM_TRY(tm_charset_decode_page(&out->decoded, bytes, charset, err));
    else
        TM_TRY(tm_decode_declared(&out->decoded, bytes, tm_charset_find(charset), err));
    out->text = out->decoded.text;
    if (!is_html)
        return TAMIS_OK;
    TM_TRY(tm_html_read(&out->html, out->text, err));
    out->text = out->html.text;
    return TAMIS_OK;
}

void tm_plain_free(tm_plain *plain)
{
    tm_decoded_free(&plain->decoded);
    tm_html_free(&plain->html);
    *plain = (tm_plain){0};
}
