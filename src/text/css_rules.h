// The rules of a page's <style> elements whose selector is one class or one id: enough for the
// `.x{display:none}` that hides links. At most TM_MAX_CSS_RULES of them; later ones are left out.
// SPDX-License-Identifier: MIT
#ifndef TM_CSS_RULES_H
#define TM_CSS_RULES_H

#include "text/css.h"

enum { TM_MAX_CSS_RULES = 256, TM_CSS_SLOTS = 512 };

typedef struct tm_css_rules {
    size_t len;
    tm_str selector[TM_MAX_CSS_RULES]; // with its '.' or '#'; slices of the page
    tm_css css[TM_MAX_CSS_RULES];
    uint16_t slot[TM_CSS_SLOTS]; // by hash of the selector: its number from 1, or 0
} tm_css_rules;

void tm_css_rules_clear(tm_css_rules *rules);
// Adds what stands in a <style> element. At-rules are passed over with their blocks. Linear.
void tm_css_rules_read(tm_css_rules *rules, tm_str sheet);
// Applies the rules for `names` (a class or an id attribute) of the kind '.' or '#'.
void tm_css_rules_apply(tm_css *css, const tm_css_rules *rules, char kind, tm_str names);

#endif
