// printf and strtod obey the locale of the program that links the library, so the decimal point is
// handled here: printing turns whatever stands between the digits into '.'; reading checks the
// grammar by hand and passes strtod the point it expects. Neither touches the locale nor calls
// localeconv, which is not safe beside other threads.
// SPDX-License-Identifier: MIT
#include "base/num.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MAX_NUMBER_LEN = 128, // of a double read; %.17g needs 24
    MAX_DECIMALS = 15,
    MAX_FIXED_LEN = 352 // 309 digits of the greatest double, sign, point, decimals
};

bool tm_add(size_t *sum, size_t a, size_t b)
{
    if (a > SIZE_MAX - b)
        return false;
    *sum = a + b;
    return true;
}

bool tm_mul(size_t *product, size_t a, size_t b)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *product = a * b;
    return true;
}

bool tm_grow_more(void **array, size_t *cap, size_t need, size_t size)
{
    // Doubling keeps a series of appends linear; an array too large to double gets what it needs.
    const size_t wish = *cap <= SIZE_MAX / 2 && *cap * 2 > need ? *cap * 2 : need;
    size_t n_bytes;
    if (!tm_mul(&n_bytes, wish, size) || n_bytes > PTRDIFF_MAX)
        return false;
    void *const grown = realloc(*array, n_bytes);
    if (!grown)
        return false;
    *array = grown;
    *cap = wish;
    return true;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool tm_parse_size(size_t *value, tm_str text)
{
    size_t total = 0;
    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i]) || !tm_mul(&total, total, 10) ||
            !tm_add(&total, total, (size_t)(text.ptr[i] - '0')))
            return false;
    }
    *value = total;
    return true;
}

bool tm_parse_int(long long *value, tm_str text)
{
    const bool negative = text.len > 0 && text.ptr[0] == '-';
    long long total = 0; // minus the value: there is one more number below zero than above
    if (text.len == (negative ? 1u : 0u))
        return false;
    for (size_t i = negative; i < text.len; i++) {
        const int digit = text.ptr[i] - '0';
        if (!is_digit(text.ptr[i]) || total < (LLONG_MIN + digit) / 10)
            return false;
        total = total * 10 - digit;
    }
    if (!negative && total == LLONG_MIN)
        return false;
    *value = negative ? total : -total;
    return true;
}

// The position after the digits at `pos`.
static size_t after_digits(tm_str text, size_t pos)
{
    while (pos < text.len && is_digit(text.ptr[pos]))
        pos++;
    return pos;
}

// -?digits[.digits][e[+-]digits], where digits before a point may be missing, and nothing else: no
// hexadecimal, no "inf", no bare point.
static bool is_decimal(tm_str text)
{
    size_t begin = text.len > 0 && text.ptr[0] == '-';
    size_t pos = after_digits(text, begin);
    if (pos == begin && (pos == text.len || text.ptr[pos] != '.'))
        return false;
    if (pos < text.len && text.ptr[pos] == '.') {
        begin = pos + 1;
        pos = after_digits(text, begin);
        if (pos == begin)
            return false;
    }
    if (pos < text.len && (text.ptr[pos] == 'e' || text.ptr[pos] == 'E')) {
        begin = pos + 1;
        if (begin < text.len && (text.ptr[begin] == '+' || text.ptr[begin] == '-'))
            begin++;
        pos = after_digits(text, begin);
        if (pos == begin)
            return false;
    }
    return pos == text.len;
}

// Reads `number`, in which `point` is the place of the '.' that this locale's strtod refused.
static double read_with_local_point(const char *number, size_t point)
{
    char half[16];
    char local[MAX_NUMBER_LEN + sizeof half];
    // 0.5 as this locale prints it: the point is what stands between the two digits.
    const int half_len = snprintf(half, sizeof half, "%.1f", 0.5);
    if (half_len < 3 || (size_t)half_len >= sizeof half)
        return NAN;
    snprintf(local, sizeof local, "%.*s%.*s%s", (int)point, number, half_len - 2, half + 1,
             number + point + 1);
    char *end;
    const double value = strtod(local, &end);
    return *end ? NAN : value;
}

