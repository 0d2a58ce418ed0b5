// All data is read before any is refused: a list of what is wrong helps more than the first fault.
// SPDX-License-Identifier: MIT
#include "cli/data.h"

#include <stdlib.h>

#include "cli/console.h"
#include "text/utf8.h"

enum {
    MAX_LISTED = 10,
    MAX_ID_BYTES = 80 // of an id beside its place
};

tm_data_options tm_data_options_default(void)
{
    return (tm_data_options){.labelled = tm_labelled_options_default()};
}

static void list_faults(const tm_faults *faults)
{
    tm_str rest = tm_buf_str(&faults->list);
    while (rest.len > 0)
        tm_complain("%s", tm_str_cut(&rest, '\0').ptr);
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
    return tm_fail(
        err, TAMIS_EFORMAT, "%zu of the documents cannot be read; mend them, or %s", faults->n,
        options->never_skips ? "do not name them" : "leave them out with --skip-bad");
}

// Appends "FILE:LINE (id ID)", or what there is of it, and a NUL.
static void put_place(tm_buf *out, const tm_labelled *row)
{
    const size_t begin = out->len;
    if (row->path && row->line > 0)
        tm_buf_format(out, "%s:%zu", row->path, row->line);
    else
        tm_buf_text(out, row->path ? row->path : row->id);
    const tm_str place = {out->ptr + begin, out->len - begin};
    if (!out->failed && !tm_str_equal(place, tm_str_of(row->id)))
        tm_buf_format(out, " (id %.*s)", (int)tm_utf8_cut(tm_str_of(row->id), MAX_ID_BYTES),
                      row->id);
    tm_buf_byte(out, '\0');
}

static tamis_status show_contradiction(const tm_dataset *dataset, const tm_contradiction *found,
                                       tamis_error *err)
{
    tm_buf clean = {0};
    tm_buf contaminated = {0};
    put_place(&clean, &dataset->row[found->clean]);
    put_place(&contaminated, &dataset->row[found->contaminated]);
    const bool failed = clean.failed || contaminated.failed;
    if (!failed && strcmp(clean.ptr, contaminated.ptr) != 0)
        tm_complain("the same text is clean in %s and contaminated in %s", clean.ptr,
                    contaminated.ptr);
    else if (!failed)
        tm_complain("the same text is clean and contaminated in %s: documents %zu and %zu of "
                    "those read",
                    clean.ptr, found->clean + 1, found->contaminated + 1);
    tm_buf_free(&clean);
    tm_buf_free(&contaminated);
    return failed ? tm_fail(err, TAMIS_ENOMEM, "out of memory") : TAMIS_OK;
}

static tamis_status judge_contradictions(const tm_dataset *dataset,
                                         const tm_data_options *options, tamis_error *err)
{
    tm_contradiction *found = NULL;
    size_t n;
    TM_TRY(tm_dataset_contradictions(&found, &n, dataset, err));
    tamis_status status = TAMIS_OK;
    for (size_t i = 0; i < n && i < MAX_LISTED && status == TAMIS_OK; i++)
        status = show_contradiction(dataset, &found[i], err);
    free(found);
    TM_TRY(status);
    if (n > MAX_LISTED)
        tm_complain("and %zu more", n - MAX_LISTED);
    if (n == 0 || options->admit_contradictions)
        return TAMIS_OK;
    return tm_fail(
        err, TAMIS_EFORMAT,
        "clean in one place and contaminated in another: %zu of the texts; decide which they "
        "are, and correct or take out what says otherwise",
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
