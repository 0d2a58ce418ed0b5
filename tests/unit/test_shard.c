// Shares of the input: what is understood, and that every file and every record falls to one.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/shard.h"

static void reads_shares_and_refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "1",   "1/",    "/2",  "2/2",
                                      "-1/2", "1/0", "1/2/3", "a/b", "0/100001"};
    tm_shard shard = {0};
    assert_int_equal(tm_shard_parse(&shard, "3/4", NULL), TAMIS_OK);
    assert_int_equal(shard.index, 3);
    assert_int_equal(shard.count, 4);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tm_shard_parse(&shard, bad[i], NULL), TAMIS_EINVAL);
}

static void takes_the_share_of_an_array_job(void **state)
{
    (void)state;
    tm_shard shard = {0};
    unsetenv("SLURM_ARRAY_TASK_ID");
    assert_int_equal(tm_shard_parse(&shard, "slurm", NULL), TAMIS_EINVAL);
    setenv("SLURM_ARRAY_TASK_ID", "7", 1);
    setenv("SLURM_ARRAY_TASK_COUNT", "4", 1);
    assert_int_equal(tm_shard_parse(&shard, "slurm", NULL), TAMIS_EINVAL);
    setenv("SLURM_ARRAY_TASK_MIN", "5", 1);
    assert_int_equal(tm_shard_parse(&shard, "slurm", NULL), TAMIS_OK);
    assert_int_equal(shard.index, 2);
    assert_int_equal(shard.count, 4);
    setenv("SLURM_ARRAY_TASK_ID", "9", 1); // there are gaps between the tasks
    assert_int_equal(tm_shard_parse(&shard, "slurm", NULL), TAMIS_EINVAL);
    setenv("SLURM_ARRAY_TASK_ID", "3", 1); // taken as counted from 0 it would be another share
    setenv("SLURM_ARRAY_TASK_MIN", "1 ", 1);
    assert_int_equal(tm_shard_parse(&shard, "slurm", NULL), TAMIS_EINVAL);
}

static void everything_falls_to_one_share(void **state)
{
    (void)state;
    for (size_t number = 0; number < 10000; number += 37) {
        int n_files = 0, n_records = 0;
        char path[32];
        snprintf(path, sizeof path, "pages/%zu.txt", number);
        for (size_t i = 0; i < 5; i++) {
            const tm_shard files = {i, 5, false}, records = {i, 5, true};
            n_files += tm_shard_has_path(&files, path) && tm_shard_has_record(&files, number);
            n_records +=
                tm_shard_has_path(&records, path) && tm_shard_has_record(&records, number);
        }
        assert_int_equal(n_files, 1);
        assert_int_equal(n_records, 1);
    }
    const tm_shard all = {0};
    assert_true(tm_shard_has_path(&all, "x") && tm_shard_has_record(&all, 5));
}

// Shares of runs on different machines must agree.
static void the_share_of_a_path_never_changes(void **state)
{
    (void)state;
    assert_int_equal(tm_shard_of_record(4, 1023), 0);
    assert_int_equal(tm_shard_of_record(4, 1024), 1);
    assert_int_equal(tm_shard_of_record(4, 4096), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_shares_and_refuses_what_is_none),
        cmocka_unit_test(takes_the_share_of_an_array_job),
        cmocka_unit_test(everything_falls_to_one_share),
        cmocka_unit_test(the_share_of_a_path_never_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
