// Messages: one line, whatever is in the names they tell of, and whole characters.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/status.h"
#include "text/utf8.h"

static void a_message_is_one_line(void **state)
{
    (void)state;
    tamis_error err;
    assert_int_equal(tm_fail(&err, TAMIS_EIO, "%s: cannot be read", "a\nb\033[31m\177"),
                     TAMIS_EIO);
    assert_string_equal(err.message, "a?b?[31m?: cannot be read");
    assert_int_equal(err.status, TAMIS_EIO);
    assert_int_equal(tm_fail(NULL, TAMIS_ELIMIT, "nobody asks"), TAMIS_ELIMIT);
}

// Names of any length, with characters of each length, cut by the format and by the message's end.
static void is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\u00e9", "\ubc30", "\U0001f350"};
    for (size_t k = 0; k < 4; k++) {
        char name[600] = "";
        for (size_t len = 0; len + 4 < sizeof name; len += strlen(characters[k])) {
            tamis_error err;
            memcpy(name + len, characters[k], strlen(characters[k]) + 1);
            tm_fail(&err, TAMIS_EIO, "%s: cannot be read", name);
            assert_true(tm_utf8_is_valid(tm_str_of(err.message)));
            assert_true(strlen(err.message) > 251 || strstr(err.message, ": cannot be read"));
            tm_fail(&err, TAMIS_EIO, "-%.180s: cannot be read", name);
            assert_true(tm_utf8_is_valid(tm_str_of(err.message)));
            assert_non_null(strstr(err.message, ": cannot be read"));
            assert_true(strlen(err.message) > (len < 176 ? len : 176));
        }
    }
}

// 한글.txt in CP949, and in UTF-8 with a byte too many behind it.
static void names_that_are_not_utf8_stay_as_they_are(void **state)
{
    (void)state;
    static const char *const names[] = {"\xC7\xD1\xB1\xDB.txt", "\xED\x95\x9C\x80.txt", "\xFF",
                                        "\x80"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        tamis_error err;
        tm_fail(&err, TAMIS_EIO, "%s", names[i]);
        assert_string_equal(err.message, names[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_one_line),
        cmocka_unit_test(is_cut_between_characters),
        cmocka_unit_test(names_that_are_not_utf8_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
