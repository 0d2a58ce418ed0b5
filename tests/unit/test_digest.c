// SHA-256 against the vectors of FIPS 180-4 and of its examples, and the same context over
// again.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/digest.h"

static void gives_the_known_digests(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *hex;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    tm_digest digest = {0};
    char hex[TM_DIGEST_HEX + 1];
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            assert_int_equal(tm_digest_hex(&digest, hex, tm_str_of(rows[i].text), NULL),
                             TAMIS_OK);
            assert_string_equal(hex, rows[i].hex);
        }
    }
    tm_digest_free(&digest);
}

static void digests_a_million_letters(void **state)
{
    (void)state;
    tm_buf letters = {0};
    tm_digest digest = {0};
    char hex[TM_DIGEST_HEX + 1];
    memset(tm_buf_reserve(&letters, 1000000), 'a', 1000000);
    letters.len = 1000000;
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, tm_buf_str(&letters), NULL), TAMIS_OK);
    assert_string_equal(hex,
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    tm_digest_free(&digest);
    tm_buf_free(&letters);
}

static void digests_no_bytes_at_no_address(void **state)
{
    (void)state;
    tm_digest digest = {0};
    char hex[TM_DIGEST_HEX + 1];
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, (tm_str){0}, NULL), TAMIS_OK);
    assert_memory_equal(hex, "e3b0c442", 8);
    tm_digest_free(&digest);
}

static void frees_the_zero_value(void **state)
{
    (void)state;
    tm_digest digest = {0};
    tm_digest_free(&digest);
    tm_digest_free(&digest);
    assert_null(digest.context);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_known_digests),
        cmocka_unit_test(digests_a_million_letters),
        cmocka_unit_test(digests_no_bytes_at_no_address),
        cmocka_unit_test(frees_the_zero_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
