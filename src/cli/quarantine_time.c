// Dates and times in UTC, whatever the local time zone, and ages. "6m" is none: six minutes for
// some, six months for others, and purge does what it is told.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "base/num.h"
#include "cli/quarantine.h"

// Days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from 1 March of the
// year 0, so that a leap day is the last of its year.
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t m = (month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static bool is_date(int64_t year, int64_t month, int64_t day)
{
    if (year < 1970 || month < 1 || month > 12 || day < 1)
        return false;
    const int64_t next = month < 12 ? days_of(year, month + 1, 1) : days_of(year + 1, 1, 1);
    return days_of(year, month, day) < next;
}

static bool take_digits(int64_t *value, const char **text, size_t n_digits)
{
    *value = 0;
    for (size_t i = 0; i < n_digits; i++) {
        if (**text < '0' || **text > '9')
            return false;
        *value = *value * 10 + *(*text)++ - '0';
    }
    return true;
}

static bool take_mark(const char **text, char mark)
{
    if (**text != mark)
        return false;
    ++*text;
    return true;
}

static bool parse_date(int64_t *time_s, const char *text)
{
    int64_t year, month, day;
    int64_t hour = 0, minute = 0, second = 0;
    if (!take_digits(&year, &text, 4) || !take_mark(&text, '-') ||
        !take_digits(&month, &text, 2) || !take_mark(&text, '-') ||
        !take_digits(&day, &text, 2))
        return false;
    if (take_mark(&text, 'T')) {
        if (!take_digits(&hour, &text, 2) || !take_mark(&text, ':') ||
            !take_digits(&minute, &text, 2))
            return false;
        if (take_mark(&text, ':') && !take_digits(&second, &text, 2))
            return false;
        take_mark(&text, 'Z');
    }
    *time_s = days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    return *text == '\0' && is_date(year, month, day) && hour < 24 && minute < 60 &&
           second < 60;
}

bool tm_quarantine_parse_time(int64_t *time_s, const char *text, int64_t now)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'s', 1}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    const tm_str age = tm_str_of(text);
    size_t number;
    if (parse_date(time_s, text))
        return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (age.len < 2 || age.ptr[age.len - 1] != units[i].unit ||
            !tm_parse_size(&number, tm_str_slice(age, 0, age.len - 1)) || number > UINT32_MAX)
            continue;
        *time_s = now - (int64_t)number * units[i].seconds;
        return true;
    }
    return false;
}

void tm_quarantine_time(tm_buf *out, int64_t time_s)
{
    const time_t seconds = (time_t)time_s;
    struct tm parts;
    char text[32];
    if (gmtime_r(&seconds, &parts) &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0)
        tm_buf_text(out, text);
    else
        tm_buf_text(out, "-");
}
