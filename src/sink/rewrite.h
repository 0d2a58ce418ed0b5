// Copies a file and replaces some of its bytes on the way; size and SHA-256 of both sides are known
// at the end. Cleaning a file is such a copy, and undoing that is one with the replacements
// reversed.
// SPDX-License-Identifier: MIT
#ifndef TM_REWRITE_H
#define TM_REWRITE_H

#include <stdint.h>

#include "base/digest.h"

// What the input, or the output, turned out to be.
typedef struct tm_side {
    uint64_t n_bytes;
    char sha256[TM_DIGEST_HEX + 1];
} tm_side;

typedef struct tm_rewrite {
    // Set by the caller, and borrowed.
    int in;                         // -1: the input is `bytes`
    tm_str bytes;                   //
    int out;                        // -1: nothing is written, but everything is checked
    const char *in_name, *out_name; // for messages
    // The result.
    tm_side in_side, out_side; // n_bytes so far; sha256 after tm_rewrite_end
    // Its own.
    tm_digest in_digest, out_digest;
    tm_buf block, pending; // read, and not yet written
} tm_rewrite;

// Begins at the start of the input, wherever its offset is. The caller has set what is borrowed and
// left the rest zero. Call tm_rewrite_free afterwards, also on failure.
tamis_status tm_rewrite_begin(tm_rewrite *rewrite, tamis_error *err);
// Copies the input up to offset `at`, where the bytes `gone` must follow, and writes `put` in their
// place. TAMIS_EFORMAT when they do not follow, or when the copy is past `at`; TAMIS_EIO;
// TAMIS_ENOMEM.
tamis_status tm_rewrite_splice(tm_rewrite *rewrite, uint64_t at, tm_str gone, tm_str put,
                               tamis_error *err);
// Copies the rest and completes both sides.
tamis_status tm_rewrite_end(tm_rewrite *rewrite, tamis_error *err);
void tm_rewrite_free(tm_rewrite *rewrite);

#endif
