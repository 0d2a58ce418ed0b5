// What a store says of a document that it cannot take. All else is tested through the program.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/store.h"

#include <sys/stat.h>

#include "support/check.h"
#include "support/scratch.h"

static void note_path(void *context, tm_str path, const tamis_error *err)
{
    (void)err;
    tm_buf_add(context, path);
    tm_buf_byte(context, ';');
}

static void put_record(tm_store *store, const char *root, const char *path, const char *text)
{
    char hex[TM_DIGEST_HEX + 1];
    tm_digest digest;
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, tm_str_of(text), NULL), TAMIS_OK);
    tm_digest_free(&digest);
    const tm_find find = {
        .act = TM_ACT_RECORD,
        .root = tm_str_of(root),
        .path = tm_str_of(path),
        .sha256 = hex,
        .bytes = tm_str_of(text),
        .facts = tm_str_of("{}"),
    };
    assert_int_equal(tm_store_put(store, &find, NULL), TAMIS_OK);
}

static void names_a_document_whose_root_is_gone(void **state)
{
    (void)state;
    tm_store *store = NULL;
    tm_buf paths = {0};
    const tm_store_options options = {.create = true, .trouble = note_path, .context = &paths};
    assert_int_equal(mkdir("here", 0700), 0);
    assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
    put_record(store, "here", "a.jsonl", "one");
    tm_store_flush(store);
    put_record(store, "gone", "b.jsonl", "two"); // where the first one waited
    assert_true(tm_str_equal(tm_buf_str(&paths), tm_str_of("gone/b.jsonl;")));
    assert_int_equal(tm_store_count(store).n_done, 1);
    assert_int_equal(tm_store_count(store).n_failed, 1);
    assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
    tm_buf_free(&paths);
}

int main(void)
{
#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)
    const struct CMUnitTest tests[] = {
        in_scratch(names_a_document_whose_root_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
