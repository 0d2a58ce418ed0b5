// Four pictures of one evaluation: precision against recall, recall against a logarithmic
// false-positive rate, reliability of the probability, and where the probabilities lie. The first
// two zoom in on the corner where a usable filter works, and their axes say so.
// SPDX-License-Identifier: MIT
#include "sink/evaluation_charts.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "sink/chart.h"

enum {
    HEIGHT = 340,
    COUNTS_HEIGHT = 170,
    HISTOGRAM_HEIGHT = 494,
    N_HISTOGRAM_BINS = 46,
    BETWEEN = 24
};

typedef struct points {
    double *x, *y;
    size_t len, cap_x, cap_y;
    bool failed;
} points;

static void add(points *p, double x, double y)
{
    if (!tm_grow((void **)&p->x, &p->cap_x, p->len + 1, sizeof *p->x) ||
        !tm_grow((void **)&p->y, &p->cap_y, p->len + 1, sizeof *p->y)) {
        p->failed = true;
        return;
    }
    p->x[p->len] = x;
    p->y[p->len++] = y;
}

static void draw_and_free(const tm_chart *chart, points *p, const char *name)
{
    chart->out->failed |= p->failed;
    if (!p->failed)
        tm_chart_line(chart, p->x, p->y, p->len, name);
    free(p->x);
    free(p->y);
    *p = (points){0};
}

// The highest start of an axis that ends at 1 and still shows `least`, with a tenth to spare.
static double zoom(double least)
{
    static const double lows[] = {0.95, 0.9, 0.8, 0.5};
    for (size_t i = 0; i < sizeof lows / sizeof *lows; i++)
        if (least >= lows[i] + 0.1 * (1 - lows[i]))
            return lows[i];
    return 0;
}

static tm_axis share_axis(const char *label, double low)
{
    enum { N_TICKS = 6 };
    tm_axis axis = {.label = label, .low = low, .high = 1, .n_ticks = N_TICKS};
    for (int i = 0; i < N_TICKS; i++)
        axis.tick[i] = round(1000 * (low + (1 - low) * i / (N_TICKS - 1))) / 1000;
    return axis;
}

static double ratio(size_t a, size_t b)
{
    return b ? (double)a / (double)b : 0;
}

// The documents flagged at operating point `i`: [0] clean, [1] contaminated.
static const size_t *flagged_at(const tm_evaluation *e, size_t i)
{
    return e->slice[e->begin[TM_SLICE_ALL]].flagged[i];
}

static bool is_chosen(const tm_evaluation_report *report, size_t i)
{
    return report->chosen == &report->points[i];
}

// ---- Operating points ---------------------------------------------------------------------

// Where the dots of the operating points go.
typedef struct dots {
    double x[TM_N_POINTS], y[TM_N_POINTS];
    bool shown[TM_N_POINTS];
    bool before;   // labels to the left of the dots, two lines in turn
    double across; // dots nearer than this share a label
} dots;

static void put_dot(const tm_chart *chart, const dots *d, size_t i, const char *name)
{
    if (d->shown[i])
        tm_chart_point(chart, d->x[i], d->y[i], name);
}

static bool is_near(const tm_chart *chart, const dots *d, size_t a, size_t b)
{
    return tm_chart_is_near(chart, (double[]){d->x[a], d->y[a]}, (double[]){d->x[b], d->y[b]},
                            d->across);
}

// Labels point `at`, together with those before it that lie too near for a label of their own;
// these are then marked as labelled.
static void put_label(const tm_chart *chart, const tm_evaluation_report *report, const dots *d,
                      size_t at, bool labelled[TM_N_POINTS], int level)
{
    tm_buf words = {0};
    for (size_t i = 0; i <= at; i++) {
        if (!d->shown[i] || labelled[i] || !is_near(chart, d, i, at))
            continue;
        tm_buf_text(&words, words.len > 0 ? ", " : "");
        tm_put_target(&words, report->points[i].target_fpr);
        labelled[i] = true;
    }
    tm_buf_byte(&words, '\0');
    chart->out->failed |= words.failed;
    if (!words.failed)
        tm_chart_words(chart, d->x[at], d->y[at],
                       &(tm_chart_label){words.ptr, d->before, level});
    tm_buf_free(&words);
}

