// A ring of batches between one caller, who reads and writes, and N workers.
//
// Three counters tell who owns a batch; batch number k is in slot k mod n_slots:
//     n_written <= n_taken <= n_submitted <= n_written + n_slots
// Batches below n_written are free, those from there to n_taken are with a worker or finished,
// those from there to n_submitted are waiting. Only the caller moves n_submitted and n_written,
// only workers move n_taken.
//
// No deadlock: a worker waits only while nothing is submitted, never for the caller to write. The
// caller waits only for the oldest batch to be finished; it was submitted, so a worker has it or
// will take it next. The size of the ring and the limit of bytes on their way hold back reading, so
// memory is bounded: 2 N + 2 batches, with about TM_BATCH_BYTES each when documents are small, and
// together no more than tm_pipeline_most_bytes when they are large. With fewer batches the caller
// often waits for the oldest while workers find nothing submitted.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/pipeline.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

// What an idle record or output buffer may keep; a few large documents must not swell them all.
enum { KEPT_RECORD_BYTES = 8 << 10, KEPT_OUT_BYTES = 1 << 20 };

// What a text counts as that is read on while it is judged. It takes less, but an open file as well;
// so each is a batch of its own, and no more are open than threads have work to do.
enum { REST_BYTES = 8 << 20 };

struct tm_pipeline {
    tm_stages stages;
    tm_batch *slots;
    size_t n_slots;
    pthread_t *threads;
    size_t n_threads; // running; 0 when there is a single worker
    tamis_status status;
    tamis_error err; // when status is negative
    size_t n_written;
    size_t n_bytes; // of the batches that are on their way
    uint64_t waited_ns;

    pthread_mutex_t lock;          // guards what follows, and `finished` of every batch
    pthread_cond_t work_ready;     // for workers
    pthread_cond_t batch_finished; // for the caller
    size_t n_claimed;              // workers
    size_t n_submitted;
    size_t n_taken;
    bool closed;
};

// The next batch to work on, or NULL when the pipeline is closed.
static tm_batch *take(tm_pipeline *pipeline)
{
    tm_batch *batch = NULL;
    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->closed && pipeline->n_taken == pipeline->n_submitted)
        pthread_cond_wait(&pipeline->work_ready, &pipeline->lock);
    if (!pipeline->closed)
        batch = &pipeline->slots[pipeline->n_taken++ % pipeline->n_slots];
    pthread_mutex_unlock(&pipeline->lock);
    return batch;
}

static void give_back(tm_pipeline *pipeline, tm_batch *batch)
{
    pthread_mutex_lock(&pipeline->lock);
    batch->finished = true;
    pthread_cond_signal(&pipeline->batch_finished);
    pthread_mutex_unlock(&pipeline->lock);
}

// Each thread takes the next worker for itself.
static void *claim_worker(tm_pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    void *worker = pipeline->stages.workers[pipeline->n_claimed++];
    pthread_mutex_unlock(&pipeline->lock);
    return worker;
}

static void *run_worker(void *argument)
{
    tm_pipeline *pipeline = argument;
    void *worker = claim_worker(pipeline);
    tm_batch *batch;
    while ((batch = take(pipeline))) {
        pipeline->stages.work(worker, batch);
        give_back(pipeline, batch);
    }
    return NULL;
}

static void close_rest(tm_item *item)
{
    tm_reader_close(item->rest);
    item->rest = NULL;
}

void tm_batch_clear(tm_batch *batch)
{
    for (size_t i = 0; i < batch->n_items; i++) {
        tm_item *const item = &batch->items[i];
        close_rest(item);
        if (item->record.raw.cap + item->record.head.cap > KEPT_RECORD_BYTES)
            tm_record_free(&item->record);
    }
    if (batch->out.cap > KEPT_OUT_BYTES)
        tm_buf_free(&batch->out);
    if (batch->facts.cap > KEPT_OUT_BYTES)
        tm_buf_free(&batch->facts);
    tm_replacements_clear(&batch->replacements, KEPT_OUT_BYTES);
    tm_buf_clear(&batch->facts);
    tm_buf_clear(&batch->sites);
    tm_buf_clear(&batch->out);
    tm_buf_clear(&batch->complaints);
    tm_buf_clear(&batch->paths);
    batch->n_items = 0;
    batch->n_bytes = 0;
    batch->tally = (tm_tally){0};
    batch->counts = (tm_counts){.n_kinds = {0}};
    batch->finished = false;
}

