// Skimming: telling from parts of a text that it holds no injected stretch. First comes a glance at
// its bytes (score/glance.h); if that finds lines worth a look, windows of those lines alone are
// read and scored, one after the other, until there may be a stretch.
//
// What a line's tokens score depends on the line, on the main script of the text, and on whether
// other lines are like it. The first two are known here; of the third the worse is assumed. If even
// so no stretch of tokens adds up to what a segment needs, the text has none: lines around evident
// ones would be scored only where there is one (score/evident.h).
//
// If there may be one, nothing of this is used and the whole text has to be read. So skimming
// changes the time that a text takes, and never its verdict (tests/property/prop_glance.c).
// SPDX-License-Identifier: MIT
#ifndef TM_SKIM_H
#define TM_SKIM_H

#include "score/glance.h"
#include "score/window.h"

// Sets *nothing to true when `text` (as for tm_glance_at) has no segment of TM_MIN_SEGMENT_SCORE
// (score/segments.h); false only means that it has to be read. Overwrites glance and window; the
// window is left without tokens and lines when *nothing. Errors as tm_window_read.
tamis_status tm_skim(bool *nothing, tm_glance *glance, tm_window *window,
                     const tm_knowledge *knowledge, tm_str text, tamis_error *err);

#endif