// The dot of the point in use is drawn last: points often coincide, and it has to be seen.
static void put_dots(const tm_chart *chart, const tm_evaluation_report *report, const dots *d)
{
    bool labelled[TM_N_POINTS] = {false};
    int n_labels = 0;
    for (size_t i = 0; i < TM_N_POINTS; i++)
        if (!is_chosen(report, i))
            put_dot(chart, d, i, "bad");
    for (size_t i = 0; i < TM_N_POINTS; i++)
        if (is_chosen(report, i))
            put_dot(chart, d, i, "chosen");
    for (size_t i = TM_N_POINTS; i-- > 0;)
        if (d->shown[i] && !labelled[i])
            put_label(chart, report, d, i, labelled, d->before ? n_labels++ % 2 : 0);
}

// ---- Precision and recall -----------------------------------------------------------------

static void put_pr_points(const tm_chart *chart, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    dots d = {.before = true, .across = 16};
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const size_t *flagged = flagged_at(e, i);
        d.x[i] = ratio(flagged[1], e->curve.n[1]);
        d.y[i] = ratio(flagged[1], flagged[0] + flagged[1]);
        d.shown[i] = flagged[1] > 0 && tm_chart_shows(chart, d.x[i], d.y[i]);
    }
    put_dots(chart, report, &d);
}

// Continues the line to the next step. Documents of equal score cross together: what lies between
// is what flagging a part of them at random would give, which is no straight line (Davis and
// Goadrich 2006). False when the line has left the frame through its lower edge.
static bool add_pr_step(points *line, const tm_chart *chart, const size_t from[2],
                        const size_t to[2], size_t n_contaminated)
{
    const bool tied = to[0] > from[0] && to[1] > from[1];
    double before = ratio(from[1], n_contaminated);
    for (int i = 1, n = tied ? BETWEEN : 1; i <= n; i++) {
        const double part = (double)i / n;
        const double fp = (double)from[0] + part * (double)(to[0] - from[0]);
        const double tp = (double)from[1] + part * (double)(to[1] - from[1]);
        const double recall = tp / (double)n_contaminated, precision = tp / (tp + fp);
        const bool inside = precision >= chart->y.low;
        if (line->len == 0 && inside && recall >= chart->x.low && before <= chart->x.low)
            add(line, chart->x.low, precision);
        if (recall >= chart->x.low && (inside || line->len > 0))
            add(line, recall, precision);
        if (!inside && line->len > 0)
            return false;
        before = recall;
    }
    return true;
}

static void put_pr(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_curve *curve = &report->evaluation->curve;
    const size_t *loosest = flagged_at(report->evaluation, TM_N_POINTS - 1);
    const size_t *strictest = flagged_at(report->evaluation, 0);
    const double least = ratio(loosest[1], loosest[0] + loosest[1]);
    points line = {0};
    const tm_chart chart = {
        .out = out,
        .height = HEIGHT,
        .x = share_axis("recall", zoom(ratio(strictest[1], curve->n[1]))),
        .y = share_axis("precision", zoom(least)),
    };
    tm_chart_begin(&chart, "Precision and recall",
                   "Precision against recall as the threshold falls");
    const size_t none[2] = {0, 0}, *last = none;
    for (size_t i = 0; i < curve->len; i++) {
        const size_t *next = curve->step[i].flagged;
        if (!add_pr_step(&line, &chart, last, next, curve->n[1]))
            break;
        last = next;
    }
    draw_and_free(&chart, &line, "bad");
    put_pr_points(&chart, report);
    tm_chart_end(&chart);
}

// ---- ROC ----------------------------------------------------------------------------------

// Adds points between two steps that are far apart (documents of equal score): what is a straight
// line on a linear axis is a curve on this logarithmic one.
static void add_between(points *line, double x0, double y0, double x1, double y1, double least)
{
    const double from = x0 > least ? x0 : least;
    for (int i = x0 < least ? 0 : 1; i < BETWEEN && x1 > 1.5 * from; i++) {
        const double x = from * pow(x1 / from, (double)i / BETWEEN);
        add(line, x, y0 + (y1 - y0) * (x - x0) / (x1 - x0));
    }
}

