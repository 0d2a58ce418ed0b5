// Sizes that do not overflow, and numbers that read and print alike in every locale.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <float.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"

static void adds_and_multiplies_up_to_the_edge(void **state)
{
    (void)state;
    size_t n = 99;
    assert_true(tm_add(&n, SIZE_MAX - 1, 1));
    assert_true(n == SIZE_MAX);
    assert_false(tm_add(&n, SIZE_MAX, 1));
    assert_false(tm_add(&n, 1, SIZE_MAX));
    assert_true(n == SIZE_MAX); // untouched
    assert_true(tm_mul(&n, SIZE_MAX / 3, 3));
    assert_true(n == SIZE_MAX / 3 * 3);
    assert_false(tm_mul(&n, SIZE_MAX / 2 + 1, 2));
    assert_false(tm_mul(&n, 2, SIZE_MAX / 2 + 1));
    assert_true(tm_mul(&n, 0, SIZE_MAX) && n == 0);
    assert_true(tm_mul(&n, SIZE_MAX, 0) && n == 0);
}

static void grows_arrays_and_keeps_them_on_failure(void **state)
{
    (void)state;
    void *array = NULL;
    size_t cap = 0;
    assert_true(tm_grow(&array, &cap, 3, sizeof(uint32_t)));
    assert_true(cap >= 3);
    uint32_t *numbers = array;
    numbers[2] = 77;
    assert_true(tm_grow(&array, &cap, 1000, sizeof(uint32_t)));
    assert_true(cap >= 1000);
    numbers = array;
    assert_int_equal(numbers[2], 77);
    const size_t before = cap;
    assert_true(tm_grow(&array, &cap, 5, sizeof(uint32_t)));
    assert_false(tm_grow(&array, &cap, SIZE_MAX / 2, sizeof(uint32_t)));
    assert_true(array == numbers && cap == before);
    free(array);
}

static void reads_sizes_strictly(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "-1", "+1", " 1", "1 ", "0x1", "1e3", "1.", "18446744073709551616", "٣"};
    size_t n = 99;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(tm_parse_size(&n, tm_str_of(wrong[i])));
    assert_false(tm_parse_size(&n, (tm_str){"1\0", 2}));
    assert_int_equal(n, 99);
    assert_true(tm_parse_size(&n, tm_str_of("18446744073709551615")) && n == SIZE_MAX);
    assert_true(tm_parse_size(&n, (tm_str){"1234", 2}) && n == 12);
}

static void reads_integers_strictly(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    "-",   "--1", "+1",
                                        "1-",  " 1",  "1.0", "9223372036854775808",
                                        "0x1", "1e3", "- 1", "-9223372036854775809"};
    long long n = 99;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(tm_parse_int(&n, tm_str_of(wrong[i])));
    assert_true(n == 99);
    assert_true(tm_parse_int(&n, tm_str_of("9223372036854775807")) && n == LLONG_MAX);
    assert_true(tm_parse_int(&n, tm_str_of("-9223372036854775808")) && n == LLONG_MIN);
    assert_true(tm_parse_int(&n, tm_str_of("-0")) && n == 0);
    assert_true(tm_parse_int(&n, tm_str_of("007")) && n == 7);
}

static void reads_doubles_strictly(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",       "-",        ".",   "5.",  "1e",  "1e+",   "+1",   " 1",
        "1 ",     "0x1p3",    "nan", "inf", "0,5", "1.2.3", "1e5.", "1e400",
        "-1e400", "--1",      "1_0", "NaN", "1f",  "-.",    "e5",   "1 2",
        "1e 5",   "infinity", ".e1", "..5", ".-5", ". 5",   ".5.",
    };
    double x = 99;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (tm_parse_double(&x, tm_str_of(wrong[i])))
            fail_msg("read \"%s\"", wrong[i]);
    }
    assert_false(tm_parse_double(&x, (tm_str){"1\0", 2}));
    check_close(x, 99, 0);
}

static void reads_what_a_double_can_be(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"0", 0},
        {"-0.25", -0.25},
        {"1e-05", 1e-05},
        {"12.5E+2", 1250},
        {"1.7976931348623157e+308", DBL_MAX},
        {"2.2250738585072014e-308", DBL_MIN},
        {"5e-324", 4.9406564584124654e-324},
        {"1e-400", 0},
        {"00012.50", 12.5},
        {".5", 0.5},
        {"-.25e1", -2.5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double x = 99;
        assert_true(tm_parse_double(&x, tm_str_of(rows[i].text)));
        check_close(x, rows[i].value, 0);
    }
    double x = 99;
    assert_true(tm_parse_double(&x, (tm_str){"12.75", 4}));
    check_close(x, 12.7, 0);
}

