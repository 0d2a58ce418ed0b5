// The whole recipe on a hundred invented documents: the same inputs give the same model, the stages
// may run in any order that their header allows, and too little to learn from is refused.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "support/tiny_model.h"

static tm_buf write_model(const tm_training *training)
{
    tm_buf file = {0};
    assert_int_equal(tm_model_write(&file, &training->model, NULL), TAMIS_OK);
    return file;
}

static tm_buf train_with(uint64_t seed)
{
    tm_training training;
    tiny_training_start(&training, seed);
    tiny_training_run(&training);
    const tm_buf file = write_model(&training);
    tm_training_free(&training);
    return file;
}

static bool same_bytes(const tm_buf *a, const tm_buf *b)
{
    return tm_str_equal(tm_buf_str(a), tm_buf_str(b));
}

static void the_same_inputs_give_the_same_model(void **state)
{
    (void)state;
    tm_buf first = train_with(4), again = train_with(4), other = train_with(5);
    assert_true(same_bytes(&first, &again));
    assert_false(same_bytes(&first, &other));
    tm_buf_free(&first);
    tm_buf_free(&again);
    tm_buf_free(&other);
}

static void the_order_of_parts_does_not_matter(void **state)
{
    (void)state;
    tm_training training;
    tm_buf first = train_with(4);
    tiny_training_start(&training, 4);
    assert_int_equal(tm_training_synthesise(&training, NULL), TAMIS_OK);
    for (unsigned part = TM_TRAIN_PARTS; part-- > 0;) {
        assert_int_equal(tm_training_fit(&training, part, NULL), TAMIS_OK);
        if (part < TM_TRAIN_FOLDS)
            assert_int_equal(tm_training_fill(&training, part, NULL), TAMIS_OK);
    }
    assert_int_equal(tm_training_finish(&training, NULL), TAMIS_OK);
    tm_buf again = write_model(&training);
    assert_true(same_bytes(&first, &again));
    tm_training_free(&training);
    tm_buf_free(&first);
    tm_buf_free(&again);
}

// Rewrites the rows of one fold: rows of a group share it.
static void rewrite_fold(tm_training *training, unsigned fold)
{
    size_t n = 0;
    for (size_t i = 0; i < training->dataset.len; i++) {
        tm_labelled *row = &training->dataset.row[i];
        if (row->fold != fold)
            continue;
        tm_buf_clear(&row->text);
        tm_buf_text(&row->text, "바카라 카지노 everything is different in this row 슬롯");
        row->n_spans = 0;
        row->contaminated = !row->contaminated;
        n++;
    }
    assert_true(n > 10);
}

static void fit_part(tm_weights *out, unsigned part, unsigned rewritten)
{
    tm_training training;
    tiny_training_start(&training, 4);
    assert_int_equal(tm_training_synthesise(&training, NULL), TAMIS_OK);
    if (rewritten < TM_TRAIN_FOLDS)
        rewrite_fold(&training, rewritten);
    assert_int_equal(tm_training_fit(&training, part, NULL), TAMIS_OK);
    *out = training.part[part];
    training.part[part].ngram = NULL; // the caller's now
    tm_training_free(&training);
}

static bool same_weights(const tm_weights *a, const tm_weights *b)
{
    return memcmp(a->ngram, b->ngram, (size_t)1 << TM_NGRAM_BITS) == 0 &&
           memcmp(a->evidence, b->evidence, sizeof a->evidence) == 0;
}

// What a fold's rows say never reaches the weights that will judge them, but for which compounds of
// terms they hold: these are known before any part is fitted.
static void a_part_learns_nothing_from_the_fold_it_leaves_out(void **state)
{
    (void)state;
    for (unsigned part = 0; part < TM_TRAIN_PARTS; part++) {
        tm_weights as_given;
        fit_part(&as_given, part, TM_TRAIN_FOLDS);
        for (unsigned fold = 0; fold < TM_TRAIN_FOLDS; fold++) {
            tm_weights other;
            fit_part(&other, part, fold);
            assert_int_equal(same_weights(&as_given, &other), part == fold);
            free(other.ngram);
        }
        free(as_given.ngram);
    }
}

static bool is_new(const tm_model *model, const char *text)
{
    tm_window window = {.every_line = true};
    assert_int_equal(tm_window_read(&window, &model->knowledge, tm_str_of(text), NULL),
                     TAMIS_OK);
    assert_true(window.hits.len > 0);
    const bool is = tm_window_has_new_compound(&window, &model->knowledge, window.hits.len - 1);
    tm_window_free(&window);
    return is;
}

