// The shard of a file comes from a hash of its path and not from its place in the list, so that
// files can be added without moving others to another shard. Records are divided in blocks and not
// by ranges of bytes, since packed input can only be read from its beginning.
// SPDX-License-Identifier: MIT
#include "cli/shard.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"

enum { BLOCK_RECORDS = 1024, MAX_SHARDS = 100000 };

static bool read_number(size_t *value, const char *name)
{
    const char *const text = getenv(name);
    return text && tm_parse_size(value, tm_str_of(text));
}

static tamis_status from_slurm(tm_shard *shard, tamis_error *err)
{
    size_t first = 0;
    if (!read_number(&shard->index, "SLURM_ARRAY_TASK_ID") ||
        !read_number(&shard->count, "SLURM_ARRAY_TASK_COUNT"))
        return tm_fail(err, TAMIS_EINVAL,
                       "--shard slurm: SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT are not "
                       "set; is this an array job?");
    if (getenv("SLURM_ARRAY_TASK_MIN") && !read_number(&first, "SLURM_ARRAY_TASK_MIN"))
        return tm_fail(err, TAMIS_EINVAL, "--shard slurm: SLURM_ARRAY_TASK_MIN is no number");
    if (shard->index < first || shard->index - first >= shard->count ||
        shard->count > MAX_SHARDS)
        return tm_fail(err, TAMIS_EINVAL,
                       "--shard slurm: task %zu of %zu from %zu; number them one by one",
                       shard->index, shard->count, first);
    shard->index -= first;
    return TAMIS_OK;
}

tamis_status tm_shard_parse(tm_shard *shard, const char *text, tamis_error *err)
{
    if (strcmp(text, "slurm") == 0)
        return from_slurm(shard, err);
    tm_str count = tm_str_of(text);
    const tm_str index = tm_str_cut(&count, '/');
    if (!tm_parse_size(&shard->index, index) || !tm_parse_size(&shard->count, count) ||
        shard->index >= shard->count || shard->count > MAX_SHARDS)
        return tm_fail(err, TAMIS_EINVAL,
                       "--shard takes i/n with i from 0 to n - 1, or slurm, not '%s'", text);
    return TAMIS_OK;
}

void tm_shard_settle(tm_shard *shard, const tm_inputs *inputs)
{
    shard->by_record = !tm_inputs_are_many(inputs);
}

size_t tm_shard_of_path(size_t count, const char *path)
{
    return (size_t)(tm_hash_bytes(tm_str_of(path)) % count);
}

size_t tm_shard_of_record(size_t count, size_t number)
{
    return number / BLOCK_RECORDS % count;
}

bool tm_shard_has_path(const tm_shard *shard, const char *path)
{
    return shard->count == 0 || shard->by_record ||
           tm_shard_of_path(shard->count, path) == shard->index;
}

bool tm_shard_has_record(const tm_shard *shard, size_t number)
{
    return shard->count == 0 || !shard->by_record ||
           tm_shard_of_record(shard->count, number) == shard->index;
}
