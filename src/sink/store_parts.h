// What the files of the store share: its parts, and the steps of which its transactions are made.
// SPDX-License-Identifier: MIT
#ifndef TM_STORE_PARTS_H
#define TM_STORE_PARTS_H

#include "base/digest.h"
#include "sink/store.h"

enum {
    TM_STORE_GROUP = 256,           // documents that share the syncs
    TM_STORE_GROUP_BYTES = 8 << 20, // of records that wait
    TM_STORE_SHARDS = 16
};

// The directory worked in last: neighbours mostly share it.
typedef struct tm_place {
    tm_buf root;     // as it was opened
    tm_buf parent;   // beneath it
    int root_fd, fd; // -1: closed
} tm_place;

// How far a document of a group has come.
typedef enum tm_stage {
    TM_STAGE_WAITING,
    TM_STAGE_INTENDED, // in the journal
    TM_STAGE_MOVED,    // by renaming
    TM_STAGE_COPIED,   // the object is there, the source as well
    TM_STAGE_DONE,
    TM_STAGE_FAILED
} tm_stage;

typedef struct tm_waiting {
    tm_store_item item;
    tm_buf shown;                 // the path for messages
    tm_buf bytes;                 // of a record
    char copy[TM_STORE_ID_BYTES]; // the item whose place it takes, or ""
    tm_stage stage;
} tm_waiting;

struct tm_store {
    tm_journal *journal;
    tm_index *index;
    tm_digest digest;
    tm_store_options options;
    tm_store_counts counts;
    uint64_t last_number;
    tm_waiting *group; // [TM_STORE_GROUP]
    size_t n_group;
    size_t group_bytes;
    tm_place place;
    tm_buf root_given, root_real; // the last root: as given, and its absolute path
    int shard;                    // the directory of objects used last, or -1
    char shard_name[16];
    bool shard_touched[TM_STORE_SHARDS];
};

// Each returns a status with words; `what` or the path is named in it.
tamis_status tm_store_fail(const char *what, tm_str path, tamis_error *err); // from errno
void tm_store_tell(tm_store *store, tm_str path, const tamis_error *err);

// Opens the directory that `path` lies in; the descriptor stays the place's.
tamis_status tm_place_enter(int *fd, tm_place *place, tm_str root, tm_str path, bool make,
                            tamis_error *err);
void tm_place_leave(tm_place *place);
// The last component of `path` as a string.
const char *tm_place_name(char name[TM_MAX_NAME_BYTES + 1], tm_str path);

// The directory of the object `id`, made if need be; the descriptor stays the store's. -1.
int tm_store_shard(tm_store *store, const char *id, bool make);
void tm_store_touch(tm_store *store, const char *id); // its directory has to be synced
tamis_status tm_store_sync_shards(tm_store *store, tamis_error *err);

// Appends an entry to the journal, not committed yet. Frees `body` in any case.
tamis_status tm_store_append(tm_store *store, const char *type, tm_buf *body, tamis_error *err);
// The same with the body {"id":ID}.
tamis_status tm_store_append_id(tm_store *store, const char *type, const char *id,
                                tamis_error *err);

// Where something is leaving to.
typedef struct tm_target {
    tm_str root, path;
    uint64_t at;
} tm_target;
tamis_status tm_store_append_restore(tm_store *store, const char *id, const tm_target *target,
                                     tamis_error *err);
// Fills a row, to be freed in any case; TAMIS_EINVAL unless the item is held.
tamis_status tm_store_find_held(tm_index_row *row, tm_store *store, const char *id,
                                tamis_error *err);
// Removes the object `id`; what is not there is removed.
tamis_status tm_store_remove_object(tm_store *store, const char *id, tamis_error *err);

// Reads a regular file whole and checks it against a digest: TAMIS_EFORMAT when it differs.
tamis_status tm_store_read_checked(tm_buf *out, tm_store *store, int fd,
                                   const tm_store_item *item, tamis_error *err);
// Opens a new file "parts/NAME"; `name` has the directory in it. -1. What is left there is removed
// when the store is next opened for writing.
int tm_store_create_part(tm_store *store, const char *name);
// Writes `bytes` as an object: a part first, on the disk, then moved to its name.
tamis_status tm_store_write_object(tm_store *store, const char *id, tm_str bytes,
                                   tamis_error *err);
// Removes the source of an object that is a copy of it, if it still is the file that was copied.
// TAMIS_DONE when it is not, and was left alone.
tamis_status tm_store_remove_source(tm_store *store, const tm_store_item *item, int folder,
                                    tamis_error *err);
// Puts what was moved into the store by mistake back to where it was.
tamis_status tm_store_move_back(tm_store *store, const tm_store_item *item, int folder,
                                tamis_error *err);
// The id of the copy that was made of the file before it was moved, or "". The object that was moved
// takes its place: PURGE of the copy has to stand before DONE of the move, in the same commit, and
// on the disk before the copy is removed.
tamis_status tm_store_find_copy(char id[TM_STORE_ID_BYTES], tm_store *store,
                                const tm_store_item *item, tamis_error *err);
// The name under which a source waits for its removal: ".tamis-ID".
void tm_store_hidden_name(char name[TM_STORE_ID_BYTES + 8], const char *id);

tamis_status tm_store_recover(tm_store *store, tamis_error *err);

// Calls for each object: its directory and its name. For verification and recovery.
typedef tamis_status tm_object_visitor(void *context, int shard, const char *name,
                                       tamis_error *err);
tamis_status tm_store_each_object(tm_store *store, tm_object_visitor *visit, void *context,
                                  tamis_error *err);

#endif
