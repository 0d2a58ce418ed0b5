// Labels: the last one holds, an undo leads back one step, and what tamis would not write in a
// journal is refused.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/label_text.h"

#include <sys/stat.h>

#include "sink/label_row.h"
#include "support/check.h"
#include "support/scratch.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

#define TEXT_A "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" // "a"
#define TEXT_B "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d" // "b"

static tm_journal *open_journal(void)
{
    tm_journal *journal = NULL;
    assert_int_equal(
        tm_journal_open(&journal, "store", &(tm_journal_options){.create = true}, NULL),
        TAMIS_OK);
    return journal;
}

static void give(tm_journal *journal, const char *sha256, tm_label_value value, bool undo)
{
    const tm_label label = {.id = tm_str_of("a \"name\"\n\xEA\xB0\x80"),
                            .sha256 = sha256,
                            .value = value,
                            .reviewer = tm_str_of("me\xFF"),
                            .reason = tm_str_of(""),
                            .time_s = 7,
                            .undo = undo};
    assert_int_equal(tm_label_append(journal, &label, NULL), TAMIS_OK);
    assert_int_equal(tm_journal_commit(journal, false, NULL), TAMIS_OK);
}

static void check(tm_journal *journal, const char *sha256, tm_label_value value,
                  tm_label_value before, bool undoable)
{
    tm_labels labels;
    assert_int_equal(tm_labels_read(&labels, journal, NULL), TAMIS_OK);
    const tm_label_state *const state = tm_labels_find(&labels, tm_str_of(sha256));
    assert_non_null(state);
    assert_int_equal(state->value, value);
    assert_int_equal(state->before, before);
    assert_int_equal(state->undoable, undoable);
    assert_true(tm_str_equal(state->id, tm_str_of("a \"name\"\n\xEA\xB0\x80")));
    tm_labels_free(&labels);
}

static void the_last_label_holds_and_an_undo_leads_back_one_step(void **state)
{
    (void)state;
    tm_journal *const journal = open_journal();
    give(journal, A, TM_LABEL_CLEAN, false);
    give(journal, B, TM_LABEL_CLEAN, false);
    give(journal, A, TM_LABEL_CONTAMINATED, false);
    check(journal, A, TM_LABEL_CONTAMINATED, TM_LABEL_CLEAN, true);
    give(journal, A, TM_LABEL_CLEAN, true);
    check(journal, A, TM_LABEL_CLEAN, TM_LABEL_NONE, true);
    give(journal, A, TM_LABEL_NONE, true);
    check(journal, A, TM_LABEL_NONE, TM_LABEL_NONE, false);
    check(journal, B, TM_LABEL_CLEAN, TM_LABEL_NONE, true);
    give(journal, A, TM_LABEL_CONTAMINATED, false);
    check(journal, A, TM_LABEL_CONTAMINATED, TM_LABEL_NONE, true);
    tm_journal_close(journal);
}

static void an_id_means_the_document_labelled_last_under_it(void **state)
{
    (void)state;
    tm_labels labels;
    tm_journal *const journal = open_journal();
    assert_int_equal(tm_labels_read(&labels, journal, NULL), TAMIS_OK);
    assert_null(tm_labels_find(&labels, tm_str_of(A)));
    tm_labels_free(&labels);
    give(journal, B, TM_LABEL_CLEAN, false);
    give(journal, A, TM_LABEL_CLEAN, false);
    give(journal, B, TM_LABEL_CONTAMINATED, false);
    assert_int_equal(tm_labels_read(&labels, journal, NULL), TAMIS_OK);
    assert_int_equal(labels.n_documents, 2);
    assert_string_equal(tm_labels_find(&labels, tm_str_of("a \"name\"\n\xEA\xB0\x80"))->sha256,
                        B);
    assert_null(tm_labels_find(&labels, tm_str_of("")));
    tm_labels_free(&labels);
    tm_journal_close(journal);
}

