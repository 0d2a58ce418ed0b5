// What the files index*.c share.
// SPDX-License-Identifier: MIT
#ifndef TM_INDEX_PARTS_H
#define TM_INDEX_PARTS_H

#include "sink/index.h"
#include "sink/index_db.h"

struct tm_index {
    tm_journal *journal; // borrowed
    tm_db db;
    uint64_t end, mark; // position in the journal that the rows reflect, and the checksum there
    uint64_t last_number;
    bool in_memory;
};

// Appends what the column `place` holds: ROOT/PATH of the item, escaped as in the journal.
void tm_index_put_place(tm_buf *out, const tm_store_item *item);

#endif
