// What the journal of a store says, made searchable with SQLite. It holds nothing of its own: it
// is brought up to date from the journal whenever a store is opened, and made anew when it is
// missing, damaged or of another journal. The order in which things happened is checked on the
// way: what the journal says must make sense before anything is done about it.
// SPDX-License-Identifier: MIT
#ifndef TM_INDEX_H
#define TM_INDEX_H

#include "sink/journal.h"
#include "sink/store_item.h"

typedef enum tm_item_state {
    TM_ITEM_PENDING, // INTENT: on its way into the store
    TM_ITEM_HELD,    // DONE or FOUND: in the store
    TM_ITEM_ABORTED, // ABORT: it never came
    TM_ITEM_LEAVING, // RESTORE: on its way back
    TM_ITEM_RESTORED,
    TM_ITEM_PURGING, // PURGE: its object is being removed
    TM_ITEM_PURGED,
    TM_N_ITEM_STATES
} tm_item_state;

const char *tm_item_state_name(tm_item_state state); // "pending", "held", …

// One item. Borrowed until the visitor returns, or owned: free it with tm_index_row_free.
typedef struct tm_index_row {
    tm_store_item item;
    tm_item_state state;
    tm_buf target_root, target_path; // where it is leaving to, or went; NUL-terminated
    uint64_t target_at;              // of a record: its first byte in that file
} tm_index_row;

void tm_index_row_free(tm_index_row *row);

// Which items; what is zero, NULL or NAN does not matter. Use tm_index_all to begin with.
typedef struct tm_index_filter {
    unsigned states;      // 1 << state, or'ed
    const char *id;       // this one
    int64_t since, until; // seconds since 1970; until is exclusive; 0: open
    double min_score, max_score;
    const char *kind;   // "injected"
    const char *reason; // the name of a feature among the reasons
    const char *path;   // part of root/path, or a pattern of * ? [
    const char *model;  // name, or the beginning of the digest
} tm_index_filter;

extern const tm_index_filter tm_index_all;

typedef struct tm_index tm_index;

// Opens the index of the journal's store and brings it up to date; with `in_memory` the store is
// left as it is. TAMIS_EFORMAT when the journal contradicts itself or holds what tamis would not
// write. Borrows the journal.
tamis_status tm_index_open(tm_index **out, tm_journal *journal, bool in_memory,
                           tamis_error *err);
void tm_index_close(tm_index *index); // NULL is fine

// Takes in what was committed to the journal since.
tamis_status tm_index_update(tm_index *index, tamis_error *err);

// Calls for the items that the filter lets through, by number. What the visitor returns below 0
// ends the walk.
typedef tamis_status tm_index_visitor(void *context, const tm_index_row *row, tamis_error *err);
tamis_status tm_index_select(tm_index *index, const tm_index_filter *filter,
                             tm_index_visitor *visit, void *context, tamis_error *err);

// TAMIS_DONE when there is no such item.
tamis_status tm_index_find(tm_index_row *row, tm_index *index, const char *id,
                           tamis_error *err);
// Whether the same content from the same place is in the store (or on its way).
tamis_status tm_index_holds(bool *holds, tm_index *index, const tm_store_item *item,
                            tamis_error *err);
// The number of the held copy of the same content from the same place; 0 when there is none.
tamis_status tm_index_copy(uint64_t *number, tm_index *index, const tm_store_item *item,
                           tamis_error *err);
// The number of the newest held item of this content, wherever it is from; 0 when there is none.
tamis_status tm_index_holder(uint64_t *number, tm_index *index, const char *sha256,
                             tamis_error *err);
uint64_t tm_index_last_number(const tm_index *index); // the greatest given to an item so far

#endif
