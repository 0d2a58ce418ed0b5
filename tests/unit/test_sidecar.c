// Lines of sidecars: what is written reads back, and what nobody would write is refused.
// SPDX-License-Identifier: MIT
#include "sink/sidecar.h"

#include "support/check.h"

static const char digits[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static void check_round_trip(tm_str gone, tm_str put)
{
    tm_buf line = {0};
    tm_json_writer w = {.out = &line};
    tm_sidecar_line read = {0};
    tm_sidecar_replacement(&w, 77, gone, put);
    tm_json_add_word(&w, "why", "span");
    tm_json_end(&w, '}');
    assert_int_equal(tm_sidecar_read(&read, tm_buf_str(&line), NULL), TAMIS_OK);
    assert_int_equal(read.part, TM_SIDECAR_REPLACEMENT);
    assert_int_equal(read.at, 77);
    assert_true(tm_str_equal(tm_buf_str(&read.gone), gone));
    assert_true(tm_str_equal(tm_buf_str(&read.put), put));
    tm_sidecar_line_free(&read);
    tm_buf_free(&line);
}

static void gives_every_byte_back(void **state)
{
    char all[256];
    (void)state;
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    check_round_trip((tm_str){all, 256}, (tm_str){"", 0});
    check_round_trip((tm_str){all, 128}, (tm_str){all + 128, 128}); // text, NUL included; none
    check_round_trip(tm_str_of("바카라\n\"\\"), tm_str_of("장관"));
    check_round_trip((tm_str){"", 0}, (tm_str){"\xFF", 1});
}

static void reads_its_foot(void **state)
{
    tm_buf line = {0};
    tm_json_writer w = {.out = &line};
    tm_sidecar_line read = {0};
    tm_side before = {.n_bytes = 12}, after = {.n_bytes = 7};
    (void)state;
    memcpy(before.sha256, digits, sizeof digits);
    memcpy(after.sha256, digits, sizeof digits);
    after.sha256[0] = 'f';
    tm_sidecar_foot(&w, 3, &before, &after);
    assert_int_equal(tm_sidecar_read(&read, tm_buf_str(&line), NULL), TAMIS_OK);
    assert_int_equal(read.part, TM_SIDECAR_FOOT);
    assert_int_equal(read.n_edits, 3);
    assert_int_equal(read.before.n_bytes, 12);
    assert_string_equal(read.before.sha256, digits);
    assert_string_equal(read.after.sha256, after.sha256);
    tm_sidecar_line_free(&read);
    tm_buf_free(&line);
}

static void refuses_what_nobody_would_write(void **state)
{
    static const struct {
        const char *line;
        tamis_status status;
    } faulty[] = {
        {"", TAMIS_EFORMAT},
        {"[]", TAMIS_EFORMAT},
        {"{}", TAMIS_EFORMAT},
        {"{\"at\":-1}", TAMIS_EFORMAT},
        {"{\"at\":1.5}", TAMIS_EFORMAT},
        {"{\"at\":99999999999999999999999}", TAMIS_EFORMAT},
        {"{\"at\":1,\"at\":2}", TAMIS_EFORMAT},
        {"{\"at\":1,\"removed\":7}", TAMIS_EFORMAT},
        {"{\"at\":1,\"removed\":\"\\ud800\"}", TAMIS_EFORMAT},
        {"{\"at\":1,\"removed_hex\":\"abc\"}", TAMIS_EFORMAT},
        {"{\"at\":1,\"removed_hex\":\"AB\"}", TAMIS_EFORMAT},
        {"{\"at\":1,\"removed_hex\":\"\"", TAMIS_EFORMAT},
        {"{\"at\":1,\"removed\":\"\",\"removed_hex\":\"00\"}", TAMIS_EFORMAT},
        {"{\"edits\":1}", TAMIS_EFORMAT},
        {"{\"edits\":1,\"before\":{\"bytes\":1,\"sha256\":\"00\"},\"after\":{}}",
         TAMIS_EFORMAT},
        {"{\"schema\":\"other\"}", TAMIS_EFORMAT},
        {"{\"schema\":\"tamis-undo/2\"}", TAMIS_EVERSION},
    };
    (void)state;
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        tm_sidecar_line read = {0};
        tamis_error err;
        if (tm_sidecar_read(&read, tm_str_of(faulty[i].line), &err) != faulty[i].status)
            fail_msg("taken: %s", faulty[i].line);
        tm_sidecar_line_free(&read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_every_byte_back),
        cmocka_unit_test(reads_its_foot),
        cmocka_unit_test(refuses_what_nobody_would_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
