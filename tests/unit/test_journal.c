// The journal: what was committed comes back, a cut end is mended, everything else that is
// wrong with it is refused.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/journal.h"
#include "sink/journal_body.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/check.h"
#include "support/scratch.h"

static const tm_journal_options writing = {.create = true}, reading = {.read_only = true};

static tm_journal *open_store(const tm_journal_options *options)
{
    tm_journal *journal = NULL;
    tamis_error err = {0};
    const tamis_status status = tm_journal_open(&journal, "store", options, &err);
    if (status != TAMIS_OK)
        fail_msg("%s", err.message);
    return journal;
}

static void append(tm_journal *journal, const char *type, const char *body)
{
    assert_int_equal(tm_journal_append(journal, type, tm_str_of(body), NULL), TAMIS_OK);
}

// Collects "TYPE BODY;" of the entries.
static tamis_status collect(void *context, const tm_journal_entry *entry, tamis_error *err)
{
    (void)err;
    tm_buf *const out = context;
    tm_buf_add(out, entry->type);
    tm_buf_byte(out, ' ');
    tm_buf_add(out, entry->body);
    tm_buf_byte(out, ';');
    return TAMIS_OK;
}

static void check_entries(tm_journal *journal, const char *expected)
{
    tm_buf text = {0};
    assert_int_equal(tm_journal_each(journal, 0, 0, collect, &text, NULL), TAMIS_OK);
    tm_buf_byte(&text, '\0');
    assert_string_equal(text.ptr, expected);
    tm_buf_free(&text);
}

