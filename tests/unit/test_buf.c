// Growing bytes: contents, growth, and that a failure sticks until the buffer is cleared.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/buf.h"

static void holds_exactly(const tm_buf *buf, const char *text)
{
    assert_int_equal(buf->len, strlen(text));
    if (buf->len > 0)
        assert_memory_equal(buf->ptr, text, buf->len);
}

static void appends_in_every_way(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tm_buf_append(&buf, "ab\0c", 4);
    tm_buf_add(&buf, (tm_str){"def", 2});
    tm_buf_text(&buf, "-");
    tm_buf_byte(&buf, '\0');
    tm_buf_format(&buf, "%d|%s", 42, "x");
    assert_int_equal(buf.len, 12);
    assert_memory_equal(buf.ptr,
                        "ab\0cde-\0"
                        "42|x",
                        12);
    assert_int_equal(tm_buf_check(&buf, NULL), TAMIS_OK);
    tm_buf_free(&buf);
    assert_null(buf.ptr);
}

static void ends_a_string_that_may_grow_on(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tm_buf_terminate(&buf);
    holds_exactly(&buf, "");
    assert_string_equal(buf.ptr, "");
    tm_buf_text(&buf, "ab");
    tm_buf_terminate(&buf);
    holds_exactly(&buf, "ab");
    assert_string_equal(buf.ptr, "ab");
    tm_buf_text(&buf, "c");
    tm_buf_terminate(&buf);
    assert_string_equal(buf.ptr, "abc");
    tm_buf_free(&buf);
}

static void keeps_what_it_holds_while_it_grows(void **state)
{
    (void)state;
    tm_buf buf = {0};
    for (unsigned i = 0; i < 100000; i++)
        tm_buf_byte(&buf, (char)(i * 31 % 251));
    assert_int_equal(buf.len, 100000);
    for (unsigned i = 0; i < 100000; i++)
        assert_int_equal((unsigned char)buf.ptr[i], i * 31 % 251);
    tm_buf_free(&buf);
}

static void formats_what_is_longer_than_its_room(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tm_buf_format(&buf, "%0*d", 1000, 7);
    assert_int_equal(buf.len, 1000);
    assert_int_equal(buf.ptr[999], '7');
    assert_int_equal(buf.ptr[998], '0');
    tm_buf_free(&buf);
}

static void takes_nothing_of_nothing(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tm_buf_append(&buf, NULL, 0);
    tm_buf_add(&buf, (tm_str){0});
    tm_buf_text(&buf, "");
    tm_buf_format(&buf, "%s", "");
    holds_exactly(&buf, "");
    assert_non_null(tm_buf_reserve(&buf, 0));
    tm_buf_free(&buf);
    tm_buf_free(&buf);
}

static void reserves_room_that_can_be_written(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tm_buf_text(&buf, "head");
    char *const room = tm_buf_reserve(&buf, 300);
    assert_non_null(room);
    memset(room, 'r', 300);
    buf.len += 300;
    assert_int_equal(buf.len, 304);
    assert_memory_equal(buf.ptr, "headrrr", 7);
    tm_buf_free(&buf);
}

static void fails_once_and_stays_failed_until_cleared(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tamis_error err = {0};
    tm_buf_text(&buf, "kept");
    assert_null(tm_buf_reserve(&buf, SIZE_MAX)); // the sum overflows
    assert_null(tm_buf_reserve(&buf, 1));        // sticky
    tm_buf_text(&buf, "lost");
    holds_exactly(&buf, "kept");
    assert_int_equal(tm_buf_check(&buf, &err), TAMIS_ENOMEM);
    assert_int_equal(err.status, TAMIS_ENOMEM);
    assert_string_equal(err.message, "out of memory");
    tm_buf_clear(&buf);
    assert_int_equal(tm_buf_check(&buf, NULL), TAMIS_OK);
    assert_null(tm_buf_reserve(&buf, SIZE_MAX / 2 + 1)); // no such memory
    tm_buf_clear(&buf);
    tm_buf_text(&buf, "again");
    holds_exactly(&buf, "again");
    tm_buf_free(&buf);
}

static void names_every_status(void **state)
{
    (void)state;
    static const struct {
        tamis_status status;
        const char *name;
    } rows[] = {
        {TAMIS_OK, "ok"},          {TAMIS_DONE, "done"},        {TAMIS_ENOMEM, "memory"},
        {TAMIS_EIO, "io"},         {TAMIS_EFORMAT, "format"},   {TAMIS_ELIMIT, "limit"},
        {TAMIS_EINVAL, "invalid"}, {TAMIS_EVERSION, "version"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tamis_status_name(rows[i].status), rows[i].name);
    assert_string_equal(tamis_status_name((tamis_status)-99), "unknown");
}

static void keeps_messages_to_one_printable_line(void **state)
{
    (void)state;
    tamis_error err = {0};
    assert_int_equal(tm_fail_at(&err, TAMIS_EFORMAT, 7, "%s", "a\nb\033[2Jc\x7F"),
                     TAMIS_EFORMAT);
    assert_string_equal(err.message, "a?b?[2Jc?");
    assert_int_equal(err.offset, 7);
    assert_int_equal(tm_fail(&err, TAMIS_EIO, "%0*d", 1000, 1), TAMIS_EIO);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_int_equal(err.offset, 0);
    assert_int_equal(tm_fail(NULL, TAMIS_ELIMIT, "nobody listens"), TAMIS_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_in_every_way),
        cmocka_unit_test(ends_a_string_that_may_grow_on),
        cmocka_unit_test(keeps_what_it_holds_while_it_grows),
        cmocka_unit_test(formats_what_is_longer_than_its_room),
        cmocka_unit_test(takes_nothing_of_nothing),
        cmocka_unit_test(reserves_room_that_can_be_written),
        cmocka_unit_test(fails_once_and_stays_failed_until_cleared),
        cmocka_unit_test(names_every_status),
        cmocka_unit_test(keeps_messages_to_one_printable_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
