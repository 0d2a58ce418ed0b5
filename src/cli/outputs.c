// A report written over the labelled data would destroy days of work. A file named twice on a
// command line is a mistake, and is refused before anything is done. Nobody should train for minutes
// and then learn that the folder of the model does not exist.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/outputs.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "cli/console.h"

static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

// The absolute path of the output or, if it does not exist yet, of its folder. TAMIS_DONE when that
// does not exist either.
static tamis_status find_place(tm_buf *place, const char *output, tamis_error *err)
{
    tm_buf parent = {0};
    tm_buf_add(&parent, tm_path_parent(tm_str_of(output)));
    if (parent.len == 0)
        tm_buf_text(&parent, ".");
    tm_buf_byte(&parent, '\0');
    tamis_status status = tm_buf_check(&parent, err);
    if (status == TAMIS_OK && tm_folder_path(place, output) != 0 &&
        tm_folder_path(place, parent.ptr) != 0)
        status = TAMIS_DONE;
    tm_buf_free(&parent);
    return status;
}

// Whether `output` is `folder`, or lies in it, or would.
static tamis_status look_within(bool *within, const char *output, const char *folder,
                                tamis_error *err)
{
    tm_buf inner = {0}, outer = {0};
    tamis_status status = TAMIS_DONE; // a folder that is not there yet has nothing in it
    if (tm_folder_path(&outer, folder) == 0)
        status = find_place(&inner, output, err);
    tm_buf_byte(&inner, '/');
    tm_buf_byte(&outer, '/');
    if (status == TAMIS_OK)
        status = tm_buf_check(inner.failed ? &inner : &outer, err);
    *within = status == TAMIS_OK && tm_str_starts_with(tm_buf_str(&inner), tm_buf_str(&outer));
    tm_buf_free(&inner);
    tm_buf_free(&outer);
    return status < 0 ? status : TAMIS_OK;
}

// In a folder with labels the files of these two are documents (read/labelled.h).
static tamis_status check_labelled(const char *output, const char *input, tamis_error *err)
{
    static const char *const labels[] = {"clean", "contaminated"};
    tm_buf folder = {0};
    tamis_status status = TAMIS_OK;
    bool within = false;
    for (size_t i = 0; i < 2 && status == TAMIS_OK && !within; i++) {
        tm_buf_clear(&folder);
        tm_buf_format(&folder, "%s/%s", input, labels[i]);
        tm_buf_byte(&folder, '\0');
        status = tm_buf_check(&folder, err);
        if (status == TAMIS_OK)
            status = look_within(&within, output, folder.ptr, err);
    }
    tm_buf_free(&folder);
    if (status == TAMIS_OK && within)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.180s: lies among the labelled documents; name another place", output);
    return status;
}

tamis_status tm_outputs_check_input(const char *output, const char *input, tamis_error *err)
{
    if (!output || !input || !is_same_file(output, input))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "%.180s: is an input; name another file to write",
                   output);
}

tamis_status tm_outputs_check_inputs(const char *output, char *const *inputs, tamis_error *err)
{
    for (; *inputs; inputs++)
        TM_TRY(tm_outputs_check_input(output, *inputs, err));
    return TAMIS_OK;
}

tamis_status tm_outputs_check(const char *const *outputs, size_t n, char *const *inputs,
                              tamis_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!outputs[i])
            continue;
        TM_TRY(tm_output_check(outputs[i], err));
        TM_TRY(tm_outputs_check_inputs(outputs[i], inputs, err));
        for (char *const *input = inputs; *input; input++)
            TM_TRY(check_labelled(outputs[i], *input, err));
        for (size_t j = 0; j < i; j++)
            if (outputs[j] && is_same_file(outputs[i], outputs[j]))
                return tm_fail(err, TAMIS_EINVAL,
                               "%.180s: is to be written twice; name two files", outputs[i]);
    }
    return TAMIS_OK;
}

static tamis_status check_place(const char *path, tamis_error *err)
{
    struct stat info;
    if (lstat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return tm_fail(err, TAMIS_EINVAL,
                       S_ISLNK(info.st_mode)
                           ? "%.180s: is a symbolic link; name the file that it leads to"
                           : "%.180s: exists and is not a regular file",
                       path);
    const char *const slash = strrchr(path, '/');
    tm_buf folder = {0};
    tm_buf_add(&folder, slash ? (tm_str){path, (size_t)(slash - path) + 1} : tm_str_of("."));
    tm_buf_byte(&folder, '\0');
    tamis_status status = tm_buf_check(&folder, err);
    if (status == TAMIS_OK && access(folder.ptr, W_OK | X_OK) != 0)
        status = tm_file_fail(err, folder.ptr);
    tm_buf_free(&folder);
    return status;
}

tamis_status tm_outputs_check_places(const char *const *outputs, size_t n, tamis_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (outputs[i])
            TM_TRY(check_place(outputs[i], err));
    return TAMIS_OK;
}

tamis_status tm_outputs_check_store(const char *output, const char *store, tamis_error *err)
{
    bool within = false;
    if (output && store)
        TM_TRY(look_within(&within, output, store, err));
    return within ? tm_fail(err, TAMIS_EINVAL,
                            "%.180s: lies in the store, where only its own files are; name "
                            "another place",
                            output)
                  : TAMIS_OK;
}
