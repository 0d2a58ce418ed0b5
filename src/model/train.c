// Data in, synthesis, the token fits and the rows they give; fitting the classifier on the rows is
// in train_classifier.c.
// SPDX-License-Identifier: MIT
#include "model/train.h"

#include <stdlib.h>

#include "base/num.h"
#include "model/train_classifier.h"
#include "score/spans.h"

enum { MIN_ROWS_OF_A_LABEL = 20, FOLD_GROUPS = TM_WORD_GROUPS / TM_TRAIN_FOLDS };

// Share of injections that use the words of their fold alone, and share of rows of which one word
// group is hidden from the lexicon: what a campaign with new words looks like.
static const double own_words_chance = 0.7;
static const double hide_chance = 0.25;

// What a token of a real spam document weighs beside one of a synthesised injection: ordinary
// words stand in it too, unmarked.
static const double page_weight = 0.5;
static const double line_weight = 0.3;
// Injections of a few words weigh more: a menu teaches with a hundred tokens, a swap with two.
static const double short_weight = 3;

static tamis_status no_memory(tamis_error *err)
{
    return tm_fail(err, TAMIS_ENOMEM, "no memory for training");
}

static unsigned fold_of(const tm_labelled *row)
{
    return (unsigned)(row->group % TM_TRAIN_FOLDS);
}

// Short messages are payloads; a document they are not.
static bool is_line(const tm_labelled *row)
{
    return strcmp(row->kind, "spam:sms") == 0 || strcmp(row->kind, "spam:comment") == 0;
}

static bool is_word(const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < len; i++)
        if (name[i] <= ' ' || name[i] > '~')
            return false;
    return len > 0 && len < TM_MAX_MODEL_NAME;
}

tamis_status tm_training_init(tm_training *training, const tm_train_options *options,
                              tamis_error *err)
{
    *training = (tm_training){.options = *options};
    if (!is_word(options->name))
        return tm_fail(err, TAMIS_EINVAL, "a model's name is 1 to %d visible ASCII characters",
                       TM_MAX_MODEL_NAME - 1);
    tm_provenance *p = &training->model.provenance;
    memcpy(p->name, options->name, strlen(options->name) + 1);
    const char *unicode = tm_folds_unicode_version();
    if (strlen(unicode) < sizeof p->unicode_version)
        memcpy(p->unicode_version, unicode, strlen(unicode) + 1);
    return tm_payloads_new(&training->payloads, err);
}

void tm_training_free(tm_training *training)
{
    for (size_t p = 0; p < TM_TRAIN_FOLDS; p++)
        free(training->part[p].ngram);
    if (training->part[TM_TRAIN_FOLDS].ngram != training->model.knowledge.weights.ngram)
        free(training->part[TM_TRAIN_FOLDS].ngram);
    tm_model_clear(&training->model);
    tm_dataset_free(&training->dataset);
    tm_payloads_free(training->payloads);
    free(training->row);
    *training = (tm_training){0};
}

// ---- Input --------------------------------------------------------------------------------

tamis_status tm_training_add_lexicon(tm_training *training, const char *language, tm_str tsv,
                                     tamis_error *err)
{
    tm_buf *all = &training->model.lexicon_tsv;
    tm_buf_format(all, "# %s\n", language);
    for (tm_str rest = tsv; rest.len > 0;) { // the model keeps terms, not remarks
        tm_str line = tm_str_cut(&rest, '\n');
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        tm_buf_add(all, line);
        tm_buf_byte(all, '\n');
    }
    TM_TRY(tm_buf_check(all, err));
    return tm_payloads_add_lexicon(training->payloads, language, tsv, err);
}

tamis_status tm_training_add_templates(tm_training *training, tm_str tsv, tamis_error *err)
{
    return tm_payloads_add_templates(training->payloads, tsv, err);
}

tamis_status tm_training_add_anchors(tm_training *training, const char *language, tm_str lines,
                                     tamis_error *err)
{
    return tm_payloads_add_anchors(training->payloads, language, lines, err);
}

tamis_status tm_training_add_rows(tm_training *training, tm_str jsonl, tamis_error *err)
{
    return tm_dataset_add_jsonl(&training->dataset, jsonl, err);
}

// ---- Synthesis ----------------------------------------------------------------------------

