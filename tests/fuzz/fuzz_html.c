// Any bytes as a page of HTML, with and without a declared charset: the text leads back into the
// source, hidden text is told from visible, and a verdict keeps what tamis.h says of it. The first
// byte picks the charset.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>

#include "text/charset.h"
#include "text/html.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

static void require(int kept, const char *promise)
{
    if (kept)
        return;
    fprintf(stderr, "ERROR: broken promise: %s\n", promise);
    abort();
}

static void check_places(const tm_html *html, tm_str source)
{
    tm_str rest = html->text;
    size_t at = 0;
    while (rest.len > 0) {
        const size_t begin = (size_t)(rest.ptr - html->text.ptr);
        const tm_str line = tm_str_cut(&rest, '\n');
        require(line.len > 0, "no empty lines");
        require((tm_html_hidden_at(html, begin) == TM_HIDDEN_NOT) ==
                    (begin < html->visible_len),
                "hidden text lies behind the visible");
        const tm_html_place place = tm_html_source(html, begin, begin + line.len);
        if (begin == html->visible_len)
            at = 0;
        require(place.begin >= at && place.begin < place.end, "lines ascend");
        require(place.end <= source.len, "lines lie in the source");
        const tm_hidden reason = tm_html_hidden_at(html, begin);
        if (reason != TM_HIDDEN_TITLE && reason != TM_HIDDEN_ALT &&
            reason != TM_HIDDEN_LABEL) // before their tag's link
            at = place.begin;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    static const char *const labels[] = {"", "euc-kr", "latin1", "gbk", "shift_jis", "koi8-r"};
    static tm_decoded decoded;
    static tm_html html;
    if (n_bytes == 0)
        return 0;
    const tm_str page = {(const char *)bytes + 1, n_bytes - 1};
    const char *label = labels[bytes[0] % (sizeof labels / sizeof *labels)];
    require(tm_charset_decode_page(&decoded, page, tm_str_of(label), NULL) == TAMIS_OK, "text");
    require(tm_html_read(&html, decoded.text, NULL) == TAMIS_OK, "a page");
    require(tm_utf8_is_valid(html.text), "valid UTF-8");
    require(html.text.len <= 2 * decoded.text.len + 2, "no more text than source");
    tm_html_sniff(page);
    check_places(&html, decoded.text);
    return 0;
}
