// Defaults of `tamis train` that depend on what else is asked for, and on the documents.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "cli/train_request.h"

static void few_documents_are_not_copied_thousands_of_times(void **state)
{
    (void)state;
    static const struct {
        tm_train_request request;
        size_t asked, n_documents, made;
    } rows[] = {
        {{.no_base = true}, 0, 100000, 160000},
        {{.no_base = true}, 0, 10000, 160000},
        {{.no_base = true}, 0, 230, 3680},
        {{.no_base = true}, 0, 0, 0},
        {{.no_base = true, .synthesise_given = "synthesise"},
         5000,
         230,
         5000}, // as it was told
        {{.no_base = false}, 0, 230, 0},
        {{.synthesise_given = "synthesise"}, 5000, 230, 5000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_train_options options = {.n_synthesise = rows[i].asked};
        tm_train_settle(&options, &rows[i].request);
        tm_train_limit(&options, &rows[i].request, rows[i].n_documents);
        assert_int_equal(options.n_synthesise, rows[i].made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_documents_are_not_copied_thousands_of_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
