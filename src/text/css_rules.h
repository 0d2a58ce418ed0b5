// The rules in a page's <style> elements whose selector is a single class or id: enough for the
// `.x{display:none}` that hides links. At most TM_MAX_CSS_RULES are kept; later ones are ignored.
// SPDX-License-Identifier: MIT
#ifndef TM_CSS_RULES_H
#define TM_CSS_RULES_H

#include "text/css.h"

enum { TM_MAX_CSS_RULES = 256, TM_CSS_SLOTS = 512 };

typedef struct tm_css_rules {
    size_t len;
    tm_str selector[TM_MAX_CSS_RULES]; // with its '.' or '#'; slices of the page
    tm_css css[TM_MAX_CSS_RULES];
    uint16_t slot[TM_CSS_SLOTS]; // hash table of selectors: index + 1, or 0 for none
} tm_css_rules;

void tm_css_rules_clear(tm_css_rules *rules);
// Adds the rules in the content of a <style> element, which is borrowed. At-rules are skipped with
// their blocks. Linear.
void tm_css_rules_read(tm_css_rules *rules, tm_str sheet);
// Merges into `css` the rules for `names`, the value of a class attribute (kind '.') or id
// attribute (kind '#').
void tm_css_rules_apply(tm_css *css, const tm_css_rules *rules, char kind, tm_str names);

#endif
