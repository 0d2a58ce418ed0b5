// The tables of an evaluation. The rate of clean documents flagged is in percent, recall is a
// share. Rates come with their interval: with few documents the interval is the message.
// SPDX-License-Identifier: MIT
#include "sink/evaluation.h"

#include <math.h>

#include "base/num.h"
#include "sink/report.h"

// Ten thousand sources are too many to show; JSON has them all.
enum { MAX_SLICE_ROWS = 60 };

void tm_evaluation_point(tm_buf *out, const tm_evaluation_report *report)
{
    if (report->chosen) {
        tm_buf_text(out, "at --max-fpr ");
        tm_put_target(out, report->chosen->target_fpr);
        tm_buf_text(out, " (threshold ");
        tm_print_probability(out, report->threshold, 1);
        tm_buf_text(out, ")");
    } else {
        tm_buf_text(out, "at --threshold ");
        tm_print_double(out, report->threshold);
    }
}

// Copies tell nothing new, but are counted: somebody's documents are theirs to sort out.
static void put_copies(tm_buf *out, const size_t n_copies[2])
{
    if (n_copies[0] + n_copies[1] == 0)
        return;
    tm_report_count(out, n_copies[0]);
    tm_buf_text(out, " of the clean and ");
    tm_report_count(out, n_copies[1]);
    tm_buf_text(out, " of the contaminated documents are copies of others; every figure counts "
                     "them, and the intervals are narrower than they should be.");
}

static void put_least_rate(tm_buf *out, size_t n_clean, bool of_different, double least)
{
    tm_buf_text(out, "With ");
    tm_report_plural(out, n_clean,
                     of_different ? "different clean document" : "clean document");
    tm_buf_text(out, " a false-positive rate below ");
    tm_print_fixed(out, 100 * least, 2);
    tm_buf_text(out, " % cannot be told from 0: read the intervals.");
}

void tm_evaluation_caution(tm_buf *out, const tm_evaluation_report *report)
{
    const size_t begin = out->len;
    const size_t n_clean = report->evaluation->curve.n[0] - report->n_copies[0];
    const double least = n_clean > 3 ? 3 / (double)n_clean : 1;
    put_copies(out, report->n_copies);
    if (!report->chosen || least <= report->chosen->target_fpr)
        return;
    if (out->len > begin)
        tm_buf_byte(out, ' ');
    put_least_rate(out, n_clean, report->n_copies[0] > 0, least);
}

static void put_count(tm_table *table, size_t count)
{
    tm_report_count(tm_table_cell(table), count);
}

static void put_fixed(tm_table *table, double value, int decimals)
{
    tm_buf *cell = tm_table_cell(table);
    if (isfinite(value))
        tm_print_fixed(cell, value, decimals);
}

static void put_word(tm_table *table, const char *word)
{
    tm_buf_text(tm_table_cell(table), word);
}

static void put_slice_name(tm_table *table, const tm_slice *slice)
{
    tm_buf *cell = tm_table_cell(table);
    tm_buf_text(cell, slice->prefix);
    tm_buf_add(cell, slice->name);
}

// ---- The model's points and this data's ---------------------------------------------------

static void fill_points(tm_table *table, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    const tm_slice *all = &e->slice[e->begin[TM_SLICE_ALL]];
    tm_table_begin(table, "Flagged at the operating points stored in the model",
                   tm_str_of("target|threshold|clean|false-positive rate, 95 %|contaminated|"
                             "recall, 95 %|foreseen bound"),
                   0);
    table->note = "95 %: Clopper-Pearson. The bound is what the model's calibration documents "
                  "support.";
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *p = &report->points[i];
        tm_put_target(tm_table_cell(table), p->target_fpr);
        tm_print_probability(tm_table_cell(table), p->threshold, 1);
        put_count(table, all->flagged[i][0]);
        tm_put_percent(tm_table_cell(table), tm_rate_of(all->flagged[i][0], all->n[0]));
        put_count(table, all->flagged[i][1]);
        tm_put_share(tm_table_cell(table), tm_rate_of(all->flagged[i][1], all->n[1]));
        tm_buf *cell = tm_table_cell(table);
        tm_print_fixed(cell, 100 * p->upper_fpr, 4);
        tm_buf_text(cell, " %");
    }
}

