// The pictures of an evaluation, as one block of HTML with inline SVG.
// SPDX-License-Identifier: MIT
#ifndef TM_EVALUATION_CHARTS_H
#define TM_EVALUATION_CHARTS_H

#include "sink/evaluation.h"

void tm_evaluation_charts(tm_buf *out, const tm_evaluation_report *report);

#endif
