// SHA-256 (FIPS 180-4) through OpenSSL's libcrypto, which uses the processor's own instructions;
// the only file pair that knows of OpenSSL. One tm_digest per thread.
// SPDX-License-Identifier: MIT
#ifndef TM_DIGEST_H
#define TM_DIGEST_H

#include "base/buf.h"

enum { TM_DIGEST_BYTES = 32, TM_DIGEST_HEX = 64 };

typedef struct tm_digest {
    void *algorithm; // EVP_MD
    void *context;   // EVP_MD_CTX
} tm_digest;

tamis_status tm_digest_init(tm_digest *digest, tamis_error *err);
void tm_digest_free(tm_digest *digest);

// Writes 64 lower-case hex digits and a NUL.
tamis_status tm_digest_hex(tm_digest *digest, char hex[TM_DIGEST_HEX + 1], tm_str bytes,
                           tamis_error *err);

// The same piece by piece: begin, add any number of times, end. Nothing else may be digested with
// it meanwhile.
tamis_status tm_digest_begin(tm_digest *digest, tamis_error *err);
tamis_status tm_digest_add(tm_digest *digest, tm_str bytes, tamis_error *err);
tamis_status tm_digest_end(tm_digest *digest, char hex[TM_DIGEST_HEX + 1], tamis_error *err);

#endif