static void a_model_knows_the_compounds_of_clean_documents(void **state)
{
    (void)state;
    static const char rows[] =
        "{\"label\":\"clean\",\"text\":\"오늘은 종이바카라 이야기를 했다.\"}\n"
        "{\"label\":\"contaminated\",\"text\":\"지금 나무바카라 바로 "
        "가입\",\"spans\":[[3,8]]}\n";
    tm_training training;
    tm_model read = {.sha256 = ""};
    tiny_training_start(&training, 4);
    assert_int_equal(tm_dataset_add_jsonl(&training.dataset, tm_str_of(rows), NULL), TAMIS_OK);
    tiny_training_run(&training);
    tm_buf file = write_model(&training);
    assert_int_equal(tm_model_read(&read, tm_buf_str(&file), NULL), TAMIS_OK);
    assert_false(is_new(&read, "어제 종이바카라를"));
    assert_true(is_new(&read, "어제 나무바카라를"));
    tm_model_clear(&read);
    tm_training_free(&training);
    tm_buf_free(&file);
}

static void the_model_says_what_it_was_made_of(void **state)
{
    (void)state;
    tm_training training;
    tiny_training_start(&training, 4);
    const size_t n_given = training.dataset.len;
    tiny_training_run(&training);
    const tm_provenance *p = &training.model.provenance;
    assert_string_equal(p->name, "tiny");
    assert_int_equal(p->seed, 4);
    assert_int_equal(p->n_clean + p->n_contaminated, n_given);
    size_t n_injections = 0;
    for (size_t i = n_given; i < training.dataset.len; i++)
        n_injections += training.dataset.row[i].contaminated;
    assert_int_equal(p->n_synthetic, n_injections);
    assert_true(training.dataset.len > n_given + n_injections); // clean ones, too
    assert_true(p->n_synthetic > 30);                           // of sixty tries
    assert_int_equal(strlen(p->training_digest), TM_DIGEST_HEX);
    assert_true(p->libsvm_version > 0 && p->unicode_version[0] != '\0');
    tm_training_free(&training);
}

static void points_ascend_and_hold_what_they_promise(void **state)
{
    (void)state;
    tm_training training;
    tiny_training_start(&training, 4);
    tiny_training_run(&training);
    const tm_model *model = &training.model;
    assert_true(model->sigmoid.slope > 0);
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *p = &model->point[i];
        assert_true(p->measured_fpr <= p->target_fpr);
        assert_true(p->measured_fpr <= p->upper_fpr && p->upper_fpr < 1);
        assert_true(p->threshold >= 0 && p->threshold <= 1);
        assert_true(p->recall > 0.5 && p->recall <= 1); // invented and easy
        assert_int_equal(p->n_clean, model->provenance.n_clean);
        assert_true(i == 0 || p->target_fpr > p[-1].target_fpr);
        assert_true(i == 0 || p->threshold <= p[-1].threshold);
    }
    tm_training_free(&training);
}

static void injections_lie_where_their_spans_say(void **state)
{
    (void)state;
    tm_training training;
    tiny_training_start(&training, 4);
    assert_int_equal(tm_training_synthesise(&training, NULL), TAMIS_OK);
    for (size_t i = training.n_given; i < training.dataset.len; i++) {
        const tm_labelled *row = &training.dataset.row[i];
        assert_true(row->synthetic && row->contaminated == (row->n_spans > 0));
        for (size_t s = 0; s < row->n_spans; s++) {
            assert_true(row->spans[s].begin < row->spans[s].end);
            assert_true(row->spans[s].end <= row->text.len);
            assert_true(s == 0 || row->spans[s].begin >= row->spans[s - 1].end);
        }
    }
    tm_training_free(&training);
}

static void train_for_prior(tm_training *training, double prior)
{
    tiny_training_start(training, 4);
    training->options.prior = prior;
    tiny_training_run(training);
}

// The same decisions, another scale: what is improbable beforehand is less probable afterwards, and
// who is flagged does not change.
static void a_prior_moves_probabilities_and_no_verdict(void **state)
{
    (void)state;
    tm_training even, rare;
    train_for_prior(&even, 0.5);
    train_for_prior(&rare, 0.01);
    assert_true(tm_sigmoid_apply(rare.model.sigmoid, 0) <
                tm_sigmoid_apply(even.model.sigmoid, 0) / 3);
    for (size_t p = 0; p < TM_N_POINTS; p++)
        for (size_t i = 0; i < even.n_given; i++) {
            const bool here = tm_sigmoid_apply(even.model.sigmoid, even.decision[i]) >=
                              even.model.point[p].threshold;
            const bool there = tm_sigmoid_apply(rare.model.sigmoid, rare.decision[i]) >=
                               rare.model.point[p].threshold;
            assert_int_equal(here, there);
        }
    tm_training_free(&even);
    tm_training_free(&rare);
}

// ---- On top of a base ---------------------------------------------------------------------------