bool tm_parse_double(double *value, tm_str text)
{
    char number[MAX_NUMBER_LEN + 1];
    if (text.len > MAX_NUMBER_LEN || !is_decimal(text))
        return false;
    memcpy(number, text.ptr, text.len);
    number[text.len] = '\0';
    char *end;
    double read = strtod(number, &end);
    const char *const point = strchr(number, '.');
    if (*end && point) // before a point that is not its own strtod may read no digit at all
        read = read_with_local_point(number, (size_t)(point - number));
    if (!isfinite(read))
        return false;
    *value = read;
    return true;
}

bool tm_is_hex(tm_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
    }
    return true;
}

// Appends a number that printf wrote, with '.' for the locale's decimal point, which may be several
// bytes long.
static void add_number(tm_buf *out, const char *number)
{
    bool in_point = false;
    for (const char *byte = number; *byte; byte++) {
        const bool part = is_digit(*byte) || *byte == '-' || *byte == '+' || *byte == 'e';
        if (part)
            tm_buf_byte(out, *byte);
        else if (!in_point)
            tm_buf_byte(out, '.');
        in_point = !part;
    }
}

void tm_print_double(tm_buf *out, double value)
{
    char number[64];
    // "nan" and "inf" are not numbers, neither in JSON nor in a model file.
    if (!isfinite(value)) {
        tm_buf_text(out, "null");
        return;
    }
    // A decimal of 15 digits survives becoming a double, so %.15g prints it again. Doubles that
    // are not such a decimal need 16 or 17 digits.
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(number, sizeof number, "%.*g", digits, value);
        const double back = strtod(number, NULL);
        if (!(back < value) && !(back > value)) // equal
            break;
    }
    add_number(out, number);
}

void tm_print_size(tm_buf *out, uint64_t value)
{
    char digits[24];
    size_t begin = sizeof digits;
    do
        digits[--begin] = (char)('0' + value % 10);
    while (value /= 10);
    tm_buf_append(out, digits + begin, sizeof digits - begin);
}

// The fast way of tm_print_fixed, for numbers of everyday size: scales the value to an integer and
// prints that. Returns false where the value is too large, or so near to a tie that the scaled
// value, which is off by less than a millionth, cannot tell which way to round.
static bool print_plain(tm_buf *out, double value, int decimals)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    const double most = 1e9;
    if (decimals >= (int)(sizeof powers / sizeof *powers) || decimals < 1)
        return false;
    const double scaled = fabs(value) * powers[decimals];
    if (!(scaled < most))
        return false;
    const double whole = floor(scaled), rest = scaled - whole;
    if (rest > 0.499999 && rest < 0.500001)
        return false;
    size_t number = (size_t)whole + (rest > 0.5);
    char digits[24];
    size_t begin = sizeof digits;
    if (number > 0 && value < 0)
        tm_buf_byte(out, '-');
    for (int i = 0; number > 0 || i <= decimals; i++, number /= 10) {
        digits[--begin] = (char)('0' + number % 10);
        if (i + 1 == decimals)
            digits[--begin] = '.';
    }
    tm_buf_append(out, digits + begin, sizeof digits - begin);
    return true;
}

void tm_print_fixed(tm_buf *out, double value, int decimals)
{
    char number[MAX_FIXED_LEN];
    assert(decimals >= 0 && decimals <= MAX_DECIMALS);
    if (print_plain(out, value, decimals))
        return;
    if (!isfinite(value)) {
        tm_buf_text(out, "null");
        return;
    }
    snprintf(number, sizeof number, "%.*f", decimals, value);
    const bool is_zero = !strpbrk(number, "123456789");
    add_number(out, is_zero && number[0] == '-' ? number + 1 : number);
}

void tm_print_probability(tm_buf *out, double probability, double other)
{
    const double difference = fabs(probability - other);
    int decimals = 6;
    for (double unit = 1e-6; difference > 0 && difference < unit && decimals < MAX_DECIMALS;
         unit /= 10)
        decimals++;
    tm_print_fixed(out, probability, decimals);
}
