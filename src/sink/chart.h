// One chart as inline SVG: axes, curves, bars, points with whiskers. Nothing in it has a colour of
// its own: it has classes, and the page (sink/page.c) gives these their colours for light, dark and
// print.
// SPDX-License-Identifier: MIT
#ifndef TM_CHART_H
#define TM_CHART_H

#include "base/buf.h"

enum { TM_MAX_TICKS = 16 };

typedef enum tm_scale { TM_SCALE_LINEAR, TM_SCALE_LOG, TM_SCALE_LOGIT } tm_scale;

typedef struct tm_axis {
    const char *label;
    double low, high; // in units of the data, low < high; LOG: above 0; LOGIT: between 0 and 1
    tm_scale scale;
    double tick[TM_MAX_TICKS]; // rising, in units of the data; those out of range are not drawn
    size_t n_ticks;
    bool counts; // ticks are written as counts (1,000)
} tm_axis;

typedef struct tm_chart {
    tm_buf *out;
    tm_axis x, y;
    double height; // of the whole picture, in units of which the width has 480
} tm_chart;

// Writes the caption `title` and the frame with its grid; screen readers read `description`.
void tm_chart_begin(const tm_chart *chart, const char *title, const char *description);
void tm_chart_end(const tm_chart *chart);

// A line through n points; coordinates out of range are moved to the frame. `name`, here and below,
// is a class of the page ("clean", "bad").
void tm_chart_line(const tm_chart *chart, const double *x, const double *y, size_t n,
                   const char *name);
void tm_chart_bar(const tm_chart *chart, double x_low, double x_high, double top_value,
                  const char *name);
// A point; nothing when it is out of range.
bool tm_chart_shows(const tm_chart *chart, double x, double y);
void tm_chart_point(const tm_chart *chart, double x, double y, const char *name);
// The label of a point: below it, unless that would be below the frame. It changes sides rather
// than leave the frame.
typedef struct tm_chart_label {
    const char *words;
    bool before; // to the left of the point instead of the right
    int level;   // lines of text further down, from 0
} tm_chart_label;
void tm_chart_words(const tm_chart *chart, double x, double y, const tm_chart_label *label);
// Whether two points (x, y) lie within a line of text in height and `across` in width, in units of
// the picture.
bool tm_chart_is_near(const tm_chart *chart, const double a[2], const double b[2],
                      double across);
void tm_chart_whisker_x(const tm_chart *chart, double low, double high, double y);
void tm_chart_whisker_y(const tm_chart *chart, double x, double low, double high);
// A vertical line through the frame at `x` with words at its top, `level` lines of text down.
void tm_chart_mark(const tm_chart *chart, double x, const char *words, int level);

#endif