static tm_buf train_on(const tm_model *base, unsigned n_epochs)
{
    const tm_train_options options = {
        .seed = 9, .n_folds = 5, .n_epochs = n_epochs, .name = "site", .base = base};
    tm_training training, rows;
    tm_buf file = {0};
    assert_int_equal(tm_training_init(&training, &options, NULL), TAMIS_OK);
    tiny_training_start(&rows, 6); // for its documents
    training.dataset = rows.dataset;
    rows.dataset = (tm_dataset){0};
    tm_training_free(&rows);
    assert_int_equal(tm_training_synthesise(&training, NULL), TAMIS_OK);
    for (unsigned part = 0; part <= 5; part++) {
        assert_int_equal(tm_training_fit(&training, part, NULL), TAMIS_OK);
        if (part < 5)
            assert_int_equal(tm_training_fill(&training, part, NULL), TAMIS_OK);
    }
    assert_int_equal(tm_training_finish(&training, NULL), TAMIS_OK);
    if (n_epochs == 0)
        assert_true(same_weights(&training.model.knowledge.weights, &base->knowledge.weights));
    assert_int_equal(training.model.provenance.n_synthetic, 0);
    file = write_model(&training);
    tm_training_free(&training);
    return file;
}

static void a_base_gives_its_lexicon_and_weights(void **state)
{
    (void)state;
    tm_model base = {.sha256 = ""}, read = {.sha256 = ""};
    assert_int_equal(tm_model_read(&base, tiny_model_file(), NULL), TAMIS_OK);
    tm_buf kept = train_on(&base, 0), moved = train_on(&base, 2);
    assert_false(same_bytes(&kept, &moved));
    assert_int_equal(tm_model_read(&read, tm_buf_str(&kept), NULL), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&read.lexicon_tsv), tm_buf_str(&base.lexicon_tsv)));
    assert_string_equal(read.provenance.name, "site");
    for (size_t i = 0; i < (size_t)1 << TM_COMPOUND_BITS; i++)
        assert_true(base.knowledge.compounds.seen[i] <= read.knowledge.compounds.seen[i]);
    tm_model_clear(&base);
    tm_model_clear(&read);
    tm_buf_free(&kept);
    tm_buf_free(&moved);
}

// Without a base, weights are learned from spans; with one, from where it sees something.
static void a_base_finds_the_spans_that_nobody_marked(void **state)
{
    (void)state;
    tm_model base = {.sha256 = ""};
    const tm_train_options options = {.name = "site", .base = &base, .n_synthesise = 0};
    tm_training training;
    tm_rng rng = tm_rng_seed(3);
    size_t n_found = 0, n_bad = 0;
    assert_int_equal(tm_model_read(&base, tiny_model_file(), NULL), TAMIS_OK);
    assert_int_equal(tm_training_init(&training, &options, NULL), TAMIS_OK);
    for (size_t i = 0; i < 60; i++) {
        tm_buf text = {0};
        if (i % 2)
            tiny_spam(&text, &rng, 12);
        else
            tiny_page(&text, &rng, 12);
        assert_int_equal(tm_dataset_add_text(&training.dataset, tm_buf_str(&text), "",
                                             i % 2 ? "contaminated" : "clean", tm_str_of(""),
                                             NULL),
                         TAMIS_OK);
        tm_buf_free(&text);
    }
    assert_int_equal(tm_training_synthesise(&training, NULL), TAMIS_OK);
    for (size_t i = 0; i < training.n_given; i++) {
        const tm_labelled *row = &training.dataset.row[i];
        n_bad += row->contaminated;
        n_found += row->n_spans > 0 && row->rest_unknown;
        assert_true(row->contaminated || row->n_spans == 0);
    }
    assert_true(n_found * 2 > n_bad);
    tm_training_free(&training);
    tm_model_clear(&base);
}

// ---- Refusals -----------------------------------------------------------------------------------

