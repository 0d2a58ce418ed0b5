// The same figures for machines and for whoever is handed the model without having seen it made.
// SPDX-License-Identifier: MIT
#include "cli/train_report.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/num.h"

enum { MAX_LISTED = 1000, DEFAULT_POINT = 1 };

// ---- JSON ---------------------------------------------------------------------------------

static void put_number(tm_buf *out, const char *key, double value)
{
    tm_buf_format(out, "\"%s\":", key);
    tm_print_double(out, value);
}

static void put_point(tm_buf *out, const tm_train_summary *s, size_t p)
{
    const tm_train_figures *f = &s->point[p];
    const tamis_operating_point *point = &s->training->model.point[p];
    tm_buf_byte(out, '{');
    put_number(out, "target_fpr", f->target_fpr);
    tm_buf_byte(out, ',');
    put_number(out, "threshold", point->threshold);
    tm_buf_format(out, ",\"found\":%zu,\"flagged\":%zu,", f->found, f->flagged);
    put_number(out, "flagged_upper", f->flagged_upper);
    if (s->base_name)
        tm_buf_format(out, ",\"found_before\":%zu,\"flagged_before\":%zu", f->found_before,
                      f->flagged_before);
    tm_buf_byte(out, ',');
    put_number(out, "measured_fpr", point->measured_fpr);
    tm_buf_byte(out, ',');
    put_number(out, "upper_fpr", point->upper_fpr);
    tm_buf_format(out, ",\"n_clean\":%llu}", (unsigned long long)point->n_clean);
}

static void put_wrong(tm_buf *out, const tm_train_summary *s, const char *key,
                      bool contaminated)
{
    tm_train_wrong *wrong = calloc(MAX_LISTED, sizeof *wrong);
    const size_t n =
        wrong ? tm_train_list_wrong(wrong, MAX_LISTED, s, contaminated, DEFAULT_POINT) : 0;
    tm_buf_format(out, ",\"%s\":[", key);
    for (size_t i = 0; i < n && i < MAX_LISTED; i++) {
        tm_buf_text(out, i > 0 ? ",{\"id\":" : "{\"id\":");
        tm_json_string(out, tm_str_of(wrong[i].id));
        tm_buf_byte(out, ',');
        put_number(out, "probability", wrong[i].probability);
        tm_buf_byte(out, '}');
    }
    tm_buf_byte(out, ']');
    out->failed |= !wrong;
    free(wrong);
}

void tm_train_report_json(tm_buf *out, const tm_train_summary *summary)
{
    const tm_provenance *p = &summary->training->model.provenance;
    tm_buf_text(out, "{\"model\":");
    tm_json_string(out, tm_str_of(p->name));
    if (summary->base_name) {
        tm_buf_text(out, ",\"base\":");
        tm_json_string(out, tm_str_of(summary->base_name));
    }
    tm_buf_format(
        out,
        ",\"seed\":%llu,\"clean\":%llu,\"contaminated\":%llu,\"synthetic\":%llu,"
        "\"copies\":%zu,\"folds\":%u,\"judged_clean\":%zu,\"judged_contaminated\":%zu,",
        (unsigned long long)p->seed, (unsigned long long)p->n_clean,
        (unsigned long long)p->n_contaminated, (unsigned long long)p->n_synthetic,
        summary->training->n_copies, summary->training->options.n_folds, summary->n_clean,
        summary->n_contaminated);
    put_number(out, "cost", summary->training->cost);
    tm_buf_text(out, ",\"points\":[");
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        if (i > 0)
            tm_buf_byte(out, ',');
        put_point(out, summary, i);
    }
    tm_buf_byte(out, ']');
    put_wrong(out, summary, "missed", true);
    put_wrong(out, summary, "falsely_flagged", false);
    tm_buf_text(out, "}\n");
}

// ---- Card ---------------------------------------------------------------------------------

static void put_cell(tm_buf *out, double value, int decimals)
{
    tm_buf_text(out, " | ");
    tm_print_fixed(out, value, decimals);
}

static double share(size_t part, size_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

static void put_card_points(tm_buf *out, const tm_train_summary *s)
{
    tm_buf_format(out,
                  "\n## Operating points\n\nOn %zu clean and %zu contaminated documents, each "
                  "judged by a model that had not seen it.\n\n",
                  s->n_clean, s->n_contaminated);
    tm_buf_text(out, s->base_name
                         ? "| target FPR | threshold | recall | recall of the base | clean "
                           "flagged | at most |\n|---|---|---|---|---|---|\n"
                         : "| target FPR | threshold | recall | clean flagged | at most "
                           "|\n|---|---|---|---|---|\n");
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        const tm_train_figures *f = &s->point[p];
        tm_buf_format(out, "| %g", f->target_fpr);
        put_cell(out, s->training->model.point[p].threshold, 6);
        put_cell(out, share(f->found, s->n_contaminated), 3);
        if (s->base_name)
            put_cell(out, share(f->found_before, s->n_contaminated), 3);
        put_cell(out, share(f->flagged, s->n_clean), 6);
        put_cell(out, f->flagged_upper, 6);
        tm_buf_text(out, " |\n");
    }
    tm_buf_text(out,
                "\n\"At most\" is the one-sided 95 % bound of Clopper and Pearson: what these "
                "documents alone support.\n");
}

void tm_train_card(tm_buf *out, const tm_train_summary *summary)
{
    const tm_training *training = summary->training;
    const tm_provenance *p = &training->model.provenance;
    tm_buf_format(out, "# %s\n\nA model of tamis %s.\n\n## Data\n\n", p->name,
                  tamis_version_string());
    tm_buf_format(out,
                  "- %llu clean documents, %llu contaminated ones, %llu injections made in "
                  "the clean ones\n",
                  (unsigned long long)p->n_clean, (unsigned long long)p->n_contaminated,
                  (unsigned long long)p->n_synthetic);
    if (summary->base_name) {
        const tm_model *base = training->options.base;
        tm_buf_format(out,
                      "- on top of the model \"%s\", SHA-256 %s, made from %llu clean and %llu "
                      "contaminated documents\n",
                      summary->base_name, base->sha256,
                      (unsigned long long)base->provenance.n_clean,
                      (unsigned long long)base->provenance.n_contaminated);
    }
    tm_buf_format(out, "- texts and labels trained on: SHA-256 %s\n", p->training_digest);
    tm_buf_format(out, "- seed %llu, %u folds, C ", (unsigned long long)p->seed,
                  training->options.n_folds);
    tm_print_double(out, training->cost);
    tm_buf_format(out, "; libsvm %d, Unicode %s\n", p->libsvm_version, p->unicode_version);
    put_card_points(out, summary);
    tm_buf_text(out,
                "\n## Limits\n\nIt was fitted to the documents above and judges others like "
                "them best. Figures for your own data: `tamis evaluate`.\n");
}
