// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto, which uses the processor's own instructions for it.
// Only digest.c includes OpenSSL. A tm_digest belongs to one thread at a time.
// SPDX-License-Identifier: MIT
#ifndef TM_DIGEST_H
#define TM_DIGEST_H

#include "base/buf.h"

enum { TM_DIGEST_BYTES = 32, TM_DIGEST_HEX = 64 };

typedef struct tm_digest {
    void *algorithm; // EVP_MD
    void *context;   // EVP_MD_CTX
} tm_digest;

// TAMIS_EINVAL when libcrypto has no SHA-256, TAMIS_ENOMEM.
tamis_status tm_digest_init(tm_digest *digest, tamis_error *err);
void tm_digest_free(tm_digest *digest);

// Writes the digest of `bytes`: 64 lower-case hex digits and a NUL. TAMIS_ENOMEM.
tamis_status tm_digest_hex(tm_digest *digest, char hex[TM_DIGEST_HEX + 1], tm_str bytes,
                           tamis_error *err);

// The same for a single text, without a tm_digest. As tm_digest_init, too.
tamis_status tm_digest_once(char hex[TM_DIGEST_HEX + 1], tm_str bytes, tamis_error *err);

// The same piece by piece: begin, add any number of times, end. Until the end, `digest` may not be
// used for anything else.
tamis_status tm_digest_begin(tm_digest *digest, tamis_error *err);
tamis_status tm_digest_add(tm_digest *digest, tm_str bytes, tamis_error *err);
tamis_status tm_digest_end(tm_digest *digest, char hex[TM_DIGEST_HEX + 1], tamis_error *err);

#endif
