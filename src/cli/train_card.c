// The figures of a training run as JSON, and as a card for those who are given the model.
// SPDX-License-Identifier: MIT
#include "cli/train_report.h"

#include <stdlib.h>

#include "base/json_writer.h"
#include "base/num.h"
#include "sink/figures.h"

enum { MAX_LISTED = 1000, DEFAULT_POINT = 1 };

// ---- JSON ---------------------------------------------------------------------------------

static void put_point(tm_json_writer *w, const tm_train_summary *s, size_t p)
{
    const tm_train_figures *f = &s->point[p];
    const tamis_operating_point *point = &s->training->model.point[p];
    tm_json_begin(w, NULL, '{');
    tm_json_add_exact(w, "target_fpr", f->target_fpr);
    tm_json_add_exact(w, "threshold", point->threshold);
    tm_json_add_size(w, "found", f->found);
    tm_json_add_size(w, "flagged", f->flagged);
    tm_json_add_exact(w, "flagged_upper", f->flagged_upper);
    if (s->base_name) {
        tm_json_add_size(w, "found_before", f->found_before);
        tm_json_add_size(w, "flagged_before", f->flagged_before);
    }
    tm_json_add_exact(w, "measured_fpr", point->measured_fpr);
    tm_json_add_exact(w, "upper_fpr", point->upper_fpr);
    tm_json_add_size(w, "n_clean", point->n_clean);
    tm_json_end(w, '}');
}

static void put_wrong(tm_json_writer *w, const tm_train_summary *s, const char *key,
                      bool contaminated)
{
    tm_train_wrong *wrong = calloc(MAX_LISTED, sizeof *wrong);
    const size_t n =
        wrong ? tm_train_list_wrong(wrong, MAX_LISTED, s, contaminated, DEFAULT_POINT) : 0;
    tm_json_begin(w, key, '[');
    for (size_t i = 0; i < n && i < MAX_LISTED; i++) {
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "id", wrong[i].id);
        tm_json_add_exact(w, "probability", wrong[i].probability);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
    w->out->failed |= !wrong;
    free(wrong);
}

void tm_train_report_json(tm_buf *out, const tm_train_summary *summary)
{
    const tm_training *training = summary->training;
    const tm_provenance *p = &training->model.provenance;
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "model", p->name);
    if (summary->base_name)
        tm_json_add_word(&w, "base", summary->base_name);
    tm_json_add_size(&w, "seed", p->seed);
    tm_json_add_size(&w, "clean", p->n_clean);
    tm_json_add_size(&w, "contaminated", p->n_contaminated);
    tm_json_add_size(&w, "synthetic", p->n_synthetic);
    tm_json_add_size(&w, "copies", training->n_copies);
    tm_json_begin(&w, "groups", '{');
    tm_json_add_size(&w, "clean", training->n_groups[0]);
    tm_json_add_size(&w, "contaminated", training->n_groups[1]);
    tm_json_add_bool(&w, "taken_apart", training->split[0] || training->split[1]);
    tm_json_end(&w, '}');
    tm_json_add_size(&w, "folds", training->options.n_folds);
    tm_json_add_size(&w, "judged_clean", summary->n_clean);
    tm_json_add_size(&w, "judged_contaminated", summary->n_contaminated);
    tm_json_add_exact(&w, "cost", training->cost);
    tm_json_begin(&w, "points", '[');
    for (size_t i = 0; i < TM_N_POINTS; i++)
        put_point(&w, summary, i);
    tm_json_end(&w, ']');
    put_wrong(&w, summary, "missed", true);
    put_wrong(&w, summary, "falsely_flagged", false);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
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
        tm_buf_text(out, "| ");
        tm_put_target(out, f->target_fpr);
        tm_buf_text(out, " | ");
        tm_print_probability(out, s->training->model.point[p].threshold, 1);
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
    tm_buf_byte(out, '\n');
    tm_train_put_groups(out, summary);
    tm_buf_text(out,
                "\n## Limits\n\nIt was fitted to the documents above and judges others like "
                "them best. Figures for your own data: `tamis evaluate`.\n");
}
