// Shows what differs, and of weights and features the greatest differences first.
// SPDX-License-Identifier: MIT
#include "sink/model_diff.h"

#include <math.h>

#include "base/num.h"
#include "sink/figures.h"
#include "sink/report.h"
#include "sink/table.h"
#include "sink/visible.h"

enum { MAX_ROWS = 16, MAX_WHY = 3, MAX_TERM_COLUMNS = 40, MAX_NAME_COLUMNS = 60 };

static const char *const labels[TM_N_FLIP_LABELS] = {"clean", "contaminated", "unlabelled"};

static void put_fixed(tm_table *table, double value, int decimals)
{
    tm_print_fixed(tm_table_cell(table), value, decimals);
}

static void put_change(tm_table *table, double a, double b, int decimals)
{
    tm_put_signed(tm_table_cell(table), a, decimals);
    tm_put_signed(tm_table_cell(table), b, decimals);
    tm_put_signed(tm_table_cell(table), b - a, decimals);
}

// ---- Where they came from -----------------------------------------------------------------

static void put_model(tm_buf *out, char letter, const tm_model *model)
{
    const tm_provenance *p = &model->provenance;
    tm_buf_format(out, "%c  %s (%.12s…)  ", letter, p->name, model->sha256);
    tm_report_count(out, p->n_clean);
    tm_buf_text(out, " clean, ");
    tm_report_count(out, p->n_contaminated);
    tm_buf_text(out, " contaminated, ");
    tm_report_count(out, p->n_synthetic);
    tm_buf_format(out, " synthetic; digest %.12s…, seed %llu, libsvm %d, Unicode %s\n",
                  p->training_digest, (unsigned long long)p->seed, p->libsvm_version,
                  p->unicode_version);
}

// With the digits that tell it from certainty and from the other model's.
static void put_threshold(tm_buf *out, double threshold, double other)
{
    const bool other_is_nearer =
        threshold != other && fabs(threshold - other) < fabs(threshold - 1);
    tm_print_probability(out, threshold, other_is_nearer ? other : 1);
}

static void fill_points(tm_table *table, const tm_model_difference *d)
{
    tm_table_begin(
        table, "Operating points",
        tm_str_of("target|threshold A|threshold B|bound A|bound B|recall A|recall B"), 0);
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *a = &d->model[0]->point[i], *b = &d->model[1]->point[i];
        tm_put_target(tm_table_cell(table), a->target_fpr);
        put_threshold(tm_table_cell(table), a->threshold, b->threshold);
        put_threshold(tm_table_cell(table), b->threshold, a->threshold);
        put_fixed(table, 100 * a->upper_fpr, 4);
        tm_buf_text(&table->cells, " %");
        put_fixed(table, 100 * b->upper_fpr, 4);
        tm_buf_text(&table->cells, " %");
        put_fixed(table, a->recall, 3);
        put_fixed(table, b->recall, 3);
    }
}

// ---- Terms and weights --------------------------------------------------------------------

static void put_term(tm_buf *out, const tm_term_change *change)
{
    const tm_model_term *term = change->b ? change->b : change->a;
    tm_buf_text(out, !change->a ? "  + " : !change->b ? "  - " : "  ~ ");
    tm_visible(out, term->language, MAX_TERM_COLUMNS);
    tm_buf_text(out, "  ");
    tm_visible(out, term->term, MAX_TERM_COLUMNS);
    tm_buf_text(out, "  ");
    tm_visible(out, term->klass, MAX_TERM_COLUMNS);
    tm_buf_text(out, "  ");
    if (change->a && change->b) {
        tm_visible(out, change->a->weight, MAX_TERM_COLUMNS);
        tm_buf_text(out, " → ");
    }
    tm_visible(out, term->weight, MAX_TERM_COLUMNS);
    tm_buf_byte(out, '\n');
}

static void put_terms(tm_buf *out, const tm_model_difference *d)
{
    size_t n_added = 0, n_removed = 0;
    for (size_t i = 0; i < d->n_terms; i++) {
        n_added += !d->term[i].a;
        n_removed += !d->term[i].b;
    }
    tm_buf_text(out, "\nLexicon\n  ");
    tm_report_count(out, d->n_terms_of[0]);
    tm_buf_text(out, " terms in A, ");
    tm_report_count(out, d->n_terms_of[1]);
    tm_buf_text(out, " in B: ");
    tm_report_count(out, n_added);
    tm_buf_text(out, " added, ");
    tm_report_count(out, n_removed);
    tm_buf_text(out, " removed, ");
    tm_report_count(out, d->n_terms - n_added - n_removed);
    tm_buf_text(out, " changed\n");
    for (size_t i = 0; i < d->n_terms && i < d->n_shown; i++)
        put_term(out, &d->term[i]);
    if (d->n_terms > d->n_shown) {
        tm_buf_text(out, "  … and ");
        tm_report_count(out, d->n_terms - d->n_shown);
        tm_buf_text(out, " more; --json has all of them\n");
    }
}

