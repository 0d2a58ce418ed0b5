// A stack instead of a tree: enough to know where an element ends, even if its end tag is missing
// or misplaced. The rules of the HTML standard (13.2.6.4.7, "in body") are reduced to the question
// how far out a tag may close elements: from inside a table cell not those around the table, an
// inline end tag not those around a block, a list item not one around its list.
//
// The stack knows the innermost open element of each kind, and each open element the next outer one
// of its kind, so that a tag finds its partner in constant time and every element is closed once.
// SPDX-License-Identifier: MIT
#include "text/html_stack.h"

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

void tm_html_stack_clear(tm_html_stack *stack)
{
    memset(stack->last, 0, sizeof stack->last);
    stack->len = stack->floor = stack->n_deeper = 0;
    stack->special = stack->barrier = 0;
    stack->base = (tm_html_state){.color = TM_COLOR_UNKNOWN, .background = TM_COLOR_UNKNOWN};
}

const tm_html_state *tm_html_stack_state(const tm_html_stack *stack)
{
    return stack->len ? &stack->open[stack->len - 1].state : &stack->base;
}

tm_markup tm_html_stack_markup(const tm_html_stack *stack)
{
    if (stack->n_deeper)
        return (tm_markup)stack->deeper;
    return stack->len > stack->floor ? (tm_markup)stack->open[stack->len - 1].state.markup
                                     : TM_MARKUP_HTML;
}

size_t tm_html_stack_outside(tm_html_stack *stack)
{
    size_t len = stack->len;
    if (stack->n_deeper) {
        stack->deeper = TM_MARKUP_HTML;
        return len;
    }
    while (len > stack->floor &&
           tm_markup_is_foreign((tm_markup)stack->open[len - 1].state.markup))
        len--;
    return len;
}

// ---- Opening and closing --------------------------------------------------------------------

// Depth of the innermost element of HTML among the outermost `len`.
static uint16_t innermost_html(const tm_html_stack *stack, size_t len)
{
    return len ? stack->open[len - 1].html : 0;
}

void tm_html_stack_push(tm_html_stack *stack, const tm_html_tag *tag, tm_html_state state,
                        bool is_block)
{
    const bool is_part = tm_markup_is_part(tm_html_stack_markup(stack), tag);
    if (stack->len == TM_MAX_OPEN_ELEMENTS) {
        if (stack->n_deeper++ == 0 || tm_markup_is_foreign((tm_markup)state.markup))
            stack->deeper = state.markup;
        return;
    }
    stack->open[stack->len++] = (tm_open_element){
        .element = (uint8_t)tag->element,
        .is_block = is_block,
        .same = stack->last[tag->element],
        .special = stack->special,
        .barrier = stack->barrier,
        .state = state,
    };
    const uint16_t len = (uint16_t)stack->len;
    stack->open[len - 1].html = is_part ? innermost_html(stack, len - 1U) : len;
    stack->last[tag->element] = len;
    if (tag->flags & TM_ELEMENT_SPECIAL)
        stack->special = len;
    if (tag->flags & TM_ELEMENT_BARRIER)
        stack->barrier = len;
}

const tm_open_element *tm_html_stack_pop(tm_html_stack *stack)
{
    const tm_open_element *const top = &stack->open[--stack->len];
    if (top->element != TM_ELEMENT_NONE)
        stack->last[top->element] = top->same;
    stack->special = top->special;
    stack->barrier = top->barrier;
    return top;
}

// ---- Which elements a tag closes ------------------------------------------------------------

