// Builds the fold table; the only file that uses utf8proc. It is asked about some 90,000 code
// points once each; blocks of one class, above all Hangul and Han, are filled without asking. That
// takes a few milliseconds. utf8proc sees only single characters, their decompositions and pairs,
// so neither its quadratic reordering of long runs of marks nor its refusal of damaged text matters
// here.
// SPDX-License-Identifier: MIT
#include "text/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/num.h"
#include "text/hangul.h"
#include "text/script.h"

typedef struct symbol {
    uint32_t first, count, to;
    bool evidence;
} symbol;

static const symbol symbols[] = {
#include "text/symbols.inc"
};

static const symbol *find_symbol(uint32_t codepoint)
{
    size_t low = 0, high = sizeof symbols / sizeof *symbols;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (codepoint < symbols[middle].first)
            high = middle;
        else if (codepoint >= symbols[middle].first + symbols[middle].count)
            low = middle + 1;
        else
            return &symbols[middle];
    }
    return NULL;
}

static const utf8proc_option_t fold_options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                              UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                              UTF8PROC_IGNORE;

static bool is_mark(uint32_t codepoint)
{
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

unsigned tm_fold_combining(uint32_t codepoint)
{
    return (unsigned)utf8proc_get_property((utf8proc_int32_t)codepoint)->combining_class;
}

uint32_t tm_fold_compose(uint32_t base, uint32_t mark)
{
    utf8proc_int32_t pair[2] = {(utf8proc_int32_t)base, (utf8proc_int32_t)mark};
    const utf8proc_ssize_t len =
        utf8proc_normalize_utf32(pair, 2, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return len == 1 ? (uint32_t)pair[0] : 0;
}

// The value 0 to 9 of a decimal digit of any script: they come in runs of ten, and the first of
// a run follows something that is not one (or, in the mathematical block, another run).
static uint32_t digit_value(uint32_t codepoint)
{
    uint32_t first = codepoint;
    while (first > codepoint - 9 &&
           utf8proc_category((utf8proc_int32_t)first - 1) == UTF8PROC_CATEGORY_ND)
        first--;
    return codepoint - first;
}

static uint8_t class_of(uint32_t codepoint)
{
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    if (codepoint == ' ' || category == UTF8PROC_CATEGORY_ZS)
        return TM_CHAR_SPACE;
    if (codepoint == '\n')
        return TM_CHAR_NEWLINE;
    if (category == UTF8PROC_CATEGORY_ND)
        return TM_CHAR_DIGIT;
    const bool letter =
        (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME) ||
        category == UTF8PROC_CATEGORY_NL;
    return (uint8_t)(letter ? tm_script_letter(codepoint) : tm_script_sign(codepoint));
}

// Folds a part of a decomposition by our own rules: a jamo becomes the compatibility jamo of the
// same shape, a digit of any script an ASCII digit, a symbol its letter.
static uint32_t plain_part(uint32_t codepoint)
{
    const symbol *const known = find_symbol(codepoint);
    if (known)
        return known->to + (codepoint - known->first);
    if (codepoint >= 0x1100 && codepoint <= 0x1112)
        return tm_jamo_of_initial(codepoint - 0x1100);
    if (codepoint == 0x111A || codepoint == 0x1121) // what ㅀ and ㅄ decompose to
        return codepoint == 0x111A ? 0x3140 : 0x3144;
    if (codepoint >= 0x1161 && codepoint <= 0x1175)
        return 0x314F + (codepoint - 0x1161);
    if (codepoint >= 0x11A8 && codepoint <= 0x11C2)
        return tm_jamo_of_final(codepoint - 0x11A7);
    if (utf8proc_category((utf8proc_int32_t)codepoint) == UTF8PROC_CATEGORY_ND)
        return '0' + digit_value(codepoint);
    return codepoint;
}

// NFKC_Casefold of one character and our own rules; returns the number of code points in `out`.
static size_t fold_one(uint32_t out[TM_FOLD_MAX], uint32_t codepoint)
{
    utf8proc_int32_t buffer[TM_FOLD_MAX];
    out[0] = codepoint;
    if (find_symbol(codepoint)) {
        out[0] = plain_part(codepoint);
        return 1;
    }
    utf8proc_ssize_t len = utf8proc_decompose_char((utf8proc_int32_t)codepoint, buffer,
                                                   TM_FOLD_MAX, fold_options, NULL);
    if (len <= 0 || len > TM_FOLD_MAX)
        return len == 0 ? 0 : 1;
    // A spacing accent stays as it is; it would become a blank with a mark on it.
    if (len > 1 && buffer[0] == ' ')
        return 1;
    utf8proc_ssize_t kept = 0;
    bool accents_go = false;
    for (utf8proc_ssize_t i = 0; i < len; i++) {
        if (accents_go && is_mark((uint32_t)buffer[i]))
            continue;
        accents_go = tm_script_drops_accents((uint32_t)buffer[i]);
        buffer[kept++] = buffer[i];
    }
    len = utf8proc_normalize_utf32(buffer, kept, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len <= 0)
        return 1;
    for (utf8proc_ssize_t i = 0; i < len; i++)
        out[i] = plain_part((uint32_t)buffer[i]);
    return (size_t)len;
}

// What we map a character to without asking fold_one; 0 for all others.
static uint32_t own_mapping(uint32_t codepoint)
{
    switch (codepoint) {
    case '\t':
    case '\v':
    case '\f':
        return ' ';
    case '\n':
    case 0x85:
    case 0x2028:
    case 0x2029:
        return '\n';
    default:
        // Compatibility jamo stay. (U+318D is arae-a, but mostly used as a middle dot.)
        if (codepoint >= 0x3131 && codepoint <= 0x318E && codepoint != 0x3164)
            return codepoint;
        return utf8proc_category((utf8proc_int32_t)codepoint) == UTF8PROC_CATEGORY_ZS ? ' ' : 0;
    }
}

static bool is_invisible(uint32_t codepoint)
{
    switch (utf8proc_category((utf8proc_int32_t)codepoint)) {
    case UTF8PROC_CATEGORY_CC:
        return true;
    case UTF8PROC_CATEGORY_CF:
        return !tm_script_visible_format(codepoint);
    default:
        return tm_script_blank(codepoint);
    }
}

static uint32_t watch_of(uint32_t codepoint, uint8_t klass)
{
    uint32_t watch = tm_script_alike(codepoint, klass) ? TM_WATCH_ALIKE : 0;
    if (klass == TM_CHAR_JAMO || codepoint == 0x318D)
        watch |= TM_WATCH_JAMO;
    if (codepoint == '&' || codepoint == '%' || codepoint == '\\')
        watch |= TM_WATCH_ENCODED;
    if (codepoint == '@' || codepoint == '$' || codepoint == 0x20AC)
        watch |= TM_WATCH_SIGN;
    return watch;
}

static uint32_t entry(uint32_t value, uint8_t klass, uint32_t watch, tm_fold_action action)
{
    return (value & TM_FOLD_VALUE_MASK) | (uint32_t)klass << TM_FOLD_CLASS_SHIFT | watch |
           (uint32_t)action << TM_FOLD_ACTION_SHIFT;
}

static tm_fold_action action_of(uint32_t codepoint, uint32_t to)
{
    if (codepoint >= 0x1100 && codepoint <= 0x1112)
        return TM_FOLD_LEAD;
    if (codepoint >= 0x1161 && codepoint <= 0x1175)
        return TM_FOLD_VOWEL;
    if (codepoint >= 0x11A8 && codepoint <= 0x11C2)
        return TM_FOLD_FINAL;
    if (is_mark(to))
        return TM_FOLD_MARK;
    const symbol *const known = find_symbol(codepoint);
    if (known)
        return known->evidence ? TM_FOLD_COMPAT : TM_FOLD_PLAIN;
    const utf8proc_property_t *const property =
        utf8proc_get_property((utf8proc_int32_t)codepoint);
    const bool compat = codepoint != to && property->decomp_type != 0;
    return compat && tm_script_disguises(codepoint) ? TM_FOLD_COMPAT : TM_FOLD_PLAIN;
}

static uint32_t single(uint32_t codepoint, uint32_t to, tm_fold_action action)
{
    const uint8_t klass = class_of(to);
    return entry(to - codepoint, klass, watch_of(to, klass), action);
}

// Puts an expansion into the pool. Returns its index; 0, which none has, when memory is short.
static uint32_t pool_add(tm_folds *folds, const uint32_t *codepoint, size_t len)
{
    void *pool = folds->pool;
    if (!tm_grow(&pool, &folds->pool_cap, folds->pool_len + len + 2, sizeof *folds->pool))
        return 0;
    folds->pool = pool;
    if (folds->pool_len == 0)
        folds->pool[folds->pool_len++] = 0;
    const size_t index = folds->pool_len;
    folds->pool[index] = (uint32_t)len;
    for (size_t i = 0; i < len; i++)
        folds->pool[index + 1 + i] = codepoint[i];
    folds->pool_len += len + 1;
    return (uint32_t)index;
}

static bool make_entry(tm_folds *folds, uint32_t *out, uint32_t codepoint)
{
    const uint32_t own = own_mapping(codepoint);
    if (own) {
        *out = single(codepoint, own, TM_FOLD_PLAIN);
        return true;
    }
    uint32_t part[TM_FOLD_MAX];
    const size_t len = fold_one(part, codepoint);
    if (len == 0 || is_invisible(codepoint)) {
        *out = entry(0, TM_CHAR_SPACE, 0, TM_FOLD_INVISIBLE);
        return true;
    }
    if (len == 1) {
        *out = single(codepoint, part[0], action_of(codepoint, part[0]));
        return true;
    }
    const uint32_t index = pool_add(folds, part, len);
    *out = entry(index, TM_CHAR_PUNCT, 0, TM_FOLD_EXPAND);
    return index != 0;
}

static bool add_page(tm_folds *folds, size_t *index)
{
    void *pages = folds->page;
    if (folds->n_pages > UINT16_MAX ||
        !tm_grow(&pages, &folds->pages_cap, folds->n_pages + 1, sizeof *folds->page))
        return false;
    folds->page = pages;
    *index = folds->n_pages++;
    return true;
}

// Adds one page per class, with the number of the class, for blocks of a single class.
static bool add_uniform_pages(tm_folds *folds)
{
    for (unsigned klass = 0; klass < TM_N_CHAR_CLASSES; klass++) {
        size_t index;
        if (!add_page(folds, &index))
            return false;
        for (size_t i = 0; i < 256; i++)
            folds->page[index][i] = entry(0, (uint8_t)klass, 0, TM_FOLD_PLAIN);
    }
    return true;
}

static bool add_block(tm_folds *folds, uint32_t block)
{
    uint8_t klass;
    if (tm_script_uniform(block, &klass)) {
        folds->page_of[block] = klass;
        return true;
    }
    size_t index;
    if (!add_page(folds, &index))
        return false;
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t made;
        if (!make_entry(folds, &made, block << 8 | i))
            return false;
        folds->page[index][i] = made;
    }
    folds->page_of[block] = (uint16_t)index;
    return true;
}

tamis_status tm_folds_new(tm_folds **out, tamis_error *err)
{
    tm_folds *const folds = calloc(1, sizeof *folds);
    if (folds)
        folds->page_of = calloc(TM_FOLD_PAGES, sizeof *folds->page_of);
    bool made = folds && folds->page_of && add_uniform_pages(folds);
    for (uint32_t block = 0; made && block < TM_FOLD_PAGES; block++)
        made = add_block(folds, block);
    if (!made) {
        tm_folds_free(folds);
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the fold table");
    }
    *out = folds;
    return TAMIS_OK;
}

void tm_folds_free(tm_folds *folds)
{
    if (!folds)
        return;
    free(folds->page_of);
    free(folds->page);
    free(folds->pool);
    free(folds);
}

const char *tm_folds_unicode_version(void)
{
    return utf8proc_unicode_version();
}

tm_char_class tm_folds_class(const tm_folds *folds, uint32_t codepoint)
{
    return tm_fold_class(tm_fold_entry(folds, codepoint));
}
