// What is asked of sixty-four bytes at once, against the same asked of each of them.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/block.h"

enum { N_BYTES = 256, MAX_SPAN = 254 };

static uint64_t between_one_by_one(const uint8_t *bytes, unsigned first, unsigned span)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < TM_BLOCK_BYTES; i++)
        bits |= (uint64_t)(bytes[i] >= first && bytes[i] <= first + span) << i;
    return bits;
}

static void ranges_hold_their_bytes_and_no_others(void **state)
{
    (void)state;
    uint8_t bytes[N_BYTES];
    for (unsigned i = 0; i < N_BYTES; i++)
        bytes[i] = (uint8_t)i;
    for (unsigned at = 0; at < N_BYTES; at += TM_BLOCK_BYTES) {
        const tm_block block = tm_block_load(bytes + at);
        for (unsigned first = 0; first < N_BYTES; first++) {
            assert_true(tm_block_equal(&block, (uint8_t)first) ==
                        between_one_by_one(bytes + at, first, 0));
            for (unsigned span = 0; span <= MAX_SPAN && first + span < N_BYTES; span++)
                assert_true(tm_block_between(&block, (uint8_t)first, (uint8_t)span) ==
                            between_one_by_one(bytes + at, first, span));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_hold_their_bytes_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
