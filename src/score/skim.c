// First a glance, then a window of what it found: either may settle that there is nothing.
// SPDX-License-Identifier: MIT
#include "score/skim.h"

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

// Reads and scores just the lines in which the glance saw something.
static tamis_status read_parts(bool *nothing, tm_glance *glance, tm_window *window,
                               const tm_knowledge *knowledge, tm_str text, tamis_error *err)
{
    tm_str parts;
    TM_TRY(tm_glance_gather(&parts, glance, text, err));
    TM_TRY(tm_window_read(window, knowledge, parts, err));
    *nothing = window->lines.len == 0;
    const tm_char_class script = *nothing ? TM_CHAR_PUNCT : tm_glance_script(glance, text);
    if (script == TM_CHAR_PUNCT)
        return TAMIS_OK;
    window->main_script = script;
    assume_likeness(&window->lines, &knowledge->weights);
    tm_window_score(window, knowledge);
    // Lines left out between the parts would add nothing to a stretch: their score is below 0.
    *nothing = !tm_window_has_stretch(window, 0, window->tokens.len);
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