// False when no weight differs.
static bool fill_evidence(tm_table *table, const tm_model_difference *d)
{
    double change[TM_N_EVIDENCE];
    size_t order[TM_N_EVIDENCE];
    for (size_t e = 0; e < TM_N_EVIDENCE; e++)
        change[e] = fabs(tm_evidence_nats(d->model[1], e) - tm_evidence_nats(d->model[0], e));
    tm_order_falling(order, change, TM_N_EVIDENCE);
    tm_table_begin(table, "Weights of evidence that differ most, nats",
                   tm_str_of("evidence|A|B|change|"), 1 + (1 << 4));
    for (size_t i = 0; i < MAX_ROWS && change[order[i]] > 0; i++) {
        tm_evidence_name(tm_table_cell(table), order[i]);
        put_change(table, tm_evidence_nats(d->model[0], order[i]),
                   tm_evidence_nats(d->model[1], order[i]), 2);
        tm_buf_text(tm_table_cell(table), tm_evidence_sentence(order[i]));
    }
    return tm_table_rows(table) > 0;
}

static double effect(const tm_model_difference *d, int which, size_t f)
{
    return tm_main_effect(&d->model[which]->classifier, f, 1);
}

// False when no effect differs.
static bool fill_features(tm_table *table, const tm_model_difference *d)
{
    double change[TM_N_FEATURES];
    size_t order[TM_N_FEATURES];
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        change[f] = fabs(effect(d, 1, f) - effect(d, 0, f));
    tm_order_falling(order, change, TM_N_FEATURES);
    tm_table_begin(table, "Features whose effect at their cap differs most",
                   tm_str_of("feature|A|B|change|"), 1 + (1 << 4));
    for (size_t i = 0; i < MAX_ROWS && change[order[i]] > 0; i++) {
        tm_buf_text(tm_table_cell(table), tm_features[order[i]].name);
        put_change(table, effect(d, 0, order[i]), effect(d, 1, order[i]), 2);
        tm_buf_text(tm_table_cell(table), tm_features[order[i]].sentence);
    }
    return tm_table_rows(table) > 0;
}

static void put_ngrams(tm_buf *out, const tm_model_difference *d)
{
    const tm_ngram_difference n = tm_ngrams_compare(d->model[0], d->model[1]);
    tm_buf_text(out, "\nN-gram table\n  ");
    tm_report_count(out, n.n_different);
    tm_buf_text(out, " entries differ, by ");
    tm_print_fixed(out, n.mean_absolute, 3);
    tm_buf_text(out, " nats on average\n");
}

static void put_compounds(tm_buf *out, const tm_model_difference *d)
{
    const tm_compounds *const a = &d->model[0]->knowledge.compounds;
    const tm_compounds *const b = &d->model[1]->knowledge.compounds;
    tm_buf_text(out, "\nCompounds of terms known from clean text\n  ");
    tm_report_count(out, tm_compounds_count_beyond(a, b));
    tm_buf_text(out, " only to A, ");
    tm_report_count(out, tm_compounds_count_beyond(b, a));
    tm_buf_text(out, " only to B\n");
}

// ---- Documents ----------------------------------------------------------------------------

static void fill_verdicts(tm_table *table, const tm_model_difference *d)
{
    tm_table_begin(table, "Verdicts of A, and of B in the columns",
                   tm_str_of("label|A|clean|suspect|contaminated|unscanned"), 3);
    for (int label = 0; label < TM_N_FLIP_LABELS; label++) {
        for (int a = TAMIS_CLEAN; a <= TAMIS_UNSCANNED; a++) {
            const size_t *row = d->flips->count[label][a];
            if (row[0] + row[1] + row[2] + row[3] == 0)
                continue;
            tm_buf_text(tm_table_cell(table), labels[label]);
            tm_buf_text(tm_table_cell(table), tamis_verdict_name((tamis_verdict_kind)a));
            for (int b = TAMIS_CLEAN; b <= TAMIS_UNSCANNED; b++)
                tm_report_count(tm_table_cell(table), row[b]);
        }
    }
}

static void put_field(tm_buf *out, const char *value)
{
    if (!value[0])
        return;
    tm_buf_text(out, "  ");
    tm_visible(out, tm_str_of(value), MAX_NAME_COLUMNS);
}

double tm_model_diff_cut(const tm_model_difference *d, const tm_flip *flip, int model)
{
    const bool contaminated =
        flip->a->verdict == TAMIS_CONTAMINATED || flip->b->verdict == TAMIS_CONTAMINATED;
    return d->cut[model][contaminated];
}

double tm_model_diff_recalibrated(const tm_model_difference *d, const tm_flip *flip)
{
    return isfinite(flip->a->score) ? tm_sigmoid_apply(d->model[1]->sigmoid, flip->a->score)
                                    : NAN;
}

