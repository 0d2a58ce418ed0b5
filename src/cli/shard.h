// One run's share of the input, when several share it: `--shard i/n`. Which share a file falls
// to depends on its path alone, so each run finds its own without asking the others; of a single
// file the records are shared out, in blocks one after another.
// SPDX-License-Identifier: MIT
#ifndef TM_SHARD_H
#define TM_SHARD_H

#include "cli/inputs.h"

typedef struct tm_shard {
    size_t index, count; // count 0: everything
    bool by_record;      // there is one file only
} tm_shard;

// "0/4" to "3/4", or "slurm": as SLURM_ARRAY_TASK_ID, _MIN and _COUNT have it. TAMIS_EINVAL.
tamis_status tm_shard_parse(tm_shard *shard, const char *text, tamis_error *err);
// Decides what is shared out: files, or the records of the only one.
void tm_shard_settle(tm_shard *shard, const tm_inputs *inputs);

size_t tm_shard_of_path(size_t count, const char *path);
size_t tm_shard_of_record(size_t count, size_t number);
// Whether a file has to be opened, and a record in it judged.
bool tm_shard_has_path(const tm_shard *shard, const char *path);
bool tm_shard_has_record(const tm_shard *shard, size_t number);

#endif
