// In place of pthread_create in tests that do not link Threads::Threads (tests/CMakeLists.txt): they
// are not run with the thread sanitizer, and so may not start a thread.
// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument)
{
    (void)thread;
    (void)attributes;
    (void)start;
    (void)argument;
    fputs("a thread is started: tests/CMakeLists.txt must link this test with "
          "Threads::Threads\n",
          stderr);
    abort();
}
