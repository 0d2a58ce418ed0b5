// SHA-256 through OpenSSL 3. The algorithm is fetched once per tm_digest: a fetch walks the
// providers under a lock and costs more than the digest of a short document.
// SPDX-License-Identifier: MIT
#include "base/digest.h"

#include <openssl/evp.h>

tamis_status tm_digest_init(tm_digest *digest, tamis_error *err)
{
    digest->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    digest->context = EVP_MD_CTX_new();
    if (digest->algorithm && digest->context)
        return TAMIS_OK;
    const bool missing = !digest->algorithm;
    tm_digest_free(digest);
    if (missing)
        return tm_fail(err, TAMIS_EINVAL, "libcrypto offers no SHA-256");
    return tm_fail(err, TAMIS_ENOMEM, "out of memory");
}

void tm_digest_free(tm_digest *digest)
{
    EVP_MD_CTX_free(digest->context);
    EVP_MD_free(digest->algorithm);
    *digest = (tm_digest){0};
}

tamis_status tm_digest_begin(tm_digest *digest, tamis_error *err)
{
    if (!EVP_DigestInit_ex2(digest->context, digest->algorithm, NULL))
        return tm_fail(err, TAMIS_ENOMEM, "libcrypto could not begin a digest");
    return TAMIS_OK;
}

tamis_status tm_digest_add(tm_digest *digest, tm_str bytes, tamis_error *err)
{
    if (!EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len))
        return tm_fail(err, TAMIS_ENOMEM, "libcrypto could not digest %zu bytes", bytes.len);
    return TAMIS_OK;
}

tamis_status tm_digest_end(tm_digest *digest, char hex[TM_DIGEST_HEX + 1], tamis_error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[TM_DIGEST_BYTES];
    if (!EVP_DigestFinal_ex(digest->context, sum, NULL))
        return tm_fail(err, TAMIS_ENOMEM, "libcrypto could not end a digest");
    for (size_t i = 0; i < TM_DIGEST_BYTES; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[TM_DIGEST_HEX] = '\0';
    return TAMIS_OK;
}

tamis_status tm_digest_hex(tm_digest *digest, char hex[TM_DIGEST_HEX + 1], tm_str bytes,
                           tamis_error *err)
{
    TM_TRY(tm_digest_begin(digest, err));
    TM_TRY(tm_digest_add(digest, bytes, err));
    return tm_digest_end(digest, hex, err);
}

tamis_status tm_digest_once(char hex[TM_DIGEST_HEX + 1], tm_str bytes, tamis_error *err)
{
    tm_digest digest;
    TM_TRY(tm_digest_init(&digest, err));
    const tamis_status status = tm_digest_hex(&digest, hex, bytes, err);
    tm_digest_free(&digest);
    return status;
}