static void reads_numbers_up_to_128_bytes(void **state)
{
    (void)state;
    char digits[130];
    memset(digits, '1', sizeof digits);
    digits[1] = '.';
    double x = 0;
    assert_true(tm_parse_double(&x, (tm_str){digits, 128}));
    check_close(x, 10.0 / 9.0, 1e-15);
    assert_false(tm_parse_double(&x, (tm_str){digits, 129}));
}

static const char *printed(tm_buf *buf, double value)
{
    tm_buf_clear(buf);
    tm_print_double(buf, value);
    tm_buf_byte(buf, '\0');
    return buf->ptr;
}

static void knows_hexadecimal_digits(void **state)
{
    (void)state;
    assert_true(tm_is_hex(tm_str_of("0123456789abcdef")));
    assert_true(tm_is_hex(tm_str_of("")));
    static const char *const others[] = {"A", "g", "1/", "1:", "`", " 1", "-1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(tm_is_hex(tm_str_of(others[i])));
    assert_false(tm_is_hex((tm_str){"1\0", 2}));
}

static void prints_doubles_in_their_shortest_form(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0, "0"},
        {-0.0, "-0"},
        {0.1, "0.1"},
        {1.0 / 3, "0.3333333333333333"},
        {1e23, "1e+23"},
        {123456, "123456"},
        {-2.5, "-2.5"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e-5, "1e-05"},
        {1e300 * 1e10, "null"},
        {(double)NAN, "null"},
        {DBL_MAX, "1.7976931348623157e+308"},
    };
    tm_buf buf = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(printed(&buf, rows[i].value), rows[i].text);
    tm_buf_free(&buf);
}

// Doubles of any bits: every exponent, subnormals, what is next to powers of two.
static void reads_back_every_double_it_prints(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tm_rng rng = tm_rng_seed(20240517);
    for (int i = 0; i < 100000; i++) {
        const uint64_t bits =
            tm_rng_next(&rng) & (i % 3 ? UINT64_MAX : ~UINT64_C(0xFFFFFFFFFF));
        double value;
        double back = 99;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        const char *const text = printed(&buf, value);
        assert_true(tm_parse_double(&back, tm_str_of(text)));
        assert_memory_equal(&back, &value, sizeof value);
    }
    tm_buf_free(&buf);
}

static void prints_fixed_decimals(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } rows[] = {
        {0.99929, 4, "0.9993"},   {-0.0004, 3, "0.000"},
        {-0.0006, 3, "-0.001"},   {2.5, 0, "2"},
        {-0.0, 0, "0"},           {1e15, 2, "1000000000000000.00"},
        {(double)NAN, 2, "null"},
    };
    tm_buf buf = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf_clear(&buf);
        tm_print_fixed(&buf, rows[i].value, rows[i].decimals);
        tm_buf_byte(&buf, '\0');
        assert_string_equal(buf.ptr, rows[i].text);
    }
    tm_buf_clear(&buf);
    tm_print_fixed(&buf, -DBL_MAX, 15);
    assert_int_equal(buf.len, 1 + 309 + 1 + 15);
    tm_buf_free(&buf);
}

static void tells_probabilities_apart(void **state)
{
    (void)state;
    static const struct {
        double probability, other;
        const char *text;
    } rows[] = {
        {0.5, 0.995961, "0.500000"},           {0.9959612, 0.9959614, "0.9959612"},
        {0.9959614, 0.9959612, "0.9959614"},   {1, 0.995961, "1.000000"},
        {1, 0.99999998, "1.00000000"},         {0.99999998, 1, "0.99999998"},
        {1 - 0x1p-53, 1, "1.000000000000000"}, {0.25, 0.25, "0.250000"},
        {(double)NAN, (double)NAN, "null"},
    };
    tm_buf buf = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf_clear(&buf);
        tm_print_probability(&buf, rows[i].probability, rows[i].other);
        tm_buf_byte(&buf, '\0');
        assert_string_equal(buf.ptr, rows[i].text);
    }
    tm_buf_free(&buf);
}

