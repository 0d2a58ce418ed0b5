// Data in, synthesis, the token fits. The rows they give are in train_rows.c, fitting the
// classifier on the rows is in train_classifier.c and adapt.c.
// SPDX-License-Identifier: MIT
#include "model/train.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "model/adapt.h"
#include "model/language.h"
#include "model/train_classifier.h"
#include "model/train_rows.h"

enum {
    MIN_SPAN_BYTES = 16,
    INJECTIONS_A_CLEAN_ONE = 8, // made, for each clean document with honest additions
    // Where more injections are made, each is learned from in every other epoch: twice as many
    // different ones in the same time, so that less hangs on the draw of single ones.
    MANY_INJECTIONS = 100000
};

// Templates as bytes in the library (model/templates.S).
extern const char tm_templates[], tm_templates_end[];

// Share of injections that use the words of their fold alone: what a campaign with new words looks
// like.
static const double own_words_chance = 0.7;

// What a token of a real spam document weighs beside one of a synthesised injection: ordinary
// words stand in it too, unmarked.
static const double page_weight = 0.5;
static const double line_weight = 0.3;
// Injections of a few words weigh more: a menu teaches with a hundred tokens, a swap with two.
static const double short_weight = 3;

// Bits of the word groups of a fold; all where folds have none of their own.
static unsigned own_groups(const tm_training *training, unsigned fold)
{
    const unsigned n = tm_training_groups(training);
    return n > 0 ? ((1u << n) - 1) << (fold * n) : TM_ALL_WORDS;
}

static bool is_word(const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < len; i++)
        if (name[i] <= ' ' || name[i] > '~')
            return false;
    return len > 0 && len < TM_MAX_MODEL_NAME;
}

// The lexicon that a model holds: under "# ko" the terms of that language, and so on.
static tamis_status add_base_lexicon(tm_training *training, const tm_model *base,
                                     tamis_error *err)
{
    tm_str rest = tm_buf_str(&base->lexicon_tsv);
    while (rest.len > 0) {
        char language[16] = "";
        const tm_str heading = tm_str_cut(&rest, '\n');
        if (heading.len < 3 || heading.len - 2 >= sizeof language)
            return tm_fail(err, TAMIS_EFORMAT, "the base model's lexicon has a faulty heading");
        memcpy(language, heading.ptr + 2, heading.len - 2);
        size_t len = 0;
        while (len < rest.len &&
               (rest.ptr[len] != '#' || (len > 0 && rest.ptr[len - 1] != '\n')))
            len++;
        TM_TRY(tm_training_add_lexicon(training, language, tm_str_slice(rest, 0, len), err));
        rest = tm_str_slice(rest, len, rest.len);
    }
    return TAMIS_OK;
}

tamis_status tm_training_init(tm_training *training, const tm_train_options *options,
                              tamis_error *err)
{
    *training = (tm_training){.options = *options};
    if (options->n_folds == 0)
        training->options.n_folds = TM_TRAIN_FOLDS;
    if (options->n_folds == 1 || options->n_folds > TM_MAX_TRAIN_FOLDS)
        return tm_fail(err, TAMIS_EINVAL, "folds: 2 to %d", TM_MAX_TRAIN_FOLDS);
    if (!is_word(options->name))
        return tm_fail(err, TAMIS_EINVAL, "a model's name is 1 to %d visible ASCII characters",
                       TM_MAX_MODEL_NAME - 1);
    tm_provenance *p = &training->model.provenance;
    memcpy(p->name, options->name, strlen(options->name) + 1);
    const char *unicode = tm_folds_unicode_version();
    if (strlen(unicode) < sizeof p->unicode_version)
        memcpy(p->unicode_version, unicode, strlen(unicode) + 1);
    TM_TRY(tm_payloads_new(&training->payloads, err));
    return options->base ? add_base_lexicon(training, options->base, err) : TAMIS_OK;
}

void tm_training_free(tm_training *training)
{
    for (size_t p = 0; p <= TM_MAX_TRAIN_FOLDS; p++)
        if (training->part[p].ngram != training->model.knowledge.weights.ngram)
            free(training->part[p].ngram);
    tm_model_clear(&training->model);
    tm_dataset_free(&training->dataset);
    tm_payloads_free(training->payloads);
    free(training->row);
    free(training->decision);
    free(training->base_decision);
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
    TM_TRY(tm_model_check_lexicon(&training->model, err));
    return tm_payloads_add_lexicon(training->payloads, language, tsv, err);
}

tamis_status tm_training_add_templates(tm_training *training, tm_str tsv, tamis_error *err)
{
    return tm_payloads_add_templates(training->payloads, tsv, err);
}

tamis_status tm_training_add_own_templates(tm_training *training, tamis_error *err)
{
    const tm_str all = {tm_templates, (size_t)(tm_templates_end - tm_templates)};
    return tm_payloads_add_templates(training->payloads, all, err);
}

