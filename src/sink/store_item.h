// One document of a store as the journal describes it: where it came from, what it is, and what was
// found in it. The text of the document is only in its object.
// SPDX-License-Identifier: MIT
#ifndef TM_STORE_ITEM_H
#define TM_STORE_ITEM_H

#include "base/digest.h"
#include "base/folder.h"

enum { TM_STORE_ID_BYTES = 40 };

// How a document came to be in the store.
typedef enum tm_act {
    TM_ACT_MOVE,   // a file that was moved into the store
    TM_ACT_COPY,   // a file that was copied and is still where it was
    TM_ACT_RECORD, // a record of a container, or standard input: copied
    TM_ACT_FOUND   // an object that the journal did not know; its origin is not known
} tm_act;

typedef struct tm_store_item {
    char id[TM_STORE_ID_BYTES]; // 16 digits of the digest, "-", a number never used twice
    tm_act act;
    int64_t time_s;        // when it was put into the store, since 1970
    tm_buf root;           // absolute path of a directory; NUL-terminated, len without the NUL
    tm_buf path;           // beneath it, likewise; for a record that of its container
    uint64_t record, line; // a record: its number from 0, its line from 1 (0: no line)
    char sha256[TM_DIGEST_HEX + 1];
    tm_identity file; // a file: size, mode, mtime, device, inode; a record: only size
    tm_buf facts;     // sink/facts.h
} tm_store_item;

void tm_store_item_free(tm_store_item *item);

// The number in the item's id.
uint64_t tm_store_item_number(const tm_store_item *item);
// The id of a document with this digest and number.
void tm_store_id_make(char id[TM_STORE_ID_BYTES], const char *sha256, uint64_t number);
// Whether `id` has the form of an id; if `sha256` is not NULL, also that it begins with its digits.
bool tm_store_id_is_valid(tm_str id, const char *sha256);

// The body of the item's journal entry, and back. Reading accepts only what writing produces, byte
// for byte: TAMIS_EFORMAT for an absolute path, one that leaves its root, a number out of range, an
// unknown key. On failure the item is freed.
void tm_store_item_write(tm_buf *out, const tm_store_item *item);
tamis_status tm_store_item_read(tm_store_item *item, tm_str body, tamis_error *err);

const char *tm_act_name(tm_act act); // "move", "copy", "record", "found"

#endif
