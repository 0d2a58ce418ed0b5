// Documents counted by source. The first TM_SOURCES sources of a run are counted each by itself,
// all later ones together, so memory is bounded and no document is left out.
// SPDX-License-Identifier: MIT
#ifndef TM_SOURCES_H
#define TM_SOURCES_H

#include "base/status.h"
#include "sink/document.h"

enum {
    TM_SOURCES = 1 << 16,
    TM_SOURCE_BYTES = 255 // of a name, as for hosts; longer ones are counted together
};

typedef struct tm_source_count {
    char *name; // owned; NUL-terminated
    size_t name_len;
    tm_tally tally;
} tm_source_count;

typedef struct tm_sources {
    tm_source_count *row;
    size_t len, cap;
    size_t last;     // the row counted last: neighbouring documents mostly share one
    uint32_t *slot;  // hash table of row + 1 (0: free), twice as large as `row` can become
    tm_tally others; // what is counted together
} tm_sources;

// Counts one document; one whose name has a NUL in it goes to `others`. TAMIS_ENOMEM.
tamis_status tm_sources_count(tm_sources *sources, tm_str name, tamis_verdict_kind verdict,
                              uint64_t n_bytes, tamis_error *err);
// Sorts the rows by name. After that nothing can be counted.
void tm_sources_sort(tm_sources *sources);
void tm_sources_free(tm_sources *sources);

#endif
