// The open elements, each with its state: whether a reader sees its text.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_STACK_H
#define TM_HTML_STACK_H

#include "text/css.h"
#include "text/html.h"
#include "text/html_markup.h"

enum { TM_MAX_OPEN_ELEMENTS = 512 }; // deeper ones are counted and have the state of the last

typedef struct tm_html_state {
    uint8_t hidden; // tm_hidden, for reasons that elements inside cannot undo
    bool invisible; // visibility
    bool tiny;      // font size
    bool indented;  // text-indent
    bool keeps_newlines;
    bool is_code;              // text of a script or style in a drawing: nobody reads it
    uint8_t markup;            // tm_markup: what the element holds
    int32_t color, background; // TM_COLOR_UNKNOWN where a style sheet may set it
} tm_html_state;

typedef struct tm_open_element {
    uint8_t element; // TM_ELEMENT_NONE: it has ended, but elements in it are still open
    bool is_block;
    // Depth, from 1, of the next outer element that is the same, special, a barrier; 0: none.
    uint16_t same, special, barrier;
    uint16_t html; // depth of the innermost element of HTML, this one or one around it; 0: none
    tm_html_state state;
} tm_open_element;

typedef struct tm_html_stack {
    tm_html_state base; // of text outside all elements
    size_t len;
    size_t floor;    // in a comment: this many outer elements cannot be closed
    size_t n_deeper; // elements open beyond TM_MAX_OPEN_ELEMENTS
    uint8_t deeper;  // tm_markup of these: foreign once one of them is a drawing
    tm_open_element open[TM_MAX_OPEN_ELEMENTS];
    uint16_t last[TM_N_ELEMENTS]; // by element: depth of the innermost one, from 1; 0: none
    uint16_t special, barrier;    // likewise, of the innermost special one and barrier
} tm_html_stack;

void tm_html_stack_clear(tm_html_stack *stack);
// The state of the innermost element.
const tm_html_state *tm_html_stack_state(const tm_html_stack *stack);

// What the innermost element holds; in a comment only elements of the comment count.
tm_markup tm_html_stack_markup(const tm_html_stack *stack);
// How many elements stay open when a tag leaves the drawing that it stands in.
size_t tm_html_stack_outside(tm_html_stack *stack);

// How many elements stay open at this tag: a start tag may close the paragraph or list item before
// it, an end tag closes its element and those inside. Constant time. An element that ends while
// others in it stay open is marked as ended.
size_t tm_html_stack_at_start(tm_html_stack *stack, const tm_html_tag *tag);
size_t tm_html_stack_at_end(tm_html_stack *stack, const tm_html_tag *tag);

void tm_html_stack_push(tm_html_stack *stack, const tm_html_tag *tag, tm_html_state state,
                        bool is_block);
const tm_open_element *tm_html_stack_pop(tm_html_stack *stack); // valid until the next push

// The state of an element with this tag and style inside of `parent`.
tm_html_state tm_html_state_of(const tm_html_state *parent, const tm_html_tag *tag,
                               const tm_css *css);
// Why text in this state cannot be seen, or TM_HIDDEN_NOT.
tm_hidden tm_html_state_hidden(const tm_html_state *state);

#endif
