// The quarantine store: documents go in, and come back as they were. No document is lost or there
// twice, whichever system call fails and whenever the process dies, since each goes through
//
//     INTENT in the journal, synced  →  the file is moved  →  its directories are synced
//     →  DONE in the journal
//
// What was begun and not ended is finished or undone when the store is next opened for writing,
// from what is then on the disk. Up to 256 documents share each of these steps. The documents in
// the store are called objects; they are named by digest and number, never by a user's name, and
// have mode 0600 in directories of mode 0700.
//
// A file is moved by renaming when it is on the store's file system, has one link and is owned by
// this user; else it is copied, the copy is checked, and then the file is removed. It is only taken
// away while it is the file that was read: same inode, size and modification time, and, if anything
// else about it has changed, the same content. A file that took its name at the last moment is
// noticed and put back.
//
// A store is for one thread.
// SPDX-License-Identifier: MIT
#ifndef TM_STORE_H
#define TM_STORE_H

#include "sink/index.h"

typedef struct tm_store tm_store;

// Called for each document that an action failed for, with the reason. `path` names it in some
// form: its path, or its id.
typedef void tm_store_trouble(void *context, tm_str path, const tamis_error *err);

typedef struct tm_store_options {
    bool create;               // make the store when there is none
    bool renew;                // begin a journal where there are objects or texts and none
    bool wait;                 // for the lock, rather than fail
    bool read_only;            // change nothing: no lock, no recovery
    tm_store_trouble *trouble; // nullable
    void *context;             // of trouble
} tm_store_options;

// Opens a store and, unless read_only, finishes what was begun and not ended. Copies `options`;
// errors as tm_journal_open.
tamis_status tm_store_open(tm_store **out, const char *path, const tm_store_options *options,
                           tamis_error *err);
// Stores the documents that wait, commits the journal, and frees the store, also on failure.
tamis_status tm_store_close(tm_store *store, tamis_error *err);

tm_index *tm_store_index(tm_store *store);     // borrowed
tm_journal *tm_store_journal(tm_store *store); // borrowed; for labels

// A document that is to go into the store.
typedef struct tm_find {
    tm_act act;
    tm_str root;             // directory as the user named it; "" is the working directory
    tm_str path;             // beneath it
    uint64_t record, line;   // a record: its number from 0 and its line from 1 in the container
    const tm_identity *file; // MOVE, COPY: the file as it was when it was read; RECORD: NULL
    const char *sha256;      // of the bytes that were read
    tm_str bytes;            // RECORD: these bytes
    tm_str facts;            // as tm_facts_write wrote them
} tm_find;

// Adds a document, copied, to the group that waits, and stores the group when it is full. A record
// or a copy that the store already has from the same place is skipped. A document that cannot be
// stored goes to `trouble` and is counted, and TAMIS_OK is returned; TAMIS_ENOMEM.
tamis_status tm_store_put(tm_store *store, const tm_find *find, tamis_error *err);
// Stores the group that waits. Each failure concerns one document: see tm_store_count.
void tm_store_flush(tm_store *store);

typedef struct tm_store_counts {
    uint64_t n_done;   // documents put, restored or purged
    uint64_t n_before; // skipped, as they were stored before
    uint64_t n_failed; // that went to `trouble`
} tm_store_counts;
tm_store_counts tm_store_count(const tm_store *store);

// Moves items out of the store, to where they came from or, when `to` is not NULL, to the same path
// beneath that directory. Nothing is ever replaced. `ids` name held items that are files, each once;
// an item that cannot be restored goes to `trouble` and is counted. TAMIS_EINVAL, and nothing is
// done, when an id is named twice.
tamis_status tm_store_restore(tm_store *store, const char *const *ids, size_t n_ids,
                              const char *to, tamis_error *err);
// Moves records out of the store into a new file `path`, in the order of `ids`, as JSON Lines or as
// a web archive. The file appears complete or not at all, and not when no record can be restored.
// Else as tm_store_restore.
tamis_status tm_store_restore_records(tm_store *store, const char *const *ids, size_t n_ids,
                                      const char *path, tamis_error *err);
// Removes the objects of held items; what the journal says of them stays.
tamis_status tm_store_purge(tm_store *store, const char *const *ids, size_t n_ids,
                            tamis_error *err);

// Appends the bytes of a held item, checked against its digest: TAMIS_EFORMAT when they differ.
tamis_status tm_store_read(tm_buf *out, tm_store *store, const tm_store_item *item,
                           tamis_error *err);

// Makes items (TM_ACT_FOUND) of the objects that belong to no item, for when the journal was lost or
// an older one was put back. Objects that cannot be items go to `trouble`.
tamis_status tm_store_adopt(tm_store *store, tamis_error *err);

typedef struct tm_store_check {
    uint64_t n_held, n_bytes; // held items that are sound, and their bytes
    uint64_t n_faults;        // held items whose object is missing, not a file, or different
    uint64_t n_strangers;     // objects that belong to no item that is held or on its way
} tm_store_check;
// Checks that every held item has its object, of the right size, and with `read_data` also its
// content. Faults go to `trouble`.
tamis_status tm_store_verify(tm_store_check *check, tm_store *store, bool read_data,
                             tamis_error *err);

#endif
