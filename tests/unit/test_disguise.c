// Disguises: what is drawn can be read, and each family writes what it says.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/disguise.h"

enum { SEEDS = 4000 };

static void writes_references_last(void **state)
{
    (void)state;
    size_t n_encoded = 0;
    for (size_t seed = 0; seed < SEEDS; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const tm_disguise d = tm_disguise_pick("zh", &rng);
        assert_true(d.first != TM_DISGUISE_ENCODED || d.second == TM_DISGUISE_NONE);
        n_encoded += d.second == TM_DISGUISE_ENCODED;
    }
    assert_true(n_encoded > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_references_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
