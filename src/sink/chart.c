// Coordinates are computed here and written with one decimal, finer than an eye can see.
// Everything outside the frame is moved to its edge first, so the picture keeps its size whatever
// the data.
// SPDX-License-Identifier: MIT
#include "sink/chart.h"

#include <math.h>

#include "base/num.h"
#include "model/calibrate.h"
#include "sink/escape.h"
#include "sink/report.h"

static const double full_width = 480;

static const double left = 66, right = 14, top = 12, bottom = 44;
// Of text: the width of a letter, about that of a small screen, and the height of a line.
static const double letter = 7.5, line = 14;

// ---- From data to picture -----------------------------------------------------------------

static double scaled(double value, tm_scale scale)
{
    switch (scale) {
    case TM_SCALE_LOG:
        return log10(value > 0 ? value : 1e-300);
    case TM_SCALE_LOGIT:
        return value <= 0 ? -700 : value >= 1 ? 700 : tm_logit(value);
    default:
        return value;
    }
}

// 0 at the low end, 1 at the high end, never outside.
static double position(const tm_axis *axis, double value)
{
    const double low = scaled(axis->low, axis->scale), high = scaled(axis->high, axis->scale);
    const double at = (scaled(value, axis->scale) - low) / (high - low);
    return at > 0 ? at < 1 ? at : 1 : 0;
}

static bool is_inside(const tm_axis *axis, double value)
{
    const double slack = 1e-9 * (axis->high - axis->low);
    return value >= axis->low - slack && value <= axis->high + slack;
}

static double place_x(const tm_chart *c, double value)
{
    return left + position(&c->x, value) * (full_width - left - right);
}

static double place_y(const tm_chart *c, double value)
{
    return c->height - bottom - position(&c->y, value) * (c->height - top - bottom);
}

static void put(tm_buf *out, const char *before, double coordinate, const char *after)
{
    tm_buf_text(out, before);
    tm_print_fixed(out, coordinate, 1);
    tm_buf_text(out, after);
}

static void put_segment(tm_buf *out, double x1, double y1, double x2, double y2,
                        const char *name)
{
    put(out, "<line x1=\"", x1, "\"");
    put(out, " y1=\"", y1, "\"");
    put(out, " x2=\"", x2, "\"");
    put(out, " y2=\"", y2, "\"");
    tm_buf_format(out, " class=\"%s\"/>", name);
}

static void put_words(tm_buf *out, double x, double y, const char *anchor, tm_str words)
{
    put(out, "<text x=\"", x, "\"");
    put(out, " y=\"", y, "\"");
    tm_buf_format(out, " text-anchor=\"%s\">", anchor);
    tm_escape_html(out, words);
    tm_buf_text(out, "</text>");
}

// ---- Axes ---------------------------------------------------------------------------------

static void put_number(tm_buf *out, const tm_axis *axis, double value)
{
    if (axis->counts)
        tm_report_count(out, (uint64_t)value);
    else if (axis->scale == TM_SCALE_LOG && value < 0.05)
        tm_buf_format(out, "1e-%d", (int)lround(-log10(value)));
    else
        tm_print_double(out, value);
}

// A tick whose words would run into those of the one before it is drawn without them.
static void put_ticks_x(const tm_chart *c)
{
    double taken = 0; // where the words before end
    for (size_t i = 0; i < c->x.n_ticks; i++) {
        tm_buf words = {0};
        if (!is_inside(&c->x, c->x.tick[i]))
            continue;
        const double x = place_x(c, c->x.tick[i]);
        put_number(&words, &c->x, c->x.tick[i]);
        put_segment(c->out, x, top, x, c->height - bottom, "grid");
        const double half = letter * (double)words.len / 2;
        const bool leans_out = x + half > full_width;
        const double end = leans_out ? full_width : x + half;
        if (end - 2 * half >= taken) {
            put_words(c->out, leans_out ? end : x, c->height - bottom + 18,
                      leans_out ? "end" : "middle", tm_buf_str(&words));
            taken = end + letter / 2;
        }
        tm_buf_free(&words);
    }
}

static void put_ticks_y(const tm_chart *c)
{
    for (size_t i = 0; i < c->y.n_ticks; i++) {
        tm_buf words = {0};
        if (!is_inside(&c->y, c->y.tick[i]))
            continue;
        const double y = place_y(c, c->y.tick[i]);
        put_number(&words, &c->y, c->y.tick[i]);
        put_segment(c->out, left, y, full_width - right, y, "grid");
        put_words(c->out, left - 6, y + 4, "end", tm_buf_str(&words));
        tm_buf_free(&words);
    }
}

static void put_labels(const tm_chart *c)
{
    const double middle = (top + c->height - bottom) / 2;
    put_words(c->out, (left + full_width - right) / 2, c->height - 8, "middle",
              tm_str_of(c->x.label));
    put(c->out, "<text transform=\"translate(13 ", middle,
        ") rotate(-90)\" text-anchor=\"middle\">");
    tm_escape_html(c->out, tm_str_of(c->y.label));
    tm_buf_text(c->out, "</text>\n");
}