static tamis_status give_real_payloads(tm_training *training, tamis_error *err)
{
    for (size_t i = 0; i < training->n_given; i++) {
        tm_labelled *row = &training->dataset.row[i];
        if (!row->contaminated || strncmp(row->kind, "spam:", 5) != 0)
            continue;
        row->weight *= is_line(row) ? line_weight : page_weight;
        TM_TRY(tm_payloads_add_real(training->payloads, row->language, row->kind + 5,
                                    tm_buf_str(&row->text), err));
    }
    return TAMIS_OK;
}

static bool is_short(const char *kind)
{
    return strcmp(kind, "swap") == 0 || strcmp(kind, "word") == 0 || strcmp(kind, "title") == 0;
}

static char *copy_of(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return copy ? memcpy(copy, text, strlen(text) + 1) : NULL;
}

// Adds the sample as a row, taking over its text and spans.
static tamis_status adopt(tm_training *training, tm_sample *sample, size_t host,
                          tamis_error *err)
{
    tm_labelled *row = tm_dataset_new_row(&training->dataset);
    if (!row)
        return no_memory(err);
    const tm_labelled *clean = &training->dataset.row[host];
    *row = (tm_labelled){.text = sample->text,
                         .spans = sample->spans,
                         .n_spans = sample->n_spans,
                         .id = copy_of(clean->id),
                         .kind = copy_of(sample->kind),
                         .language = copy_of(clean->language),
                         .source = copy_of(clean->source),
                         .obfuscation = copy_of(sample->obfuscation ? sample->obfuscation : ""),
                         .contaminated = true,
                         .synthetic = true,
                         .weight = is_short(sample->kind) ? short_weight : 1,
                         .group = clean->group};
    *sample = (tm_sample){0};
    return row->id && row->kind && row->language && row->source && row->obfuscation
               ? TAMIS_OK
               : no_memory(err);
}

static tamis_status make_samples(tm_training *training, const uint32_t *host, size_t n_hosts,
                                 tamis_error *err)
{
    tm_rng rng = tm_rng_seed(training->options.seed);
    for (size_t n = 0; n < training->options.n_synthesise; n++) {
        const size_t at = host[tm_rng_below(&rng, n_hosts)];
        const tm_labelled *clean = &training->dataset.row[at];
        const unsigned own = ((1u << FOLD_GROUPS) - 1) << (fold_of(clean) * FOLD_GROUPS);
        const unsigned all = (1u << TM_WORD_GROUPS) - 1;
        tm_sample sample = {0};
        const tamis_status status = tm_synthesise(
            &sample, training->payloads, tm_buf_str(&clean->text), clean->language,
            tm_rng_chance(&rng, own_words_chance) ? own : all, &rng, err);
        if (status == TAMIS_OK)
            TM_TRY(adopt(training, &sample, at, err));
        tm_sample_free(&sample);
        TM_TRY(status);
    }
    return TAMIS_OK;
}

tamis_status tm_training_synthesise(tm_training *training, tamis_error *err)
{
    tm_dataset *dataset = &training->dataset;
    size_t n_clean = 0;
    TM_TRY(tm_model_load_lexicon(&training->model, err));
    training->n_given = dataset->len;
    uint32_t *host = calloc(dataset->len + 1, sizeof *host);
    if (!host)
        return no_memory(err);
    for (size_t i = 0; i < dataset->len; i++)
        if (!dataset->row[i].contaminated)
            host[n_clean++] = (uint32_t)i;
    tamis_status status = TAMIS_OK;
    if (n_clean < MIN_ROWS_OF_A_LABEL)
        status = tm_fail(err, TAMIS_EINVAL, "%zu clean documents; training needs at least %d",
                         n_clean, MIN_ROWS_OF_A_LABEL);
    if (status == TAMIS_OK)
        status = give_real_payloads(training, err);
    if (status == TAMIS_OK)
        status = make_samples(training, host, n_clean, err);
    free(host);
    TM_TRY(status);
    if (dataset->len - n_clean < MIN_ROWS_OF_A_LABEL)
        return tm_fail(
            err, TAMIS_EINVAL,
            "%zu contaminated documents, synthesis included; training needs at least %d",
            dataset->len - n_clean, MIN_ROWS_OF_A_LABEL);
    training->row = calloc(dataset->len, sizeof *training->row);
    tm_provenance *p = &training->model.provenance;
    p->seed = training->options.seed;
    p->n_clean = n_clean;
    p->n_contaminated = training->n_given - n_clean;
    p->n_synthetic = dataset->len - training->n_given;
    return training->row ? TAMIS_OK : no_memory(err);
}