// No rows where all documents have one label: without clean ones every threshold meets a target.
static void fill_roc(tm_table *table, const tm_evaluation_report *report)
{
    const tm_curve *curve = &report->evaluation->curve;
    tm_table_begin(table, "Flagged at thresholds chosen on this data (its ROC curve)",
                   tm_str_of("target|threshold|clean|false-positive rate, 95 %|contaminated|"
                             "recall, 95 %"),
                   0);
    table->note =
        "What the ranking would allow if the threshold were known. Nobody can use these "
        "thresholds: they have seen the labels.";
    for (size_t i = 0; i < TM_N_POINTS && tm_curve_has_both(curve); i++) {
        const double target = report->points[i].target_fpr;
        const tm_step *step = tm_curve_at(curve, target);
        const size_t fp = step ? step->flagged[0] : 0, tp = step ? step->flagged[1] : 0;
        tm_put_target(tm_table_cell(table), target);
        tm_buf *const cell = tm_table_cell(table);
        if (step)
            tm_print_probability(cell, step->probability, 1);
        put_count(table, fp);
        tm_put_percent(tm_table_cell(table), tm_rate_of(fp, curve->n[0]));
        put_count(table, tp);
        tm_put_share(tm_table_cell(table), tm_rate_of(tp, curve->n[1]));
    }
}

// ---- Whole-set figures --------------------------------------------------------------------

static void fill_summary(tm_table *table, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    const struct {
        const char *name;
        double value;
        const char *words;
    } rows[] = {
        {"PR-AUC", e->curve.average_precision, "average precision; 1 is a perfect ranking"},
        {"ROC AUC", e->curve.auc,
         "chance that a contaminated document scores above a clean one"},
        {"Brier score", e->brier, "mean squared error of the probability; 0 is perfect"},
        {"log loss", e->log_loss, "in nats a document"},
        {"calibration error", e->calibration_error,
         "mean gap between probability and truth, ten bins"},
    };
    tm_table_begin(table, "Ranking and probability", tm_str_of("figure|value|"), 5);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_word(table, rows[i].name);
        put_fixed(table, rows[i].value, 4);
        put_word(table, rows[i].words);
    }
}

static void fill_confusion(tm_table *table, const tm_evaluation_report *report)
{
    static const char *const labels[] = {"clean", "contaminated"};
    tm_table_begin(table, "Verdicts by label",
                   tm_str_of("label|clean|suspect|contaminated|unscanned|all"), 1);
    for (int label = 0; label < 2; label++) {
        size_t all = 0;
        put_word(table, labels[label]);
        for (int v = TAMIS_CLEAN; v <= TAMIS_UNSCANNED; v++) {
            all += report->evaluation->n_verdicts[label][v];
            put_count(table, report->evaluation->n_verdicts[label][v]);
        }
        put_count(table, all);
    }
}

static void fill_bins(tm_table *table, const tm_evaluation_report *report)
{
    tm_table_begin(table, "Reliability of the probability",
                   tm_str_of("probability|documents|mean probability|contaminated|"
                             "share contaminated, 95 %"),
                   0);
    for (size_t b = 0; b < TM_N_BINS; b++) {
        const tm_bin *bin = &report->evaluation->bin[b];
        tm_buf *cell = tm_table_cell(table);
        tm_print_fixed(cell, (double)b / TM_N_BINS, 1);
        tm_buf_text(cell, " to ");
        tm_print_fixed(cell, (double)(b + 1) / TM_N_BINS, 1);
        put_count(table, bin->n);
        put_fixed(table, bin->n ? bin->probability_sum / (double)bin->n : NAN, 3);
        put_count(table, bin->contaminated);
        tm_put_share(tm_table_cell(table), tm_rate_of(bin->contaminated, bin->n));
    }
}

// ---- Slices -------------------------------------------------------------------------------

static void put_spans(tm_table *table, const tm_span_sum *sum)
{
    put_fixed(table, tm_span_precision(sum), 3);
    put_fixed(table, tm_span_recall(sum), 3);
}

static void fill_spans(tm_table *table, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    const tm_span_sum *sums[] = {&e->spans_flagged, &e->spans_all};
    static const char *const names[] = {"flagged ones", "all, flagged or not"};
    tm_table_begin(table, "Characters of spans, contaminated documents with gold spans",
                   tm_str_of("over|documents|gold|marked|both|precision|recall"), 1);
    for (size_t i = 0; i < 2; i++) {
        put_word(table, names[i]);
        put_count(table, sums[i]->n_documents);
        put_count(table, (size_t)sums[i]->gold);
        put_count(table, (size_t)sums[i]->marked);
        put_count(table, (size_t)sums[i]->agreed);
        put_spans(table, sums[i]);
    }
}

