// How functions fail: a status is returned, the words go into a caller-owned tamis_error.
// Bugs are asserted, never returned. Messages are one line without a final period: what, where.
// SPDX-License-Identifier: MIT
#ifndef TM_STATUS_H
#define TM_STATUS_H

#include "tamis.h"

// Fills `err` (nullable) and returns `status`, so that `return tm_fail(err, …)` reads as one act.
tamis_status tm_fail(tamis_error *err, tamis_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The same with the input offset (bytes) at which the fault was seen.
tamis_status tm_fail_at(tamis_error *err, tamis_status status, size_t offset,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

// Forwards an error of `expression` unchanged; TAMIS_OK goes on.
#define TM_TRY(expression)                                                                     \
    do {                                                                                       \
        const tamis_status tm_try_status = (expression);                                       \
        if (tm_try_status < 0)                                                                 \
            return tm_try_status;                                                              \
    } while (0)

#endif
