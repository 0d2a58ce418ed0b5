// The index of a store: the state of every item, from the journal, made searchable with SQLite. It
// holds nothing that the journal does not: it is brought up to date whenever a store is opened, and
// built anew when it is missing, damaged or belongs to another journal. Each entry is checked
// against the state of its item on the way, so nothing is done on the word of a journal that
// contradicts itself. For one thread.
// SPDX-License-Identifier: MIT
#ifndef TM_INDEX_H
#define TM_INDEX_H

#include "sink/journal.h"
#include "sink/store_item.h"

typedef enum tm_item_state {
    TM_ITEM_PENDING,  // after INTENT: on its way into the store
    TM_ITEM_HELD,     // after DONE, FOUND or KEPT: in the store
    TM_ITEM_ABORTED,  // after ABORT: it never entered the store
    TM_ITEM_LEAVING,  // after RESTORE: on its way out
    TM_ITEM_RESTORED, // after RESTORED
    TM_ITEM_PURGING,  // after PURGE: its object is being removed
    TM_ITEM_PURGED,   // after PURGED
    TM_N_ITEM_STATES
} tm_item_state;

const char *tm_item_state_name(tm_item_state state); // "pending", "held", …

// One item. A visitor borrows it until it returns; from tm_index_find the caller owns it and frees
// it with tm_index_row_free.
typedef struct tm_index_row {
    tm_store_item item;
    tm_item_state state;
    tm_buf target_root, target_path; // LEAVING, RESTORED: where to; NUL-terminated
    uint64_t target_at;              // a record: the offset of its first byte in that file
} tm_index_row;

void tm_index_row_free(tm_index_row *row);

// Which items: those that meet every condition. Start from tm_index_all, whose members are no
// condition.
typedef struct tm_index_filter {
    unsigned states;             // 1 << state, or'ed
    const char *id;              // the one item with this id
    const char *sha256;          // of the content
    int64_t since, until;        // stored in [since, until), seconds since 1970
    double min_score, max_score; // decision value, both inclusive
    const char *kind;            // "injected", "spam"
    const char *reason;          // the name of a feature among the reasons
    const char *path;            // occurs in ROOT/PATH; with * ? or [ a pattern for all of it
    const char *model;           // its name, or the beginning of its SHA-256
} tm_index_filter;

extern const tm_index_filter tm_index_all;

typedef struct tm_index tm_index;

// Opens the index of the journal's store and brings it up to date; with `in_memory` it is built in
// memory and no file is touched. Borrows the journal. TAMIS_EFORMAT when the journal contradicts
// itself or holds an entry that tamis would not write; TAMIS_ENOMEM, TAMIS_EIO.
tamis_status tm_index_open(tm_index **out, tm_journal *journal, bool in_memory,
                           tamis_error *err);
void tm_index_close(tm_index *index); // NULL is fine

// Takes in what was committed to the journal since. Errors as tm_index_open.
tamis_status tm_index_update(tm_index *index, tamis_error *err);

// Calls `visit` for each item that the filter lets through, in the order of their numbers. A
// negative status from the visitor ends the walk and is returned.
typedef tamis_status tm_index_visitor(void *context, const tm_index_row *row, tamis_error *err);
tamis_status tm_index_select(tm_index *index, const tm_index_filter *filter,
                             tm_index_visitor *visit, void *context, tamis_error *err);

// Fills `row` with the item of this id; free it. TAMIS_DONE when there is none: `row` is then zero.
tamis_status tm_index_find(tm_index_row *row, tm_index *index, const char *id,
                           tamis_error *err);
// "The same content from the same place" below: SHA-256, ROOT/PATH and record number are equal.

// Whether an item with the same content from the same place is in the store.
tamis_status tm_index_holds(bool *holds, tm_index *index, const tm_store_item *item,
                            tamis_error *err);
// The number of the held copy (TM_ACT_COPY) of the same content from the same place; 0: none.
tamis_status tm_index_copy(uint64_t *number, tm_index *index, const tm_store_item *item,
                           tamis_error *err);
// The number of the newest held item with this content, wherever it came from; 0: none.
tamis_status tm_index_holder(uint64_t *number, tm_index *index, const char *sha256,
                             tamis_error *err);
// Whether an item with this content, wherever it came from, is on its way into the store or out.
tamis_status tm_index_is_open(bool *open, tm_index *index, const char *sha256,
                              tamis_error *err);
// The greatest number of any item; 0: there are none.
uint64_t tm_index_last_number(const tm_index *index);

#endif
