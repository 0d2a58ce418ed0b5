// Documents counted by where they came from. The first TM_SOURCES sources of a run are counted one
// by one, what comes after them together, so that memory is bounded and no count is lost.
// SPDX-License-Identifier: MIT
#ifndef TM_SOURCES_H
#define TM_SOURCES_H

#include "base/status.h"
#include "sink/document.h"

enum {
    TM_SOURCES = 1 << 16,
    TM_SOURCE_BYTES = 255 // of a name: as long as that of a host; longer ones count together
};

typedef struct tm_source_count {
    char *name; // owned
    size_t name_len;
    tm_tally tally;
} tm_source_count;

typedef struct tm_sources {
    tm_source_count *row;
    size_t len, cap;
    size_t last;    // row counted last: neighbours mostly come from one source
    uint32_t *slot; // hash table of row + 1, twice as large as there are rows at most
    tm_tally others;
} tm_sources;

// Counts one document; a name with a NUL in it counts with the others. TAMIS_ENOMEM.
tamis_status tm_sources_count(tm_sources *sources, tm_str name, tamis_verdict_kind verdict,
                              uint64_t n_bytes, tamis_error *err);
// Puts the rows into the order of their names; nothing can be counted any more.
void tm_sources_sort(tm_sources *sources);
void tm_sources_free(tm_sources *sources);

#endif
