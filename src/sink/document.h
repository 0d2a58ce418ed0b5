// Which document a verdict is about, and the running counts of a whole run. Both are shared by
// everything that reports: JSON, the report for people, the progress line, the exit code.
// SPDX-License-Identifier: MIT
#ifndef TM_DOCUMENT_H
#define TM_DOCUMENT_H

#include <stdint.h>

#include "base/str.h"
#include "tamis.h"

typedef struct tm_document {
    tm_str path;   // as it was given or found; any bytes
    size_t record; // from 0 within the path
    tm_str id;     // the record's own, else the path, else path#record
    bool is_cut;   // only its beginning was there to be judged, and whoever fetched it says so
} tm_document;

// Documents by verdict. The number seen is their sum and is not kept apart, so the counts cannot
// disagree with it.
typedef struct tm_tally {
    uint64_t n_documents[TAMIS_UNSCANNED + 1];
    uint64_t n_bytes;
} tm_tally;

static inline uint64_t tm_tally_seen(const tm_tally *tally)
{
    return tally->n_documents[TAMIS_CLEAN] + tally->n_documents[TAMIS_SUSPECT] +
           tally->n_documents[TAMIS_CONTAMINATED] + tally->n_documents[TAMIS_UNSCANNED];
}

static inline void tm_tally_verdict(tm_tally *tally, const tamis_verdict *verdict)
{
    tally->n_documents[verdict->verdict]++;
    tally->n_bytes += verdict->n_bytes;
}

static inline void tm_tally_add(tm_tally *sum, const tm_tally *tally)
{
    for (int i = 0; i <= TAMIS_UNSCANNED; i++)
        sum->n_documents[i] += tally->n_documents[i];
    sum->n_bytes += tally->n_bytes;
}

#endif
