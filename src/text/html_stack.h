// The elements that are open, each with what a reader sees of its text.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_STACK_H
#define TM_HTML_STACK_H

#include "text/css.h"
#include "text/html.h"
#include "text/html_tag.h"

enum { TM_MAX_OPEN_ELEMENTS = 512 }; // deeper ones are counted and have the state of the last

typedef struct tm_html_state {
    uint8_t hidden; // tm_hidden that nothing inside can undo; the three below can be
    bool invisible; // visibility
    bool tiny;      // font size
    bool indented;  // text-indent
    bool dropped;   // <template>
    bool keeps_newlines;
    int32_t color, background; // TM_COLOR_UNKNOWN where a style sheet may have its say
} tm_html_state;

typedef struct tm_open_element {
    uint8_t element; // TM_ELEMENT_NONE: closed under what it holds
    bool is_block;
    // How many elements were open up to the next outer one that is the same element, special, a
    // barrier; 0: none.
    uint16_t same, special, barrier;
    tm_html_state state;
} tm_open_element;

typedef struct tm_html_stack {
    tm_html_state base; // of the page
    size_t len;
    size_t floor;    // elements below are out of reach (inside a comment)
    size_t n_deeper; // open beyond TM_MAX_OPEN_ELEMENTS
    tm_open_element open[TM_MAX_OPEN_ELEMENTS];
    uint16_t last[TM_N_ELEMENTS]; // how many are open up to the last of that element; 0: none
    uint16_t special, barrier;    // likewise
} tm_html_stack;

void tm_html_stack_clear(tm_html_stack *stack);
const tm_html_state *tm_html_stack_state(const tm_html_stack *stack); // of text that comes now

// How many elements stay open when this tag is met: a start tag closes the paragraph or the list
// item before it, an end tag its element and what it holds. Constant time.
size_t tm_html_stack_at_start(tm_html_stack *stack, const tm_html_tag *tag);
size_t tm_html_stack_at_end(tm_html_stack *stack, const tm_html_tag *tag);

void tm_html_stack_push(tm_html_stack *stack, const tm_html_tag *tag, tm_html_state state,
                        bool is_block);
const tm_open_element *tm_html_stack_pop(tm_html_stack *stack); // valid until the next push

// The state of an element with this tag and style inside of `parent`.
tm_html_state tm_html_state_of(const tm_html_state *parent, const tm_html_tag *tag,
                               const tm_css *css);
// Why text in this state cannot be seen.
tm_hidden tm_html_state_hidden(const tm_html_state *state);

#endif