static void check_row(tm_journal *journal, const char *row)
{
    tm_labels labels;
    assert_int_equal(tm_labels_read(&labels, journal, NULL), TAMIS_OK);
    const tm_str found = tm_labels_find(&labels, tm_str_of(A))->row;
    if (!tm_str_equal(found, tm_str_of(row)))
        fail_msg("%.*s, not %s", (int)found.len, found.ptr, row);
    tm_labels_free(&labels);
}

static void give_row(tm_journal *journal, tm_label_value value, const char *row, bool undo)
{
    const tm_label label = {.id = tm_str_of("x"),
                            .sha256 = A,
                            .value = value,
                            .reviewer = tm_str_of("me"),
                            .reason = tm_str_of(""),
                            .row = tm_str_of(row),
                            .undo = undo};
    assert_int_equal(tm_label_append(journal, &label, NULL), TAMIS_OK);
    assert_int_equal(tm_journal_commit(journal, false, NULL), TAMIS_OK);
}

static void what_a_row_says_belongs_to_the_label_in_force(void **state)
{
    (void)state;
    static const char first[] = "{\"group\":\"a\",\"spans\":[[0,1]]}";
    static const char second[] = "{\"group\":\"b\"}";
    tm_journal *const journal = open_journal();
    give_row(journal, TM_LABEL_CLEAN, "", false);
    check_row(journal, "");
    give_row(journal, TM_LABEL_CONTAMINATED, first, false);
    give(journal, B, TM_LABEL_CLEAN, false);
    check_row(journal, first);
    give_row(journal, TM_LABEL_CLEAN, second, false);
    check_row(journal, second);
    give_row(journal, TM_LABEL_CONTAMINATED, "", true);
    check_row(journal, first);
    give_row(journal, TM_LABEL_CLEAN, "", true);
    check_row(journal, "");
    tm_journal_close(journal);
}

static void a_label_with_another_value_keeps_only_what_holds_of_the_document(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    tm_buf row = {0};
    tm_buf carried = {0};
    const tm_str line =
        tm_str_of("{\"spans\":[[1,2],[3,5]],\"text\":\"\\ufeff가나b다라\",\"kind\":\"k\","
                  "\"weight\":0.1,\"label\":\"contaminated\",\"strong\":true,"
                  "\"group\":\"\\u0001\\\"\",\"id\":1,\"lang\":null}");
    assert_int_equal(tm_dataset_add_jsonl(&dataset, line, NULL), TAMIS_OK);
    tm_label_row_write(&row, &dataset.row[0]);
    tm_label_row_carry(&carried, tm_buf_str(&row));
    assert_true(tm_label_row_is_sound(tm_buf_str(&row)));
    tm_buf_byte(&row, '\0');
    tm_buf_byte(&carried, '\0');
    assert_string_equal(row.ptr, "{\"group\":\"\\u0001\\\"\",\"weight\":0.1,\"kind\":\"k\","
                                 "\"spans\":[[0,1],[2,4]],\"strong\":true}");
    assert_string_equal(carried.ptr, "{\"group\":\"\\u0001\\\"\",\"weight\":0.1}");
    tm_buf_clear(&carried);
    tm_label_row_carry(&carried, tm_str_of("{\"kind\":\"k\"}"));
    tm_label_row_of_line(&carried, tm_str_of("{\"text\":\"\",\"weight\":2,\"group\":[]}"));
    tm_label_row_of_line(&carried, tm_str_of("no JSON"));
    assert_int_equal(carried.len, 0);
    tm_buf_free(&row);
    tm_buf_free(&carried);
    tm_dataset_free(&dataset);
}

static void give_text(tm_journal *journal, const char *sha256, tm_label_value value, bool undo)
{
    const tm_label label = {.id = tm_str_of("x"),
                            .sha256 = sha256,
                            .text = strcmp(sha256, A) == 0 && !undo ? TEXT_A : NULL,
                            .value = value,
                            .reviewer = tm_str_of("me"),
                            .reason = tm_str_of(""),
                            .undo = undo};
    assert_int_equal(tm_label_append(journal, &label, NULL), TAMIS_OK);
    assert_int_equal(tm_journal_commit(journal, false, NULL), TAMIS_OK);
}

