// Write, fsync, rename, fsync the directory: in this order the final name never stands for half a
// file, not even after a power cut.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "base/part.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum {
    MAX_NAMES = 1000, // tried: earlier processes with our number may have left some behind
    BLOCK_BYTES = 16 << 10
};

bool tm_part_has_name(const char *path)
{
    static const char begin[] = ".tamis-", end[] = ".part";
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;
    const size_t len = strlen(name);
    return len >= sizeof begin + sizeof end - 2 &&
           strncmp(name, begin, sizeof begin - 1) == 0 &&
           strcmp(name + len - (sizeof end - 1), end) == 0;
}

// Creates the file in part->folder, which is closed on failure.
static tamis_status create(tm_part *part, mode_t mode, tamis_error *err)
{
    int fd = -1;
    errno = EEXIST;
    for (int i = 0; i < MAX_NAMES && fd < 0 && errno == EEXIST; i++) {
        snprintf(part->part_name, sizeof part->part_name, ".tamis-%ld-%d.part", (long)getpid(),
                 i);
        fd = tm_folder_create(part->folder, part->part_name, mode);
    }
    if (fd < 0) {
        const tamis_status status = tm_file_fail(err, part->path);
        close(part->folder);
        return status;
    }
    part->fd = fd;
    part->open = true;
    return TAMIS_OK;
}

static tamis_status set_names(tm_part *part, const char *path, tamis_error *err)
{
    const tm_str whole = tm_str_of(path);
    const tm_str name = tm_path_name(whole);
    part->open = part->placed = false;
    if (whole.len > TM_MAX_PATH_BYTES || name.len == 0 || name.len > TM_MAX_NAME_BYTES ||
        tm_str_equal(name, tm_str_of(".")) || tm_str_equal(name, tm_str_of("..")))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: no name for a file", path);
    memcpy(part->path, path, whole.len + 1);
    memcpy(part->name, name.ptr, name.len);
    part->name[name.len] = '\0';
    return TAMIS_OK;
}

tamis_status tm_part_open_at(tm_part *part, int root, const char *path, tamis_error *err)
{
    TM_TRY(set_names(part, path, err));
    if (!tm_path_is_beneath(tm_str_of(path)))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: does not stay beneath its directory", path);
    const tm_str parent = tm_path_parent(tm_str_of(path));
    part->folder = tm_folder_beneath(root, parent, false);
    if (part->folder < 0 && errno == ENOENT)
        part->folder = tm_folder_beneath(root, parent, true);
    return part->folder < 0 ? tm_file_fail(err, path) : create(part, 0600, err);
}

tamis_status tm_part_open(tm_part *part, const char *path, mode_t mode, tamis_error *err)
{
    char folder[TM_MAX_PATH_BYTES + 1];
    TM_TRY(set_names(part, path, err));
    const tm_str parent = tm_path_parent(tm_str_of(path));
    memcpy(folder, parent.ptr, parent.len);
    folder[parent.len] = '\0';
    part->folder = tm_folder_open(parent.len ? folder : ".");
    return part->folder < 0 ? tm_file_fail(err, path) : create(part, mode, err);
}

// Whether the final name is free or belongs to a regular file; else errno says why not.
static bool may_replace(const tm_part *part)
{
    struct stat info;
    if (tm_folder_stat(&info, part->folder, part->name) != 0)
        return errno == ENOENT;
    if (S_ISREG(info.st_mode))
        return true;
    errno = EEXIST;
    return false;
}

static bool move(const tm_part *part, bool replace)
{
    if (!replace)
        return tm_folder_move(part->folder, part->part_name, part->folder, part->name) == 0;
    return may_replace(part) &&
           renameat(part->folder, part->part_name, part->folder, part->name) == 0;
}

// Gives the file its mode (0: leaves it alone) and writes it to the disk.
static tamis_status finish(tm_part *part, mode_t mode, tamis_error *err)
{
    const bool has_mode = mode == 0 || fchmod(part->fd, mode & 07777) == 0;
    return has_mode && tm_folder_sync(part->fd) == 0 ? TAMIS_OK : tm_file_fail(err, part->path);
}

static tamis_status place(tm_part *part, bool replace, tamis_error *err)
{
    part->placed = move(part, replace);
    if (!part->placed && !replace && errno == EEXIST)
        return tm_fail(err, TAMIS_EIO, "%.180s: exists; nothing is replaced", part->path);
    if (!part->placed || tm_folder_sync(part->folder) != 0)
        return tm_file_fail(err, part->path);
    return TAMIS_OK;
}

// Closes the part; removes the file if it has not got its name.
static tamis_status end(tm_part *part, tamis_status status)
{
    if (!part->placed) {
        tm_part_drop(part);
        return status;
    }
    close(part->fd);
    close(part->folder);
    part->open = false;
    return status;
}

tamis_status tm_part_commit(tm_part *part, mode_t mode, bool replace, tamis_error *err)
{
    tamis_status status = finish(part, mode, err);
    if (status == TAMIS_OK)
        status = place(part, replace, err);
    return end(part, status);
}

// Keeps the owner of `original` if we may; returns the mode that the file is to have.
static mode_t take_owner(const tm_part *part, const tm_identity *original)
{
    const bool kept = fchown(part->fd, original->owner, original->group) == 0;
    return original->mode & (kept ? 07777 : 01777);
}

static tamis_status check_original(const tm_part *part, const tm_identity *original,
                                   tamis_error *err)
{
    struct stat info = {0};
    if (tm_folder_stat(&info, part->folder, part->name) != 0 && errno != ENOENT)
        return tm_file_fail(err, part->path);
    const tm_identity now = tm_identity_of(&info);
    return tm_identity_same_content(original, &now)
               ? TAMIS_OK
               : tm_fail(err, TAMIS_EIO,
                         "%.150s: changed since it was read; it is left as it is", part->path);
}

tamis_status tm_part_replace(tm_part *part, const tm_identity *original, tamis_error *err)
{
    tamis_status status = finish(part, take_owner(part, original), err);
    if (status == TAMIS_OK)
        status = check_original(part, original, err); // as late as can be
    if (status == TAMIS_OK)
        status = place(part, true, err);
    return end(part, status);
}

// Reads a whole block, or less at the end of the file; -1 with errno set.
static ssize_t read_block(char block[BLOCK_BYTES], int fd, off_t at)
{
    size_t len = 0;
    while (len < BLOCK_BYTES) {
        const ssize_t n = pread(fd, block + len, BLOCK_BYTES - len, at + (off_t)len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return n;
        if (n == 0)
            break;
        len += (size_t)n;
    }
    return (ssize_t)len;
}

static bool same_bytes(int a, int b)
{
    char left[BLOCK_BYTES], right[BLOCK_BYTES];
    for (off_t at = 0;; at += BLOCK_BYTES) {
        const ssize_t n = read_block(left, a, at);
        if (n < 0 || read_block(right, b, at) != n || memcmp(left, right, (size_t)n) != 0)
            return false;
        if (n < BLOCK_BYTES)
            return true;
    }
}

bool tm_part_is_there(const tm_part *part)
{
    struct stat info;
    const int fd = tm_folder_read(part->folder, part->name);
    if (fd < 0)
        return false;
    const bool same =
        fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && same_bytes(fd, part->fd);
    close(fd);
    return same;
}

void tm_part_drop(tm_part *part)
{
    if (!part->open)
        return;
    tm_folder_remove(part->folder, part->part_name);
    close(part->fd);
    close(part->folder);
    part->open = false;
}
