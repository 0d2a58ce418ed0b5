// The lexicon of a model is the TSV it was trained with, one "# LANGUAGE" line before each list.
// SPDX-License-Identifier: MIT
#include "model/inspect.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"

// ---- Terms ----------------------------------------------------------------------------------

static int compare_text(tm_str a, tm_str b)
{
    const size_t shorter = a.len < b.len ? a.len : b.len;
    const int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

int tm_model_term_compare(const tm_model_term *a, const tm_model_term *b)
{
    const int language = compare_text(a->language, b->language);
    const int term = language ? language : compare_text(a->term, b->term);
    return term ? term : compare_text(a->klass, b->klass);
}

static int compare_terms(const void *a, const void *b)
{
    return tm_model_term_compare(a, b);
}

tamis_status tm_model_terms(tm_model_term **out, size_t *n, const tm_model *model,
                            tamis_error *err)
{
    tm_str rest = tm_buf_str(&model->lexicon_tsv), language = {"", 0};
    size_t cap = 0;
    *out = NULL;
    *n = 0;
    while (rest.len > 0) {
        tm_str line = tm_str_cut(&rest, '\n');
        if (line.len == 0)
            continue;
        if (line.ptr[0] == '#') {
            if (line.len > 2 && line.ptr[1] == ' ')
                language = tm_str_slice(line, 2, line.len);
            continue;
        }
        if (!tm_grow((void **)out, &cap, *n + 1, sizeof **out)) {
            free(*out);
            *out = NULL;
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the terms");
        }
        tm_model_term *term = &(*out)[(*n)++];
        term->language = language;
        term->term = tm_str_cut(&line, '\t');
        term->klass = tm_str_cut(&line, '\t');
        term->weight = tm_str_cut(&line, '\t');
        term->note = line;
    }
    if (*n > 0)
        qsort(*out, *n, sizeof **out, compare_terms);
    return TAMIS_OK;
}

// ---- Token weights --------------------------------------------------------------------------

tm_ngram_summary tm_ngrams_summarise(const tm_model *model)
{
    tm_ngram_summary summary = {.n = (size_t)1 << TM_NGRAM_BITS};
    size_t sum = 0;
    for (size_t i = 0; i < summary.n; i++) {
        const int weight = +model->knowledge.weights.ngram[i];
        summary.n_positive += weight > 0;
        summary.n_negative += weight < 0;
        summary.n_at_limit += weight >= INT8_MAX || weight <= -INT8_MAX;
        sum += (size_t)abs(weight);
    }
    const size_t n_used = summary.n_positive + summary.n_negative;
    summary.mean_absolute = n_used ? (double)sum / TM_SCORE_UNIT / (double)n_used : 0;
    return summary;
}

static const struct {
    const char *name, *sentence;
} evidence[] = {
#define TM_EVIDENCE(name, sentence) {#name, sentence},
#include "score/evidence.def"
#undef TM_EVIDENCE
};

void tm_evidence_name(tm_buf *out, size_t index)
{
    if (index < TM_EVIDENCE_TERM) {
        tm_buf_text(out, evidence[index].name);
        return;
    }
    const bool is_compound = index >= TM_EVIDENCE_NEW_COMPOUND;
    const size_t weight = index - (is_compound ? TM_EVIDENCE_NEW_COMPOUND : TM_EVIDENCE_TERM);
    const size_t klass = weight / TM_N_TERM_LEVELS, level = weight % TM_N_TERM_LEVELS;
    tm_buf_format(out, "%s %s ", is_compound ? "new compound" : "term",
                  tm_term_class_name((tm_term_class)klass));
    tm_print_fixed(out, (double)(level + 1) / 2, 1);
}

const char *tm_evidence_sentence(size_t index)
{
    return index < TM_EVIDENCE_TERM ? evidence[index].sentence : "";
}

double tm_evidence_nats(const tm_model *model, size_t index)
{
    return (double)model->knowledge.weights.evidence[index] / TM_SCORE_UNIT;
}

// ---- Features -------------------------------------------------------------------------------

double tm_pair_weight(const tm_classifier *classifier, size_t a, size_t b)
{
    const size_t low = a < b ? a : b, high = a < b ? b : a;
    return classifier->pair[tm_pair_row(low, TM_N_FEATURES) + high];
}

double tm_main_effect(const tm_classifier *classifier, size_t feature, double share)
{
    return classifier->single[feature] * sqrt(share) +
           tm_pair_weight(classifier, feature, feature) * share;
}

size_t tm_strongest_partner(const tm_classifier *classifier, size_t feature)
{
    size_t best = feature == 0;
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        if (f != feature && fabs(tm_pair_weight(classifier, feature, f)) >
                                fabs(tm_pair_weight(classifier, feature, best)))
            best = f;
    return best;
}

// An insertion sort: there are few, and equal ones keep their order.
void tm_features_by_effect(size_t order[TM_N_FEATURES], const tm_classifier *classifier)
{
    double effect[TM_N_FEATURES];
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        size_t at = f;
        effect[f] = fabs(tm_main_effect(classifier, f, 1));
        for (; at > 0 && effect[order[at - 1]] < effect[f]; at--)
            order[at] = order[at - 1];
        order[at] = f;
    }
}
