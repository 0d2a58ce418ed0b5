// A file copied with some of its bytes replaced, both sides digested on the way. Cleaning is such a
// copy, and so is its undoing with the replacements turned round.
// SPDX-License-Identifier: MIT
#ifndef TM_REWRITE_H
#define TM_REWRITE_H

#include <stdint.h>

#include "base/digest.h"

// What a side turned out to be.
typedef struct tm_side {
    uint64_t n_bytes;
    char sha256[TM_DIGEST_HEX + 1];
} tm_side;

typedef struct tm_rewrite {
    int in;                         // borrowed, as are these; -1: the input is `bytes`
    tm_str bytes;                   //
    int out;                        // -1: nothing is written, all is checked
    const char *in_name, *out_name; // for messages
    tm_digest in_digest, out_digest;
    tm_side in_side, out_side; // `sha256` after tm_rewrite_end
    tm_buf block, pending;
} tm_rewrite;

// Begins at the beginning of the input, whatever was read of it before. The caller has set what is
// borrowed, and nothing else.
tamis_status tm_rewrite_begin(tm_rewrite *rewrite, tamis_error *err);
// Copies up to position `at`, where `gone` must stand, and puts `put` in its place. TAMIS_EFORMAT
// when `at` lies behind what was copied, or something else stands there; TAMIS_EIO.
tamis_status tm_rewrite_splice(tm_rewrite *rewrite, uint64_t at, tm_str gone, tm_str put,
                               tamis_error *err);
// Copies the rest.
tamis_status tm_rewrite_end(tm_rewrite *rewrite, tamis_error *err);
void tm_rewrite_free(tm_rewrite *rewrite);

#endif
