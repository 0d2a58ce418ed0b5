// Skimming: whether a text holds no stretch that was injected, told from a part of it. First a
// glance at its bytes (score/glance.h); where that finds lines worth a look, a window of those
// lines alone, scored.
//
// What a line's tokens score depends on the line, on the main script of the text, and on whether
// other lines are like it. The glance knows the first two; of the third the worse is assumed. When
// even so no stretch of tokens adds up to what a segment needs, there is none: lines around are
// looked at only where there is one.
// What is found otherwise is not used: the whole text is then read. So skimming changes the time
// a text takes and never its verdict (tests/property/prop_glance.c).
// SPDX-License-Identifier: MIT
#ifndef TM_SKIM_H
#define TM_SKIM_H

#include "score/glance.h"
#include "score/window.h"

// Sets *nothing when `text` has no segment of TM_MIN_SEGMENT_SCORE (score/segments.h); false says
// nothing. The window is used for parts of the text and left empty when there is nothing.
tamis_status tm_skim(bool *nothing, tm_glance *glance, tm_window *window,
                     const tm_knowledge *knowledge, tm_str text, tamis_error *err);

#endif