static void put_roc_points(const tm_chart *chart, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    dots d = {.across = 34};
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const size_t *flagged = flagged_at(e, i);
        const tm_rate fpr = tm_rate_of(flagged[0], e->curve.n[0]);
        const tm_rate recall = tm_rate_of(flagged[1], e->curve.n[1]);
        d.x[i] = fpr.value > chart->x.low ? fpr.value : chart->x.low;
        d.y[i] = recall.value;
        d.shown[i] = tm_chart_shows(chart, d.x[i], d.y[i]);
        tm_chart_whisker_x(chart, fpr.low, fpr.high, recall.value);
        tm_chart_whisker_y(chart, d.x[i], recall.low, recall.high);
    }
    put_dots(chart, report, &d);
}

static tm_axis rate_axis(size_t n_clean)
{
    tm_axis axis = {.label = "false-positive rate, logarithmic", .scale = TM_SCALE_LOG};
    axis.low = pow(10, floor(log10(0.5 / (double)n_clean)));
    axis.high = 1;
    for (double tick = axis.low; tick < 2 && axis.n_ticks < TM_MAX_TICKS; tick *= 10)
        axis.tick[axis.n_ticks++] = pow(10, round(log10(tick)));
    return axis;
}

static void put_roc(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_curve *curve = &report->evaluation->curve;
    const size_t *strictest = flagged_at(report->evaluation, 0);
    const tm_chart chart = {
        .out = out,
        .height = HEIGHT,
        .x = rate_axis(curve->n[0]),
        .y = share_axis("recall", zoom(ratio(strictest[1], curve->n[1]))),
    };
    points line = {0};
    double last_x = 0, last_y = 0;
    tm_chart_begin(&chart, "ROC, logarithmic",
                   "Recall against the false-positive rate on a logarithmic axis");
    for (size_t i = 0; i < curve->len; i++) {
        const tm_step *step = &curve->step[i];
        const double x = ratio(step->flagged[0], curve->n[0]);
        const double y = ratio(step->flagged[1], curve->n[1]);
        add_between(&line, last_x, last_y, x, y, chart.x.low);
        add(&line, x, y);
        last_x = x;
        last_y = y;
    }
    draw_and_free(&chart, &line, "bad");
    put_roc_points(&chart, report);
    tm_chart_end(&chart);
}

// ---- Reliability --------------------------------------------------------------------------

static tm_axis count_axis(size_t greatest)
{
    tm_axis axis = {
        .label = "documents (log)", .scale = TM_SCALE_LOG, .low = 0.5, .counts = true};
    double tick = 1;
    do {
        axis.tick[axis.n_ticks++] = tick;
        tick *= 10;
    } while (tick <= (double)greatest && axis.n_ticks + 1 < TM_MAX_TICKS);
    axis.tick[axis.n_ticks++] = tick;
    axis.high = tick;
    return axis;
}

static void put_reliability(tm_buf *out, const tm_evaluation *e)
{
    const tm_chart chart = {.out = out,
                            .height = HEIGHT,
                            .x = share_axis("probability given", 0),
                            .y = share_axis("share contaminated", 0)};
    points line = {0};
    tm_chart_begin(&chart, "Reliability of the probability",
                   "Share of contaminated documents against the probability given, ten bins");
    tm_chart_line(&chart, (const double[]){0, 1}, (const double[]){0, 1}, 2, "guide");
    for (size_t b = 0; b < TM_N_BINS; b++) {
        const tm_bin *bin = &e->bin[b];
        if (bin->n == 0)
            continue;
        const double x = bin->probability_sum / (double)bin->n;
        const tm_rate share = tm_rate_of(bin->contaminated, bin->n);
        tm_chart_whisker_y(&chart, x, share.low, share.high);
        add(&line, x, share.value);
    }
    for (size_t i = 0; i < line.len && !line.failed; i++)
        tm_chart_point(&chart, line.x[i], line.y[i], "bad");
    draw_and_free(&chart, &line, "bad");
    tm_chart_end(&chart);
}

