// One document of a store as the journal has it: where it came from, what it is, and what was
// found in it. No text of the document is in here; that is in its object alone.
// SPDX-License-Identifier: MIT
#ifndef TM_STORE_ITEM_H
#define TM_STORE_ITEM_H

#include "base/digest.h"
#include "base/folder.h"

enum { TM_STORE_ID_BYTES = 40 };

// How a document came to be in the store.
typedef enum tm_act {
    TM_ACT_MOVE,   // a file that was taken away from where it stood
    TM_ACT_COPY,   // a file that is still there
    TM_ACT_RECORD, // a record of a container, or what came through a pipe; the source has it
    TM_ACT_FOUND   // an object the journal knew nothing of; where it came from is not known
} tm_act;

typedef struct tm_store_item {
    char id[TM_STORE_ID_BYTES]; // 16 digits of the digest, "-", a number never used twice
    tm_act act;
    int64_t time_s;        // when, since 1970
    tm_buf root;           // absolute path of a directory; NUL-terminated, len without it
    tm_buf path;           // beneath it; a record's is that of its container
    uint64_t record, line; // from 0 in the container; from 1
    char sha256[TM_DIGEST_HEX + 1];
    tm_identity file; // of a file: size, mode, mtime, device, inode; of a record its size
    tm_buf facts;     // a JSON object: the verdict without any text
} tm_store_item;

void tm_store_item_free(tm_store_item *item);

// The item's number.
uint64_t tm_store_item_number(const tm_store_item *item);
// The id that a document gets with a number.
void tm_store_id_make(char id[TM_STORE_ID_BYTES], const char *sha256, uint64_t number);
// True for what a store gives as id; with a digest, only when it belongs to that.
bool tm_store_id_is_valid(tm_str id, const char *sha256);

// The body of the journal entry, and back. Reading takes nothing that writing would not write:
// TAMIS_EFORMAT for an absolute path, one that leaves its root, a number out of range, a key too
// many.
void tm_store_item_write(tm_buf *out, const tm_store_item *item);
tamis_status tm_store_item_read(tm_store_item *item, tm_str body, tamis_error *err);

const char *tm_act_name(tm_act act); // "move", "copy", "record", "found"

// Reads the string members `keys` (at most 4) of a small entry like {"id":"…"}, in this order and
// no others; *values borrow `body`. TAMIS_EFORMAT.
tamis_status tm_journal_members(tm_str *values, tm_str body, const char *const *keys,
                                size_t n_keys, tamis_error *err);

#endif
