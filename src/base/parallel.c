// A counter under a lock hands out the task numbers, so that a thread that finishes early takes the
// next task. Tasks are long, and the lock costs nothing beside them.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "base/parallel.h"

#include <pthread.h>
#include <stdbool.h>

enum { MAX_THREADS = 256 };

typedef struct crew {
    tm_task *task;
    void *context;
    size_t n_tasks, next;
    pthread_mutex_t lock; // guards `next` and everything below
    size_t failed;        // the lowest number of a task that failed; n_tasks: none did
    tamis_status status;
    tamis_error err;
} crew;

// Takes the next task; false when there is none or one has failed.
static bool take(crew *c, size_t *number)
{
    pthread_mutex_lock(&c->lock);
    const bool more = c->next < c->n_tasks && c->failed == c->n_tasks;
    *number = more ? c->next++ : 0;
    pthread_mutex_unlock(&c->lock);
    return more;
}

static void *work(void *argument)
{
    crew *const c = argument;
    size_t number;
    while (take(c, &number)) {
        tamis_error err = {.message = ""};
        const tamis_status status = c->task(c->context, number, &err);
        if (status >= 0)
            continue;
        pthread_mutex_lock(&c->lock);
        if (number < c->failed) {
            c->failed = number;
            c->status = status;
            c->err = err;
        }
        pthread_mutex_unlock(&c->lock);
    }
    return NULL;
}

tamis_status tm_parallel(size_t n_threads, size_t n_tasks, tm_task *task, void *context,
                         tamis_error *err)
{
    crew c = {.task = task, .context = context, .n_tasks = n_tasks, .failed = n_tasks};
    pthread_t thread[MAX_THREADS];
    size_t n_started = 0;
    if (pthread_mutex_init(&c.lock, NULL) != 0)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    while (n_started + 1 < n_threads && n_started + 1 < n_tasks && n_started < MAX_THREADS &&
           pthread_create(&thread[n_started], NULL, work, &c) == 0)
        n_started++;
    work(&c);
    for (size_t i = 0; i < n_started; i++)
        pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&c.lock);
    if (c.failed < n_tasks && err)
        *err = c.err;
    return c.failed < n_tasks ? c.status : TAMIS_OK;
}
