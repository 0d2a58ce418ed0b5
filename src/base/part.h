// A file being written under a temporary name in its final directory. Once it is complete and on
// the disk it takes its final name in one step, so that others see the whole file or none. The
// temporary name is .tamis-PROCESS-N.part; a crash leaves it behind, and it may be deleted.
// SPDX-License-Identifier: MIT
#ifndef TM_PART_H
#define TM_PART_H

#include "base/folder.h"
#include "base/status.h"

typedef struct tm_part {
    int fd;                           // write to this one
    int folder;                       // descriptor of its directory
    char part_name[48];               // the temporary name
    char name[TM_MAX_NAME_BYTES + 1]; // the final name
    char path[TM_MAX_PATH_BYTES + 1]; // the final path, for messages
    bool open;
    bool placed; // it has its final name
} tm_part;

// Begins the file `path` beneath the directory `root`, a descriptor. Missing directories are
// created, links are not followed. Only its owner may read the file until it is committed.
// TAMIS_EINVAL for a path that leaves `root` or names no file; TAMIS_EIO.
tamis_status tm_part_open_at(tm_part *part, int root, const char *path, tamis_error *err);
// The same for a path as a user names it, whose directory must exist. The file is created with
// `mode`, less the umask.
tamis_status tm_part_open(tm_part *part, const char *path, mode_t mode, tamis_error *err);

// Gives the file `mode` (0: leaves its mode alone) and its final name. Without `replace` it is
// TAMIS_EIO when that name exists; with it only a regular file is replaced. Closes the part in
// any case. A file that did not get its name is removed; it has its name, but might lose it in a
// power cut, when only the last step fails, syncing the directory.
tamis_status tm_part_commit(tm_part *part, mode_t mode, bool replace, tamis_error *err);
// The same for a file that takes the place of `original`, from which it was made, with its owner and
// permissions; set-user-ID and set-group-ID are dropped where the owner cannot be kept. When the
// file of that name is no longer the original as it was read, it stays, and it is TAMIS_EIO.
tamis_status tm_part_replace(tm_part *part, const tm_identity *original, tamis_error *err);
// Whether `path` ends in the name of a temporary file.
bool tm_part_has_name(const char *path);
// Whether the final name already belongs to a regular file with the same content.
bool tm_part_is_there(const tm_part *part);
void tm_part_drop(tm_part *part); // removes the file and closes; does nothing if not open

#endif
