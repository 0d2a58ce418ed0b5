// In a folder of many documents each keeps its path, without a leading "/" and without "." and
// empty components: "./a//b" and "a/b" are the same.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/clean_places.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sidecar_name.h"

tamis_status tm_clean_make_folder(const char *folder, tamis_error *err)
{
    if (folder && mkdir(folder, 0777) != 0 && errno != EEXIST)
        return tm_file_fail(err, folder);
    return TAMIS_OK;
}

static void put_name(tm_buf *out, const char *path)
{
    tm_str rest = tm_str_of(path);
    const char *before = "";
    while (rest.len > 0) {
        const tm_str name = tm_str_cut(&rest, '/');
        if (name.len == 0 || tm_str_equal(name, tm_str_of(".")))
            continue;
        tm_buf_text(out, before);
        tm_buf_add(out, name);
        before = "/";
    }
}

static tamis_status open_in(tm_part *part, const char *folder, const char *name,
                            tamis_error *err)
{
    char whole[TM_MAX_PATH_BYTES + 1];
    if (!tm_path_is_beneath(tm_str_of(name)))
        return tm_fail(err, TAMIS_EINVAL,
                       "%.140s: its \"..\" leads out of %.40s; name it by its whole path", name,
                       folder);
    const int root = tm_folder_open(folder);
    if (root < 0)
        return tm_file_fail(err, folder);
    const tamis_status status = tm_part_open_at(part, root, name, err);
    close(root);
    const int len = snprintf(whole, sizeof whole, "%s/%s", folder, name);
    if (status == TAMIS_OK && (size_t)len < sizeof whole)
        memcpy(part->path, whole, (size_t)len + 1); // for messages
    return status;
}

static tamis_status open_output_in(tm_part *part, const char *folder, const char *path,
                                   tamis_error *err)
{
    tm_buf name = {0};
    put_name(&name, path);
    tm_buf_byte(&name, '\0');
    tamis_status status = tm_buf_check(&name, err);
    if (status == TAMIS_OK)
        status = open_in(part, folder, name.ptr, err);
    tm_buf_free(&name);
    return status;
}

tamis_status tm_clean_output(tm_part *part, int *fd, const tm_clean_places *places,
                             const char *path, tamis_error *err)
{
    *fd = STDOUT_FILENO;
    if (places->folder)
        TM_TRY(open_output_in(part, places->folder, path, err));
    else if (places->file || places->in_place)
        TM_TRY(tm_part_open(part, places->in_place ? path : places->file, 0600, err));
    else
        return TAMIS_OK;
    *fd = part->fd;
    return TAMIS_OK;
}

// The folder in which sidecars keep the path of their document, or NULL.
static const char *sidecar_folder(const tm_clean_places *places, bool undo)
{
    if (places->sidecar)
        return NULL;
    return places->sidecar_folder || undo ? places->sidecar_folder : places->folder;
}

bool tm_clean_sidecar(tm_buf *out, const tm_clean_places *places, const char *path, bool undo)
{
    const char *const folder = sidecar_folder(places, undo);
    tm_buf_clear(out);
    if (places->sidecar) {
        tm_buf_text(out, places->sidecar);
    } else if (folder) {
        tm_buf_text(out, folder);
        tm_buf_byte(out, '/');
        put_name(out, path);
    } else if (places->file || places->in_place || undo) {
        tm_buf_text(out, places->file ? places->file : path);
    } else {
        return false;
    }
    if (!places->sidecar)
        tm_buf_text(out, TM_SIDECAR_ENDING);
    tm_buf_byte(out, '\0');
    return true;
}

static tamis_status fail_there(const char *path, tamis_error *err)
{
    return tm_fail(err, TAMIS_EIO,
                   "%.140s: is there already; undo that cleaning first, or move it away", path);
}

// Of the 255 bytes that a name may have.
static bool has_room(const tm_clean_places *places, const tm_buf *name)
{
    return places->sidecar || tm_path_name(tm_str_of(name->ptr)).len <= TM_MAX_NAME_BYTES;
}

tamis_status tm_clean_sidecar_open(tm_part *part, const tm_clean_places *places,
                                   const char *path, tamis_error *err)
{
    tm_buf name = {0};
    struct stat info;
    if (!tm_clean_sidecar(&name, places, path, false))
        return TAMIS_OK;
    const char *const folder = sidecar_folder(places, false);
    tamis_status status = tm_buf_check(&name, err);
    if (status == TAMIS_OK && !has_room(places, &name))
        status = tm_fail(err, TAMIS_EINVAL,
                         "%.140s: so long a name leaves no room for " TM_SIDECAR_ENDING
                         ", which that of its sidecar ends in",
                         path);
    else if (status == TAMIS_OK && !places->again && lstat(name.ptr, &info) == 0)
        status = fail_there(name.ptr, err);
    else if (status == TAMIS_OK && folder)
        status = open_in(part, folder, name.ptr + strlen(folder) + 1, err);
    else if (status == TAMIS_OK)
        status = tm_part_open(part, name.ptr, 0600, err);
    tm_buf_free(&name);
    return status;
}

static bool leave_same(tm_part *part, const tm_clean_places *places)
{
    const bool same = places->again && tm_part_is_there(part);
    if (same)
        tm_part_drop(part);
    return same;
}

tamis_status tm_clean_sidecar_commit(tm_part *part, mode_t mode, const tm_clean_places *places,
                                     tamis_error *err)
{
    struct stat info;
    if (leave_same(part, places))
        return TAMIS_OK;
    if (tm_folder_stat(&info, part->folder, part->name) == 0)
        return fail_there(part->path, err);
    return tm_part_commit(part, mode, false, err);
}

tamis_status tm_clean_output_commit(tm_part *part, const tm_identity *original,
                                    const tm_clean_places *places, tamis_error *err)
{
    if (leave_same(part, places))
        return TAMIS_OK;
    return places->in_place ? tm_part_replace(part, original, err)
                            : tm_part_commit(part, original->mode & 01777, false, err);
}
