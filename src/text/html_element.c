// One table, sorted by name. Names that are not in it are inline elements, as in browsers. They get
// numbers by hash; two names with the same number are taken for the same element, so that at worst
// one is closed by the end tag of the other.
// SPDX-License-Identifier: MIT
#include "text/html_element.h"

#include <stdint.h>

#include "text/html_char.h"

enum { MAX_NAME_BYTES = 10 };

// Short names for the rows below.
enum {
    BLOCK = TM_ELEMENT_BLOCK,
    VOID = TM_ELEMENT_VOID,
    SKIPPED = TM_ELEMENT_SKIPPED,
    PLAIN = TM_ELEMENT_PLAIN,
    SPECIAL = TM_ELEMENT_SPECIAL,
    BARRIER = TM_ELEMENT_BARRIER | SPECIAL,
    LEAVES = TM_ELEMENT_LEAVES_DRAWING,
    FORMATTING = TM_ELEMENT_FORMATTING,
    PARAGRAPH = BLOCK | SPECIAL | TM_ELEMENT_CLOSES_P,
    INLINE = 0
};

static const struct {
    char name[MAX_NAME_BYTES + 1];
    uint8_t element;
    uint16_t flags;
} rows[] = {
    {"a", TM_ELEMENT_A, FORMATTING},
    {"address", TM_ELEMENT_OTHER, PARAGRAPH},
    {"applet", TM_ELEMENT_OTHER + 1, BARRIER},
    {"area", TM_ELEMENT_AREA, VOID},
    {"article", TM_ELEMENT_OTHER + 2, PARAGRAPH},
    {"aside", TM_ELEMENT_OTHER + 3, PARAGRAPH},
    {"b", TM_ELEMENT_OTHER + 4, FORMATTING | LEAVES},
    {"base", TM_ELEMENT_OTHER + 5, VOID},
    {"basefont", TM_ELEMENT_OTHER + 6, VOID},
    {"bgsound", TM_ELEMENT_OTHER + 7, VOID},
    {"big", TM_ELEMENT_OTHER + 8, FORMATTING | LEAVES},
    {"blockquote", TM_ELEMENT_OTHER + 9, PARAGRAPH | LEAVES},
    {"body", TM_ELEMENT_BODY, BLOCK | LEAVES},
    {"br", TM_ELEMENT_BR, VOID | LEAVES},
    {"button", TM_ELEMENT_BUTTON, SPECIAL},
    {"caption", TM_ELEMENT_CAPTION, BLOCK | BARRIER},
    {"center", TM_ELEMENT_OTHER + 11, PARAGRAPH | LEAVES},
    {"code", TM_ELEMENT_OTHER + 12, FORMATTING | LEAVES},
    {"col", TM_ELEMENT_OTHER + 13, VOID},
    {"colgroup", TM_ELEMENT_OTHER + 14, SPECIAL},
    {"datalist", TM_ELEMENT_DATALIST, INLINE},
    {"dd", TM_ELEMENT_DD, PARAGRAPH | LEAVES},
    {"details", TM_ELEMENT_OTHER + 15, PARAGRAPH},
    {"dialog", TM_ELEMENT_DIALOG, PARAGRAPH},
    {"dir", TM_ELEMENT_UL, PARAGRAPH},
    {"div", TM_ELEMENT_OTHER + 16, PARAGRAPH | LEAVES},
    {"dl", TM_ELEMENT_DL, PARAGRAPH | LEAVES},
    {"dt", TM_ELEMENT_DT, PARAGRAPH | LEAVES},
    {"em", TM_ELEMENT_OTHER + 17, FORMATTING | LEAVES},
    {"embed", TM_ELEMENT_OTHER + 18, VOID | LEAVES},
    {"fieldset", TM_ELEMENT_OTHER + 19, PARAGRAPH},
    {"figcaption", TM_ELEMENT_OTHER + 20, PARAGRAPH},
    {"figure", TM_ELEMENT_OTHER + 21, PARAGRAPH},
    {"font", TM_ELEMENT_FONT, FORMATTING},
    {"footer", TM_ELEMENT_OTHER + 22, PARAGRAPH},
    {"form", TM_ELEMENT_OTHER + 23, PARAGRAPH},
    {"frame", TM_ELEMENT_OTHER + 24, VOID},
    {"frameset", TM_ELEMENT_OTHER + 25, SPECIAL},
    {"h1", TM_ELEMENT_HEADING, PARAGRAPH | LEAVES},
    {"h2", TM_ELEMENT_HEADING, PARAGRAPH | LEAVES},
    {"h3", TM_ELEMENT_HEADING, PARAGRAPH | LEAVES},
    {"h4", TM_ELEMENT_HEADING, PARAGRAPH | LEAVES},
    {"h5", TM_ELEMENT_HEADING, PARAGRAPH | LEAVES},
    {"h6", TM_ELEMENT_HEADING, PARAGRAPH | LEAVES},
    {"head", TM_ELEMENT_HEAD, BLOCK | LEAVES},
    {"header", TM_ELEMENT_OTHER + 26, PARAGRAPH},
    {"hgroup", TM_ELEMENT_OTHER + 27, PARAGRAPH},
    {"hr", TM_ELEMENT_OTHER + 28, BLOCK | VOID | TM_ELEMENT_CLOSES_P | LEAVES},
    {"html", TM_ELEMENT_HTML, BLOCK},
    {"i", TM_ELEMENT_OTHER + 29, FORMATTING | LEAVES},
    {"iframe", TM_ELEMENT_IFRAME, SPECIAL},
    {"image", TM_ELEMENT_IMG, VOID},
    {"img", TM_ELEMENT_IMG, VOID | LEAVES},
    {"input", TM_ELEMENT_INPUT, VOID},
    {"keygen", TM_ELEMENT_OTHER + 31, VOID},
    {"legend", TM_ELEMENT_OTHER + 32, BLOCK},
    {"li", TM_ELEMENT_LI, PARAGRAPH | LEAVES},
    {"link", TM_ELEMENT_OTHER + 33, VOID},
    {"listing", TM_ELEMENT_PRE, PARAGRAPH | LEAVES},
    {"main", TM_ELEMENT_OTHER + 34, PARAGRAPH},
    {"marquee", TM_ELEMENT_OTHER + 35, BARRIER},
    {"math", TM_ELEMENT_MATH, INLINE},
    {"menu", TM_ELEMENT_UL, PARAGRAPH | LEAVES},
    {"meta", TM_ELEMENT_META, VOID | LEAVES},
    {"nav", TM_ELEMENT_OTHER + 36, PARAGRAPH},
    {"nobr", TM_ELEMENT_OTHER + 37, FORMATTING | LEAVES},
    {"noembed", TM_ELEMENT_NOEMBED, SPECIAL},
    {"noframes", TM_ELEMENT_NOFRAMES, SPECIAL},
    {"noscript", TM_ELEMENT_NOSCRIPT, SPECIAL},
    {"object", TM_ELEMENT_OTHER + 40, BARRIER},
    {"ol", TM_ELEMENT_OL, PARAGRAPH | LEAVES},
    {"optgroup", TM_ELEMENT_OPTGROUP, BLOCK},
    {"option", TM_ELEMENT_OPTION, BLOCK},
    {"p", TM_ELEMENT_P, PARAGRAPH | LEAVES},
    {"param", TM_ELEMENT_OTHER + 41, VOID},
    {"plaintext", TM_ELEMENT_PLAINTEXT, BLOCK | PLAIN},
    {"pre", TM_ELEMENT_PRE, PARAGRAPH | LEAVES},
    {"rp", TM_ELEMENT_RP, INLINE},
    {"ruby", TM_ELEMENT_OTHER + 56, LEAVES},
    {"s", TM_ELEMENT_OTHER + 42, FORMATTING | LEAVES},
    {"script", TM_ELEMENT_SCRIPT, SKIPPED},
    {"search", TM_ELEMENT_OTHER + 44, PARAGRAPH},
    {"section", TM_ELEMENT_OTHER + 45, PARAGRAPH},
    {"select", TM_ELEMENT_SELECT, BLOCK | SPECIAL},
    {"small", TM_ELEMENT_OTHER + 46, FORMATTING | LEAVES},
    {"source", TM_ELEMENT_OTHER + 47, VOID},
    {"span", TM_ELEMENT_OTHER + 57, LEAVES},
    {"strike", TM_ELEMENT_OTHER + 48, FORMATTING | LEAVES},
    {"strong", TM_ELEMENT_OTHER + 49, FORMATTING | LEAVES},
    {"style", TM_ELEMENT_STYLE, SKIPPED},
    {"sub", TM_ELEMENT_OTHER + 58, LEAVES},
    {"summary", TM_ELEMENT_OTHER + 50, PARAGRAPH},
    {"sup", TM_ELEMENT_OTHER + 59, LEAVES},
    {"svg", TM_ELEMENT_SVG, INLINE},
    {"table", TM_ELEMENT_TABLE, BLOCK | BARRIER | TM_ELEMENT_CLOSES_P | LEAVES},
    {"tbody", TM_ELEMENT_TROWS, BLOCK | SPECIAL},
    {"td", TM_ELEMENT_TD, BARRIER},
    {"template", TM_ELEMENT_TEMPLATE, BARRIER},
    {"textarea", TM_ELEMENT_TEXTAREA, BLOCK | PLAIN},
    {"tfoot", TM_ELEMENT_TROWS, BLOCK | SPECIAL},
    {"th", TM_ELEMENT_TD, BARRIER},
    {"thead", TM_ELEMENT_TROWS, BLOCK | SPECIAL},
    {"title", TM_ELEMENT_TITLE, BLOCK | PLAIN},
    {"tr", TM_ELEMENT_TR, BLOCK | SPECIAL},
    {"track", TM_ELEMENT_OTHER + 51, VOID},
    {"tt", TM_ELEMENT_OTHER + 52, FORMATTING | LEAVES},
    {"u", TM_ELEMENT_OTHER + 53, FORMATTING | LEAVES},
    {"ul", TM_ELEMENT_UL, PARAGRAPH | LEAVES},
    {"var", TM_ELEMENT_OTHER + 60, LEAVES},
    {"wbr", TM_ELEMENT_OTHER + 54, VOID},
    {"xmp", TM_ELEMENT_OTHER + 55, BLOCK | PLAIN},
};

// An unknown name by its hash (FNV-1a, 32 bits).
static tm_element_name unknown(tm_str name)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)tm_html_lower(name.ptr[i])) * 16777619U;
    const unsigned n = TM_N_ELEMENTS - TM_ELEMENT_UNKNOWN;
    return (tm_element_name){(tm_element)(TM_ELEMENT_UNKNOWN + hash % n), 0};
}

tm_element_name tm_element_find(tm_str name)
{
    char lower[MAX_NAME_BYTES + 1] = {0};
    size_t low = 0, high = sizeof rows / sizeof *rows;
    if (name.len > MAX_NAME_BYTES)
        return unknown(name);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = tm_html_lower(name.ptr[i]);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strncmp(rows[middle].name, lower, sizeof lower);
        if (order == 0)
            return (tm_element_name){(tm_element)rows[middle].element, rows[middle].flags};
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return unknown(name);
}
