// Documents taken apart, by the weights that did not see them or by those of the base.
// SPDX-License-Identifier: MIT
#include "model/train_rows.h"

#include <stdlib.h>

#include "score/spans.h"

// Share of rows of which one word group is hidden from the lexicon: what a campaign with new words
// looks like.
static const double hide_chance = 0.25;

tamis_status tm_training_no_memory(tamis_error *err)
{
    return tm_fail(err, TAMIS_ENOMEM, "no memory for training");
}

unsigned tm_training_groups(const tm_training *training)
{
    return TM_WORD_GROUPS / training->options.n_folds;
}

bool tm_training_is_line(const tm_labelled *row)
{
    return strcmp(row->kind, "spam:sms") == 0 || strcmp(row->kind, "spam:comment") == 0;
}

bool tm_training_is_example(const tm_labelled *row)
{
    return !tm_training_is_line(row) && !row->of_other_trade && row->turn < 2;
}

// ---- Rows ---------------------------------------------------------------------------------

static tm_str first_window(tm_str text)
{
    if (text.len <= TM_WINDOW_BYTES)
        return text;
    size_t len = TM_WINDOW_BYTES;
    while (((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    return tm_str_slice(text, 0, len);
}

// Takes texts apart by one set of weights, one after the other.
typedef struct row_reader {
    tm_knowledge knowledge; // its parts are borrowed
    tm_window window;
    tm_segments segments;
    tm_twins twins;
} row_reader;

static void free_reader(row_reader *reader)
{
    tm_window_free(&reader->window);
    tm_segments_free(&reader->segments);
    tm_twins_free(&reader->twins);
}

static tamis_status score_text(row_reader *reader, tm_str text, tamis_error *err)
{
    TM_TRY(tm_window_read(&reader->window, &reader->knowledge, first_window(text), err));
    tm_window_score(&reader->window, &reader->knowledge);
    return tm_segments_find(&reader->segments, reader->window.score, reader->window.tokens.len,
                            TM_MIN_SEGMENT_SCORE, err);
}

static tamis_status read_row(tm_row *row, row_reader *reader, tm_str text, tamis_error *err)
{
    TM_TRY(score_text(reader, text, err));
    TM_TRY(tm_twins_find(&reader->twins, &reader->window, &reader->segments, err));
    tm_row_fill(row, &reader->window, &reader->knowledge, &reader->segments, reader->twins.len);
    return TAMIS_OK;
}

_Static_assert((int)TM_MAX_TRAIN_FOLDS < (int)TM_SEEN_BY_MANY, "folds are remembered in bytes");

static void take_over(tm_compounds *compounds, const tm_compounds *base)
{
    for (size_t i = 0; base->seen && i < (size_t)1 << TM_COMPOUND_BITS; i++)
        if (base->seen[i])
            compounds->seen[i] = TM_SEEN_BY_MANY;
}

tamis_status tm_training_learn_compounds(tm_training *training, tamis_error *err)
{
    tm_knowledge *const knowledge = &training->model.knowledge;
    tm_window window = {0};
    tamis_status status = tm_compounds_init(&knowledge->compounds, err);
    if (status == TAMIS_OK && training->options.base)
        take_over(&knowledge->compounds, &training->options.base->knowledge.compounds);
    for (size_t i = 0; i < training->n_given && status == TAMIS_OK; i++) {
        const tm_labelled *const row = &training->dataset.row[i];
        if (row->contaminated || row->weight <= 0)
            continue;
        status = tm_view_build(&window.view, knowledge->folds,
                               first_window(tm_buf_str(&row->text)), err);
        if (status == TAMIS_OK)
            status = tm_lexicon_scan(&window.hits, &knowledge->lexicon, &window.view, 0, err);
        if (status == TAMIS_OK)
            tm_compounds_add(&knowledge->compounds, &window.hits, &knowledge->lexicon,
                             &window.view, row->fold);
    }
    tm_window_free(&window);
    return status;
}

// Where a contaminated document without spans is contaminated, the base may know: when it finds
// stretches and they are the lesser part, they are what is learned from, and of the rest nothing
// is said. The view's offsets lead back to bytes of the text.
static tamis_status find_spans(tm_labelled *row, row_reader *reader, tamis_error *err)
{
    const tm_view *view = &reader->window.view;
    size_t n_bytes = 0;
    TM_TRY(score_text(reader, tm_buf_str(&row->text), err));
    const size_t n = reader->segments.len;
    if (n == 0)
        return TAMIS_OK;
    tm_sample_span *spans = calloc(n, sizeof *spans);
    if (!spans)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        const tm_segment *segment = &reader->segments.segment[i];
        const tm_token *token = reader->window.tokens.token;
        spans[i] = (tm_sample_span){view->begin[token[segment->first].begin],
                                    view->end[token[segment->last - 1].end - 1]};
        n_bytes += spans[i].end - spans[i].begin;
    }
    if (2 * n_bytes > row->text.len) {
        free(spans);
        return TAMIS_OK;
    }
    row->spans = spans;
    row->n_spans = n;
    row->rest_unknown = true;
    return TAMIS_OK;
}

// Rows and decisions of the documents given, as the base sees them.
tamis_status tm_training_ask_base(tm_training *training, tamis_error *err)
{
    const tm_model *base = training->options.base;
    row_reader reader = {.knowledge = base->knowledge};
    tamis_status status = TAMIS_OK;
    training->base_decision = calloc(training->n_given + 1, sizeof *training->base_decision);
    if (!training->base_decision)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < training->n_given && status == TAMIS_OK; i++) {
        tm_labelled *row = &training->dataset.row[i];
        tm_row features;
        status = read_row(&features, &reader, tm_buf_str(&row->text), err);
        if (status != TAMIS_OK)
            break;
        training->base_decision[i] = tm_classify(NULL, &base->classifier, &features);
        if (row->contaminated && row->n_spans == 0 && strncmp(row->kind, "spam:", 5) != 0)
            status = find_spans(row, &reader, err);
    }
    free_reader(&reader);
    return status;
}

tamis_status tm_training_fill(tm_training *training, unsigned fold, tamis_error *err)
{
    row_reader reader = {.knowledge = training->model.knowledge};
    reader.knowledge.weights = training->part[fold];
    reader.window.own_fold = fold + 1;
    const unsigned n_groups = tm_training_groups(training);
    tm_rng rng = tm_rng_seed(training->options.seed + 100 + fold);
    tamis_status status = TAMIS_OK;
    for (size_t i = 0; i < training->dataset.len && status == TAMIS_OK; i++) {
        const tm_labelled *row = &training->dataset.row[i];
        if (row->fold != fold || !tm_training_is_example(row))
            continue;
        reader.window.hidden_groups = 0;
        if (row->contaminated && n_groups > 0 && tm_rng_chance(&rng, hide_chance))
            reader.window.hidden_groups = 1u
                                          << (fold * n_groups + tm_rng_below(&rng, n_groups));
        status = read_row(&training->row[i], &reader, tm_buf_str(&row->text), err);
    }
    free_reader(&reader);
    return status;
}
