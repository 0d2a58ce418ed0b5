// Items of a store: there is one form, and everything else is refused.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/journal_body.h"
#include "sink/store_item.h"

#include "sink/journal.h"
#include "support/check.h"

#define DIGEST "43ed28f40041a86728c76b85e466c976b851e6088300349f992735a59281180e"
#define ITEM(id, act, root, path, bytes)                                                       \
    "{\"id\":\"" id "\",\"act\":\"" act "\",\"time\":5,\"root\":\"" root "\",\"path\":\"" path \
    "\",\"record\":0,\"line\":0,\"bytes\":" bytes ",\"sha256\":\"" DIGEST                      \
    "\",\"mode\":420,\"mtime\":-7,\"mtime_ns\":8,\"device\":1,\"inode\":2,\"facts\":{\"a\":1}" \
    "}"
#define ID "43ed28f40041a867-12"

static void reads_what_it_writes(void **state)
{
    (void)state;
    static const char *const good[] = {
        ITEM(ID, "move", "/tmp/a", "b/c%0A.txt", "9"),
        ITEM(ID, "copy", "/", "한/글", "0"),
        ITEM(ID, "record", "/tmp", "../in.jsonl", "9"),
        ITEM(ID, "found", "/", "", "9"),
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        tm_store_item item;
        tamis_error err = {0};
        tm_buf out = {0};
        if (tm_store_item_read(&item, tm_str_of(good[i]), &err) != TAMIS_OK)
            fail_msg("%s: %s", good[i], err.message);
        assert_int_equal(tm_store_item_number(&item), 12);
        assert_true(S_ISREG(item.file.mode));
        tm_store_item_write(&out, &item);
        assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of(good[i])));
        tm_buf_free(&out);
        tm_store_item_free(&item);
    }
}

static void refuses_what_it_would_not_write(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{}",
        ITEM(ID, "move", "/tmp", "../b", "9"),
        ITEM(ID, "move", "/tmp", "/b", "9"),
        ITEM(ID, "move", "/tmp", "a/../../b", "9"),
        ITEM(ID, "move", "/tmp", "", "9"),
        ITEM(ID, "move", "/tmp", "a%00b", "9"),
        ITEM(ID, "move", "/tmp", "a%0ab", "9"),
        ITEM(ID, "move", "/tmp", "a%41b", "9"),
        ITEM(ID, "move", "tmp", "b", "9"),
        ITEM(ID, "move", "/tmp/../etc", "b", "9"),
        ITEM(ID, "move", "/tmp/", "b", "9"),
        ITEM(ID, "move", "", "b", "9"),
        ITEM(ID, "steal", "/tmp", "b", "9"),
        ITEM(ID, "move", "/tmp", "b", "-9"),
        ITEM(ID, "move", "/tmp", "b", "9e3"),
        ITEM(ID, "move", "/tmp", "b", "99999999999999999999"),
        ITEM("53ed28f40041a867-12", "move", "/tmp", "b", "9"),
        ITEM("43ed28f40041a867-0", "move", "/tmp", "b", "9"),
        ITEM("43ed28f40041a867-012", "move", "/tmp", "b", "9"),
        ITEM("43ed28f40041a867-1234567890123456", "move", "/tmp", "b", "9"),
        ITEM("43ed28f40041a867", "move", "/tmp", "b", "9"),
        ITEM("../d28f40041a867-12", "move", "/tmp", "b", "9"),
        " " ITEM(ID, "move", "/tmp", "b", "9"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tm_store_item item;
        if (tm_store_item_read(&item, tm_str_of(bad[i]), NULL) != TAMIS_EFORMAT)
            fail_msg("taken: %s", bad[i]);
    }
}

static void reads_small_entries_in_their_one_form(void **state)
{
    (void)state;
    static const char *const keys[] = {"id", "at"};
    static const char *const bad[] = {"{}",
                                      "{\"id\":\"a\"}",
                                      "{\"at\":\"b\",\"id\":\"a\"}",
                                      "{\"id\":\"a\",\"at\":\"b\",\"x\":\"c\"}",
                                      "{\"id\":\"a\",\"at\":5}",
                                      "{\"id\":\"a\\u0041\",\"at\":\"b\"}",
                                      "{\"id\":\"a\",\"at\":\"b\"",
                                      "[]"};
    tm_str values[2];
    assert_int_equal(
        tm_journal_members(values, tm_str_of("{\"id\":\"a\",\"at\":\"b\"}"), keys, 2, NULL),
        TAMIS_OK);
    assert_true(tm_str_equal(values[1], tm_str_of("b")));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (tm_journal_members(values, tm_str_of(bad[i]), keys, 2, NULL) == TAMIS_OK)
            fail_msg("taken: %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_writes),
        cmocka_unit_test(refuses_what_it_would_not_write),
        cmocka_unit_test(reads_small_entries_in_their_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