static tamis_status synthesise_rows(size_t n_clean, size_t n_contaminated, tamis_error *err)
{
    const tm_train_options options = {.seed = 1, .n_epochs = 1, .cost = 1, .name = "few"};
    tm_training training;
    tm_buf rows = {0};
    for (size_t i = 0; i < n_clean + n_contaminated; i++)
        tm_buf_format(&rows, "{\"id\":\"%zu\",\"text\":\"row %zu\",\"label\":\"%s\"}\n", i, i,
                      i < n_clean ? "clean" : "contaminated");
    assert_int_equal(tm_training_init(&training, &options, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_add_jsonl(&training.dataset, tm_buf_str(&rows), NULL),
                     TAMIS_OK);
    const tamis_status status = tm_training_synthesise(&training, err);
    tm_training_free(&training);
    tm_buf_free(&rows);
    return status;
}

static void refuses_to_learn_from_too_little(void **state)
{
    (void)state;
    static const struct {
        size_t n_clean, n_contaminated;
        tamis_status status;
        const char *reason;
    } rows[] = {
        {0, 0, TAMIS_EINVAL, "clean"},           {0, 100, TAMIS_EINVAL, "clean"},
        {100, 0, TAMIS_EINVAL, "contaminated"},  {19, 100, TAMIS_EINVAL, "clean"},
        {100, 19, TAMIS_EINVAL, "contaminated"}, {20, 20, TAMIS_OK, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tamis_error err = {.message = ""};
        assert_int_equal(synthesise_rows(rows[i].n_clean, rows[i].n_contaminated, &err),
                         rows[i].status);
        assert_non_null(strstr(err.message, rows[i].reason));
    }
}

static void refuses_to_make_more_than_memory_is_meant_for(void **state)
{
    (void)state;
    tamis_error err = {.message = ""};
    tm_training training;
    tiny_training_start(&training, 1);
    training.options.n_synthesise = SIZE_MAX;
    training.options.max_made_bytes = 1 << 20;
    assert_int_equal(tm_training_synthesise(&training, &err), TAMIS_ELIMIT);
    assert_non_null(strstr(err.message, "--synthesise"));
    tm_training_free(&training);
}

static void refuses_names_that_a_model_cannot_bear(void **state)
{
    (void)state;
    static const char *const names[] = {
        "two words", "tab\tbed", "line\nend",
        "a-name-of-exactly-sixty-four-bytes-is-one-byte-longer-than-fits-"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const tm_train_options options = {.n_epochs = 1, .cost = 1, .name = names[i]};
        tm_training training;
        if (tm_training_init(&training, &options, NULL) != TAMIS_EINVAL)
            fail_msg("\"%s\" is taken", names[i]);
        tm_training_free(&training);
    }
}

static void refuses_seeds_that_are_not_what_they_should_be(void **state)
{
    (void)state;
    const tm_train_options options = {.n_epochs = 1, .cost = 1, .name = "faulty"};
    tm_training training;
    assert_int_equal(tm_training_init(&training, &options, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_add_jsonl(&training.dataset, tm_str_of("{}"), NULL),
                     TAMIS_EFORMAT);
    assert_int_equal(tm_training_add_templates(&training, tm_str_of("kind only"), NULL),
                     TAMIS_EFORMAT);
    assert_int_equal(tm_training_add_lexicon(&training, "ko", tm_str_of("term only\n"), NULL),
                     TAMIS_EFORMAT);
    assert_int_equal(tm_training_add_anchors(&training, "ko", tm_str_of("\xFF\n"), NULL),
                     TAMIS_EFORMAT);
    tm_training_free(&training);
}

// At once, and not when all is learnt and the model is to be written.
static void refuses_a_lexicon_that_no_model_holds(void **state)
{
    (void)state;
    const tm_train_options options = {.n_epochs = 1, .cost = 1, .name = "large"};
    tm_training training;
    tm_buf tsv = {0};
    tamis_error err;
    tm_buf_text(&tsv, "바카라\tgame\t3\t");
    while (tsv.len < TM_MAX_LEXICON_BYTES / 2)
        tm_buf_byte(&tsv, 'x');
    assert_int_equal(tm_training_init(&training, &options, NULL), TAMIS_OK);
    assert_int_equal(tm_training_add_lexicon(&training, "ko", tm_buf_str(&tsv), NULL),
                     TAMIS_OK);
    assert_int_equal(tm_training_add_lexicon(&training, "en", tm_buf_str(&tsv), &err),
                     TAMIS_ELIMIT);
    assert_non_null(strstr(err.message, "16 MiB"));
    tm_training_free(&training);
    tm_buf_free(&tsv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_a_lexicon_that_no_model_holds),
        cmocka_unit_test(the_same_inputs_give_the_same_model),
        cmocka_unit_test(the_order_of_parts_does_not_matter),
        cmocka_unit_test(a_part_learns_nothing_from_the_fold_it_leaves_out),
        cmocka_unit_test(a_model_knows_the_compounds_of_clean_documents),
        cmocka_unit_test(the_model_says_what_it_was_made_of),
        cmocka_unit_test(points_ascend_and_hold_what_they_promise),
        cmocka_unit_test(injections_lie_where_their_spans_say),
        cmocka_unit_test(a_prior_moves_probabilities_and_no_verdict),
        cmocka_unit_test(a_base_gives_its_lexicon_and_weights),
        cmocka_unit_test(a_base_finds_the_spans_that_nobody_marked),
        cmocka_unit_test(refuses_to_learn_from_too_little),
        cmocka_unit_test(refuses_to_make_more_than_memory_is_meant_for),
        cmocka_unit_test(refuses_names_that_a_model_cannot_bear),
        cmocka_unit_test(refuses_seeds_that_are_not_what_they_should_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