// What turns contributions into a verdict, where the models differ in it.
static void put_rest_of_why(tm_buf *out, const tm_model_difference *d, const tm_flip *flip)
{
    static const char indent[] = "        ", arrow[] = " → ";
    const double bias[] = {d->model[0]->classifier.bias, d->model[1]->classifier.bias};
    const double cut[] = {tm_model_diff_cut(d, flip, 0), tm_model_diff_cut(d, flip, 1)};
    const double given = flip->a->probability, again = tm_model_diff_recalibrated(d, flip);
    if (fabs(bias[1] - bias[0]) > 0) {
        tm_buf_text(out, indent);
        tm_put_signed(out, bias[0], 2);
        tm_buf_text(out, arrow);
        tm_put_signed(out, bias[1], 2);
        tm_buf_text(out, "  before any evidence\n");
    }
    if (fabs(again - given) > 1e-9) { // more than rounding
        tm_buf_text(out, indent);
        put_threshold(out, given, again);
        tm_buf_text(out, arrow);
        put_threshold(out, again, given);
        tm_buf_text(out, "  probability that the decision value of A stands for\n");
    }
    if (fabs(cut[1] - cut[0]) > 0) {
        tm_buf_text(out, indent);
        put_threshold(out, cut[0], cut[1]);
        tm_buf_text(out, arrow);
        put_threshold(out, cut[1], cut[0]);
        tm_buf_text(out, "  threshold\n");
    }
}

static void put_why(tm_buf *out, const tm_flip_reasons *reasons)
{
    for (size_t i = 0; i < MAX_WHY; i++) {
        const size_t f = reasons->order[i];
        const double a = reasons->contribution[0][f], b = reasons->contribution[1][f];
        if (fabs(b - a) <= 0)
            break;
        tm_buf_text(out, "        ");
        tm_put_signed(out, a, 2);
        tm_buf_text(out, " → ");
        tm_put_signed(out, b, 2);
        tm_buf_format(out, "  %s (%s)\n", tm_features[f].sentence, tm_features[f].name);
    }
}

// The probability has the digits that tell on which side of the cut it lies.
static void put_verdict(tm_buf *out, const tm_scored *scored, double cut)
{
    tm_buf_text(out, tamis_verdict_name(scored->verdict));
    if (scored->verdict == TAMIS_UNSCANNED)
        return;
    tm_buf_byte(out, ' ');
    tm_print_probability(out, scored->probability, cut);
}

static void put_flip(tm_buf *out, const tm_model_difference *d, size_t i)
{
    static const char *const gains[] = {"worse ", "       ", "better"};
    const tm_flip *flip = &d->flips->flip[i];
    const tm_labelled *row = flip->a->row;
    tm_buf_format(out, "  %-6s  ", gains[tm_flip_gain(flip) + 1]);
    put_verdict(out, flip->a, tm_model_diff_cut(d, flip, 0));
    tm_buf_text(out, " → ");
    put_verdict(out, flip->b, tm_model_diff_cut(d, flip, 1));
    tm_buf_format(out, "  %s", labels[tm_flip_label_of(row)]);
    put_field(out, row->id);
    put_field(out, row->language);
    put_field(out, row->kind);
    put_field(out, row->source);
    tm_buf_byte(out, '\n');
    put_why(out, &d->reasons[i]);
    put_rest_of_why(out, d, flip);
}

static void put_flips(tm_buf *out, const tm_model_difference *d)
{
    size_t n_better = 0, n_worse = 0;
    for (size_t i = 0; i < d->flips->n; i++) {
        n_better += tm_flip_gain(&d->flips->flip[i]) > 0;
        n_worse += tm_flip_gain(&d->flips->flip[i]) < 0;
    }
    tm_buf_text(out, "\nDocuments that flip\n  ");
    tm_report_count(out, d->flips->n);
    tm_buf_text(out, " of ");
    tm_report_count(out, d->n_documents);
    tm_buf_text(out, ": B is right about being flagged where A is not in ");
    tm_report_count(out, n_better);
    tm_buf_text(out, ", the other way round in ");
    tm_report_count(out, n_worse);
    tm_buf_byte(out, '\n');
    for (size_t i = 0; i < d->flips->n && i < d->n_shown; i++)
        put_flip(out, d, i);
    if (d->flips->n > d->n_shown) {
        tm_buf_text(out, "  … and ");
        tm_report_count(out, d->flips->n - d->n_shown);
        tm_buf_text(out, " more; --shown N shows more of them\n");
    }
}

// ---- The whole ----------------------------------------------------------------------------

void tm_model_diff_text(tm_buf *out, const tm_model_difference *d)
{
    tm_table table = {0};
    put_model(out, 'A', d->model[0]);
    put_model(out, 'B', d->model[1]);
    if (strcmp(d->model[0]->sha256, d->model[1]->sha256) == 0) {
        tm_buf_text(out, "the same model\n");
        return;
    }
    fill_points(&table, d);
    tm_table_text(out, &table);
    put_terms(out, d);
    put_ngrams(out, d);
    put_compounds(out, d);
    if (fill_evidence(&table, d))
        tm_table_text(out, &table);
    if (fill_features(&table, d))
        tm_table_text(out, &table);
    if (d->flips) {
        fill_verdicts(&table, d);
        tm_table_text(out, &table);
        put_flips(out, d);
    }
    tm_table_free(&table);
}
