// The quarantine store: documents go in, and come back as they were. Nothing is lost and nothing
// is there twice, whatever call of the system fails and whenever the process dies:
//
//     INTENT in the journal, on the disk  →  the file is moved  →  its directories on the disk
//     →  DONE in the journal
//
// What was begun and not ended is finished or undone when the store is next opened for writing,
// from what is found on the disk. Up to 256 documents share each of these steps. Objects are
// named by digest and number, never by what a user called them; mode 0600 beneath directories
// of mode 0700.
//
// A file is moved by renaming it when it lies on the store's file system, has one name and is
// ours; else it is copied, checked, and then its name removed. It is taken away only while it is
// the file that was read: same inode, size and modification time, and, when anything else about
// it has changed, the same content. What slips in between is noticed and put back.
// SPDX-License-Identifier: MIT
#ifndef TM_STORE_H
#define TM_STORE_H

#include "sink/index.h"

typedef struct tm_store tm_store;

// Told of every document that stays where it is, with the reason. `path` is as in tm_find.
typedef void tm_store_trouble(void *context, tm_str path, const tamis_error *err);

typedef struct tm_store_options {
    bool create;               // make the store when there is none
    bool wait;                 // for the lock
    bool read_only;            // nothing is changed: no lock, no recovery
    tm_store_trouble *trouble; // nullable
    void *context;             // of trouble
} tm_store_options;

// Opens a store and, unless it is read only, finishes what was begun. Errors as
// tm_journal_open.
tamis_status tm_store_open(tm_store **out, const char *path, const tm_store_options *options,
                           tamis_error *err);
// Carries out what waits first. The store is gone afterwards in any case.
tamis_status tm_store_close(tm_store *store, tamis_error *err);

tm_index *tm_store_index(tm_store *store);     // borrowed
tm_journal *tm_store_journal(tm_store *store); // borrowed; for labels

// What is to go into the store; all of it is copied.
typedef struct tm_find {
    tm_act act;
    tm_str root;             // directory as the user named it; "" is the working directory
    tm_str path;             // beneath it
    uint64_t record, line;   // of a record
    const tm_identity *file; // of a file: as it was when it was read
    const char *sha256;      // of the bytes that were read
    tm_str bytes;            // of a record
    tm_str facts;            // JSON object
} tm_find;

// Puts it into the next group; a full group is carried out. What has been stored before (the same
// record or copy from the same place) is passed over. A document that cannot be stored is
// reported and counted, and the next goes on; TAMIS_ENOMEM.
tamis_status tm_store_put(tm_store *store, const tm_find *find, tamis_error *err);
// Carries out what waits. TAMIS_OK also when documents failed: see tm_store_counts.
tamis_status tm_store_flush(tm_store *store, tamis_error *err);

typedef struct tm_store_counts {
    uint64_t n_done;   // documents put, restored or purged
    uint64_t n_before; // stored before and passed over
    uint64_t n_failed; // that stay where they are
} tm_store_counts;
tm_store_counts tm_store_count(const tm_store *store);

// Gives items back: files beneath the root they came from or, when `to` is not NULL, beneath that
// directory; never over anything. A failure is reported and counted. `ids` are those of held
// items that are files.
tamis_status tm_store_restore(tm_store *store, const char *const *ids, size_t n_ids,
                              const char *to, tamis_error *err);
// Gives records back, one a line, in a new file that appears whole or not at all.
tamis_status tm_store_restore_records(tm_store *store, const char *const *ids, size_t n_ids,
                                      const char *path, tamis_error *err);
// Removes the objects; the entries of the journal stay.
tamis_status tm_store_purge(tm_store *store, const char *const *ids, size_t n_ids,
                            tamis_error *err);

// Appends the bytes of a held item, checked against its digest.
tamis_status tm_store_read(tm_buf *out, tm_store *store, const tm_store_item *item,
                           tamis_error *err);

// Takes in objects that the journal does not know, as found: after a journal was lost.
tamis_status tm_store_adopt(tm_store *store, tamis_error *err);

typedef struct tm_store_check {
    uint64_t n_held, n_bytes; // that are as they should be
    uint64_t n_faults;        // missing, of another size or content, not a file
    uint64_t n_strangers;     // objects that no held item owns
} tm_store_check;
// Looks at every object; with `read_data` also at every byte. Faults go to `trouble`.
tamis_status tm_store_verify(tm_store_check *check, tm_store *store, bool read_data,
                             tamis_error *err);

#endif
