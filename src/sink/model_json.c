// What is in a model as JSON, schema tamis-model/1: every weight except those of the n-grams.
// SPDX-License-Identifier: MIT
#include "sink/model_show.h"

#include <math.h>

#include "base/num.h"

enum { DECIMALS = 6 };

void tm_provenance_json(tm_json_writer *w, const tm_model *model)
{
    const tm_provenance *p = &model->provenance;
    tm_json_add_word(w, "name", p->name);
    tm_json_add_word(w, "sha256", model->sha256);
    tm_json_begin(w, "trained_on", '{');
    tm_json_add_size(w, "clean", p->n_clean);
    tm_json_add_size(w, "contaminated", p->n_contaminated);
    tm_json_add_size(w, "synthetic", p->n_synthetic);
    tm_json_add_word(w, "digest", p->training_digest);
    tm_json_end(w, '}');
    tm_json_add_size(w, "seed", p->seed);
    tm_json_add_int(w, "libsvm", p->libsvm_version);
    tm_json_add_word(w, "unicode", p->unicode_version);
}

void tm_evidence_name_json(tm_json_writer *w, size_t e)
{
    tm_buf name = {0};
    tm_evidence_name(&name, e);
    tm_json_add_text(w, "name", tm_buf_str(&name));
    w->out->failed |= name.failed;
    tm_buf_free(&name);
}

static void put_points(tm_json_writer *w, const tm_model *model)
{
    tm_json_begin(w, "points", '[');
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *p = &model->point[i];
        tm_json_begin(w, NULL, '{');
        tm_json_add_exact(w, "target_fpr", p->target_fpr);
        tm_json_add_exact(w, "threshold", p->threshold);
        tm_json_add_exact(w, "measured_fpr", p->measured_fpr);
        tm_json_add_exact(w, "upper_fpr", p->upper_fpr);
        tm_json_add_exact(w, "recall", p->recall);
        tm_json_add_size(w, "n_clean", p->n_clean);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

// The terms come grouped by language: one object for each.
static void put_terms(tm_json_writer *w, const tm_model_view *view)
{
    tm_json_begin(w, "lexicon", '[');
    for (size_t i = 0; i < view->n_terms;) {
        const tm_str language = view->term[i].language;
        size_t count[TM_N_TERM_CLASSES] = {0}, n = 0;
        for (; i < view->n_terms && tm_str_equal(view->term[i].language, language); i++, n++) {
            tm_term_class klass;
            if (tm_term_class_parse(&klass, view->term[i].klass))
                count[klass]++;
        }
        tm_json_begin(w, NULL, '{');
        tm_json_add_text(w, "lang", language);
        tm_json_add_size(w, "terms", n);
        tm_json_begin(w, "classes", '{');
        for (size_t k = 0; k < TM_N_TERM_CLASSES; k++)
            tm_json_add_size(w, tm_term_class_name((tm_term_class)k), count[k]);
        tm_json_end(w, '}');
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_ngrams(tm_json_writer *w, const tm_model *model)
{
    const tm_ngram_summary s = tm_ngrams_summarise(model);
    tm_json_begin(w, "ngrams", '{');
    tm_json_add_size(w, "entries", s.n);
    tm_json_add_size(w, "positive", s.n_positive);
    tm_json_add_size(w, "negative", s.n_negative);
    tm_json_add_size(w, "at_limit", s.n_at_limit);
    tm_json_add_number(w, "mean_absolute_nats", s.mean_absolute, DECIMALS);
    tm_json_end(w, '}');
}

static void put_evidence(tm_json_writer *w, const tm_model *model)
{
    tm_json_begin(w, "evidence", '[');
    for (size_t e = 0; e < TM_N_EVIDENCE; e++) {
        tm_json_begin(w, NULL, '{');
        tm_evidence_name_json(w, e);
        tm_json_add_number(w, "nats", tm_evidence_nats(model, e), DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_importance(tm_json_writer *w, const tm_importance *importance)
{
    tm_json_begin(w, "importance", '{');
    tm_json_add_number(w, "log_loss_rise", importance->log_loss_rise, DECIMALS);
    tm_json_add_number(w, "recall_change", importance->recall_change, DECIMALS);
    tm_json_add_number(w, "fpr_change", importance->fpr_change, DECIMALS);
    tm_json_end(w, '}');
}

static void put_features(tm_json_writer *w, const tm_model_view *view)
{
    const tm_classifier *c = &view->model->classifier;
    tm_json_begin(w, "features", '[');
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        const size_t partner = tm_strongest_partner(c, f);
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "name", tm_features[f].name);
        tm_json_add_exact(w, "cap", tm_features[f].cap);
        tm_json_add_number(w, "effect_at_quarter", tm_main_effect(c, f, 0.25), DECIMALS);
        tm_json_add_number(w, "effect_at_half", tm_main_effect(c, f, 0.5), DECIMALS);
        tm_json_add_number(w, "effect_at_cap", tm_main_effect(c, f, 1), DECIMALS);
        if (fabs(tm_pair_weight(c, f, partner)) > 0)
            tm_json_add_word(w, "partner", tm_features[partner].name);
        else
            tm_json_add_null(w, "partner");
        tm_json_add_number(w, "partner_weight", tm_pair_weight(c, f, partner), DECIMALS);
        if (view->importance)
            put_importance(w, &view->importance[f]);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

void tm_model_json(tm_buf *out, const tm_model_view *view)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-model/1");
    tm_provenance_json(&w, view->model);
    put_points(&w, view->model);
    tm_json_begin(&w, "sigmoid", '{');
    tm_json_add_exact(&w, "slope", view->model->sigmoid.slope);
    tm_json_add_exact(&w, "offset", view->model->sigmoid.offset);
    tm_json_end(&w, '}');
    put_terms(&w, view);
    put_ngrams(&w, view->model);
    tm_json_add_size(&w, "known_compounds",
                     tm_compounds_count(&view->model->knowledge.compounds));
    put_evidence(&w, view->model);
    tm_json_add_exact(&w, "bias", view->model->classifier.bias);
    if (view->importance)
        tm_json_add_size(&w, "importance_documents", view->n_documents);
    put_features(&w, view);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}
