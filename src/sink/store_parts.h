// What the files store*.c share: the store's parts, and the steps that its transactions are made
// of.
// SPDX-License-Identifier: MIT
#ifndef TM_STORE_PARTS_H
#define TM_STORE_PARTS_H

#include "base/digest.h"
#include "sink/store.h"

enum {
    TM_STORE_GROUP = 256,           // documents at most that share the syncs
    TM_STORE_GROUP_BYTES = 8 << 20, // a group with this many bytes of records is full, too
    TM_STORE_SHARDS = 16            // directories of objects: objects/0 to objects/f
};

// The directory of a document outside the store that was opened last: neighbours mostly share it.
typedef struct tm_place {
    tm_buf root;     // its path
    tm_buf parent;   // the directory's path beneath it
    int root_fd, fd; // of root and directory; -1: closed
} tm_place;

// How far a document of a group has come, into the store or out of it.
typedef enum tm_stage {
    TM_STAGE_WAITING,
    TM_STAGE_INTENDED, // the entry that begins it is appended
    TM_STAGE_MOVED,    // it was renamed
    TM_STAGE_COPIED,   // it was copied, and the original is still to be removed
    TM_STAGE_DONE,     // the entry that ends it is appended
    TM_STAGE_FAILED    // or nothing was to be done
} tm_stage;

typedef struct tm_waiting {
    tm_store_item item;
    tm_buf shown;                 // its path as the user gave it, for messages
    tm_buf bytes;                 // of a record
    char copy[TM_STORE_ID_BYTES]; // id of the copy that it replaces (tm_store_find_copy), or ""
    tm_stage stage;
} tm_waiting;

struct tm_store {
    tm_journal *journal;
    tm_index *index;
    tm_digest digest;
    tm_store_options options;
    tm_store_counts counts;
    uint64_t last_number; // given to an item
    tm_waiting *group;    // [TM_STORE_GROUP]
    size_t n_group;
    size_t group_bytes; // of records in it
    tm_place place;
    tm_buf root_given, root_real; // the last root: as given, and its absolute path
    int shard;                    // descriptor of the directory of objects used last, or -1
    char shard_name[16];          // "objects/3"
    bool shard_touched[TM_STORE_SHARDS]; // changed since it was last synced
    bool shard_settled[TM_STORE_SHARDS]; // tm_store_settle has synced it
};

// "PATH: WHAT: REASON", with the reason from errno. TAMIS_EIO or TAMIS_ENOMEM.
tamis_status tm_store_fail(const char *what, tm_str path, tamis_error *err);
// Calls the store's `trouble`, if there is one.
void tm_store_tell(tm_store *store, tm_str path, const tamis_error *err);

// Opens the directory of `path`, which is beneath `root`, and with `make` makes it if need be. *fd
// is borrowed until the next call. TAMIS_EIO with errno set.
tamis_status tm_place_enter(int *fd, tm_place *place, tm_str root, tm_str path, bool make,
                            tamis_error *err);
// The last component of `path` as a string; returns `name`.
const char *tm_place_name(char name[TM_MAX_NAME_BYTES + 1], tm_str path);

// The directory of the object `id`, with `make` made if need be; the descriptor is borrowed until
// the next call. -1 with errno set.
int tm_store_shard(tm_store *store, const char *id, bool make);
void tm_store_touch(tm_store *store, const char *id); // notes that its directory must be synced
tamis_status tm_store_sync_shards(tm_store *store, tamis_error *err);
// Has what a killed run did in the directory of the object `id` written to the disk, once for each
// directory. Until then nothing may be done because of what is seen there.
tamis_status tm_store_settle(tm_store *store, const char *id, tamis_error *err);

// Appends an entry to the journal, not committed yet. Frees `body` in any case.
tamis_status tm_store_append(tm_store *store, const char *type, tm_buf *body, tamis_error *err);
// The same with the body {"id":ID}.
tamis_status tm_store_append_id(tm_store *store, const char *type, const char *id,
                                tamis_error *err);