static void write_journal(tm_str bytes)
{
    FILE *file = fopen("store/journal", "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

// Three entries in two commits; leaves the bytes of the file in `bytes`.
static void make_journal(tm_buf *bytes)
{
    tm_journal *journal = open_store(&writing);
    append(journal, "INTENT", "{\"id\":\"a\"}");
    append(journal, "INTENT", "{\"id\":\"b\"}");
    assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
    append(journal, "DONE", "{\"id\":\"a\"}");
    assert_int_equal(tm_journal_commit(journal, false, NULL), TAMIS_OK);
    tm_journal_close(journal);
    tm_buf_clear(bytes);
    assert_int_equal(tm_file_read(bytes, "store/journal", 1 << 20, NULL), TAMIS_OK);
}

static void gives_back_what_was_committed(void **state)
{
    (void)state;
    struct stat info;
    tm_journal *journal = open_store(&writing);
    assert_true(tm_journal_was_cut(journal)); // it is new
    append(journal, "LABEL", "{\"label\":\"clean\"}");
    check_entries(journal, "");
    assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
    append(journal, "LABEL", "{\"label\":\"lost\"}");
    tm_journal_close(journal);

    journal = open_store(&writing);
    assert_false(tm_journal_was_cut(journal));
    check_entries(journal, "LABEL {\"label\":\"clean\"};");
    tm_journal_close(journal);
    assert_int_equal(stat("store", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat("store/journal", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void goes_on_from_a_position(void **state)
{
    (void)state;
    tm_buf text = {0};
    tm_journal *journal = open_store(&writing);
    append(journal, "A", "{\"n\":1}");
    assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
    const uint64_t end = tm_journal_end(journal);
    const uint64_t mark = tm_journal_mark(journal);
    append(journal, "B", "{\"n\":2}");
    assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
    assert_int_equal(tm_journal_each(journal, end, mark, collect, &text, NULL), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&text), tm_str_of("B {\"n\":2};")));
    assert_int_equal(tm_journal_each(journal, end, mark + 1, collect, &text, NULL),
                     TAMIS_EINVAL);
    assert_int_equal(tm_journal_each(journal, end - 1, mark, collect, &text, NULL),
                     TAMIS_EINVAL);
    assert_int_equal(tm_journal_each(journal, 1 << 20, mark, collect, &text, NULL),
                     TAMIS_EINVAL);
    tm_buf_free(&text);
    tm_journal_close(journal);
}

static void keeps_a_second_writer_out_and_lets_readers_in(void **state)
{
    (void)state;
    tamis_error err;
    tm_journal *second = NULL;
    tm_journal *journal = open_store(&writing);
    append(journal, "A", "{}");
    assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
    assert_int_equal(tm_journal_open(&second, "store", &writing, &err), TAMIS_EIO);
    assert_non_null(strstr(err.message, "locked"));
    second = open_store(&reading);
    check_entries(second, "A {};");
    assert_int_equal(tm_journal_append(second, "B", tm_str_of("{}"), NULL), TAMIS_EIO);
    tm_journal_close(second);
    tm_journal_close(journal);
}

static void recovers_from_a_cut_at_every_byte(void **state)
{
    (void)state;
    static const char all[] =
        "INTENT {\"id\":\"a\"};INTENT {\"id\":\"b\"};DONE {\"id\":\"a\"};";
    tm_buf bytes = {0};
    make_journal(&bytes);
    for (size_t len = 0; len <= bytes.len; len++) {
        tm_buf text = {0};
        write_journal((tm_str){bytes.ptr, len});
        tm_journal *journal = open_store(&writing);
        assert_int_equal(tm_journal_each(journal, 0, 0, collect, &text, NULL), TAMIS_OK);
        assert_true(tm_str_starts_with(tm_str_of(all), tm_buf_str(&text)));
        const bool at_line_end = len > 0 && bytes.ptr[len - 1] == '\n';
        assert_int_equal(tm_journal_was_cut(journal), !at_line_end);
        append(journal, "NEXT", "{}");
        assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
        tm_journal_close(journal);
        journal = open_store(&reading);
        tm_buf_text(&text, "NEXT {};");
        tm_buf_byte(&text, '\0');
        check_entries(journal, text.ptr);
        tm_journal_close(journal);
        tm_buf_free(&text);
    }
    tm_buf_free(&bytes);
}

static void refuses_every_flipped_byte_or_loses_the_last_entry(void **state)
{
    (void)state;
    tm_buf bytes = {0};
    tm_buf now = {0};
    make_journal(&bytes);
    for (size_t i = 0; i < bytes.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            tm_journal *journal = NULL;
            tamis_error err;
            bytes.ptr[i] = (char)(bytes.ptr[i] ^ 1 << bit);
            write_journal(tm_buf_str(&bytes));
            const tamis_status status = tm_journal_open(&journal, "store", &writing, &err);
            if (i + 1 == bytes.len) { // the last line end: as if cut
                assert_int_equal(status, TAMIS_OK);
                check_entries(journal, "INTENT {\"id\":\"a\"};INTENT {\"id\":\"b\"};");
                tm_journal_close(journal);
            } else {
                assert_int_equal(status, TAMIS_EFORMAT);
                tm_buf_clear(&now);
                assert_int_equal(tm_file_read(&now, "store/journal", 1 << 20, NULL), TAMIS_OK);
                assert_true(tm_str_equal(tm_buf_str(&now), tm_buf_str(&bytes)));
            }
            bytes.ptr[i] = (char)(bytes.ptr[i] ^ 1 << bit);
        }
    }
    tm_buf_free(&now);
    tm_buf_free(&bytes);
}

static void refuses_lines_missing_twice_or_out_of_order(void **state)
{
    (void)state;
    tm_buf bytes = {0};
    make_journal(&bytes);
    tm_str lines[4];
    tm_str rest = tm_buf_str(&bytes);
    for (size_t i = 0; i < 4; i++) {
        const char *begin = rest.ptr;
        const tm_str line = tm_str_cut(&rest, '\n');
        lines[i] = (tm_str){begin, line.len + 1};
    }
    static const size_t orders[][5] = {{0, 2, 3}, {0, 1, 1, 2, 3}, {0, 2, 1, 3}, {1, 2, 3}};
    static const size_t n_lines[] = {3, 5, 4, 3};
    for (size_t i = 0; i < 4; i++) {
        tm_buf text = {0};
        tm_journal *journal = NULL;
        for (size_t k = 0; k < n_lines[i]; k++)
            tm_buf_add(&text, lines[orders[i][k]]);
        write_journal(tm_buf_str(&text));
        assert_int_equal(tm_journal_open(&journal, "store", &writing, NULL), TAMIS_EFORMAT);
        tm_buf_free(&text);
    }
    tm_buf_free(&bytes);
}

static void makes_no_store_of_what_is_none(void **state)
{
    (void)state;
    tm_journal *journal = NULL;
    tamis_error err;
    assert_int_equal(mkdir("store", 0700), 0);
    assert_int_equal(tm_journal_open(&journal, "store", &reading, &err), TAMIS_EINVAL);
    FILE *file = fopen("store/thesis.txt", "w");
    assert_int_equal(fclose(file), 0);
    assert_int_equal(tm_journal_open(&journal, "store", &writing, &err), TAMIS_EINVAL);
    assert_int_equal(access("store/journal", F_OK), -1);
    assert_int_equal(unlink("store/thesis.txt"), 0);
    assert_int_equal(chmod("store", 0777), 0);
    assert_int_equal(tm_journal_open(&journal, "store", &writing, &err), TAMIS_EINVAL);
    assert_int_equal(chmod("store", 0700), 0);
    assert_int_equal(symlink("/dev/null", "store/journal"), 0);
    assert_int_equal(tm_journal_open(&journal, "store", &writing, &err), TAMIS_EIO);
}

static void begins_a_journal_anew_only_where_a_store_was(void **state)
{
    (void)state;
    static const tm_journal_options renewing = {.renew = true}, plain = {.wait = true};
    static const char *const documents[] = {"store/objects", "store/texts"};
    tm_journal *journal = NULL;
    assert_int_equal(tm_journal_open(&journal, "store", &renewing, NULL), TAMIS_EINVAL);
    assert_int_equal(access("store", F_OK), -1);
    assert_int_equal(mkdir("store", 0700), 0);
    assert_int_equal(mkdir("store/parts", 0700), 0);
    assert_int_equal(tm_journal_open(&journal, "store", &renewing, NULL), TAMIS_EINVAL);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(mkdir(documents[i], 0700), 0);
        assert_int_equal(tm_journal_open(&journal, "store", &plain, NULL), TAMIS_EINVAL);
        assert_int_equal(tm_journal_open(&journal, "store", &renewing, NULL), TAMIS_OK);
        tm_journal_close(journal);
        assert_int_equal(tm_journal_open(&journal, "store", &plain, NULL), TAMIS_OK);
        tm_journal_close(journal);
        assert_int_equal(unlink("store/journal"), 0);
        assert_int_equal(rmdir(documents[i]), 0);
    }
    assert_int_equal(mkdir("store/objects", 0700), 0);
    assert_int_equal(mkdir("store/mine", 0700), 0);
    assert_int_equal(tm_journal_open(&journal, "store", &renewing, NULL), TAMIS_EINVAL);
}

static void check_refused(const tm_journal_options *options, tamis_status status)
{
    tm_journal *journal = NULL;
    assert_int_equal(tm_journal_open(&journal, "store", options, NULL), status);
}

// Whoever may write beside the journal could lead the store elsewhere, or have it wait for ever.
static void refuses_a_store_that_others_had_their_hands_in(void **state)
{
    (void)state;
    tm_buf bytes = {0};
    make_journal(&bytes);
    assert_int_equal(chmod("store", 0720), 0);
    check_refused(&writing, TAMIS_EINVAL);
    assert_int_equal(chmod("store", 0702), 0);
    check_refused(&reading, TAMIS_EINVAL);
    assert_int_equal(chmod("store", 0700), 0);
    assert_int_equal(unlink("store/lock"), 0);
    assert_int_equal(symlink("../outside", "store/lock"), 0);
    check_refused(&writing, TAMIS_EIO);
    assert_int_not_equal(access("outside", F_OK), 0);
    assert_int_equal(unlink("store/lock"), 0);
    assert_int_equal(unlink("store/journal"), 0);
    assert_int_equal(mkfifo("store/journal", 0600), 0);
    alarm(10); // a reader of a pipe that nobody writes to waits
    check_refused(&reading, TAMIS_EFORMAT);
    check_refused(&writing, TAMIS_EFORMAT);
    alarm(0);
    tm_buf_free(&bytes);
}

static void makes_nothing_for_a_reader(void **state)
{
    (void)state;
    const tm_journal_options all = {.create = true, .renew = true, .read_only = true};
    check_refused(&all, TAMIS_EINVAL);
    assert_int_not_equal(access("store", F_OK), 0);
    assert_int_equal(mkdir("store", 0700), 0);
    assert_int_equal(mkdir("store/objects", 0700), 0);
    check_refused(&all, TAMIS_EINVAL);
    assert_int_not_equal(access("store/journal", F_OK), 0);
}

static void refuses_an_entry_that_is_too_long(void **state)
{
    (void)state;
    tm_journal *journal = open_store(&writing);
    tm_buf body = {0};
    tm_buf_byte(&body, '{');
    for (size_t i = 0; i < TM_JOURNAL_MAX_BODY - 1; i++)
        tm_buf_byte(&body, ' ');
    tm_buf_byte(&body, '}');
    assert_int_equal(tm_journal_append(journal, "A", tm_buf_str(&body), NULL), TAMIS_ELIMIT);
    body.ptr[1] = '{'; // one less: the limit itself
    const tm_str longest = tm_str_slice(tm_buf_str(&body), 1, body.len);
    assert_int_equal(tm_journal_append(journal, "A", longest, NULL), TAMIS_OK);
    assert_int_equal(tm_journal_commit(journal, true, NULL), TAMIS_OK);
    tm_journal_close(journal);
    tm_journal_close(open_store(&reading));
    tm_buf_free(&body);
}

static void escapes_names_there_and_back(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text;
    } cases[] = {
        {"plain.txt", "plain.txt"},
        {"기사/004.txt", "기사/004.txt"},
        {"a\nb\"c\\d%e", "a%0Ab%22c%5Cd%25e"},
        {"\xFF\xED\x95x", "%FF%ED%95x"},
        {"", ""},
    };
    static const char *const bad[] = {"%", "%4", "%0a", "%41", "a\"b", "\xFF", "%ED%95%9C"};
    tm_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_buf_clear(&out);
        tm_journal_escape(&out, tm_str_of(cases[i].bytes));
        assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of(cases[i].text)));
        tm_buf_clear(&out);
        assert_true(tm_journal_unescape(&out, tm_str_of(cases[i].text)));
        assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of(cases[i].bytes)));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(tm_journal_unescape(&out, tm_str_of(bad[i])));
    tm_buf_free(&out);
}

int main(void)
{
#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)
    const struct CMUnitTest tests[] = {
        in_scratch(gives_back_what_was_committed),
        in_scratch(goes_on_from_a_position),
        in_scratch(keeps_a_second_writer_out_and_lets_readers_in),
        in_scratch(recovers_from_a_cut_at_every_byte),
        in_scratch(refuses_every_flipped_byte_or_loses_the_last_entry),
        in_scratch(refuses_lines_missing_twice_or_out_of_order),
        in_scratch(makes_no_store_of_what_is_none),
        in_scratch(begins_a_journal_anew_only_where_a_store_was),
        in_scratch(refuses_a_store_that_others_had_their_hands_in),
        in_scratch(makes_nothing_for_a_reader),
        in_scratch(refuses_an_entry_that_is_too_long),
        cmocka_unit_test(escapes_names_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
