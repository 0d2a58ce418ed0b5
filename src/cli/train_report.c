// All figures are for documents that were held out when the model that judged them was fitted. The
// report also says what the numbers do not support: with none of 200 clean documents flagged the
// rate may still be 1.5 %, while "0 %" would look like proof.
// SPDX-License-Identifier: MIT
#include "cli/train_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "sink/figures.h"
#include "sink/report.h"
#include "sink/visible.h"

enum { MAX_SHOWN = 8, DEFAULT_POINT = 1, ID_WIDTH = 70 }; // screening uses the point of 1e-4

// ---- Figures ------------------------------------------------------------------------------

static double probability_of(const tm_training *training, size_t row)
{
    return tm_sigmoid_apply(training->model.sigmoid, training->decision[row]);
}

static bool judged(const tm_training *training, size_t row)
{
    return !isnan(training->decision[row]);
}

static bool flagged_before(const tm_training *training, size_t row, size_t p)
{
    const tm_model *base = training->options.base;
    return base && tm_sigmoid_apply(base->sigmoid, training->base_decision[row]) >=
                       base->point[p].threshold;
}

void tm_train_summarise(tm_train_summary *out, const tm_training *training, const char *path)
{
    const tm_model *model = &training->model;
    *out = (tm_train_summary){.training = training, .path = path};
    if (training->options.base)
        out->base_name = training->options.base->provenance.name;
    for (size_t i = 0; i < training->n_given; i++) {
        if (!judged(training, i))
            continue;
        const bool contaminated = training->dataset.row[i].contaminated;
        out->n_clean += !contaminated;
        out->n_contaminated += contaminated;
        for (size_t p = 0; p < TM_N_POINTS; p++) {
            tm_train_figures *f = &out->point[p];
            const bool now = probability_of(training, i) >= model->point[p].threshold;
            *(contaminated ? &f->found : &f->flagged) += now;
            *(contaminated ? &f->found_before : &f->flagged_before) +=
                flagged_before(training, i, p);
        }
    }
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        out->point[p].target_fpr = model->point[p].target_fpr;
        out->point[p].flagged_upper = tm_rate_upper_bound(out->point[p].flagged, out->n_clean);
    }
}

typedef struct candidate {
    double probability;
    size_t row;
} candidate;