tamis_status tm_training_add_anchors(tm_training *training, const char *language, tm_str lines,
                                     tamis_error *err)
{
    return tm_payloads_add_anchors(training->payloads, language, lines, err);
}

// ---- Synthesis ----------------------------------------------------------------------------

// Spans that somebody marked, or that the base found, are payloads, too.
static tamis_status give_spans(tm_training *training, const tm_labelled *row, tamis_error *err)
{
    for (size_t s = 0; s < row->n_spans; s++) {
        const tm_str span =
            tm_str_slice(tm_buf_str(&row->text), row->spans[s].begin, row->spans[s].end);
        if (span.len >= MIN_SPAN_BYTES)
            TM_TRY(tm_payloads_add_real(training->payloads, row->language, "comment", span,
                                        row->fold, err));
    }
    return TAMIS_OK;
}

static tamis_status give_real_payloads(tm_training *training, tamis_error *err)
{
    for (size_t i = 0; i < training->n_given; i++) {
        tm_labelled *row = &training->dataset.row[i];
        if (!row->contaminated)
            continue;
        if (strncmp(row->kind, "spam:", 5) != 0) {
            TM_TRY(give_spans(training, row, err));
            continue;
        }
        row->weight *= tm_training_is_line(row) ? line_weight : page_weight;
        TM_TRY(tm_payloads_add_real(training->payloads, row->language, row->kind + 5,
                                    tm_buf_str(&row->text), row->fold, err));
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
                          bool contaminated, tamis_error *err)
{
    tm_labelled *row = tm_dataset_new_row(&training->dataset);
    if (!row)
        return tm_training_no_memory(err);
    const tm_labelled *clean = &training->dataset.row[host];
    *row = (tm_labelled){.text = sample->text,
                         .spans = sample->spans,
                         .n_spans = sample->n_spans,
                         .id = copy_of(clean->id),
                         .kind = copy_of(sample->kind),
                         .language = copy_of(clean->language),
                         .source = copy_of(clean->source),
                         .obfuscation = copy_of(sample->obfuscation ? sample->obfuscation : ""),
                         .contaminated = contaminated,
                         .synthetic = true,
                         .turn = training->options.n_synthesise > MANY_INJECTIONS
                                     ? 1 + (unsigned)(training->dataset.len & 1)
                                     : 0,
                         .of_other_trade = sample->of_other_trade,
                         .weight = is_short(sample->kind) ? short_weight : 1,
                         .group = clean->group,
                         .fold = clean->fold};
    *sample = (tm_sample){0};
    return row->id && row->kind && row->language && row->source && row->obfuscation
               ? TAMIS_OK
               : tm_training_no_memory(err);
}

// What texts are made in: the clean rows given, and what chooses among them.
typedef struct hosts {
    uint32_t *row; // [n] their indices
    size_t n;
    tm_rng rng;
} hosts;

static tamis_status find_hosts(hosts *out, const tm_training *training, tamis_error *err)
{
    const tm_dataset *dataset = &training->dataset;
    *out = (hosts){.row = calloc(dataset->len + 1, sizeof *out->row),
                   .rng = tm_rng_seed(training->options.seed)};
    if (!out->row)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < dataset->len; i++)
        if (!dataset->row[i].contaminated)
            out->row[out->n++] = (uint32_t)i;
    if (out->n >= TM_MIN_TRAIN_ROWS)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%zu clean documents, copies of others apart; training needs at least %d",
                   out->n, TM_MIN_TRAIN_ROWS);
}

static tamis_status make_sample(tm_training *training, hosts *from, bool contaminated,
                                tamis_error *err)
{
    tm_rng *const rng = &from->rng;
    const size_t at = from->row[tm_rng_below(rng, from->n)];
    const tm_labelled *clean = &training->dataset.row[at];
    const unsigned own = own_groups(training, clean->fold);
    const unsigned words = tm_rng_chance(rng, own_words_chance) ? own : TM_ALL_WORDS;
    tm_sample sample = {0};
    tamis_status status = (contaminated ? tm_synthesise : tm_synthesise_clean)(
        &sample, training->payloads, tm_buf_str(&clean->text), clean->language,
        words | tm_fold_group(clean->fold), rng, err);
    training->made_bytes += sample.text.len;
    if (status == TAMIS_OK)
        status = adopt(training, &sample, at, contaminated, err);
    tm_sample_free(&sample);
    return status;
}

