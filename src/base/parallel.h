// Tasks side by side on a few threads. What a task gives must depend on its number alone and go to
// a place of its own: then the number of threads changes nothing but the time.
// SPDX-License-Identifier: MIT
#ifndef TM_PARALLEL_H
#define TM_PARALLEL_H

#include <stddef.h>

#include "base/status.h"

typedef tamis_status tm_task(void *context, size_t number, tamis_error *err);

// Runs tasks 0 to n_tasks - 1 on at most `n_threads` threads, the caller's among them; a thread
// that cannot be started is done without. After a failure no further task is begun. Returns the
// failure of the lowest number among the tasks that failed, with its words.
tamis_status tm_parallel(size_t n_threads, size_t n_tasks, tm_task *task, void *context,
                         tamis_error *err);

#endif