// Whether some slice holds some of the documents with this label, but not all of them: else the
// slices only repeat the totals.
static bool tells_apart(const tm_slice *slice, size_t n, int label, size_t n_all)
{
    for (size_t i = 0; i < n; i++)
        if (slice[i].n[label] > 0 && slice[i].n[label] < n_all)
            return true;
    return false;
}

static void put_clean_row(tm_table *table, const tm_slice *slice)
{
    put_slice_name(table, slice);
    put_count(table, slice->n[0]);
    put_count(table, slice->flagged[TM_CHOSEN][0]);
    tm_put_percent(tm_table_cell(table), tm_rate_of(slice->flagged[TM_CHOSEN][0], slice->n[0]));
    for (size_t cut = 0; cut < TM_N_POINTS; cut++)
        put_count(table, slice->flagged[cut][0]);
}

static void put_contaminated_row(tm_table *table, const tm_slice *slice)
{
    put_slice_name(table, slice);
    put_count(table, slice->n[1]);
    tm_put_share(tm_table_cell(table), tm_rate_of(slice->flagged[TM_CHOSEN][1], slice->n[1]));
    for (size_t cut = 0; cut < TM_N_POINTS; cut++)
        put_fixed(table, (double)slice->flagged[cut][1] / (double)slice->n[1], 3);
    put_spans(table, &slice->spans);
}

static void begin_slices(tm_table *table, const tm_evaluation_report *report, const char *title,
                         int label)
{
    tm_buf heads = {0};
    tm_buf_text(&heads, label ? "|documents|recall, 95 %"
                              : "|documents|flagged|false-positive rate, 95 %");
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        tm_buf_text(&heads, "|at ");
        tm_put_target(&heads, report->points[i].target_fpr);
    }
    if (label)
        tm_buf_text(&heads, "|span prec.|span recall");
    tm_table_begin(table, title, tm_buf_str(&heads), 1);
    table->cells.failed |= heads.failed;
    tm_buf_free(&heads);
}

// The table of one group of slices and one label. False when it would say nothing.
static bool fill_slices(tm_table *table, const tm_evaluation_report *report,
                        tm_slice_group group, int label)
{
    static const char *const titles[2][TM_N_SLICE_GROUPS] = {
        {"", "Clean documents by language", "Clean documents by kind",
         "Clean documents by disguise", "Clean documents by length, characters",
         "Clean documents by trait", "Clean documents by source",
         "Site furniture: composite documents beside others of their source"},
        {"", "Contaminated documents by language", "Contaminated documents by kind",
         "Contaminated documents by disguise", "Contaminated documents by length, characters",
         "Contaminated documents by trait", "Contaminated documents by source",
         "Contaminated documents by furniture"}};
    const tm_evaluation *e = report->evaluation;
    const tm_slice *slices = &e->slice[e->begin[group]];
    const size_t n = e->begin[group + 1] - e->begin[group];
    if (!tells_apart(slices, n, label, e->curve.n[label]))
        return false;
    begin_slices(table, report, titles[label][group], label);
    for (size_t i = 0; i < n; i++) {
        if (slices[i].n[label] == 0)
            continue;
        if (tm_table_rows(table) == MAX_SLICE_ROWS) {
            table->note = "There are more; --json has all of them.";
            break;
        }
        if (label)
            put_contaminated_row(table, &slices[i]);
        else
            put_clean_row(table, &slices[i]);
    }
    return true;
}

// ---- All ----------------------------------------------------------------------------------

void tm_evaluation_tables(const tm_evaluation_report *report,
                          void (*show)(void *context, const tm_table *table), void *context)
{
    static void (*const fill[])(tm_table *, const tm_evaluation_report *) = {
        fill_confusion, fill_points, fill_roc, fill_summary, fill_bins};
    tm_table table = {0};
    for (size_t i = 0; i < sizeof fill / sizeof *fill; i++) {
        fill[i](&table, report);
        if (tm_table_rows(&table) > 0)
            show(context, &table);
    }
    if (report->evaluation->spans_all.n_documents > 0) {
        fill_spans(&table, report);
        show(context, &table);
    }
    for (tm_slice_group group = TM_SLICE_LANGUAGE; group < TM_N_SLICE_GROUPS; group++)
        for (int label = 1; label >= 0; label--)
            if (fill_slices(&table, report, group, label))
                show(context, &table);
    tm_table_free(&table);
}
