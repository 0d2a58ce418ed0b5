// All data is read before any is refused: a list of what is wrong helps more than the first fault.
// SPDX-License-Identifier: MIT
#include "cli/data.h"

#include <stdlib.h>

#include "cli/console.h"

enum { MAX_LISTED = 10 };

tm_data_options tm_data_options_default(void)
{
    return (tm_data_options){.labelled = tm_labelled_options_default()};
}

static void list_faults(const tm_faults *faults)
{
    tm_str rest = tm_buf_str(&faults->list);
    while (rest.len > 0) {
        const tm_str line = tm_str_cut(&rest, '\n');
        tm_complain("%.*s", (int)(line.len < 1000 ? line.len : 1000), line.ptr);
    }
    if (faults->n > faults->max_listed)
        tm_complain("and %zu more", faults->n - faults->max_listed);
}

static tamis_status judge_faults(const tm_faults *faults, const tm_data_options *options,
                                 tamis_error *err)
{
    if (faults->n == 0)
        return TAMIS_OK;
    list_faults(faults);
    if (options->skip_bad) {
        tm_complain("%zu of the documents could not be read and are left out", faults->n);
        return TAMIS_OK;
    }
    return tm_fail(err, TAMIS_EFORMAT,
                   "%zu of the documents cannot be read; mend them, or leave them out with "
                   "--skip-bad",
                   faults->n);
}

static tamis_status judge_contradictions(const tm_dataset *dataset,
                                         const tm_data_options *options, tamis_error *err)
{
    tm_contradiction *found = NULL;
    size_t n;
    TM_TRY(tm_dataset_contradictions(&found, &n, dataset, err));
    for (size_t i = 0; i < n && i < MAX_LISTED; i++) {
        const char *const clean = dataset->row[found[i].clean].id;
        const char *const contaminated = dataset->row[found[i].contaminated].id;
        if (strcmp(clean, contaminated) != 0)
            tm_complain("the same text is clean in %s and contaminated in %s", clean,
                        contaminated);
        else
            tm_complain("the same text is clean and contaminated in %s: documents %zu and %zu "
                        "of those read",
                        clean, found[i].clean + 1, found[i].contaminated + 1);
    }
    free(found);
    if (n > MAX_LISTED)
        tm_complain("and %zu more", n - MAX_LISTED);
    if (n == 0 || options->admit_contradictions)
        return TAMIS_OK;
    return tm_fail(
        err, TAMIS_EFORMAT,
        "clean in one place and contaminated in another: %zu of the texts; decide which "
        "they are",
        n);
}

// A group field that nothing has is a slip of the pen, and would leave each document alone.
static tamis_status judge_groups(const tm_dataset *dataset, const tm_data_options *options,
                                 tamis_error *err)
{
    if (!options->needs_group || dataset->n_grouped > 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--group-field: no document has a member \"%.60s\"",
                   options->labelled.format.group_field);
}

tamis_status tm_data_load(tm_dataset *dataset, char *const *paths,
                          const tm_data_options *options, tamis_error *err)
{
    tm_faults faults = {.max_listed = MAX_LISTED};
    tamis_status status = TAMIS_OK;
    for (; *paths && status == TAMIS_OK; paths++)
        status = tm_labelled_read(dataset, &faults, *paths, &options->labelled, err);
    if (status == TAMIS_OK)
        status = judge_faults(&faults, options, err);
    if (status == TAMIS_OK)
        status = judge_groups(dataset, options, err);
    if (status == TAMIS_OK)
        status = judge_contradictions(dataset, options, err);
    if (status == TAMIS_OK && !options->no_groups)
        status = tm_dataset_group(dataset, err);
    tm_faults_free(&faults);
    return status;
}
