// Where cleaned documents and their sidecars go, and where they are looked for.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEAN_PLACES_H
#define TM_CLEAN_PLACES_H

#include "base/part.h"

// With neither `folder`, `file` nor `in_place`, documents go to standard output.
typedef struct tm_clean_places {
    const char *folder;  // PATH is written to FOLDER/PATH
    const char *file;    // the only PATH is written to this file
    bool in_place;       // PATH is replaced
    const char *sidecar; // the sidecar of the only PATH; or NULL
    // The folder of all sidecars; NULL: each is beside what is written.
    const char *sidecar_folder;
    bool again; // a file that is there with the same bytes is left, and no error:
                // a run that was killed may be started anew
} tm_clean_places;

// Makes the folder unless it exists; NULL is fine. TAMIS_EIO.
tamis_status tm_clean_make_folder(const char *folder, tamis_error *err);

// Begins the output of `path`; *fd is where to write it: a part, or standard output, and then
// part->open stays false.
tamis_status tm_clean_output(tm_part *part, int *fd, const tm_clean_places *places,
                             const char *path, tamis_error *err);
// Replaces `out` by the path, NUL-terminated, of the sidecar that belongs to `path`: beside what is
// written, or with `undo` beside `path`. False when there is none.
bool tm_clean_sidecar(tm_buf *out, const tm_clean_places *places, const char *path, bool undo);
// Begins that sidecar; part->open stays false when there is none. TAMIS_EIO when one exists
// already, unless `again`.
tamis_status tm_clean_sidecar_open(tm_part *part, const tm_clean_places *places,
                                   const char *path, tamis_error *err);
// Give the parts their names. A sidecar that exists is never replaced, nor is an original that is
// no longer as it was read.
tamis_status tm_clean_sidecar_commit(tm_part *part, mode_t mode, const tm_clean_places *places,
                                     tamis_error *err);
tamis_status tm_clean_output_commit(tm_part *part, const tm_identity *original,
                                    const tm_clean_places *places, tamis_error *err);

#endif