// A is an item with the text that TEXT_A is the digest of.
static void check_joined(tm_journal *journal, bool item_outdone, bool text_outdone,
                         const char *speaker)
{
    tm_labels labels;
    assert_int_equal(tm_labels_read(&labels, journal, NULL), TAMIS_OK);
    const tm_label_state *const item = tm_labels_of(&labels, A);
    const tm_label_state *const text = tm_labels_of(&labels, TEXT_A);
    const tm_label_state *const found = tm_labels_of_text(&labels, TEXT_A);
    assert_non_null(item);
    assert_non_null(found);
    assert_string_equal(found->sha256, speaker);
    assert_int_equal(item->outdone, item_outdone);
    assert_int_equal(text && text->outdone, text_outdone);
    assert_null(tm_labels_of_text(&labels, A));
    assert_null(tm_labels_of_text(&labels, TEXT_B));
    tm_labels_free(&labels);
}

static void the_last_label_of_a_text_holds_for_all_documents_with_it(void **state)
{
    (void)state;
    tm_journal *const journal = open_journal();
    give_text(journal, B, TM_LABEL_CLEAN, false); // another text
    give_text(journal, A, TM_LABEL_CONTAMINATED, false);
    check_joined(journal, false, false, A);
    give_text(journal, TEXT_A, TM_LABEL_CLEAN, false);
    check_joined(journal, true, false, TEXT_A);
    give_text(journal, A, TM_LABEL_CONTAMINATED, false); // said once more
    check_joined(journal, false, true, A);
    give_text(journal, A, TM_LABEL_CONTAMINATED, true);
    check_joined(journal, true, false, TEXT_A);
    give_text(journal, TEXT_A, TM_LABEL_NONE, true);
    check_joined(journal, false, false, A);
    give_text(journal, TEXT_A, TM_LABEL_CONTAMINATED, false); // both say the same
    check_joined(journal, false, false, TEXT_A);
    tm_journal_close(journal);
}

static void what_tamis_would_not_write_is_refused(void **state)
{
    (void)state;
#define LABEL(sha, label, rest)                                                                \
    "{\"id\":\"x\",\"sha256\":\"" sha "\",\"label\":\"" label "\",\"reviewer\":\"\"" rest "}"
#define REST ",\"time\":1,\"reason\":\"\""
    static const char *const bad[][2] = {
        {"LABEL", "{}"},
        {"LABEL", LABEL("../../etc/passwd", "clean", REST)},
        {"LABEL", LABEL("", "clean", REST)},
        {"LABEL", LABEL("AA" A, "clean", REST)},
        {"LABEL", LABEL(A, "none", REST)},
        {"LABEL", LABEL(A, "spam", REST)},
        {"LABEL", LABEL(A, "clean", ",\"time\":-1,\"reason\":\"\"")},
        {"LABEL", LABEL(A, "clean", ",\"time\":1e3,\"reason\":\"\"")},
        {"LABEL", LABEL(A, "clean", ",\"reason\":\"\",\"time\":1")},
        {"LABEL", LABEL(A, "clean", REST ",\"more\":1")},
        {"LABEL", LABEL(A, "clean", ",\"reviewer\":\"twice\"" REST)},
        {"LABEL", LABEL(A, "cl\\u0065an", REST)},
        {"LABEL", LABEL(A, "clean", ",\"time\":1,\"reason\":7")},
        {"LABEL", LABEL(A, "clean", REST ",\"row\":\"\"")},
        {"LABEL", LABEL(A, "clean", REST ",\"row\":{\"text\":\"another\"}")},
        {"LABEL", LABEL(A, "clean", REST ",\"row\":{\"group\":\"a\"},\"row\":{}")},
        {"LABEL", LABEL(A, "clean", REST ",\"text\":\"../x\"")},
        {"LABEL", LABEL(A, "clean", REST ",\"text\":7")},
        {"LABEL", LABEL(A, "clean", REST ",\"row\":{\"group\":\"a\"},\"text\":\"" B "\"")},
        {"UNLABEL", LABEL(A, "clean", REST)}, // of nothing
        {"UNLABEL", LABEL(A, "none", REST ",\"row\":{\"group\":\"a\"}")},
        {"UNLABEL", LABEL(A, "none", REST)},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tm_labels labels;
        tm_journal *const journal = open_journal();
        assert_int_equal(tm_journal_append(journal, bad[i][0], tm_str_of(bad[i][1]), NULL),
                         TAMIS_OK);
        assert_int_equal(tm_journal_commit(journal, false, NULL), TAMIS_OK);
        const tamis_status status = tm_labels_read(&labels, journal, NULL);
        if (status != TAMIS_EFORMAT)
            fail_msg("%s: %d", bad[i][1], (int)status);
        tm_labels_free(&labels);
        tm_journal_close(journal);
        assert_int_equal(system("rm -r store"), 0);
    }
}

