// How long something takes; of use to nothing that decides about documents.
// SPDX-License-Identifier: MIT
#ifndef TM_CLOCK_H
#define TM_CLOCK_H

#include <stdint.h>

uint64_t tm_clock_ns(void);    // of the monotonic clock
double tm_clock_seconds(void); // the same

#endif
