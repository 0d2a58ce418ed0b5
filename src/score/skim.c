// First a glance, then a window of what it found: either may settle that there is nothing.
// SPDX-License-Identifier: MIT
#include "score/skim.h"

enum { PART_BYTES = 64 }; // read together at least: of very short lines more than one

// Whether other lines are like one cannot be seen here. It is assumed where that adds to the score.
static void assume_likeness(tm_lines *lines, const tm_weights *weights)
{
    unsigned assumed = 0;
    if (weights->evidence[TM_EVIDENCE_LINE_TEMPLATE] > 0)
        assumed |= TM_LINE_TEMPLATE;
    if (weights->evidence[TM_EVIDENCE_LINE_REPEATED] > 0)
        assumed |= TM_LINE_REPEATED;
    for (size_t i = 0; i < lines->len; i++)
        lines->line[i].shape |= (uint8_t)assumed;
}

// Scores a part that was read, and adds it to the stretch that grows from part to part. False where
// the main script of the text, which scores depend on, cannot be told.
static bool score_part(int32_t *stretch, const tm_glance *glance, tm_window *window,
                       const tm_knowledge *knowledge, tm_str text)
{
    if (window->main_script == TM_CHAR_PUNCT)
        window->main_script = tm_glance_script(glance, text);
    if (window->main_script == TM_CHAR_PUNCT)
        return false;
    assume_likeness(&window->lines, &knowledge->weights);
    tm_window_score(window, knowledge);
    *stretch = tm_window_add_stretch(window, *stretch, 0, window->tokens.len);
    return true;
}

// Reads and scores just the lines in which the glance saw something, a few at a time: where
// something was injected, the first ones mostly show it. Lines left out between them would add
// nothing to a stretch: their score is below 0.
static tamis_status read_parts(bool *nothing, tm_glance *glance, tm_window *window,
                               const tm_knowledge *knowledge, tm_str text, tamis_error *err)
{
    int32_t stretch = 0;
    window->main_script = TM_CHAR_PUNCT; // not known yet
    while (glance->n_gathered < glance->n_lines) {
        tm_str part;
        TM_TRY(tm_glance_gather(&part, glance, text, PART_BYTES, err));
        TM_TRY(tm_window_read(window, knowledge, part, err));
        if (window->lines.len == 0)
            continue;
        if (!score_part(&stretch, glance, window, knowledge, text) ||
            stretch >= TM_MIN_SEGMENT_SCORE)
            return TAMIS_OK;
    }
    *nothing = true;
    return TAMIS_OK;
}

tamis_status tm_skim(bool *nothing, tm_glance *glance, tm_window *window,
                     const tm_knowledge *knowledge, tm_str text, tamis_error *err)
{
    *nothing = false;
    window->every_line = false;
    TM_TRY(tm_glance_at(glance, &knowledge->lexicon, knowledge->folds, text, err));
    // Line ends outside the parts are not scored here, so they must not speak for injection.
    if (glance->lost || knowledge->weights.evidence[TM_EVIDENCE_NEWLINE] > 0)
        return TAMIS_OK;
    *nothing = !glance->loud;
    if (!*nothing) {
        window->part = true;
        const tamis_status status = read_parts(nothing, glance, window, knowledge, text, err);
        window->part = false;
        TM_TRY(status);
    }
    if (*nothing)
        window->tokens.len = window->lines.len = window->lines.n_anchors = 0;
    return TAMIS_OK;
}