void tm_chart_begin(const tm_chart *chart, const char *title, const char *description)
{
    tm_buf *out = chart->out;
    tm_buf_text(out, "<figure class=\"chart\"><figcaption>");
    tm_escape_html(out, tm_str_of(title));
    tm_buf_text(out, "</figcaption>\n<svg role=\"img\" viewBox=\"0 0 ");
    put(out, "", full_width, " ");
    put(out, "", chart->height, "\" aria-label=\"");
    tm_escape_html(out, tm_str_of(description));
    tm_buf_text(out, "\">");
    put_ticks_x(chart);
    put_ticks_y(chart);
    put_labels(chart);
    put(out, "<rect x=\"", left, "\"");
    put(out, " y=\"", top, "\"");
    put(out, " width=\"", full_width - left - right, "\"");
    put(out, " height=\"", chart->height - top - bottom, "\" class=\"frame\"/>\n");
}

void tm_chart_end(const tm_chart *chart)
{
    tm_buf_text(chart->out, "</svg></figure>\n");
}

// ---- What is drawn ------------------------------------------------------------------------

// A point that falls on the one before it is left out: a curve of a million steps stays small.
void tm_chart_line(const tm_chart *chart, const double *x, const double *y, size_t n,
                   const char *name)
{
    double last_x = NAN, last_y = NAN;
    tm_buf_format(chart->out, "<polyline class=\"%s\" points=\"", name);
    for (size_t i = 0; i < n; i++) {
        const double at_x = round(10 * place_x(chart, x[i])) / 10;
        const double at_y = round(10 * place_y(chart, y[i])) / 10;
        if (fabs(at_x - last_x) < 0.05 && fabs(at_y - last_y) < 0.05)
            continue;
        put(chart->out, "", at_x, ",");
        put(chart->out, "", at_y, " ");
        last_x = at_x;
        last_y = at_y;
    }
    tm_buf_text(chart->out, "\"/>\n");
}

void tm_chart_bar(const tm_chart *chart, double x_low, double x_high, double top_value,
                  const char *name)
{
    const double x = place_x(chart, x_low), y = place_y(chart, top_value);
    const double width = place_x(chart, x_high) - x;
    put(chart->out, "<rect x=\"", x, "\"");
    put(chart->out, " y=\"", y, "\"");
    put(chart->out, " width=\"", width, "\"");
    put(chart->out, " height=\"", chart->height - bottom - y, "\"");
    tm_buf_format(chart->out, " class=\"%s\"/>\n", name);
}

bool tm_chart_shows(const tm_chart *chart, double x, double y)
{
    return is_inside(&chart->x, x) && is_inside(&chart->y, y);
}

void tm_chart_point(const tm_chart *chart, double x, double y, const char *name)
{
    if (!tm_chart_shows(chart, x, y))
        return;
    put(chart->out, "<circle cx=\"", place_x(chart, x), "\"");
    put(chart->out, " cy=\"", place_y(chart, y), "\"");
    tm_buf_format(chart->out, " r=\"3.5\" class=\"%s\"/>\n", name);
}

void tm_chart_words(const tm_chart *chart, double x, double y, const tm_chart_label *label)
{
    const tm_str words = tm_str_of(label->words);
    const double width = letter * (double)words.len + 8;
    const double at_x = place_x(chart, x), at_y = place_y(chart, y);
    const double below = at_y + 15 + line * (double)label->level;
    const bool before =
        label->before ? at_x - width >= left : at_x + width > full_width - right;
    put_words(chart->out, at_x + (before ? -6 : 8),
              below < chart->height - bottom ? below : at_y - 7, before ? "end" : "start",
              words);
    tm_buf_byte(chart->out, '\n');
}

bool tm_chart_is_near(const tm_chart *chart, const double a[2], const double b[2],
                      double across)
{
    return fabs(place_x(chart, a[0]) - place_x(chart, b[0])) < across &&
           fabs(place_y(chart, a[1]) - place_y(chart, b[1])) < line;
}

void tm_chart_whisker_x(const tm_chart *chart, double low, double high, double y)
{
    if (is_inside(&chart->y, y))
        put_segment(chart->out, place_x(chart, low), place_y(chart, y), place_x(chart, high),
                    place_y(chart, y), "whisker");
}

void tm_chart_whisker_y(const tm_chart *chart, double x, double low, double high)
{
    if (is_inside(&chart->x, x))
        put_segment(chart->out, place_x(chart, x), place_y(chart, low), place_x(chart, x),
                    place_y(chart, high), "whisker");
}

void tm_chart_mark(const tm_chart *chart, double x, const char *words, int level)
{
    if (!is_inside(&chart->x, x))
        return;
    const double at = place_x(chart, x), width = letter * (double)strlen(words) + 4;
    const bool before = at - width >= left;
    put_segment(chart->out, at, top, at, chart->height - bottom, "mark");
    put_words(chart->out, at + (before ? -4 : 4), top + 13 + line * level,
              before ? "end" : "start", tm_str_of(words));
    tm_buf_byte(chart->out, '\n');
}
