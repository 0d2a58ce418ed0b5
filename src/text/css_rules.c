// A style sheet is read in one pass: selectors up to '{', declarations up to '}'. Only rules that
// set something of interest are kept, in a hash table with open addressing that is at most half
// full.
// SPDX-License-Identifier: MIT
#include "text/css_rules.h"

#include "text/html_char.h"

void tm_css_rules_clear(tm_css_rules *rules)
{
    rules->len = 0;
    memset(rules->slot, 0, sizeof rules->slot);
}

// ---- Table ----------------------------------------------------------------------------------

// The slot of the selector `kind` `name`, or the free one where it belongs.
static size_t find_slot(const tm_css_rules *rules, char kind, tm_str name)
{
    uint32_t hash = (2166136261U ^ (unsigned char)kind) * 16777619U; // FNV-1a
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
    size_t slot = hash % TM_CSS_SLOTS;
    while (rules->slot[slot]) {
        const tm_str other = rules->selector[rules->slot[slot] - 1];
        if (other.ptr[0] == kind && tm_str_equal(tm_str_slice(other, 1, other.len), name))
            break;
        slot = (slot + 1) % TM_CSS_SLOTS;
    }
    return slot;
}

static bool is_name(tm_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char byte = text.ptr[i];
        if (!tm_html_is_alnum(byte) && byte != '-' && byte != '_' && (unsigned char)byte < 0x80)
            return false;
    }
    return text.len > 0;
}

static void add(tm_css_rules *rules, tm_str selector, const tm_css *css)
{
    if (selector.len < 2 || (selector.ptr[0] != '.' && selector.ptr[0] != '#'))
        return;
    const tm_str name = tm_str_slice(selector, 1, selector.len);
    if (!is_name(name))
        return;
    const size_t slot = find_slot(rules, selector.ptr[0], name);
    if (rules->slot[slot]) {
        tm_css_merge(&rules->css[rules->slot[slot] - 1], css);
    } else if (rules->len < TM_MAX_CSS_RULES) {
        rules->selector[rules->len] = selector;
        rules->css[rules->len] = *css;
        rules->slot[slot] = (uint16_t)++rules->len;
    }
}

void tm_css_rules_apply(tm_css *css, const tm_css_rules *rules, char kind, tm_str names)
{
    size_t pos = 0;
    while (rules->len > 0 && pos < names.len) {
        const size_t begin = pos;
        while (pos < names.len && !tm_html_is_blank(names.ptr[pos]))
            pos++;
        const size_t slot = find_slot(rules, kind, tm_str_slice(names, begin, pos));
        if (rules->slot[slot])
            tm_css_merge(css, &rules->css[rules->slot[slot] - 1]);
        pos++;
    }
}

// ---- Sheets ---------------------------------------------------------------------------------

static void skip_string(tm_str sheet, size_t *pos)
{
    const char quote = sheet.ptr[(*pos)++];
    while (*pos < sheet.len && sheet.ptr[*pos] != quote && sheet.ptr[*pos] != '\n')
        *pos += sheet.ptr[*pos] == '\\' ? 2 : 1;
    *pos = *pos < sheet.len ? *pos + 1 : sheet.len;
}

// Moves to the first of `stops` outside of comments and strings, or to the end.
static void seek(tm_str sheet, size_t *pos, const char *stops)
{
    const size_t n_stops = strlen(stops);
    while (*pos < sheet.len && !memchr(stops, sheet.ptr[*pos], n_stops)) {
        if (tm_css_skip_comment(sheet, pos))
            continue;
        if (sheet.ptr[*pos] == '"' || sheet.ptr[*pos] == '\'')
            skip_string(sheet, pos);
        else
            ++*pos;
    }
}

// Skips `@…;` or `@… { … }`, whatever is in the block.
static void skip_at_rule(tm_str sheet, size_t *pos)
{
    size_t depth = 0;
    do {
        seek(sheet, pos, depth ? "{}" : ";{}");
        if (*pos >= sheet.len)
            return;
        const char byte = sheet.ptr[(*pos)++];
        depth += byte == '{';
        depth -= byte == '}' && depth > 0;
    } while (depth > 0);
}

static void read_rule(tm_css_rules *rules, tm_str sheet, size_t *pos)
{
    const size_t begin = *pos;
    seek(sheet, pos, "{}");
    tm_str selectors = tm_str_slice(sheet, begin, *pos);
    const bool has_block = *pos < sheet.len && sheet.ptr[*pos] == '{';
    *pos += *pos < sheet.len;
    if (!has_block)
        return;
    const size_t block = *pos;
    tm_css css = TM_CSS_NOTHING;
    seek(sheet, pos, "}");
    tm_css_read(&css, tm_str_slice(sheet, block, *pos));
    *pos += *pos < sheet.len;
    while (!tm_css_is_nothing(&css) && selectors.len > 0)
        add(rules, tm_html_trim(tm_str_cut(&selectors, ',')), &css);
}

void tm_css_rules_read(tm_css_rules *rules, tm_str sheet)
{
    size_t pos = 0;
    while (pos < sheet.len) {
        if (tm_html_is_blank(sheet.ptr[pos]))
            pos++;
        else if (tm_css_skip_comment(sheet, &pos))
            continue;
        else if (sheet.ptr[pos] == '@')
            skip_at_rule(sheet, &pos);
        else
            read_rule(rules, sheet, &pos);
    }
}
