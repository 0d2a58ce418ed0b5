// Where cleaned documents and their sidecars go, and where they are looked for.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEAN_PLACES_H
#define TM_CLEAN_PLACES_H

#include "base/part.h"

// With neither `folder`, `file` nor `in_place`, documents go to standard output.
typedef struct tm_clean_places {
    const char *folder;         // PATH goes to FOLDER/PATH
    const char *file;           // the one PATH goes there
    bool in_place;              // PATH is replaced
    const char *sidecar;        // the one of the one file; or NULL
    const char *sidecar_folder; // where all of them stand; NULL: beside what is written
    // What stands there with the same bytes already is left, and no error: a run that was killed is
    // started anew.
    bool again;
} tm_clean_places;

// Makes a folder that documents or sidecars go to, unless it is there or NULL. TAMIS_EIO.
tamis_status tm_clean_make_folder(const char *folder, tamis_error *err);

// Begins the output of `path`: a part, or standard output (then part->open stays false).
tamis_status tm_clean_output(tm_part *part, int *fd, const tm_clean_places *places,
                             const char *path, tamis_error *err);
// Appends where the sidecar stands that goes with `path`, NUL-terminated: beside what is written,
// or with `undo` beside `path`. False when there is to be none.
bool tm_clean_sidecar(tm_buf *out, const tm_clean_places *places, const char *path, bool undo);
// Begins it.
tamis_status tm_clean_sidecar_open(tm_part *part, const tm_clean_places *places,
                                   const char *path, tamis_error *err);
// Give the parts their names.
tamis_status tm_clean_sidecar_commit(tm_part *part, mode_t mode, const tm_clean_places *places,
                                     tamis_error *err);
tamis_status tm_clean_output_commit(tm_part *part, mode_t mode, const tm_clean_places *places,
                                    tamis_error *err);

#endif