// Injections, or honest additions.
static tamis_status make_samples(tm_training *training, hosts *from, size_t n_samples,
                                 bool contaminated, tamis_error *err)
{
    const size_t asked = training->options.max_made_bytes;
    const size_t most = asked > 0 ? asked : TM_MAX_MADE_BYTES;
    for (size_t n = 0; n < n_samples; n++) {
        if (training->made_bytes > most)
            return tm_fail(err, TAMIS_ELIMIT,
                           "the texts made hold more than %zu bytes, with %zu of %zu still to "
                           "come; have fewer made (--synthesise)",
                           most, n_samples - n, n_samples);
        TM_TRY(make_sample(training, from, contaminated, err));
    }
    return TAMIS_OK;
}

static tamis_status guess_languages(tm_dataset *dataset, tamis_error *err)
{
    for (size_t i = 0; i < dataset->len; i++) {
        tm_labelled *row = &dataset->row[i];
        if (*row->language)
            continue;
        free(row->language);
        row->language = copy_of(tm_language_guess(tm_buf_str(&row->text)));
        if (!row->language)
            return tm_training_no_memory(err);
    }
    return TAMIS_OK;
}

// The contaminated documents among the first `n` rows; messages are too short to be documents.
static size_t count_contaminated(const tm_dataset *dataset, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += dataset->row[i].contaminated && tm_training_is_example(&dataset->row[i]);
    return count;
}

// Copies dropped, folds drawn, languages known: what the rows have to be before anything is made.
static tamis_status prepare_rows(tm_training *training, tamis_error *err)
{
    tm_dataset *dataset = &training->dataset;
    TM_TRY(tm_dataset_drop_copies(dataset, &training->n_copies, err));
    TM_TRY(tm_dataset_split_lone_groups(dataset, training->n_groups, training->split, err));
    TM_TRY(tm_dataset_fold(dataset, training->options.n_folds, err));
    TM_TRY(guess_languages(dataset, err));
    training->n_given = dataset->len;
    return tm_training_learn_compounds(training, err);
}

static tamis_status make_all(tm_training *training, hosts *from, tamis_error *err)
{
    const size_t n = training->options.n_synthesise;
    if (training->options.base)
        TM_TRY(tm_training_ask_base(training, err));
    TM_TRY(give_real_payloads(training, err));
    TM_TRY(make_samples(training, from, n, true, err));
    training->model.provenance.n_synthetic = training->dataset.len - training->n_given;
    return make_samples(training, from, n / INJECTIONS_A_CLEAN_ONE, false, err);
}

static tamis_status check_contaminated(const tm_training *training, tamis_error *err)
{
    const tm_dataset *dataset = &training->dataset;
    const size_t n_given = count_contaminated(dataset, training->n_given);
    const size_t n_all = count_contaminated(dataset, dataset->len);
    if (n_all >= TM_MIN_TRAIN_ROWS)
        return TAMIS_OK;
    return tm_fail(
        err, TAMIS_EINVAL,
        "%zu contaminated documents (copies apart, and without messages of kind spam:sms "
        "and spam:comment) and %zu made injections; training needs %d of them: add some, "
        "or have more made with --synthesise",
        n_given, n_all - n_given, TM_MIN_TRAIN_ROWS);
}

tamis_status tm_training_synthesise(tm_training *training, tamis_error *err)
{
    tm_provenance *p = &training->model.provenance;
    hosts from;
    TM_TRY(tm_model_load_lexicon(&training->model, err));
    TM_TRY(prepare_rows(training, err));
    tamis_status status = find_hosts(&from, training, err);
    if (status == TAMIS_OK)
        status = make_all(training, &from, err);
    free(from.row);
    TM_TRY(status);
    TM_TRY(check_contaminated(training, err));
    training->row = calloc(training->dataset.len + 1, sizeof *training->row);
    p->seed = training->options.seed;
    p->n_clean = from.n;
    p->n_contaminated = training->n_given - from.n;
    return training->row ? TAMIS_OK : tm_training_no_memory(err);
}

// ---- Token weights and rows ---------------------------------------------------------------

size_t tm_training_work(const tm_training *training)
{
    size_t n = 0; // rows: each is learned from by all parts but the one that leaves it out
    for (size_t i = 0; i < training->dataset.len; i++)
        n += training->dataset.row[i].weight > 0;
    return n * training->options.n_folds * training->options.n_epochs;
}

tamis_status tm_training_fit(tm_training *training, unsigned part, tamis_error *err)
{
    const tm_dataset *dataset = &training->dataset;
    const tm_model *base = training->options.base;
    const tm_weights_options options = {.seed = training->options.seed + 1 + part,
                                        .n_epochs = training->options.n_epochs,
                                        .base = base ? &base->knowledge.weights : NULL,
                                        .n_learned = training->options.n_learned};
    uint8_t *use = malloc(dataset->len);
    if (!use)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < dataset->len; i++)
        use[i] = dataset->row[i].fold != part;
    const tamis_status status = tm_train_weights(
        &training->part[part], &training->model.knowledge, dataset, use, &options, err);
    free(use);
    return status;
}

