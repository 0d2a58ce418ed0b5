// Any number of workers, however fast: what comes out is what went in, in its order.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "cli/pipeline.h"

enum { MAX_WORKERS = 8 };

typedef struct test_receiver {
    tm_buf text;
    tm_tally tally;
    size_t n_batches;
    size_t n_bytes; // of their records
    size_t fail_at; // the batch at which writing fails; 0: never
} test_receiver;

typedef struct test_worker {
    unsigned seed;
    pthread_t thread; // it last ran on
    size_t n_batches;
} test_worker;

// Writes "path:number" for each item, some batches faster than others.
static void toil(void *worker, tm_batch *batch)
{
    test_worker *toiler = worker;
    toiler->thread = pthread_self();
    toiler->n_batches++;
    toiler->seed = toiler->seed * 1103515245u + 12345u;
    const struct timespec pause = {0, (long)(toiler->seed >> 16) % 4 * 200000};
    nanosleep(&pause, NULL);
    for (size_t i = 0; i < batch->n_items; i++) {
        const tm_item *item = &batch->items[i];
        tm_buf_add(&batch->out, tm_item_path(batch, item));
        tm_buf_format(&batch->out, ":%zu\n", item->record.number);
        batch->tally.n_documents[item->failure ? TAMIS_UNSCANNED : TAMIS_CLEAN]++;
    }
}

static tamis_status receive(void *context, tm_batch *batch, tamis_error *err)
{
    test_receiver *receiver = context;
    if (++receiver->n_batches == receiver->fail_at)
        return tm_fail(err, TAMIS_EIO, "the disk is full");
    tm_buf_add(&receiver->text, tm_buf_str(&batch->out));
    tm_tally_add(&receiver->tally, &batch->tally);
    receiver->n_bytes += batch->n_bytes;
    return TAMIS_OK;
}

typedef struct test_bench {
    test_worker toilers[MAX_WORKERS];
    void *workers[MAX_WORKERS];
    test_receiver receiver;
    tm_pipeline *pipeline;
} test_bench;

static void start(test_bench *bench, size_t n_workers)
{
    for (size_t i = 0; i < n_workers; i++) {
        bench->toilers[i].seed = (unsigned)i + 1;
        bench->workers[i] = &bench->toilers[i];
    }
    const tm_stages stages = {toil,           receive,   &bench->receiver,
                              bench->workers, n_workers, false};
    assert_int_equal(tm_pipeline_new(&bench->pipeline, &stages, NULL), TAMIS_OK);
}

static bool send(tm_pipeline *pipeline, size_t number, size_t n_bytes, const char *path)
{
    tm_item *item = tm_pipeline_item(pipeline);
    if (!item)
        return false;
    tm_buf_clear(&item->record.raw);
    if (n_bytes > 0) {
        memset(tm_buf_reserve(&item->record.raw, n_bytes), 'x', n_bytes);
        item->record.raw.len = n_bytes;
    }
    item->record.number = number;
    item->failure = number % 7 == 0 ? "cannot_open" : NULL;
    tm_pipeline_commit(pipeline, path);
    return true;
}

static void finish(test_bench *bench)
{
    tm_pipeline_free(bench->pipeline);
    tm_buf_free(&bench->receiver.text);
}

static void keeps_the_order_of_the_input(void **state)
{
    (void)state;
    enum { N_ITEMS = 20000 };
    tm_buf wanted = {0};
    for (size_t i = 0; i < N_ITEMS; i++)
        tm_buf_format(&wanted, "p%zu:%zu\n", i / 100, i);
    for (size_t n_workers = 1; n_workers <= MAX_WORKERS; n_workers++) {
        test_bench bench = {0};
        start(&bench, n_workers);
        for (size_t i = 0; i < N_ITEMS; i++) {
            char path[32];
            snprintf(path, sizeof path, "p%zu", i / 100);
            assert_true(send(bench.pipeline, i, 0, path));
        }
        assert_int_equal(tm_pipeline_finish(bench.pipeline, NULL), TAMIS_OK);
        assert_true(tm_str_equal(tm_buf_str(&bench.receiver.text), tm_buf_str(&wanted)));
        assert_int_equal(tm_tally_seen(&bench.receiver.tally), N_ITEMS);
        assert_int_equal(bench.receiver.tally.n_documents[TAMIS_UNSCANNED], N_ITEMS / 7 + 1);
        finish(&bench);
    }
    tm_buf_free(&wanted);
}