// How many elements stay open when the innermost `element` closes; all of them when it is not
// deeper than `fence`.
static size_t close_last(const tm_html_stack *stack, tm_element element, size_t fence)
{
    const size_t last = stack->last[element];
    return last > max(fence, stack->floor) ? last - 1 : stack->len;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Marks the element at depth `last` as ended, while those inside it stay open.
static void strike_out(tm_html_stack *stack, size_t last)
{
    tm_open_element *const open = &stack->open[last - 1];
    stack->last[open->element] = open->same;
    open->element = TM_ELEMENT_NONE;
}

static size_t close_inline(tm_html_stack *stack, tm_element element, unsigned flags)
{
    const size_t last = stack->last[element];
    const bool covered = last <= stack->special;
    if (last <= stack->floor)
        return stack->len;
    if (!covered)
        return last - 1;
    if (flags & TM_ELEMENT_FORMATTING && last > stack->barrier)
        strike_out(stack, last);
    return stack->len;
}

static size_t close_row(const tm_html_stack *stack)
{
    const size_t table = stack->last[TM_ELEMENT_TABLE];
    return least(close_last(stack, TM_ELEMENT_TR, table),
                 close_last(stack, TM_ELEMENT_TD, table));
}

// A paragraph ends inside of the button it began in.
static size_t close_paragraph(const tm_html_stack *stack)
{
    return close_last(stack, TM_ELEMENT_P, max(stack->barrier, stack->last[TM_ELEMENT_BUTTON]));
}

size_t tm_html_stack_at_start(tm_html_stack *stack, const tm_html_tag *tag)
{
    const uint16_t *const last = stack->last;
    const size_t barrier = stack->barrier;
    size_t stays = stack->len;
    if (stack->n_deeper || tm_markup_is_foreign(tm_html_stack_markup(stack)))
        return stays;
    if (tag->flags & TM_ELEMENT_CLOSES_P)
        stays = close_paragraph(stack);
    switch (tag->element) {
    case TM_ELEMENT_A:
        return close_inline(stack, TM_ELEMENT_A, tag->flags);
    case TM_ELEMENT_HEADING:
        return last[TM_ELEMENT_HEADING] == stays
                   ? close_last(stack, TM_ELEMENT_HEADING, barrier)
                   : stays;
    case TM_ELEMENT_LI:
        return least(stays,
                     close_last(stack, TM_ELEMENT_LI,
                                max(barrier, max(last[TM_ELEMENT_UL], last[TM_ELEMENT_OL]))));
    case TM_ELEMENT_DD:
    case TM_ELEMENT_DT: {
        const size_t list = max(barrier, last[TM_ELEMENT_DL]);
        return least(stays, least(close_last(stack, TM_ELEMENT_DD, list),
                                  close_last(stack, TM_ELEMENT_DT, list)));
    }
    case TM_ELEMENT_OPTION:
        return close_last(stack, TM_ELEMENT_OPTION, last[TM_ELEMENT_SELECT]);
    case TM_ELEMENT_OPTGROUP:
        return least(close_last(stack, TM_ELEMENT_OPTION, last[TM_ELEMENT_SELECT]),
                     close_last(stack, TM_ELEMENT_OPTGROUP, last[TM_ELEMENT_SELECT]));
    case TM_ELEMENT_TD:
        return close_last(stack, TM_ELEMENT_TD,
                          max(last[TM_ELEMENT_TABLE], last[TM_ELEMENT_TR]));
    case TM_ELEMENT_TR:
        return close_row(stack);
    case TM_ELEMENT_TROWS:
        return least(close_row(stack),
                     close_last(stack, TM_ELEMENT_TROWS, last[TM_ELEMENT_TABLE]));
    default:
        return stays;
    }
}

size_t tm_html_stack_at_end(tm_html_stack *stack, const tm_html_tag *tag)
{
    const uint16_t *const last = stack->last;
    if (stack->n_deeper) {
        stack->n_deeper--;
        return stack->len;
    }
    if (last[tag->element] > max(innermost_html(stack, stack->len), stack->floor))
        return last[tag->element] - 1U; // a part of a drawing
    switch (tag->element) {
    case TM_ELEMENT_P:
        return close_paragraph(stack);
    case TM_ELEMENT_TABLE:
    case TM_ELEMENT_TEMPLATE:
        return close_last(stack, tag->element, 0);
    case TM_ELEMENT_CAPTION:
    case TM_ELEMENT_TD:
    case TM_ELEMENT_TR:
    case TM_ELEMENT_TROWS:
        return close_last(stack, tag->element, last[TM_ELEMENT_TABLE]);
    case TM_ELEMENT_LI:
        return close_last(stack, TM_ELEMENT_LI,
                          max(stack->barrier, max(last[TM_ELEMENT_UL], last[TM_ELEMENT_OL])));
    default:
        break;
    }
    if (tag->flags & TM_ELEMENT_BARRIER)
        return close_last(stack, tag->element, (size_t)stack->barrier - (stack->barrier > 0));
    if (tag->flags & (TM_ELEMENT_BLOCK | TM_ELEMENT_SPECIAL))
        return close_last(stack, tag->element, stack->barrier);
    return close_inline(stack, tag->element, tag->flags);
}

// ---- States ---------------------------------------------------------------------------------

// Whether only browsers without scripts or frames show what the element holds, or none does before
// a script asks for it.
static bool is_for_others(tm_element element)
{
    return element == TM_ELEMENT_NOSCRIPT || element == TM_ELEMENT_NOFRAMES ||
           element == TM_ELEMENT_NOEMBED || element == TM_ELEMENT_IFRAME ||
           element == TM_ELEMENT_TEMPLATE;
}

static bool is_code(tm_element element)
{
    return element == TM_ELEMENT_SCRIPT || element == TM_ELEMENT_STYLE;
}

static tm_hidden hidden_by_tag(const tm_html_tag *tag)
{
    if (tag->has[TM_ATTRIBUTE_HIDDEN])
        return TM_HIDDEN_ATTRIBUTE;
    if (is_for_others(tag->element))
        return TM_HIDDEN_FALLBACK;
    if (tag->element == TM_ELEMENT_TITLE) // of a drawing: that of a page is not opened
        return TM_HIDDEN_TITLE;
    if (is_code(tag->element) || tag->element == TM_ELEMENT_DATALIST ||
        tag->element == TM_ELEMENT_RP ||
        (tag->element == TM_ELEMENT_DIALOG && !tag->has[TM_ATTRIBUTE_OPEN]))
        return TM_HIDDEN_DISPLAY;
    return TM_HIDDEN_NOT;
}

static tm_hidden hidden_by_css(const tm_css *css)
{
    if (css->display == TM_DISPLAY_NONE)
        return TM_HIDDEN_DISPLAY;
    if (css->opacity == TM_CSS_HIDDEN)
        return TM_HIDDEN_OPACITY;
    if (css->place == TM_CSS_HIDDEN)
        return TM_HIDDEN_PLACE;
    if (css->clip == TM_CSS_HIDDEN)
        return TM_HIDDEN_CLIP;
    if (css->extent == TM_CSS_HIDDEN && css->overflow == TM_CSS_HIDDEN)
        return TM_HIDDEN_EXTENT;
    return TM_HIDDEN_NOT;
}

// What is declared, else what the parent has.
static bool inherit(bool parent, uint8_t declared)
{
    return declared == TM_CSS_UNSET ? parent : declared == TM_CSS_HIDDEN;
}

// Elements with a class or an id may get any colour from a style sheet, and links always do.
// Transparent letters on a picture may be filled with it (background-clip), so they are not hidden.
static void set_colors(tm_html_state *state, const tm_html_tag *tag, const tm_css *css)
{
    const bool styled = tag->has[TM_ATTRIBUTE_CLASS] || tag->has[TM_ATTRIBUTE_ID];
    if (css->color != TM_COLOR_UNSET)
        state->color = css->color;
    else if (styled || tag->element == TM_ELEMENT_A)
        state->color = TM_COLOR_UNKNOWN;
    if (css->background == TM_COLOR_TRANSPARENT)
        return;
    if (css->background == TM_COLOR_UNKNOWN && state->color == TM_COLOR_TRANSPARENT)
        state->color = TM_COLOR_UNKNOWN;
    if (css->background != TM_COLOR_UNSET)
        state->background = css->background;
    else if (styled)
        state->background = TM_COLOR_UNKNOWN;
}

tm_html_state tm_html_state_of(const tm_html_state *parent, const tm_html_tag *tag,
                               const tm_css *css)
{
    tm_html_state state = *parent;
    if (state.hidden == TM_HIDDEN_NOT)
        state.hidden = (uint8_t)hidden_by_css(css);
    if (state.hidden == TM_HIDDEN_NOT)
        state.hidden = (uint8_t)hidden_by_tag(tag);
    state.invisible = inherit(state.invisible, css->visibility);
    state.tiny = inherit(state.tiny, css->font);
    state.indented = inherit(state.indented, css->indent);
    state.keeps_newlines = css->newlines != TM_CSS_UNSET
                               ? css->newlines == TM_CSS_SHOWN
                               : state.keeps_newlines || tag->element == TM_ELEMENT_PRE;
    state.is_code = is_code(tag->element); // of a drawing, likewise
    state.markup = (uint8_t)tm_markup_inside((tm_markup)state.markup, tag);
    set_colors(&state, tag, css);
    return state;
}

static bool are_close(int32_t a, int32_t b)
{
    enum { NEAR = 8 }; // of 255, in each of red, green, blue: the eye does not tell these apart
    for (int shift = 0; shift < 24; shift += 8) {
        const int32_t d = (a >> shift & 0xFF) - (b >> shift & 0xFF);
        if (d > NEAR || d < -NEAR)
            return false;
    }
    return true;
}

tm_hidden tm_html_state_hidden(const tm_html_state *state)
{
    if (state->hidden != TM_HIDDEN_NOT)
        return (tm_hidden)state->hidden;
    if (state->invisible)
        return TM_HIDDEN_VISIBILITY;
    if (state->tiny)
        return TM_HIDDEN_FONT;
    if (state->indented)
        return TM_HIDDEN_PLACE;
    if (state->color == TM_COLOR_TRANSPARENT || (state->color >= 0 && state->background >= 0 &&
                                                 are_close(state->color, state->background)))
        return TM_HIDDEN_COLOR;
    return TM_HIDDEN_NOT;
}