// ---- The classifier -----------------------------------------------------------------------

// Whether what speaks for contamination is in another script than Hangul, or where nothing does, the
// whole document.
static bool is_of_other_script(const tm_labelled *document, const tm_row *row)
{
    return row->value[TM_FEATURE_best_segment] > 0 ? row->value[TM_FEATURE_other_script] > 0
                                                   : strcmp(document->language, "ko") != 0;
}

// SHA-256 over the hash and label of every row, in order: names what was trained on.
static tamis_status digest_rows(tm_training *training, tamis_error *err)
{
    tm_buf list = {0};
    for (size_t i = 0; i < training->n_given; i++) {
        const tm_labelled *row = &training->dataset.row[i];
        tm_buf_format(&list, "%016llx %d\n",
                      (unsigned long long)tm_hash_bytes(tm_buf_str(&row->text)),
                      row->contaminated);
    }
    tamis_status status = tm_buf_check(&list, err);
    if (status == TAMIS_OK)
        status =
            tm_digest_once(training->model.provenance.training_digest, tm_buf_str(&list), err);
    tm_buf_free(&list);
    return status;
}

static tamis_status fit_from_nothing(tm_training *training, tamis_error *err)
{
    tm_dataset *dataset = &training->dataset;
    size_t n = 0;
    // The folds of the weights of words are done with.
    TM_TRY(tm_dataset_fold(dataset, TM_CLASSIFIER_FOLDS, err));
    tm_example *example = calloc(dataset->len + 1, sizeof *example);
    if (!example)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < dataset->len; i++) {
        const tm_labelled *row = &dataset->row[i];
        if (tm_training_is_example(row))
            example[n++] =
                (tm_example){.row = &training->row[i],
                             .label = row->contaminated ? 1 : -1,
                             .made_clean = row->synthetic && !row->contaminated,
                             .other_script = is_of_other_script(row, &training->row[i]),
                             .fold = row->fold};
    }
    static const double one = 1;
    const tm_train_options *o = &training->options;
    const tm_classifier_options options = {.cost = o->n_costs > 0 ? o->costs : &o->cost,
                                           .n_costs = o->n_costs > 0 ? o->n_costs : 1,
                                           .gamma = o->n_gammas > 0 ? o->gammas : &one,
                                           .n_gammas = o->n_gammas > 0 ? o->n_gammas : 1,
                                           .prior = o->prior,
                                           .n_threads = o->n_threads};
    const tamis_status status = tm_train_classifier(
        &training->model, &training->cost, &training->gamma, example, n, &options, err);
    for (size_t k = 0; k < n; k++)
        training->decision[example[k].row - training->row] = example[k].decision;
    free(example);
    return status;
}

static tamis_status fit_from_base(tm_training *training, tamis_error *err)
{
    const tm_dataset *dataset = &training->dataset;
    training->reads_otherwise = training->options.n_epochs > 0 ||
                                !tm_model_vouches(training->options.base) ||
                                !tm_str_equal(tm_buf_str(&training->model.lexicon_tsv),
                                              tm_buf_str(&training->options.base->lexicon_tsv));
    const tm_adapt_options options = {.n_folds = training->options.n_folds,
                                      .reads_otherwise = training->reads_otherwise,
                                      .seed = training->options.seed,
                                      .n_threads = training->options.n_threads};
    tm_adapt_example *example = calloc(dataset->len + 1, sizeof *example);
    // Where there are next to none but the made ones, these have to stand for what is to be found.
    const bool few = count_contaminated(dataset, training->n_given) < TM_MIN_TRAIN_ROWS;
    size_t n = 0;
    if (!example)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < dataset->len; i++) {
        const tm_labelled *row = &dataset->row[i];
        if (tm_training_is_example(row))
            example[n++] =
                (tm_adapt_example){.row = &training->row[i],
                                   .label = row->contaminated ? 1 : -1,
                                   .given = !row->synthetic || (few && row->contaminated),
                                   .fold = row->fold};
    }
    const tamis_status status = tm_adapt_classifier(
        &training->model, &training->cost, training->options.base, example, n, &options, err);
    for (size_t k = 0; k < n; k++)
        training->decision[example[k].row - training->row] = example[k].decision;
    free(example);
    return status;
}

tamis_status tm_training_finish(tm_training *training, tamis_error *err)
{
    training->decision = calloc(training->dataset.len + 1, sizeof *training->decision);
    if (!training->decision)
        return tm_training_no_memory(err);
    for (size_t i = 0; i < training->dataset.len; i++)
        training->decision[i] = NAN;
    training->model.knowledge.weights = training->part[training->options.n_folds];
    TM_TRY(training->options.base ? fit_from_base(training, err)
                                  : fit_from_nothing(training, err));
    return digest_rows(training, err);
}