// Emits the oldest batch, which is finished.
static void write_oldest(tm_pipeline *pipeline)
{
    tm_batch *batch = &pipeline->slots[pipeline->n_written % pipeline->n_slots];
    tamis_status status = tm_buf_check(&batch->out, &pipeline->err);
    if (status == TAMIS_OK)
        status = tm_buf_check(&batch->facts, &pipeline->err);
    if (status == TAMIS_OK)
        status = tm_buf_check(&batch->sites, &pipeline->err);
    if (status == TAMIS_OK)
        status = tm_buf_check(&batch->complaints, &pipeline->err);
    if (status == TAMIS_OK)
        status = pipeline->stages.emit(pipeline->stages.context, batch, &pipeline->err);
    pipeline->status = status;
    pipeline->n_bytes -= batch->n_bytes;
    tm_batch_clear(batch);
    pipeline->n_written++;
}

// Whether the oldest batch, which must exist, is finished; with `wait`, waits until it is.
static bool oldest_is_finished(tm_pipeline *pipeline, bool wait)
{
    const tm_batch *batch = &pipeline->slots[pipeline->n_written % pipeline->n_slots];
    const uint64_t begin = wait && pipeline->stages.timed ? tm_clock_ns() : 0;
    pthread_mutex_lock(&pipeline->lock);
    while (wait && !batch->finished)
        pthread_cond_wait(&pipeline->batch_finished, &pipeline->lock);
    const bool finished = batch->finished;
    pthread_mutex_unlock(&pipeline->lock);
    if (begin > 0)
        pipeline->waited_ns += tm_clock_ns() - begin;
    return finished;
}

// Emits what is finished, and waits until no more than `n_left` batches and `bytes_left` bytes are
// on their way.
static void drain(tm_pipeline *pipeline, size_t n_left, size_t bytes_left)
{
    while (pipeline->status == TAMIS_OK && pipeline->n_written < pipeline->n_submitted) {
        const bool wait = pipeline->n_submitted - pipeline->n_written > n_left ||
                          pipeline->n_bytes > bytes_left;
        if (!oldest_is_finished(pipeline, wait))
            return;
        write_oldest(pipeline);
    }
}

static tm_batch *current(tm_pipeline *pipeline)
{
    return &pipeline->slots[pipeline->n_submitted % pipeline->n_slots];
}

static void submit(tm_pipeline *pipeline)
{
    tm_batch *batch = current(pipeline);
    const size_t most_bytes = tm_pipeline_most_bytes(pipeline->stages.n_workers);
    drain(pipeline, pipeline->n_slots - 1,
          most_bytes > batch->n_bytes ? most_bytes - batch->n_bytes : 0);
    if (pipeline->n_threads == 0)
        pipeline->stages.work(pipeline->stages.workers[0], batch);

    pthread_mutex_lock(&pipeline->lock);
    batch->finished = pipeline->n_threads == 0;
    pipeline->n_submitted++;
    pipeline->n_bytes += batch->n_bytes;
    pthread_cond_signal(&pipeline->work_ready);
    pthread_mutex_unlock(&pipeline->lock);
    drain(pipeline, pipeline->n_slots - 1, SIZE_MAX); // the next slot is free after this
}

tm_item *tm_pipeline_item(tm_pipeline *pipeline)
{
    if (pipeline->status < 0)
        return NULL;
    tm_batch *batch = current(pipeline);
    tm_item *item = &batch->items[batch->n_items];
    item->failure = NULL;
    item->from_file = item->is_packed = false;
    item->flagged.is = false;
    item->remedy = (tm_remedy){0};
    return item;
}

// Neighbouring records mostly come from the same file, whose name is then kept once.
static void set_path(tm_batch *batch, tm_item *item, const char *path)
{
    const tm_str name = tm_str_of(path);
    if (batch->n_items > 0) {
        const tm_item *before = item - 1;
        item->path_begin = before->path_begin;
        item->path_end = before->path_end;
        if (tm_str_equal(tm_item_path(batch, before), name))
            return;
    }
    item->path_begin = batch->paths.len;
    tm_buf_add(&batch->paths, name);
    item->path_end = batch->paths.len;
}