// Makes `name` in `folder` out of the system's definitions; false where there are none.
static bool make_locale(const char *folder, const char *name)
{
    char command[160];
    snprintf(command, sizeof command, "localedef -i %s -f UTF-8 %s/%s >%s/words 2>&1", name,
             folder, name, folder);
    return system(command) == 0 && setlocale(LC_ALL, name) != NULL;
}

static void check_in_this_locale(tm_buf *buf, const char *half)
{
    char own[16];
    double x = 99;
    snprintf(own, sizeof own, "%.1f", 0.5);
    assert_string_equal(own, half); // or the test would show nothing
    assert_false(tm_parse_double(&x, tm_str_of(half)));
    assert_true(tm_parse_double(&x, tm_str_of("-12.5e1")));
    check_close(x, -125, 0);
    assert_true(tm_parse_double(&x, tm_str_of("-.5")));
    check_close(x, -0.5, 0);
    assert_string_equal(printed(buf, -1234567.25), "-1234567.25");
    assert_string_equal(printed(buf, 0.1 + 0.2), "0.30000000000000004");
    tm_buf_clear(buf);
    tm_print_fixed(buf, 1234567.125, 2);
    tm_buf_byte(buf, '\0');
    assert_string_equal(buf->ptr, "1234567.12");
}

// A comma, and the two bytes of U+066B, for a decimal point.
static void is_the_same_in_other_locales(void **state)
{
    (void)state;
    char folder[] = "/tmp/test_num-XXXXXX";
    char command[64];
    tm_buf buf = {0};
    assert_non_null(mkdtemp(folder));
    setenv("LOCPATH", folder, 1);
    const bool german = make_locale(folder, "de_DE");
    if (german)
        check_in_this_locale(&buf, "0,5");
    const bool pashto = make_locale(folder, "ps_AF");
    if (pashto)
        check_in_this_locale(&buf, "0\xD9\xAB"
                                   "5");
    setlocale(LC_ALL, "C");
    tm_buf_free(&buf);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    if (!german && !pashto)
        skip();
}

static void sizes_and_fixed_numbers_are_what_printf_prints(void **state)
{
    tm_rng rng = tm_rng_seed(11);
    tm_buf out = {0};
    char expected[64];
    (void)state;
    for (int round = 0; round < 50000; round++) {
        const int decimals = 1 + (int)tm_rng_below(&rng, 6);
        double value = (tm_rng_unit(&rng) - 0.5) * pow(10, (double)tm_rng_below(&rng, 12) - 4);
        if (round % 3 == 0) // near and on the places where rounding turns
            value = (double)tm_rng_below(&rng, 100000) / 1000 / 2;
        tm_buf_clear(&out);
        tm_print_fixed(&out, value, decimals);
        snprintf(expected, sizeof expected, "%.*f", decimals, value);
        const bool zero = !strpbrk(expected, "123456789");
        const char *const text = zero && expected[0] == '-' ? expected + 1 : expected;
        assert_int_equal(out.len, strlen(text));
        assert_memory_equal(out.ptr, text, out.len);
        const size_t size = (size_t)tm_rng_next(&rng) >> tm_rng_below(&rng, 64);
        tm_buf_clear(&out);
        tm_print_size(&out, size);
        snprintf(expected, sizeof expected, "%zu", size);
        assert_int_equal(out.len, strlen(expected));
        assert_memory_equal(out.ptr, expected, out.len);
    }
    tm_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_and_multiplies_up_to_the_edge),
        cmocka_unit_test(grows_arrays_and_keeps_them_on_failure),
        cmocka_unit_test(reads_sizes_strictly),
        cmocka_unit_test(reads_integers_strictly),
        cmocka_unit_test(knows_hexadecimal_digits),
        cmocka_unit_test(reads_doubles_strictly),
        cmocka_unit_test(reads_what_a_double_can_be),
        cmocka_unit_test(reads_numbers_up_to_128_bytes),
        cmocka_unit_test(prints_doubles_in_their_shortest_form),
        cmocka_unit_test(reads_back_every_double_it_prints),
        cmocka_unit_test(prints_fixed_decimals),
        cmocka_unit_test(tells_probabilities_apart),
        cmocka_unit_test(is_the_same_in_other_locales),
        cmocka_unit_test(sizes_and_fixed_numbers_are_what_printf_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