static void an_undo_must_lead_to_what_was_before(void **state)
{
    (void)state;
    tm_labels labels;
    tm_journal *const journal = open_journal();
    give(journal, A, TM_LABEL_CLEAN, false);
    give(journal, A, TM_LABEL_CONTAMINATED, false);
    give(journal, A, TM_LABEL_NONE, true);
    assert_int_equal(tm_labels_read(&labels, journal, NULL), TAMIS_EFORMAT);
    tm_labels_free(&labels);
    tm_journal_close(journal);
}

static void words_that_are_too_long_are_refused(void **state)
{
    (void)state;
    static char text[TM_LABEL_MAX_BYTES + 2];
    tm_journal *const journal = open_journal();
    memset(text, 'x', sizeof text - 1);
    const tm_label label = {.sha256 = A, .value = TM_LABEL_CLEAN, .reason = tm_str_of(text)};
    assert_int_equal(tm_label_append(journal, &label, NULL), TAMIS_ELIMIT);
    tm_journal_close(journal);
}

static void a_kept_text_is_checked_when_it_is_read(void **state)
{
    (void)state;
    static const char sha256[] = TEXT_A;
    const tm_store_options options = {.create = true};
    tm_label_state document = {.id = {"a", 1}};
    tm_label_text text = {.is_warc = true};
    tm_store *store = NULL;
    memcpy(document.sha256, sha256, sizeof sha256);
    assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
    assert_int_equal(tm_label_text_sync(store, NULL), TAMIS_OK);
    assert_int_equal(tm_label_text_read(&text, store, &document, NULL), TAMIS_DONE);
    for (int i = 0; i < 2; i++)
        assert_int_equal(tm_label_text_keep(store, sha256, tm_str_of("a"), NULL), TAMIS_OK);
    assert_int_equal(tm_label_text_sync(store, NULL), TAMIS_OK);
    assert_int_equal(tm_label_text_read(&text, store, &document, NULL), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&text.bytes), tm_str_of("a")));
    assert_false(text.is_warc);
    assert_int_equal(system("echo other >\"$(echo store/texts/ca9*)\""), 0);
    assert_int_equal(tm_label_text_read(&text, store, &document, NULL), TAMIS_DONE);
    assert_int_equal(system("cd store/texts && echo a >../../a && ln -sf ../../a ca9*"), 0);
    assert_int_equal(tm_label_text_read(&text, store, &document, NULL), TAMIS_DONE);
    assert_int_equal(text.bytes.len, 0);
    assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
    tm_label_text_free(&text);
}

static void check_texts(tm_store *store, uint64_t n_held, uint64_t n_loose, uint64_t n_faults)
{
    tm_label_texts check;
    assert_int_equal(tm_label_texts_verify(&check, store, NULL), TAMIS_OK);
    assert_int_equal(check.n_held, n_held);
    assert_int_equal(check.n_loose, n_loose);
    assert_int_equal(check.n_faults, n_faults);
}

