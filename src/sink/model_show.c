// A model as text and tables: where it came from, thresholds, terms by class and language, weights
// of evidence, effects of features.
// SPDX-License-Identifier: MIT
#include "sink/model_show.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "sink/figures.h"
#include "sink/report.h"
#include "sink/table.h"
#include "sink/visible.h"

enum { MAX_LANGUAGES = TM_MAX_COLUMNS - 2, MAX_EVIDENCE_ROWS = 24, MAX_FEATURE_ROWS = 20 };

static void put_fixed(tm_table *table, double value, int decimals, bool sign)
{
    tm_buf *cell = tm_table_cell(table);
    if (isfinite(value) && sign)
        tm_put_signed(cell, value, decimals);
    else if (isfinite(value))
        tm_print_fixed(cell, value, decimals);
}

static void put_count(tm_table *table, uint64_t count)
{
    tm_report_count(tm_table_cell(table), count);
}

static void put_word(tm_table *table, const char *word)
{
    tm_buf_text(tm_table_cell(table), word);
}

// ---- Where it came from -------------------------------------------------------------------

static void put_head(tm_buf *out, const tm_model *model)
{
    const tm_provenance *p = &model->provenance;
    const double quiet = tm_sigmoid_apply(model->sigmoid, model->classifier.bias);
    tm_buf_format(out, "model %s\n  sha256       %s\n  trained on   ", p->name, model->sha256);
    tm_report_count(out, p->n_clean);
    tm_buf_text(out, " clean and ");
    tm_report_count(out, p->n_contaminated);
    tm_buf_text(out, " contaminated documents, ");
    tm_report_count(out, p->n_synthetic);
    tm_buf_format(out,
                  " made from them\n  digest       %s\n  seed         %llu\n"
                  "  made with    libsvm %d, Unicode %s\n",
                  p->training_digest, (unsigned long long)p->seed, p->libsvm_version,
                  p->unicode_version);
    tm_buf_text(out, "  no evidence  probability ");
    tm_print_fixed(out, quiet, 6);
    tm_buf_text(out, " (decision value ");
    tm_print_fixed(out, model->classifier.bias, 4);
    tm_buf_text(out, ")\n");
}

static void fill_points(tm_table *table, const tm_model *model)
{
    tm_table_begin(
        table,
        "Operating points, from decisions of models that had not seen the "
        "document",
        tm_str_of("target|threshold|measured FPR|bound, 95 %|recall|clean documents"), 0);
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *p = &model->point[i];
        tm_put_target(tm_table_cell(table), p->target_fpr);
        tm_print_probability(tm_table_cell(table), p->threshold, 1);
        tm_print_fixed(tm_table_cell(table), 100 * p->measured_fpr, 4);
        tm_buf_text(&table->cells, " %");
        tm_print_fixed(tm_table_cell(table), 100 * p->upper_fpr, 4);
        tm_buf_text(&table->cells, " %");
        put_fixed(table, p->recall, 3, false);
        put_count(table, p->n_clean);
    }
}

// ---- Terms --------------------------------------------------------------------------------

// Terms by class and language; the languages beyond MAX_LANGUAGES share the last column.
typedef struct term_counts {
    tm_str language[MAX_LANGUAGES];
    size_t n_languages;
    size_t count[TM_N_TERM_CLASSES][MAX_LANGUAGES];
} term_counts;

static term_counts count_terms(const tm_model_view *view)
{
    term_counts counts = {0};
    for (size_t i = 0; i < view->n_terms; i++) {
        const tm_model_term *term = &view->term[i];
        tm_term_class klass;
        const bool new_language =
            counts.n_languages == 0 ||
            !tm_str_equal(term->language, counts.language[counts.n_languages - 1]);
        if (new_language && counts.n_languages < MAX_LANGUAGES)
            counts.language[counts.n_languages++] = term->language;
        else if (new_language)
            counts.language[MAX_LANGUAGES - 1] = tm_str_of("other");
        if (tm_term_class_parse(&klass, term->klass))
            counts.count[klass][counts.n_languages - 1]++;
    }
    return counts;
}

