// The work of one thread of `tamis screen`: batches of records in, verdicts as text out.
// SPDX-License-Identifier: MIT
#ifndef TM_WORKER_H
#define TM_WORKER_H

#include <pthread.h>

#include "base/digest.h"
#include "cli/pipeline.h"
#include "cli/settings.h"
#include "sink/verdict_json.h"

// What all workers share and do not change; borrows everything.
typedef struct tm_worker_plan {
    const tm_settings *settings;
    const tamis_model *model;
    tm_model_name model_name;
    bool color;
    size_t width;    // of the report, in columns
    bool silent;     // write no report
    bool quarantine; // flagged documents go into a store: note their facts
    bool clean;      // find remedies
    bool summary;    // note counts and times
    // Held while a document is judged that is much larger than its packed record; NULL: there is
    // only one worker.
    pthread_mutex_t *turn;
} tm_worker_plan;

typedef struct tm_worker {
    const tm_worker_plan *plan; // borrowed
    tamis_screener *screener;
    tm_record_view view;
    bool in_turn; // holds plan->turn
    tm_buf id;
    tm_digest digest;
    tm_remedier remedier;
    char failure[256];       // why reading has failed; else empty
    tamis_verdict unscanned; // the verdict on what does not reach the screener
} tm_worker;

tamis_status tm_worker_init(tm_worker *worker, const tm_worker_plan *plan, tamis_error *err);
void tm_worker_free(tm_worker *worker);

// The `work` of a pipeline; `worker` is a tm_worker. One verdict for each item.
void tm_worker_run(void *worker, tm_batch *batch);

// The verdict on one record, borrowed until the next call; a record that cannot be read or parsed
// has one as well. The text of the record, if there is one, is worker->view.text.
const tamis_verdict *tm_worker_judge(tm_worker *worker, const tm_item *item);
// The document that was judged last; borrows from the worker and from `path`.
tm_document tm_worker_document(tm_worker *worker, const tm_item *item, tm_str path);

#endif
