// The journal of a store: everything that was done to it, one checksummed line for each entry,
// appended and never changed. Moves into and out of the store and labels are entries. The journal
// and the objects are the store; all the rest can be made again from them.
//
// A store is a directory of mode 0700:
//     journal        the entries
//     lock           held by the one process that writes
//     objects/a/ID   the documents (store.h)
//     parts/         files being written; left ones are removed when the store is opened (store.h)
//     texts/SHA256   labelled texts that never were in quarantine (label_text.h)
//     index.db       the journal made searchable (index.h)
//
// A journal is for one thread.
// SPDX-License-Identifier: MIT
#ifndef TM_JOURNAL_H
#define TM_JOURNAL_H

#include <stdint.h>

#include "base/buf.h"

enum {
    TM_JOURNAL_MAX_BODY = 1 << 20, // bytes of one entry
    TM_JOURNAL_MAX_TYPE = 16       // letters
};

// One entry. Both strings are borrowed until the visitor returns.
typedef struct tm_journal_entry {
    tm_str type;   // capital letters: "INTENT", "DONE", "LABEL"
    tm_str body;   // one JSON object on one line
    uint64_t end;  // offset in the journal, in bytes, at which this entry ends
    uint64_t mark; // checksum of everything up to `end`
} tm_journal_entry;

typedef struct tm_journal_options {
    bool create;    // make the store when there is none
    bool renew;     // begin a journal where there are objects or texts and none
    bool wait;      // for the lock, rather than fail
    bool read_only; // whatever else is set: take no lock, read what is there at this moment
} tm_journal_options;

typedef struct tm_journal tm_journal;

// Opens the journal of the store at `path` and checks every entry. A last entry that a crash left
// incomplete is cut off (with read_only: ignored). TAMIS_EFORMAT when anything else is damaged, and
// then nothing was changed; TAMIS_EINVAL when `path` is not a store; TAMIS_EIO when it cannot be
// read or is locked ("…: locked by another process"); TAMIS_EVERSION; TAMIS_ENOMEM.
tamis_status tm_journal_open(tm_journal **out, const char *path,
                             const tm_journal_options *options, tamis_error *err);
// Whether there is a journal in the directory, at least the beginning of one.
bool tm_journal_is_in(const char *path);
// Releases the lock; entries that were not committed are lost. NULL is fine.
void tm_journal_close(tm_journal *journal);

// Adds an entry, copied, to those that the next commit writes. `type` is 1 to TM_JOURNAL_MAX_TYPE
// capital letters; `body` a JSON object without line ends (tm_json_string never writes one).
// TAMIS_ELIMIT when the body is too long; TAMIS_ENOMEM; TAMIS_EIO when the journal is open for
// reading or takes no more entries. On failure the entries added before stay.
tamis_status tm_journal_append(tm_journal *journal, const char *type, tm_str body,
                               tamis_error *err);
// Writes the appended entries together. With `sync` they are on the disk when this returns
// TAMIS_OK. On failure none of them counts as written: what was is cut off again. When that fails
// too, or the sync does, it is not known what the disk holds, and the journal takes no more.
// TAMIS_EIO.
tamis_status tm_journal_commit(tm_journal *journal, bool sync, tamis_error *err);

void tm_journal_drop(tm_journal *journal); // forgets the entries appended and not committed

// Calls `visit` for each committed entry from offset `from` on (0: all of them), in order. `from`
// must be the `end` of an entry whose mark is `mark`, else TAMIS_EINVAL. A negative status from the
// visitor ends the walk and is returned.
typedef tamis_status tm_journal_visitor(void *context, const tm_journal_entry *entry,
                                        tamis_error *err);
tamis_status tm_journal_each(tm_journal *journal, uint64_t from, uint64_t mark,
                             tm_journal_visitor *visit, void *context, tamis_error *err);

int tm_journal_folder(const tm_journal *journal);       // descriptor of the store; borrowed
const char *tm_journal_path(const tm_journal *journal); // of the store, as given; borrowed
uint64_t tm_journal_end(const tm_journal *journal);     // offset at which the last entry ends
uint64_t tm_journal_mark(const tm_journal *journal);    // its mark
// Whether opening made a new journal or cut off an incomplete entry.
bool tm_journal_was_cut(const tm_journal *journal);

#endif