// ---- Token weights and rows ---------------------------------------------------------------

tamis_status tm_training_fit(tm_training *training, unsigned part, tamis_error *err)
{
    const tm_dataset *dataset = &training->dataset;
    const tm_weights_options options = {.seed = training->options.seed + 1 + part,
                                        .n_epochs = training->options.n_epochs};
    uint8_t *use = malloc(dataset->len);
    if (!use)
        return no_memory(err);
    for (size_t i = 0; i < dataset->len; i++)
        use[i] = fold_of(&dataset->row[i]) != part;
    const tamis_status status = tm_train_weights(
        &training->part[part], &training->model.knowledge, dataset, use, &options, err);
    free(use);
    return status;
}

static tm_str first_window(tm_str text)
{
    if (text.len <= TM_WINDOW_BYTES)
        return text;
    size_t len = TM_WINDOW_BYTES;
    while (((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    return tm_str_slice(text, 0, len);
}

tamis_status tm_training_fill(tm_training *training, unsigned fold, tamis_error *err)
{
    tm_knowledge knowledge = training->model.knowledge; // its parts are borrowed
    knowledge.weights = training->part[fold];
    tm_rng rng = tm_rng_seed(training->options.seed + 100 + fold);
    tm_window window = {0};
    tm_segments segments = {0};
    tm_twins twins = {0};
    tamis_status status = TAMIS_OK;
    for (size_t i = 0; i < training->dataset.len && status == TAMIS_OK; i++) {
        const tm_labelled *row = &training->dataset.row[i];
        if (fold_of(row) != fold || is_line(row))
            continue;
        window.hidden_groups = 0;
        if (row->contaminated && tm_rng_chance(&rng, hide_chance))
            window.hidden_groups = 1u << (fold * FOLD_GROUPS + tm_rng_below(&rng, FOLD_GROUPS));
        status = tm_window_read(&window, &knowledge, first_window(tm_buf_str(&row->text)), err);
        if (status < 0)
            break;
        tm_window_score(&window, &knowledge);
        status = tm_segments_find(&segments, window.score, window.tokens.len,
                                  TM_MIN_SEGMENT_SCORE, err);
        if (status == TAMIS_OK)
            status = tm_twins_find(&twins, &window, &segments, err);
        if (status == TAMIS_OK)
            tm_row_fill(&training->row[i], &window, &knowledge.lexicon, &segments, twins.len);
    }
    tm_window_free(&window);
    tm_segments_free(&segments);
    tm_twins_free(&twins);
    return status;
}

// ---- The classifier -----------------------------------------------------------------------

// SHA-256 over the hash and label of every row, in order: names what was trained on.
static tamis_status digest_rows(tm_training *training, tamis_error *err)
{
    tm_buf list = {0};
    tm_digest digest = {0};
    for (size_t i = 0; i < training->n_given; i++) {
        const tm_labelled *row = &training->dataset.row[i];
        tm_buf_format(&list, "%016llx %d\n",
                      (unsigned long long)tm_hash_bytes(tm_buf_str(&row->text)),
                      row->contaminated);
    }
    tamis_status status = tm_buf_check(&list, err);
    if (status == TAMIS_OK)
        status = tm_digest_init(&digest, err);
    if (status == TAMIS_OK)
        status = tm_digest_hex(&digest, training->model.provenance.training_digest,
                               tm_buf_str(&list), err);
    tm_digest_free(&digest);
    tm_buf_free(&list);
    return status;
}

tamis_status tm_training_finish(tm_training *training, tamis_error *err)
{
    const tm_dataset *dataset = &training->dataset;
    tm_example *example = calloc(dataset->len, sizeof *example);
    size_t n = 0;
    if (!example)
        return no_memory(err);
    for (size_t i = 0; i < dataset->len; i++) {
        const tm_labelled *row = &dataset->row[i];
        if (!is_line(row))
            example[n++] =
                (tm_example){&training->row[i], row->contaminated ? 1 : -1, row->group};
    }
    training->model.knowledge.weights = training->part[TM_TRAIN_FOLDS];
    tamis_status status =
        tm_train_classifier(&training->model, example, n, training->options.cost, err);
    free(example);
    TM_TRY(status);
    return digest_rows(training, err);
}