static void fill_terms(tm_table *table, const tm_model_view *view)
{
    const term_counts counts = count_terms(view);
    tm_buf heads = {0};
    tm_buf_text(&heads, "class");
    for (size_t l = 0; l < counts.n_languages; l++) {
        tm_buf_byte(&heads, '|');
        tm_buf_add(&heads, counts.language[l].len ? counts.language[l] : tm_str_of("any"));
    }
    tm_buf_text(&heads, "|all");
    tm_table_begin(table, "Lexicon: terms by class and language", tm_buf_str(&heads), 1);
    size_t sum[MAX_LANGUAGES] = {0};
    for (size_t k = 0; k < TM_N_TERM_CLASSES; k++) {
        size_t all = 0;
        put_word(table, tm_term_class_name((tm_term_class)k));
        for (size_t l = 0; l < counts.n_languages; l++) {
            all += counts.count[k][l];
            sum[l] += counts.count[k][l];
            put_count(table, counts.count[k][l]);
        }
        put_count(table, all);
    }
    put_word(table, "all");
    for (size_t l = 0; l < counts.n_languages; l++)
        put_count(table, sum[l]);
    put_count(table, view->n_terms);
    table->cells.failed |= heads.failed;
    tm_buf_free(&heads);
}

// ---- Token weights ------------------------------------------------------------------------

static void put_ngrams(tm_buf *out, const tm_model *model)
{
    const tm_ngram_summary s = tm_ngrams_summarise(model);
    tm_buf_text(out, "\nN-gram table\n  ");
    tm_report_count(out, s.n);
    tm_buf_text(out, " entries: ");
    tm_report_count(out, s.n_positive);
    tm_buf_text(out, " speak for contamination, ");
    tm_report_count(out, s.n_negative);
    tm_buf_text(out, " against; mean weight ");
    tm_print_fixed(out, s.mean_absolute, 3);
    tm_buf_text(out, " nats, ");
    tm_report_count(out, s.n_at_limit);
    tm_buf_text(out, " at the limit\n");
}

static void put_compounds(tm_buf *out, const tm_model *model)
{
    tm_buf_text(out, "Compounds of terms known from clean text\n  ");
    tm_report_count(out, tm_compounds_count(&model->knowledge.compounds));
    tm_buf_text(out, " hashes\n");
}

static void fill_evidence(tm_table *table, const tm_model_view *view)
{
    double weight[TM_N_EVIDENCE];
    size_t order[TM_N_EVIDENCE];
    for (size_t e = 0; e < TM_N_EVIDENCE; e++)
        weight[e] = abs(view->model->knowledge.weights.evidence[e]);
    tm_order_falling(order, weight, TM_N_EVIDENCE);
    tm_table_begin(table, "Evidence of a token, heaviest first", tm_str_of("evidence|nats|"),
                   5);
    for (size_t i = 0; i < TM_N_EVIDENCE; i++) {
        const size_t e = order[i];
        if (e >= TM_EVIDENCE_TERM)
            continue;
        if (!view->every_weight && tm_table_rows(table) == MAX_EVIDENCE_ROWS) {
            table->note = "--all shows the lighter ones too.";
            break;
        }
        tm_evidence_name(tm_table_cell(table), e);
        put_fixed(table, tm_evidence_nats(view->model, e), 2, true);
        put_word(table, tm_evidence_sentence(e));
    }
}

// Weights of evidence by class and weight of a term. `first` is the number of the evidence for the
// first class and the lowest weight; the others follow it.
static void fill_term_weights(tm_table *table, const char *title, size_t first,
                              const tm_model *model)
{
    tm_table_begin(table, title, tm_str_of("class|0.5|1.0|1.5|2.0|2.5|3.0"), 1);
    for (size_t k = 0; k < TM_N_TERM_CLASSES; k++) {
        if (first == TM_EVIDENCE_NEW_COMPOUND && k == TM_TERM_COMPANY)
            continue; // there is no such evidence for them
        put_word(table, tm_term_class_name((tm_term_class)k));
        for (size_t level = 0; level < TM_N_TERM_LEVELS; level++)
            put_fixed(table, tm_evidence_nats(model, first + k * TM_N_TERM_LEVELS + level), 2,
                      true);
    }
}

