// One run's share of the input, when several runs divide it: `--shard i/n`. The shard of a file
// depends on its path alone, so each run finds its files without the others. The records of a
// single file are divided in blocks, which go to the shards in turn.
// SPDX-License-Identifier: MIT
#ifndef TM_SHARD_H
#define TM_SHARD_H

#include "cli/inputs.h"

typedef struct tm_shard {
    size_t index, count; // 0 <= index < count; count 0: everything
    bool by_record;      // there is only one file, and its records are divided
} tm_shard;

// "0/4" to "3/4", or "slurm": from SLURM_ARRAY_TASK_ID, _MIN and _COUNT. TAMIS_EINVAL with a
// message for the user.
tamis_status tm_shard_parse(tm_shard *shard, const char *text, tamis_error *err);
// Decides what is divided: files, or the records of the only one.
void tm_shard_settle(tm_shard *shard, const tm_inputs *inputs);

size_t tm_shard_of_path(size_t count, const char *path);
size_t tm_shard_of_record(size_t count, size_t number);
// Whether this run has to open a file, and to judge a record in it.
bool tm_shard_has_path(const tm_shard *shard, const char *path);
bool tm_shard_has_record(const tm_shard *shard, size_t number);

#endif
