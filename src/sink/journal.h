// The journal of a store: what was done to it, one checksummed line an entry, only ever
// appended to. It is the truth about the store; everything else in it can be made again from
// the journal and the objects. Moves into and out of the store and labels are entries.
//
// A store is a directory of mode 0700:
//     journal        the entries
//     lock           held by the one process that writes
//     objects/a/ID   the documents (store.h)
//     index.db       the journal made searchable (index.h)
// SPDX-License-Identifier: MIT
#ifndef TM_JOURNAL_H
#define TM_JOURNAL_H

#include <stdint.h>

#include "base/json_writer.h"

enum {
    TM_JOURNAL_MAX_BODY = 1 << 20, // bytes of one entry
    TM_JOURNAL_MAX_TYPE = 16
};

// One entry. Both strings are borrowed until the visitor returns.
typedef struct tm_journal_entry {
    tm_str type;   // capital letters: "INTENT", "DONE", "LABEL"
    tm_str body;   // one JSON object on one line
    uint64_t end;  // position in the journal behind this entry
    uint64_t mark; // checksum of everything up to there
} tm_journal_entry;

typedef enum tm_journal_mode {
    TM_JOURNAL_WRITE, // the store is made if need be; fails at once when it is locked
    TM_JOURNAL_WAIT,  // the same, but waits for the lock
    TM_JOURNAL_READ   // changes nothing and needs no lock: what stands there at this moment
} tm_journal_mode;

typedef struct tm_journal tm_journal;

// Opens the journal of the store at `path` and checks all of it. An entry that a crash cut short
// at the end is cut off. TAMIS_EFORMAT when anything else is damaged: then nothing was changed.
// TAMIS_EINVAL when it is not a store; TAMIS_EIO when it cannot be read, or is locked ("…: locked
// by another process"); TAMIS_EVERSION.
tamis_status tm_journal_open(tm_journal **out, const char *path, tm_journal_mode mode,
                             tamis_error *err);
void tm_journal_close(tm_journal *journal); // drops the lock; NULL is fine

// Adds an entry to those that the next commit writes; copies. `body` must be a JSON object
// without line ends (tm_json_string never writes one). TAMIS_ELIMIT, TAMIS_ENOMEM.
tamis_status tm_journal_append(tm_journal *journal, const char *type, tm_str body,
                               tamis_error *err);
// Writes what was appended, in one piece. With `sync` it is on the disk when this returns. On
// failure none of it counts as written; when even that cannot be had, the journal takes no more.
tamis_status tm_journal_commit(tm_journal *journal, bool sync, tamis_error *err);

void tm_journal_drop(tm_journal *journal); // forgets what was appended and not committed

// Hands out the entries from position `from` on (0: all of them), in order. `from` must be the
// end of an entry whose mark is `mark`: TAMIS_EINVAL when it is not. Entries not yet committed
// are left out. What the visitor returns below 0 ends the walk.
typedef tamis_status tm_journal_visitor(void *context, const tm_journal_entry *entry,
                                        tamis_error *err);
tamis_status tm_journal_each(tm_journal *journal, uint64_t from, uint64_t mark,
                             tm_journal_visitor *visit, void *context, tamis_error *err);

int tm_journal_folder(const tm_journal *journal);       // descriptor of the store; borrowed
const char *tm_journal_path(const tm_journal *journal); // of the store, as it was given
bool tm_journal_was_cut(const tm_journal *journal); // the journal is new, or an end was cut off
uint64_t tm_journal_end(const tm_journal *journal); // position behind the last entry
uint64_t tm_journal_mark(const tm_journal *journal); // and the checksum there

// Names and paths are bytes and JSON is text: bytes that are not UTF-8, control characters and
// '%' are written %XX. Unescaping fails on anything that escaping would not write.
void tm_journal_escape(tm_buf *out,
                       tm_str bytes); // without quotes; needs no JSON escapes after
void tm_journal_add_path(tm_json_writer *w, const char *key, tm_str path); // as a member
bool tm_journal_unescape(tm_buf *out, tm_str text);

#endif