// ---- Features -----------------------------------------------------------------------------

// By importance if it was measured, else, and among equals, by effect.
static void order_features(size_t order[TM_N_FEATURES], const tm_model_view *view)
{
    tm_features_by_effect(order, &view->model->classifier);
    for (size_t i = 0; view->importance && i < TM_N_FEATURES; i++) {
        const size_t f = order[i];
        size_t at = i;
        for (; at > 0 && view->importance[order[at - 1]].log_loss_rise <
                             view->importance[f].log_loss_rise;
             at--)
            order[at] = order[at - 1];
        order[at] = f;
    }
}

static void put_importance(tm_table *table, const tm_importance *importance)
{
    put_fixed(table, importance->log_loss_rise, 4, true);
    put_fixed(table, importance->recall_change, 3, true);
    put_fixed(table, 100 * importance->fpr_change, 3, true);
}

// Two empty cells for a feature that stands alone: all its pairs weigh nothing.
static void put_partner(tm_table *table, const tm_classifier *classifier, size_t f)
{
    const size_t partner = tm_strongest_partner(classifier, f);
    const double weight = tm_pair_weight(classifier, f, partner);
    const bool alone = fabs(weight) <= 0;
    put_word(table, alone ? "" : tm_features[partner].name);
    put_fixed(table, alone ? NAN : weight, 2, true);
}

static void fill_features(tm_table *table, const tm_model_view *view)
{
    const tm_classifier *c = &view->model->classifier;
    size_t order[TM_N_FEATURES];
    order_features(order, view);
    tm_table_begin(
        table, "Features of a document in the classifier",
        view->importance
            ? tm_str_of("feature|at 1/4|at 1/2|at cap|cap|log loss|recall|"
                        "FPR %|most together with|weight")
            : tm_str_of("feature|at 1/4|at 1/2|at cap|cap|most together with|weight|"),
        view->importance ? 1 + (1 << 8) : 1 + (1 << 5) + (1 << 7));
    table->note =
        view->importance
            ? "What it adds alone at shares of its cap; and what dealing its values out "
              "anew does to log loss, recall and FPR."
            : "What it adds to the decision value alone, at shares of its cap.";
    for (size_t i = 0; i < TM_N_FEATURES; i++) {
        const size_t f = order[i];
        if (!view->every_weight && i == MAX_FEATURE_ROWS)
            break;
        put_word(table, tm_features[f].name);
        put_fixed(table, tm_main_effect(c, f, 0.25), 2, true);
        put_fixed(table, tm_main_effect(c, f, 0.5), 2, true);
        put_fixed(table, tm_main_effect(c, f, 1), 2, true);
        tm_print_double(tm_table_cell(table), tm_features[f].cap);
        if (view->importance)
            put_importance(table, &view->importance[f]);
        put_partner(table, c, f);
        if (!view->importance)
            put_word(table, tm_features[f].sentence);
    }
}

// ---- The whole ----------------------------------------------------------------------------

void tm_model_text(tm_buf *out, const tm_model_view *view)
{
    tm_table table = {0};
    put_head(out, view->model);
    fill_points(&table, view->model);
    tm_table_text(out, &table);
    fill_terms(&table, view);
    tm_table_text(out, &table);
    put_ngrams(out, view->model);
    put_compounds(out, view->model);
    fill_term_weights(&table,
                      "Evidence of a lexicon term, nats, by class and weight of the term",
                      TM_EVIDENCE_TERM, view->model);
    tm_table_text(out, &table);
    fill_term_weights(&table, "Added where it ends a compound that clean text did not hold",
                      TM_EVIDENCE_NEW_COMPOUND, view->model);
    tm_table_text(out, &table);
    fill_evidence(&table, view);
    tm_table_text(out, &table);
    fill_features(&table, view);
    tm_table_text(out, &table);
    if (view->importance) {
        tm_buf_text(out, "  Measured on ");
        tm_report_plural(out, view->n_documents, "document");
        tm_buf_text(out, ".\n");
    }
    if (!view->every_weight)
        tm_buf_text(out, "  --all shows the others too.\n");
    tm_table_free(&table);
}
