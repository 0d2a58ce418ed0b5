// An open hash table over rows, which are in the order of their first document. It has its full
// size from the first document on: 512 KiB.
// SPDX-License-Identifier: MIT
#include "sink/sources.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"

enum { N_SLOTS = 2 * TM_SOURCES };

static bool has_name(const tm_sources *sources, size_t row, tm_str name)
{
    const tm_source_count *const count = &sources->row[row];
    return tm_str_equal((tm_str){count->name, count->name_len}, name);
}

// The slot with this name, or the free one that it would get.
static uint32_t *find_slot(const tm_sources *sources, tm_str name)
{
    size_t at = tm_hash_bytes(name) % N_SLOTS;
    while (sources->slot[at] > 0 && !has_name(sources, sources->slot[at] - 1, name))
        at = (at + 1) % N_SLOTS;
    return &sources->slot[at];
}

static tamis_status add_row(tm_sources *sources, tm_str name, tamis_error *err)
{
    void *rows = sources->row;
    char *const copy = malloc(name.len + 1);
    const bool grown =
        copy && tm_grow(&rows, &sources->cap, sources->len + 1, sizeof *sources->row);
    sources->row = rows;
    if (!grown) {
        free(copy);
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    }
    memcpy(copy, name.len > 0 ? name.ptr : "", name.len);
    copy[name.len] = '\0';
    sources->row[sources->len++] = (tm_source_count){.name = copy, .name_len = name.len};
    return TAMIS_OK;
}

// Finds or makes the row of a name; *row is sources->len when there is no room for another.
static tamis_status find_row(size_t *row, tm_sources *sources, tm_str name, tamis_error *err)
{
    if (!sources->slot)
        sources->slot = calloc(N_SLOTS, sizeof *sources->slot);
    if (!sources->slot)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    uint32_t *const slot = find_slot(sources, name);
    *row = *slot > 0 ? *slot - 1 : sources->len;
    if (*slot > 0 || sources->len == TM_SOURCES)
        return TAMIS_OK;
    TM_TRY(add_row(sources, name, err));
    *slot = (uint32_t)sources->len;
    return TAMIS_OK;
}

static bool is_countable(tm_str name)
{
    return name.len <= TM_SOURCE_BYTES && (name.len == 0 || !memchr(name.ptr, '\0', name.len));
}

tamis_status tm_sources_count(tm_sources *sources, tm_str name, tamis_verdict_kind verdict,
                              uint64_t n_bytes, tamis_error *err)
{
    size_t row = sources->last;
    if (row >= sources->len || !has_name(sources, row, name)) {
        row = SIZE_MAX;
        if (is_countable(name))
            TM_TRY(find_row(&row, sources, name, err));
    }
    const bool counts_alone = row < sources->len;
    tm_tally *const tally = counts_alone ? &sources->row[row].tally : &sources->others;
    sources->last = counts_alone ? row : sources->last;
    tally->n_documents[verdict]++;
    tally->n_bytes += n_bytes;
    return TAMIS_OK;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const tm_source_count *)a)->name, ((const tm_source_count *)b)->name);
}

void tm_sources_sort(tm_sources *sources)
{
    if (sources->len > 0)
        qsort(sources->row, sources->len, sizeof *sources->row, compare_names);
    free(sources->slot);
    sources->slot = NULL;
}

void tm_sources_free(tm_sources *sources)
{
    for (size_t i = 0; i < sources->len; i++)
        free(sources->row[i].name);
    free(sources->row);
    free(sources->slot);
    *sources = (tm_sources){0};
}