void tm_pipeline_commit(tm_pipeline *pipeline, const char *path)
{
    if (pipeline->status < 0)
        return;
    tm_batch *batch = current(pipeline);
    tm_item *item = &batch->items[batch->n_items];
    set_path(batch, item, path);
    pipeline->status = tm_buf_check(&batch->paths, &pipeline->err);
    if (pipeline->status < 0)
        return;
    batch->n_bytes += item->record.raw.len + item->record.head.len;
    batch->n_bytes += item->rest ? REST_BYTES : 0;
    batch->n_items++;
    if (batch->n_items == TM_BATCH_RECORDS || batch->n_bytes >= TM_BATCH_BYTES)
        submit(pipeline);
}

tamis_status tm_pipeline_finish(tm_pipeline *pipeline, tamis_error *err)
{
    if (pipeline->status == TAMIS_OK && current(pipeline)->n_items > 0)
        submit(pipeline);
    drain(pipeline, 0, SIZE_MAX);
    if (pipeline->status < 0 && err)
        *err = pipeline->err;
    return pipeline->status;
}

static tamis_status start_threads(tm_pipeline *pipeline, tamis_error *err)
{
    const size_t n_workers = pipeline->stages.n_workers;
    if (n_workers < 2)
        return TAMIS_OK;
    pipeline->threads = calloc(n_workers, sizeof *pipeline->threads);
    if (!pipeline->threads)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    while (pipeline->n_threads < n_workers) {
        pthread_t *thread = &pipeline->threads[pipeline->n_threads];
        if (pthread_create(thread, NULL, run_worker, pipeline) != 0)
            return tm_fail(err, TAMIS_ENOMEM, "cannot start thread %zu of %zu",
                           pipeline->n_threads + 1, n_workers);
        pipeline->n_threads++;
    }
    return TAMIS_OK;
}

tamis_status tm_pipeline_new(tm_pipeline **out, const tm_stages *stages, tamis_error *err)
{
    tm_pipeline *pipeline = malloc(sizeof *pipeline);
    if (!pipeline)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    *pipeline = (tm_pipeline){
        .stages = *stages,
        .n_slots = stages->n_workers < 2 ? 1 : 2 * stages->n_workers + 2,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .work_ready = PTHREAD_COND_INITIALIZER,
        .batch_finished = PTHREAD_COND_INITIALIZER,
    };
    pipeline->slots = calloc(pipeline->n_slots, sizeof *pipeline->slots);
    const tamis_status status = pipeline->slots ? start_threads(pipeline, err)
                                                : tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (status < 0) {
        tm_pipeline_free(pipeline);
        return status;
    }
    *out = pipeline;
    return TAMIS_OK;
}

void tm_batch_free(tm_batch *batch)
{
    for (size_t i = 0; i < TM_BATCH_RECORDS; i++) {
        close_rest(&batch->items[i]);
        tm_record_free(&batch->items[i].record);
    }
    tm_buf_free(&batch->paths);
    tm_buf_free(&batch->out);
    tm_buf_free(&batch->complaints);
    tm_buf_free(&batch->facts);
    tm_replacements_free(&batch->replacements);
    tm_buf_free(&batch->sites);
}

uint64_t tm_pipeline_waited_ns(const tm_pipeline *pipeline)
{
    return pipeline->waited_ns;
}

void tm_pipeline_free(tm_pipeline *pipeline)
{
    if (!pipeline)
        return;
    pthread_mutex_lock(&pipeline->lock);
    pipeline->closed = true;
    pthread_cond_broadcast(&pipeline->work_ready);
    pthread_mutex_unlock(&pipeline->lock);
    for (size_t i = 0; i < pipeline->n_threads; i++)
        pthread_join(pipeline->threads[i], NULL);
    for (size_t i = 0; pipeline->slots && i < pipeline->n_slots; i++)
        tm_batch_free(&pipeline->slots[i]);
    free(pipeline->slots);
    free(pipeline->threads);
    pthread_cond_destroy(&pipeline->work_ready);
    pthread_cond_destroy(&pipeline->batch_finished);
    pthread_mutex_destroy(&pipeline->lock);
    free(pipeline);
}
