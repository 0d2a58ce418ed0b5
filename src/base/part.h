// A file in the making, under a name of its own beside the final one, which it takes in one step
// once it is whole and on the disk: whoever looks sees all of it or nothing. What a crash leaves
// behind is called .tamis-PROCESS-N.part and is nobody's file.
// SPDX-License-Identifier: MIT
#ifndef TM_PART_H
#define TM_PART_H

#include "base/folder.h"
#include "base/status.h"

typedef struct tm_part {
    int fd;     // to write to
    int folder; // where it stands
    char part_name[48];
    char name[TM_MAX_NAME_BYTES + 1];
    char path[TM_MAX_PATH_BYTES + 1]; // the final one, for messages
    bool open;
} tm_part;

// Begins the file `path` beneath the directory `root`, a descriptor; directories that are missing
// are made, links are not followed. Nobody else may read it yet. TAMIS_EINVAL for a path that
// leaves `root`; TAMIS_EIO.
tamis_status tm_part_open_at(tm_part *part, int root, const char *path, tamis_error *err);
// The same for a path as a user names it, whose directory must be there. It is made with `mode`,
// of which the umask takes its share.
tamis_status tm_part_open(tm_part *part, const char *path, mode_t mode, tamis_error *err);

// Gives the file `mode` (0: it has it already) and its name. Without `replace` TAMIS_EIO when the
// name is taken; with it only a regular file is replaced. However it ends, the part is closed; on
// failure it is gone.
tamis_status tm_part_commit(tm_part *part, mode_t mode, bool replace, tamis_error *err);
// Whether `path` is called like what a crash leaves behind.
bool tm_part_has_name(const char *path);
// Whether a regular file with the same bytes has the name already.
bool tm_part_is_there(const tm_part *part);
void tm_part_drop(tm_part *part); // removes what was begun; a part not open is fine

#endif