static void drop_texts(tm_store *store, uint64_t n_held, uint64_t n_dropped)
{
    tm_labels labels;
    uint64_t held = 0, dropped = 0;
    assert_int_equal(tm_labels_read(&labels, tm_store_journal(store), NULL), TAMIS_OK);
    assert_int_equal(tm_label_text_drop(store, &labels, A, NULL), TAMIS_DONE); // not kept
    assert_int_equal(tm_label_texts_drop(&held, &dropped, store, &labels, NULL), TAMIS_OK);
    assert_int_equal(held, n_held);
    assert_int_equal(dropped, n_dropped);
    tm_labels_free(&labels);
}

static void texts_are_held_by_labels_or_loose(void **state)
{
    (void)state;
    const tm_store_options options = {.create = true};
    tm_store *store = NULL;
    assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
    check_texts(store, 0, 0, 0);
    drop_texts(store, 0, 0);
    assert_int_equal(tm_label_text_keep(store, TEXT_A, tm_str_of("a"), NULL), TAMIS_OK);
    assert_int_equal(tm_label_text_keep(store, TEXT_B, tm_str_of("b"), NULL), TAMIS_OK);
    check_texts(store, 0, 2, 0);
    give(tm_store_journal(store), TEXT_A, TM_LABEL_CLEAN, false);
    give(tm_store_journal(store), TEXT_B, TM_LABEL_CLEAN, false);
    check_texts(store, 2, 0, 0);
    give(tm_store_journal(store), TEXT_B, TM_LABEL_NONE, true);
    check_texts(store, 1, 1, 0);
    drop_texts(store, 1, 1);
    assert_true(tm_label_text_is_kept(store, TEXT_A));
    assert_false(tm_label_text_is_kept(store, TEXT_B));
    check_texts(store, 1, 0, 0);
    assert_int_equal(system("cd store/texts && echo a >no-text && mkdir " B), 0);
    check_texts(store, 1, 0, 2);
    give(tm_store_journal(store), TEXT_B, TM_LABEL_CLEAN, false); // and no text
    check_texts(store, 1, 0, 3);
    assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
}

static void rows_are_what_training_reads(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_label_put_jsonl(&out, &(tm_label_line){.text = tm_str_of("a\n\"b\""),
                                              .value = TM_LABEL_CLEAN,
                                              .id = tm_str_of("x")});
    tm_label_put_jsonl(&out, &(tm_label_line){.text = tm_str_of("c"),
                                              .value = TM_LABEL_CLEAN,
                                              .id = tm_str_of("y"),
                                              .item = tm_str_of("0-1"),
                                              .row = tm_str_of("{\"group\":\"g\"}")});
    tm_label_put_fasttext(&out, tm_str_of("a\r\nb"), TM_LABEL_CONTAMINATED);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr,
                        "{\"text\":\"a\\n\\\"b\\\"\",\"label\":\"clean\",\"id\":\"x\"}\n"
                        "{\"text\":\"c\",\"label\":\"clean\",\"id\":\"y\",\"item\":\"0-1\","
                        "\"group\":\"g\"}\n"
                        "__label__contaminated a  b\n");
    tm_buf_free(&out);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(the_last_label_holds_and_an_undo_leads_back_one_step),
        IN_SCRATCH(an_id_means_the_document_labelled_last_under_it),
        IN_SCRATCH(the_last_label_of_a_text_holds_for_all_documents_with_it),
        IN_SCRATCH(what_a_row_says_belongs_to_the_label_in_force),
        cmocka_unit_test(a_label_with_another_value_keeps_only_what_holds_of_the_document),
        IN_SCRATCH(what_tamis_would_not_write_is_refused),
        IN_SCRATCH(an_undo_must_lead_to_what_was_before),
        IN_SCRATCH(words_that_are_too_long_are_refused),
        IN_SCRATCH(a_kept_text_is_checked_when_it_is_read),
        IN_SCRATCH(texts_are_held_by_labels_or_loose),
        IN_SCRATCH(rows_are_what_training_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
