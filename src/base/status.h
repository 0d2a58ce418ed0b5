// How functions fail: they return a status and put a message into a tamis_error that the caller
// owns. Bugs are asserted, never returned. A message is one line without a final period and says
// what is wrong and where.
// SPDX-License-Identifier: MIT
#ifndef TM_STATUS_H
#define TM_STATUS_H

#include "tamis.h"

// Fills `err` (nullable) and returns `status`: `return tm_fail(err, TAMIS_EINVAL, "…");`
tamis_status tm_fail(tamis_error *err, tamis_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The same with the offset in the input, in bytes, at which the fault was seen.
tamis_status tm_fail_at(tamis_error *err, tamis_status status, size_t offset,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

// Returns the status of `expression` from the current function if it is an error. TAMIS_OK and
// TAMIS_DONE are dropped.
#define TM_TRY(expression)                                                                     \
    do {                                                                                       \
        const tamis_status tm_try_status = (expression);                                       \
        if (tm_try_status < 0)                                                                 \
            return tm_try_status;                                                              \
    } while (0)

#endif