static void put_counts(tm_buf *out, const tm_evaluation *e)
{
    size_t greatest = 1;
    for (size_t b = 0; b < TM_N_BINS; b++)
        greatest = e->bin[b].n > greatest ? e->bin[b].n : greatest;
    const tm_chart chart = {
        .out = out,
        .height = COUNTS_HEIGHT,
        .x = share_axis("probability given", 0),
        .y = count_axis(greatest),
    };
    tm_chart_begin(&chart, "Documents behind each point",
                   "Number of documents in each bin of probability");
    for (size_t b = 0; b < TM_N_BINS; b++)
        if (e->bin[b].n > 0)
            tm_chart_bar(&chart, ((double)b + 0.08) / TM_N_BINS, ((double)b + 0.92) / TM_N_BINS,
                         (double)e->bin[b].n, "bar");
    tm_chart_end(&chart);
}

// ---- Histogram ----------------------------------------------------------------------------

// Log-odds, cut off just beyond those of 1 - 1e-6.
static double place_of(double probability)
{
    static const double most = 13.9;
    const double at = tm_logit(probability);
    return at < -most ? -most : at > most ? most : at;
}

typedef struct histogram {
    double low, high; // logits
    size_t count[2][N_HISTOGRAM_BINS];
    size_t greatest;
} histogram;

static histogram count_probabilities(const tm_scored *scored, size_t n)
{
    histogram h = {.low = -1, .high = 1, .greatest = 1};
    for (size_t i = 0; i < n; i++) {
        if (scored[i].verdict == TAMIS_UNSCANNED)
            continue;
        const double at = place_of(scored[i].probability);
        h.low = at < h.low ? at : h.low;
        h.high = at > h.high ? at : h.high;
    }
    h.low -= 0.2;
    h.high += 0.2;
    for (size_t i = 0; i < n; i++) {
        if (scored[i].verdict == TAMIS_UNSCANNED)
            continue;
        const double at = (place_of(scored[i].probability) - h.low) / (h.high - h.low);
        const size_t b = (size_t)(at * N_HISTOGRAM_BINS);
        size_t *count = &h.count[scored[i].row->contaminated]
                                [b < N_HISTOGRAM_BINS ? b : N_HISTOGRAM_BINS - 1];
        (*count)++;
        h.greatest = *count > h.greatest ? *count : h.greatest;
    }
    return h;
}

static void put_histogram_line(const tm_chart *chart, const histogram *h, int label)
{
    points line = {0};
    for (size_t b = 0; b < N_HISTOGRAM_BINS; b++) {
        const double width = (h->high - h->low) / N_HISTOGRAM_BINS;
        const double from = h->low + width * (double)b;
        add(&line, tm_logistic(from), (double)h->count[label][b]);
        add(&line, tm_logistic(from + width), (double)h->count[label][b]);
    }
    draw_and_free(chart, &line, label ? "bad" : "clean");
}

static void put_histogram(tm_buf *out, const tm_evaluation_report *report)
{
    const histogram h = count_probabilities(report->scored, report->n_scored);
    const tm_chart chart = {
        .out = out,
        .height = HISTOGRAM_HEIGHT,
        .x = {.label = "probability, log-odds scale; dotted: stored thresholds",
              .low = tm_logistic(h.low),
              .high = tm_logistic(h.high),
              .scale = TM_SCALE_LOGIT,
              .tick = {0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.999999},
              .n_ticks = 9},
        .y = count_axis(h.greatest),
    };
    tm_chart_begin(&chart, "Where the documents lie",
                   "Histogram of the probability, clean and contaminated documents apart");
    for (int label = 0; label < 2; label++)
        put_histogram_line(&chart, &h, label);
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        tm_buf words = {0};
        tm_put_target(&words, report->points[i].target_fpr);
        tm_buf_byte(&words, '\0');
        if (!words.failed)
            tm_chart_mark(&chart, report->points[i].threshold, words.ptr, (int)i);
        tm_buf_free(&words);
    }
    tm_chart_end(&chart);
}

void tm_evaluation_charts(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    tm_buf_text(out, "<div class=\"charts\">\n");
    if (tm_curve_has_both(&e->curve)) {
        put_pr(out, report);
        put_roc(out, report);
    }
    tm_buf_text(out, "<div>");
    put_reliability(out, e);
    put_counts(out, e);
    tm_buf_text(out, "</div>\n<div>");
    put_histogram(out, report);
    tm_buf_text(out, "<p class=\"key\"><i class=\"clean\"></i><span>clean</span>"
                     "<i class=\"bad\"></i><span>contaminated</span></p></div>\n</div>\n");
}