// Where an item is leaving to.
typedef struct tm_target {
    tm_str root, path;
    uint64_t at; // a record: the offset of its first byte in that file
} tm_target;
// Appends a RESTORE entry.
tamis_status tm_store_append_restore(tm_store *store, const char *id, const tm_target *target,
                                     tamis_error *err);
// TAMIS_EINVAL when an id is named twice: entries for it would contradict each other.
tamis_status tm_store_check_ids(const char *const *ids, size_t n_ids, tamis_error *err);
// Fills a row, to be freed also on failure. TAMIS_EINVAL unless the item is held.
tamis_status tm_store_find_held(tm_index_row *row, tm_store *store, const char *id,
                                tamis_error *err);
// Removes the object `id`; TAMIS_OK also when there is none.
tamis_status tm_store_remove_object(tm_store *store, const char *id, tamis_error *err);

// Appends all of a regular file. TAMIS_EFORMAT when size or digest are not the item's.
tamis_status tm_store_read_checked(tm_buf *out, tm_store *store, int fd,
                                   const tm_store_item *item, tamis_error *err);
// Makes the file `name`, "parts/…". Returns its descriptor, which the caller closes, or -1. Parts
// that are left are removed when the store is next opened for writing.
int tm_store_create_part(tm_store *store, const char *name);
// Writes `bytes` as the object `id`: to a part first, which is synced and then renamed.
tamis_status tm_store_write_object(tm_store *store, const char *id, tm_str bytes,
                                   tamis_error *err);
// Removes the source of an object that is a copy of it, in the directory `folder`. TAMIS_DONE, and
// it is left alone, when it is not the file that was copied any more.
tamis_status tm_store_remove_source(const tm_store_item *item, int folder, tamis_error *err);
// Moves the object, which is not the file it should be, back to where it was.
tamis_status tm_store_move_back(tm_store *store, const tm_store_item *item, int folder,
                                tamis_error *err);
// The id of an earlier copy (TM_ACT_COPY) of a file that is now moved, or "". The moved object
// replaces it: PURGE of the copy must come before DONE of the move, in the same commit, and both
// must be on the disk before the copy is removed.
tamis_status tm_store_find_copy(char id[TM_STORE_ID_BYTES], tm_store *store,
                                const tm_store_item *item, tamis_error *err);
enum { TM_STORE_NAME_BYTES = TM_STORE_ID_BYTES + 16 };
// The name under which a source waits for its removal: ".tamis-ID". Another file that took the
// place of the source can stay under it, so nothing of that name is removed unseen.
void tm_store_hidden_name(char name[TM_STORE_NAME_BYTES], const char *id);
// The name under which a file is written beside where it is restored to: ".tamis-ID.part", as all
// temporary names (base/part.h). Recovery removes it.
void tm_store_part_name(char name[TM_STORE_NAME_BYTES], const char *id);

// Whether a document of the group that waits is `item`, or the same file by another path.
bool tm_store_is_in_group(const tm_store *store, const tm_store_item *item);
// The same, or whether the store holds it.
tamis_status tm_store_was_put(bool *stored, tm_store *store, const tm_store_item *item,
                              tamis_error *err);
// Counts the document as failed and tells why: it goes no further.
void tm_store_fail_waiting(tm_store *store, tm_waiting *place, const tamis_error *fault);

// Finishes or undoes what was begun and not ended (store_recover.c).
tamis_status tm_store_recover(tm_store *store, tamis_error *err);

// The state of the item that the object `name` is of; TM_N_ITEM_STATES when there is no such item.
tamis_status tm_store_object_state(tm_item_state *state, tm_store *store, const char *name,
                                   tamis_error *err);
// Whether an item of this state has an object: it is held, or on its way in or out.
bool tm_item_has_object(tm_item_state state);
// Calls `visit` for each object, with the descriptor of its directory and its name.
tamis_status tm_store_each_object(tm_store *store, tm_folder_visitor *visit, void *context,
                                  tamis_error *err);

#endif
