// Time for measuring durations. Nothing that decides about documents may depend on it.
// SPDX-License-Identifier: MIT
#ifndef TM_CLOCK_H
#define TM_CLOCK_H

#include <stdint.h>

uint64_t tm_clock_ns(void);    // nanoseconds of the monotonic clock
double tm_clock_seconds(void); // the same in seconds

#endif
