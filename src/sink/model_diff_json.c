// Two models side by side as JSON, schema tamis-model-diff/1. All changed terms and all flips are
// there; reasons only for the first n_shown flips.
// SPDX-License-Identifier: MIT
#include "sink/model_diff.h"

#include <math.h>

#include "sink/model_show.h"

enum { DECIMALS = 6, MAX_WHY = 8 };

static void put_models(tm_json_writer *w, const tm_model_difference *d)
{
    static const char *const keys[] = {"a", "b"};
    for (int i = 0; i < 2; i++) {
        tm_json_begin(w, keys[i], '{');
        tm_provenance_json(w, d->model[i]);
        tm_json_end(w, '}');
    }
    tm_json_begin(w, "points", '[');
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *a = &d->model[0]->point[i], *b = &d->model[1]->point[i];
        tm_json_begin(w, NULL, '{');
        tm_json_add_exact(w, "target_fpr", a->target_fpr);
        tm_json_add_exact(w, "threshold_a", a->threshold);
        tm_json_add_exact(w, "threshold_b", b->threshold);
        tm_json_add_exact(w, "upper_fpr_a", a->upper_fpr);
        tm_json_add_exact(w, "upper_fpr_b", b->upper_fpr);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_side(tm_json_writer *w, const char *key, const tm_model_term *term)
{
    if (!term) {
        tm_json_add_null(w, key);
        return;
    }
    tm_json_begin(w, key, '{');
    tm_json_add_text(w, "weight", term->weight);
    tm_json_add_text(w, "note", term->note);
    tm_json_end(w, '}');
}

static void put_terms(tm_json_writer *w, const tm_model_difference *d)
{
    tm_json_begin(w, "terms", '[');
    for (size_t i = 0; i < d->n_terms; i++) {
        const tm_term_change *change = &d->term[i];
        const tm_model_term *term = change->b ? change->b : change->a;
        tm_json_begin(w, NULL, '{');
        tm_json_add_text(w, "lang", term->language);
        tm_json_add_text(w, "term", term->term);
        tm_json_add_text(w, "class", term->klass);
        put_side(w, "a", change->a);
        put_side(w, "b", change->b);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_compounds(tm_json_writer *w, const tm_model_difference *d)
{
    const tm_compounds *const a = &d->model[0]->knowledge.compounds;
    const tm_compounds *const b = &d->model[1]->knowledge.compounds;
    tm_json_begin(w, "known_compounds", '{');
    tm_json_add_size(w, "a_only", tm_compounds_count_beyond(a, b));
    tm_json_add_size(w, "b_only", tm_compounds_count_beyond(b, a));
    tm_json_end(w, '}');
}

static void put_evidence(tm_json_writer *w, const tm_model_difference *d)
{
    const tm_ngram_difference n = tm_ngrams_compare(d->model[0], d->model[1]);
    tm_json_begin(w, "ngrams", '{');
    tm_json_add_size(w, "different", n.n_different);
    tm_json_add_number(w, "mean_absolute_nats", n.mean_absolute, DECIMALS);
    tm_json_end(w, '}');
    tm_json_begin(w, "evidence", '[');
    for (size_t e = 0; e < TM_N_EVIDENCE; e++) {
        if (d->model[0]->knowledge.weights.evidence[e] ==
            d->model[1]->knowledge.weights.evidence[e])
            continue;
        tm_json_begin(w, NULL, '{');
        tm_evidence_name_json(w, e);
        tm_json_add_number(w, "a", tm_evidence_nats(d->model[0], e), DECIMALS);
        tm_json_add_number(w, "b", tm_evidence_nats(d->model[1], e), DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_features(tm_json_writer *w, const tm_model_difference *d)
{
    tm_json_begin(w, "bias", '{');
    tm_json_add_exact(w, "a", d->model[0]->classifier.bias);
    tm_json_add_exact(w, "b", d->model[1]->classifier.bias);
    tm_json_end(w, '}');
    tm_json_begin(w, "features", '[');
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "name", tm_features[f].name);
        tm_json_add_number(w, "effect_a", tm_main_effect(&d->model[0]->classifier, f, 1),
                           DECIMALS);
        tm_json_add_number(w, "effect_b", tm_main_effect(&d->model[1]->classifier, f, 1),
                           DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_why(tm_json_writer *w, const tm_flip_reasons *reasons)
{
    tm_json_begin(w, "why", '[');
    for (size_t i = 0; i < MAX_WHY; i++) {
        const size_t f = reasons->order[i];
        if (fabs(reasons->contribution[1][f] - reasons->contribution[0][f]) <= 0)
            break;
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "feature", tm_features[f].name);
        tm_json_add_number(w, "a", reasons->contribution[0][f], DECIMALS);
        tm_json_add_number(w, "b", reasons->contribution[1][f], DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_verdict(tm_json_writer *w, const char *key, const tm_scored *scored)
{
    tm_json_begin(w, key, '{');
    tm_json_add_word(w, "verdict", tamis_verdict_name(scored->verdict));
    tm_json_add_number(w, "score", scored->score, DECIMALS);
    tm_json_add_number(w, "probability", scored->probability, DECIMALS);
    tm_json_end(w, '}');
}

static void put_flips(tm_json_writer *w, const tm_model_difference *d)
{
    static const char *const labels[TM_N_FLIP_LABELS] = {"clean", "contaminated", NULL};
    tm_json_add_size(w, "documents", d->n_documents);
    tm_json_begin(w, "flips", '[');
    for (size_t i = 0; i < d->flips->n; i++) {
        const tm_flip *flip = &d->flips->flip[i];
        const tm_labelled *row = flip->a->row;
        const char *label = labels[tm_flip_label_of(row)];
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "id", row->id);
        if (label)
            tm_json_add_word(w, "label", label);
        else
            tm_json_add_null(w, "label");
        tm_json_add_word(w, "lang", row->language);
        tm_json_add_word(w, "kind", row->kind);
        tm_json_add_word(w, "source", row->source);
        tm_json_add_int(w, "gain", tm_flip_gain(flip));
        put_verdict(w, "a", flip->a);
        put_verdict(w, "b", flip->b);
        tm_json_add_number(w, "a_recalibrated", tm_model_diff_recalibrated(d, flip), DECIMALS);
        tm_json_add_exact(w, "threshold_a", tm_model_diff_cut(d, flip, 0));
        tm_json_add_exact(w, "threshold_b", tm_model_diff_cut(d, flip, 1));
        if (i < d->n_shown)
            put_why(w, &d->reasons[i]);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

void tm_model_diff_json(tm_buf *out, const tm_model_difference *d)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-model-diff/1");
    put_models(&w, d);
    put_terms(&w, d);
    put_compounds(&w, d);
    put_evidence(&w, d);
    put_features(&w, d);
    if (d->flips)
        put_flips(&w, d);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}
