// What a store says of a document that it cannot take, or must not. All else is tested through the program.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "support/check.h"
#include "support/scratch.h"

static void note_path(void *context, tm_str path, const tamis_error *err)
{
    (void)err;
    tm_buf_add(context, path);
    tm_buf_byte(context, ';');
}

static void digest_text(char hex[TM_DIGEST_HEX + 1], const char *text)
{
    tm_digest digest;
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, tm_str_of(text), NULL), TAMIS_OK);
    tm_digest_free(&digest);
}

// Puts the document that `find` describes and `text` is.
static void put(tm_store *store, tm_find find, const char *text)
{
    char hex[TM_DIGEST_HEX + 1];
    digest_text(hex, text);
    find.sha256 = hex;
    find.facts = tm_str_of("{}");
    assert_int_equal(tm_store_put(store, &find, NULL), TAMIS_OK);
}

static void put_record(tm_store *store, const char *root, const char *path, uint64_t record,
                       const char *text)
{
    const tm_find find = {.act = TM_ACT_RECORD,
                          .root = tm_str_of(root),
                          .path = tm_str_of(path),
                          .record = record,
                          .bytes = tm_str_of(text)};
    put(store, find, text);
}

static void write_file(const char *path, const char *text)
{
    FILE *const file = fopen(path, "wb"); // the same inode, if there is one
    assert_int_equal(fputs(text, file) < 0, 0);
    assert_int_equal(fclose(file), 0);
}

static void put_file(tm_store *store, const char *path, tm_act act, const char *text)
{
    struct stat info;
    write_file(path, text);
    assert_int_equal(stat(path, &info), 0);
    const tm_identity file = tm_identity_of(&info);
    put(store, (tm_find){.act = act, .path = tm_str_of(path), .file = &file}, text);
}

static void names_a_document_whose_root_is_gone(void **state)
{
    (void)state;
    tm_store *store = NULL;
    tm_buf paths = {0};
    const tm_store_options options = {.create = true, .trouble = note_path, .context = &paths};
    assert_int_equal(mkdir("here", 0700), 0);
    assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
    put_record(store, "here", "a.jsonl", 0, "one");
    tm_store_flush(store);
    put_record(store, "gone", "b.jsonl", 0, "two"); // where the first one waited
    assert_true(tm_str_equal(tm_buf_str(&paths), tm_str_of("gone/b.jsonl;")));
    assert_int_equal(tm_store_count(store).n_done, 1);
    assert_int_equal(tm_store_count(store).n_failed, 1);
    assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
    tm_buf_free(&paths);
}

// Its verdict is not that of what is there now, whatever its size and its time say.
static void a_file_that_changes_while_it_waits_stays(void **state)
{
    (void)state;
    static const char *const later[] = {"another length", "TEXT"};
    const tm_store_options options = {.create = true};
    for (int i = 0; i < 4; i++) {
        const char *const now = later[i / 2];
        tm_store *store = NULL;
        struct stat info;
        assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
        put_file(store, "a.txt", i % 2 ? TM_ACT_COPY : TM_ACT_MOVE, "text");
        assert_int_equal(stat("a.txt", &info), 0);
        const struct timespec times[2] = {info.st_atim, info.st_mtim};
        write_file("a.txt", now);
        assert_int_equal(utimensat(AT_FDCWD, "a.txt", times, 0), 0);
        tm_store_flush(store);
        assert_int_equal(tm_store_count(store).n_done, 0);
        assert_int_equal(tm_store_count(store).n_failed, 1);
        file_holds("a.txt", now);
        assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
    }
}

static void equal_records_of_one_file_are_each_stored(void **state)
{
    (void)state;
    tm_store *store = NULL;
    const tm_store_options options = {.create = true};
    assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
    for (uint64_t record = 0; record < 3; record++)
        put_record(store, "", "a.jsonl", record, "the same line");
    put_record(store, "", "a.jsonl", 1, "the same line"); // named again
    tm_store_flush(store);
    assert_int_equal(tm_store_count(store).n_done, 3);
    assert_int_equal(tm_store_count(store).n_before, 1);
    assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
}

// To the nanosecond; but a file out of a store runs as nobody else.
static void a_file_comes_back_with_its_time_and_mode(void **state)
{
    (void)state;
    tm_store *store = NULL;
    struct stat info;
    char hex[TM_DIGEST_HEX + 1], id[TM_STORE_ID_BYTES];
    const char *const ids[] = {id};
    const struct timespec times[2] = {{1000000000, 5}, {1234567890, 123456789}};
    const tm_store_options options = {.create = true};
    write_file("a.txt", "text");
    assert_int_equal(chmod("a.txt", 06640), 0);
    assert_int_equal(utimensat(AT_FDCWD, "a.txt", times, 0), 0);
    assert_int_equal(stat("a.txt", &info), 0);
    const tm_identity file = tm_identity_of(&info);
    const tm_find find = {.act = TM_ACT_MOVE, .path = tm_str_of("a.txt"), .file = &file};
    assert_int_equal(tm_store_open(&store, "store", &options, NULL), TAMIS_OK);
    put(store, find, "text");
    tm_store_flush(store);
    assert_int_equal(stat("a.txt", &info), -1);
    digest_text(hex, "text");
    tm_store_id_make(id, hex, 1);
    assert_int_equal(tm_store_restore(store, ids, 1, NULL, NULL), TAMIS_OK);
    assert_int_equal(stat("a.txt", &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    assert_int_equal(info.st_mtim.tv_sec, 1234567890);
    assert_int_equal(info.st_mtim.tv_nsec, 123456789);
    assert_int_equal(tm_store_close(store, NULL), TAMIS_OK);
}

int main(void)
{
#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)
    const struct CMUnitTest tests[] = {
        in_scratch(names_a_document_whose_root_is_gone),
        in_scratch(a_file_that_changes_while_it_waits_stays),
        in_scratch(a_file_comes_back_with_its_time_and_mode),
        in_scratch(equal_records_of_one_file_are_each_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