static void runs_a_single_worker_on_the_callers_thread(void **state)
{
    (void)state;
    test_bench bench = {0};
    start(&bench, 1);
    assert_true(send(bench.pipeline, 1, 0, "a"));
    assert_int_equal(tm_pipeline_finish(bench.pipeline, NULL), TAMIS_OK);
    assert_true(pthread_equal(bench.toilers[0].thread, pthread_self()));
    finish(&bench);
}

static void ends_a_batch_by_records_or_by_bytes(void **state)
{
    (void)state;
    test_bench bench = {0};
    start(&bench, 1);
    for (size_t i = 0; i < TM_BATCH_RECORDS; i++)
        send(bench.pipeline, i, 10, "a");
    assert_int_equal(bench.receiver.n_batches, 1);
    send(bench.pipeline, 1, TM_BATCH_BYTES, "a");
    assert_int_equal(bench.receiver.n_batches, 2);
    send(bench.pipeline, 2, TM_BATCH_BYTES / 2, "a");
    assert_int_equal(bench.receiver.n_batches, 2);
    send(bench.pipeline, 3, TM_BATCH_BYTES / 2, "a");
    assert_int_equal(bench.receiver.n_batches, 3);
    assert_int_equal(tm_pipeline_finish(bench.pipeline, NULL), TAMIS_OK);
    assert_int_equal(bench.receiver.n_batches, 3);
    finish(&bench);
}

// What is on its way, sent and not yet received, stays below the limit: sixteen documents of which
// each worker could have one, and a few small ones between them.
static void holds_large_documents_back(void **state)
{
    (void)state;
    enum { N_DOCUMENTS = 16, LARGE_BYTES = 15 << 20 };
    for (size_t n_workers = 2; n_workers <= MAX_WORKERS; n_workers *= 2) {
        test_bench bench = {0};
        const size_t most = tm_pipeline_most_bytes(n_workers);
        size_t n_sent = 0;
        start(&bench, n_workers);
        for (size_t i = 0; i < N_DOCUMENTS; i++) {
            const size_t n_bytes = i % 5 == 4 ? TM_BATCH_BYTES : LARGE_BYTES;
            assert_true(send(bench.pipeline, i, n_bytes, "a"));
            n_sent += n_bytes;
            const size_t on_the_way = n_sent - bench.receiver.n_bytes;
            assert_true(on_the_way <= most || on_the_way == n_bytes);
        }
        assert_int_equal(tm_pipeline_finish(bench.pipeline, NULL), TAMIS_OK);
        assert_int_equal(bench.receiver.n_bytes, n_sent);
        finish(&bench);
    }
}

static void small_documents_fill_the_ring(void **state)
{
    (void)state;
    for (size_t n_workers = 1; n_workers <= 64; n_workers++)
        assert_true((n_workers + 2) * 2 * TM_BATCH_BYTES <= tm_pipeline_most_bytes(n_workers));
}

static void stops_when_writing_fails(void **state)
{
    (void)state;
    for (size_t n_workers = 1; n_workers <= 4; n_workers++) {
        test_bench bench = {.receiver.fail_at = 3};
        tamis_error err;
        size_t n_sent = 0;
        start(&bench, n_workers);
        while (n_sent < 1000 && send(bench.pipeline, n_sent, TM_BATCH_BYTES, "a"))
            n_sent++;
        assert_in_range(n_sent, 3, 3 + 2 * n_workers + 1);
        assert_int_equal(tm_pipeline_finish(bench.pipeline, &err), TAMIS_EIO);
        assert_string_equal(err.message, "the disk is full");
        assert_int_equal(bench.receiver.n_batches, 3);
        finish(&bench);
    }
}

static void may_be_left_without_a_document_or_unfinished(void **state)
{
    (void)state;
    for (size_t n_workers = 1; n_workers <= 3; n_workers++) {
        test_bench empty = {0};
        start(&empty, n_workers);
        assert_int_equal(tm_pipeline_finish(empty.pipeline, NULL), TAMIS_OK);
        assert_int_equal(empty.receiver.n_batches, 0);
        finish(&empty);

        test_bench unfinished = {0};
        start(&unfinished, n_workers);
        for (size_t i = 0; i < 3; i++)
            send(unfinished.pipeline, i, TM_BATCH_BYTES, "a");
        finish(&unfinished);
    }
    tm_pipeline_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_order_of_the_input),
        cmocka_unit_test(runs_a_single_worker_on_the_callers_thread),
        cmocka_unit_test(ends_a_batch_by_records_or_by_bytes),
        cmocka_unit_test(holds_large_documents_back),
        cmocka_unit_test(small_documents_fill_the_ring),
        cmocka_unit_test(stops_when_writing_fails),
        cmocka_unit_test(may_be_left_without_a_document_or_unfinished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
