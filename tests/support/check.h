// What every test includes: cmocka 1.1 with the headers it needs, in the order it needs them, and
// a comparison of doubles (cmocka's own casts to float).
// SPDX-License-Identifier: MIT
#ifndef CHECK_H
#define CHECK_H

// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on

#include <math.h>

#define check_close(actual, expected, tolerance)                                               \
    do {                                                                                       \
        if (!(fabs((actual) - (expected)) <= (tolerance)))                                     \
            fail_msg("%s is %.17g, expected %.17g", #actual, (double)(actual),                 \
                     (double)(expected));                                                      \
    } while (0)

#endif
