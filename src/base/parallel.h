// Runs numbered tasks on a few threads. The result of a task must depend on its number alone and be
// stored in a place of its own; then the number of threads changes nothing but the time.
// SPDX-License-Identifier: MIT
#ifndef TM_PARALLEL_H
#define TM_PARALLEL_H

#include <stddef.h>

#include "base/status.h"

// Called from several threads at once with the same `context`.
typedef tamis_status tm_task(void *context, size_t number, tamis_error *err);

// Runs tasks 0 to n_tasks - 1 on at most `n_threads` threads, the caller's included, or on fewer if
// threads cannot be started; returns when all have ended. After a failure no further task is begun.
// Returns the status and error of the failed task with the lowest number, or TAMIS_ENOMEM.
tamis_status tm_parallel(size_t n_threads, size_t n_tasks, tm_task *task, void *context,
                         tamis_error *err);

#endif
