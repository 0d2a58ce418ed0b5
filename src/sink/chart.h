// One chart as inline SVG: axes, curves, bars, points with whiskers. Nothing of it has a colour of
// its own; classes get theirs from the page (sink/page.c), so that a chart follows light, dark and
// print.
// SPDX-License-Identifier: MIT
#ifndef TM_CHART_H
#define TM_CHART_H

#include "base/buf.h"

enum { TM_MAX_TICKS = 16 };

typedef enum tm_scale { TM_SCALE_LINEAR, TM_SCALE_LOG, TM_SCALE_LOGIT } tm_scale;

typedef struct tm_axis {
    const char *label;
    double low, high; // in units of the data; above 0 (log), between 0 and 1 (logit)
    tm_scale scale;
    double tick[TM_MAX_TICKS]; // within the range; the others are passed over
    size_t n_ticks;
    bool counts; // ticks are written as counts (1,000)
} tm_axis;

typedef struct tm_chart {
    tm_buf *out;
    tm_axis x, y;
    double height; // of the whole, in the units of the picture; its width is TM_CHART_WIDTH
} tm_chart;

extern const double tm_chart_width;

// Writes the frame with its grid; `title` and `description` are for those who do not see it.
void tm_chart_begin(const tm_chart *chart, const char *title, const char *description);
void tm_chart_end(const tm_chart *chart);

// A line through points whose coordinates are outside of the range is cut at the frame. `name` is
// a class of the page.
void tm_chart_line(const tm_chart *chart, const double *x, const double *y, size_t n,
                   const char *name);
void tm_chart_bar(const tm_chart *chart, double x_low, double x_high, double top,
                  const char *name);
// What stands below a point: to its right, or before it; `level` lines of text further down.
typedef struct tm_chart_label {
    const char *words;
    bool before;
    int level;
} tm_chart_label;
// A point, with its label unless that is NULL; what lies outside is not drawn.
void tm_chart_point(const tm_chart *chart, double x, double y, const tm_chart_label *label,
                    const char *name);
void tm_chart_whisker_x(const tm_chart *chart, double low, double high, double y);
void tm_chart_whisker_y(const tm_chart *chart, double x, double low, double high);
// A line across the frame at `x` with words at its top, `level` lines of text down.
void tm_chart_mark(const tm_chart *chart, double x, const char *words, int level);

#endif