static int compare_falling(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

size_t tm_train_list_wrong(tm_train_wrong *out, size_t max, const tm_train_summary *summary,
                           bool contaminated, size_t p)
{
    const tm_training *training = summary->training;
    candidate *found = calloc(training->n_given + 1, sizeof *found);
    size_t n = 0;
    for (size_t i = 0; found && i < training->n_given; i++) {
        if (training->dataset.row[i].contaminated != contaminated || !judged(training, i))
            continue;
        const double probability = probability_of(training, i);
        if ((probability >= training->model.point[p].threshold) != contaminated)
            found[n++] = (candidate){contaminated ? -probability : probability, i};
    }
    if (n > 0)
        qsort(found, n, sizeof *found, compare_falling);
    for (size_t k = 0; k < n && k < max; k++)
        out[k] =
            (tm_train_wrong){training->dataset.row[found[k].row].id, fabs(found[k].probability),
                             training->row[found[k].row].value[TM_FEATURE_best_segment] == 0};
    free(found);
    return n;
}

// ---- Words --------------------------------------------------------------------------------

// A rate as people write it: "1.5 %", "0.008 %".
static void put_percent(tm_buf *out, double rate)
{
    tm_print_fixed(out, 100 * rate,
                   rate >= 0.095     ? 0
                   : rate >= 0.0095  ? 1
                   : rate >= 0.00095 ? 2
                                     : 4);
    tm_buf_text(out, " %");
}

static void put_padded(tm_buf *out, const char *text, size_t width)
{
    const size_t len = strlen(text);
    for (size_t i = len; i < width; i++)
        tm_buf_byte(out, ' ');
    tm_buf_text(out, text);
}

static void put_number(tm_buf *out, size_t number, size_t width)
{
    tm_buf text = {0};
    tm_report_count(&text, number);
    tm_buf_byte(&text, '\0');
    out->failed |= text.failed;
    if (!text.failed)
        put_padded(out, text.ptr, width);
    tm_buf_free(&text);
}

static void put_sources(tm_buf *out, const tm_train_summary *s)
{
    const tm_provenance *p = &s->training->model.provenance;
    tm_visible(out, tm_str_of(s->path), ID_WIDTH);
    tm_buf_text(out, ": learned from ");
    tm_report_count(out, p->n_clean);
    tm_buf_text(out, " clean and ");
    tm_report_plural(out, p->n_contaminated, "contaminated document");
    if (p->n_synthetic > 0) {
        tm_buf_text(out, ", ");
        tm_report_plural(out, p->n_synthetic, "injection");
        tm_buf_text(out, " made in the clean ones");
    }
    if (s->base_name)
        tm_buf_format(out, ", on top of \"%s\"", s->base_name);
    tm_buf_byte(out, '\n');
    if (s->training->n_copies > 0) {
        tm_report_plural(out, s->training->n_copies, "document");
        tm_buf_text(out, " left out as copies of others\n");
    }
}

// As an argument of --max-fpr is written everywhere: 1e-4.
static void put_padded_target(tm_buf *out, double fpr)
{
    const size_t begin = out->len;
    tm_buf_text(out, "  ");
    tm_put_target(out, fpr);
    for (size_t columns = out->len - begin; columns < 14; columns++)
        tm_buf_byte(out, ' ');
}

static void put_table(tm_buf *out, const tm_train_summary *s)
{
    tm_buf_text(out, "\nYour documents, each judged by a model that had not seen it:\n\n");
    tm_buf_text(out, "  asked for at most   contaminated found of ");
    put_number(out, s->n_contaminated, 0);
    tm_buf_text(out, "   clean flagged of ");
    put_number(out, s->n_clean, 0);
    tm_buf_byte(out, '\n');
    if (s->base_name)
        tm_buf_text(out, "  (--max-fpr)         before       now           before       now\n");
    for (size_t p = TM_N_POINTS; p-- > 0;) {
        const tm_train_figures *f = &s->point[p];
        put_padded_target(out, f->target_fpr);
        if (s->base_name)
            put_number(out, f->found_before, 14);
        put_number(out, f->found, s->base_name ? 10 : 24);
        if (s->base_name)
            put_number(out, f->flagged_before, 17);
        put_number(out, f->flagged, s->base_name ? 10 : 27);
        tm_buf_text(out, "  (at most ");
        put_percent(out, f->flagged_upper);
        tm_buf_text(out, ")\n");
    }
}

// What the numbers support, and what stands in for more of them.
static void put_support(tm_buf *out, const tm_train_summary *s)
{
    const tm_model *base = s->training->options.base;
    tm_buf_byte(out, '\n');
    tm_report_plural(out, s->n_clean, "clean document");
    tm_buf_text(out, s->n_clean == 1 ? " supports" : " support");
    tm_buf_text(out, " no claim below ");
    put_percent(out, tm_rate_upper_bound(0, s->n_clean));
    tm_buf_text(out, " about your own pages");
    if (base && base->memory.len > 0 && !s->training->reads_otherwise) {
        tm_buf_text(out, "; for documents in general the rates are kept on the ");
        tm_report_count(out, base->memory.n_clean);
        tm_buf_text(out, " that the base remembers");
    }
    tm_buf_text(out, ".\n");
    if (base && s->training->reads_otherwise)
        tm_buf_text(
            out, "What the base remembers was judged by other terms or weights: how many clean "
                 "documents in\ngeneral are flagged now is not known. Measure it: tamis "
                 "evaluate.\n");
}

void tm_train_put_groups(tm_buf *out, const tm_train_summary *summary)
{
    static const char *const names[2] = {"clean", "contaminated"};
    const tm_training *t = summary->training;
    for (int label = 0; label < 2; label++) {
        const size_t n_judged = label ? summary->n_contaminated : summary->n_clean;
        if (n_judged < 2)
            continue;
        if (t->n_groups[label] < 2)
            tm_buf_format(out,
                          "All %s documents are near-copies: each was judged by a model that "
                          "had not learned from\nany of them.\n",
                          names[label]);
        else if (t->split[label])
            tm_buf_format(out,
                          "All %s documents are of one group and were held out one by one: "
                          "the figures are\nfor more documents of that group, not for other "
                          "sites.\n",
                          names[label]);
    }
}

static bool could_be_judged(const tm_training *training)
{
    return training->n_groups[0] > 1 && training->n_groups[1] > 1;
}

static void put_wrong(tm_buf *out, const tm_train_summary *s, bool contaminated)
{
    tm_train_wrong wrong[MAX_SHOWN];
    const size_t n = tm_train_list_wrong(wrong, MAX_SHOWN, s, contaminated, DEFAULT_POINT);
    if (n == 0)
        return;
    tm_buf_text(out, contaminated ? "\nContaminated and missed" : "\nClean and flagged");
    tm_buf_text(out, " at the usual --max-fpr 1e-4 (is the label right?):\n");
    for (size_t i = 0; i < n && i < MAX_SHOWN; i++) {
        tm_buf_text(out, "  ");
        tm_print_fixed(out, wrong[i].probability, 4);
        tm_buf_text(out, "  ");
        tm_visible(out, tm_str_of(wrong[i].id), ID_WIDTH);
        tm_buf_text(out, wrong[i].silent ? "  (nothing seen in it)\n" : "\n");
    }
    if (n > MAX_SHOWN)
        tm_buf_format(out, "  and %zu more\n", n - MAX_SHOWN);
}

// Whether the threshold is above that of the base and contaminated documents are missed: then a few
// suspicious clean documents keep it up.
static bool held_up(const tm_train_summary *s)
{
    const tm_model *base = s->training->options.base;
    return base &&
           s->training->model.point[DEFAULT_POINT].threshold >
               base->point[DEFAULT_POINT].threshold + 0.0005 &&
           s->point[DEFAULT_POINT].found < s->n_contaminated;
}

static void put_next(tm_buf *out, const tm_train_summary *s)
{
    const tm_model *base = s->training->options.base;
    tm_train_wrong wrong[MAX_SHOWN];
    const size_t n = tm_train_list_wrong(wrong, MAX_SHOWN, s, true, DEFAULT_POINT);
    size_t n_silent = 0;
    for (size_t i = 0; i < n && i < MAX_SHOWN; i++)
        n_silent += wrong[i].silent;
    tm_buf_text(out, "\nNext:\n");
    if (base && base->memory.len == 0)
        tm_buf_text(out,
                    "  - The base remembers no documents, so only thresholds were fitted to "
                    "yours; a base\n    trained by this version does better.\n");
    else if (base && s->training->cost <= 0 && !s->training->reads_otherwise &&
             could_be_judged(s->training))
        tm_buf_text(out,
                    "  - The base was as good on your documents as anything fitted to them, "
                    "so its decisions\n    were kept and only the thresholds are yours.\n");
    if (n_silent > 0)
        tm_buf_text(out,
                    "  - In some that are missed no word is known: `tamis lexicon suggest` "
                    "proposes terms,\n    --lexicon adds them.\n");
    if (held_up(s))
        tm_buf_text(out,
                    "  - Clean documents of yours that look like spam keep the threshold above "
                    "the base's.\n    Look through the most suspicious of them.\n");
    if (s->n_contaminated < 100)
        tm_buf_text(out,
                    "  - Add contaminated documents as you find them and train again: this "
                    "takes seconds.\n");
    tm_buf_text(out, "  - Use it: tamis screen --model ");
    tm_visible(out, tm_str_of(s->path), ID_WIDTH);
    tm_buf_text(out, " -r FOLDER\n");
}

void tm_train_report_text(tm_buf *out, const tm_train_summary *summary)
{
    put_sources(out, summary);
    put_table(out, summary);
    put_support(out, summary);
    tm_train_put_groups(out, summary);
    put_wrong(out, summary, true);
    put_wrong(out, summary, false);
    put_next(out, summary);
}
