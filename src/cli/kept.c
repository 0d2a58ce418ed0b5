// Not the records are copied but the ranges between those that are dropped, so that blank lines,
// line ends, byte-order marks, damaged records and those too long to be read come out as they
// are. The container is opened again for that, and must be the file that was read, from
// beginning to end: size and modification time are compared, before and after.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

enum { COPY_BYTES = 256 << 10 };

tamis_status tm_kept_open(tm_kept *kept, const char *path, tamis_error *err)
{
    struct stat info;
    *kept = (tm_kept){.path = path, .fd = -1, .spool = -1, .source = -1};
    if (!path)
        return TAMIS_OK;
    tm_buf_text(&kept->part, path);
    tm_buf_text(&kept->part, ".part");
    tm_buf_byte(&kept->part, '\0');
    TM_TRY(tm_buf_check(&kept->part, err));
    if (lstat(path, &info) == 0) {
        if (!S_ISREG(info.st_mode))
            return tm_fail(err, TAMIS_EINVAL, "%.180s: exists and is not a regular file", path);
        kept->old = tm_identity_of(&info);
    }
    // What a run that was killed has left behind.
    if (lstat(kept->part.ptr, &info) == 0 && S_ISREG(info.st_mode))
        unlink(kept->part.ptr);
    kept->fd = tm_folder_create(AT_FDCWD, kept->part.ptr);
    return kept->fd >= 0 ? TAMIS_OK : tm_file_fail(err, kept->part.ptr);
}

static tamis_status copy_all(int from, int to, const char *name, tamis_error *err)
{
    char *const block = malloc(COPY_BYTES);
    ssize_t n = 1;
    tamis_status status = block ? TAMIS_OK : tm_fail(err, TAMIS_ENOMEM, "out of memory");
    while (status == TAMIS_OK && n > 0) {
        do {
            n = read(from, block, COPY_BYTES);
        } while (n < 0 && errno == EINTR);
        if (n < 0 || (n > 0 && tm_fd_write(to, (tm_str){block, (size_t)n}) != 0))
            status = tm_file_fail(err, name);
    }
    free(block);
    return status;
}

tamis_status tm_kept_spool(tm_kept *kept, tamis_error *err)
{
    tm_buf name = {0};
    tm_buf_text(&name, kept->path);
    tm_buf_text(&name, ".stdin");
    tm_buf_byte(&name, '\0');
    TM_TRY(tm_buf_check(&name, err));
    kept->spool = tm_folder_create(AT_FDCWD, name.ptr);
    tamis_status status = kept->spool >= 0 ? TAMIS_OK : tm_file_fail(err, name.ptr);
    if (status == TAMIS_OK)
        unlink(name.ptr);
    if (status == TAMIS_OK)
        status = copy_all(STDIN_FILENO, kept->spool, "stdin", err);
    tm_buf_free(&name);
    return status;
}

// ---- Ranges ---------------------------------------------------------------------------------

static tamis_status fail_source(tm_kept *kept, tamis_error *err)
{
    kept->failed = true;
    return tm_fail(err, TAMIS_EIO, "%.100s: changed while it was read; %.100s is not written",
                   kept->source_path.ptr, kept->path);
}

// Copies the source's bytes up to `end`, or to where it ends.
static tamis_status copy_to(tm_kept *kept, uint64_t end, tamis_error *err)
{
    char *const block = malloc(COPY_BYTES);
    if (!block)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    tamis_status status = TAMIS_OK;
    while (status == TAMIS_OK && kept->position < end) {
        const uint64_t left = end - kept->position;
        const size_t room = left < COPY_BYTES ? (size_t)left : COPY_BYTES;
        ssize_t n;
        do {
            n = pread(kept->source, block, room, (off_t)kept->position);
        } while (n < 0 && errno == EINTR);
        if (n < 0)
            status = tm_file_fail(err, kept->source_path.ptr);
        else if (n == 0)
            break;
        else if (tm_fd_write(kept->fd, (tm_str){block, (size_t)n}) != 0)
            status = tm_file_fail(err, kept->part.ptr);
        kept->position += n > 0 ? (uint64_t)n : 0;
    }
    free(block);
    return status;
}

static bool source_is_unchanged(const tm_kept *kept)
{
    struct stat info;
    if (fstat(kept->source, &info) != 0)
        return false;
    const tm_identity now = tm_identity_of(&info);
    return tm_identity_same_content(&kept->source_file, &now);
}

static tamis_status end_source(tm_kept *kept, tamis_error *err)
{
    if (kept->source < 0)
        return TAMIS_OK;
    tamis_status status = copy_to(kept, UINT64_MAX, err);
    if (status == TAMIS_OK && !source_is_unchanged(kept))
        status = fail_source(kept, err);
    if (kept->source != kept->spool)
        close(kept->source);
    kept->source = -1;
    return status;
}

static tamis_status begin_source(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    struct stat info;
    const bool is_stdin = strcmp(record->path, "-") == 0;
    tm_buf_clear(&kept->source_path);
    tm_buf_text(&kept->source_path, record->path);
    tm_buf_byte(&kept->source_path, '\0');
    TM_TRY(tm_buf_check(&kept->source_path, err));
    kept->position = 0;
    kept->source = is_stdin ? kept->spool
                            : open(record->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (kept->source < 0 || fstat(kept->source, &info) != 0)
        return tm_file_fail(err, record->path);
    kept->source_file = tm_identity_of(&info);
    if (record->file && !tm_identity_same_content(record->file, &kept->source_file))
        return fail_source(kept, err);
    if (kept->old.inode != 0 && kept->old.inode == kept->source_file.inode &&
        kept->old.device == kept->source_file.device)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.180s: is an input; name another file for what is kept", kept->path);
    return TAMIS_OK;
}

static bool goes_on(const tm_kept *kept, const tm_kept_record *record)
{
    return kept->source >= 0 && record->number > kept->record &&
           strcmp(kept->source_path.ptr, record->path) == 0;
}

static tamis_status take(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    char byte = 0;
    if (!goes_on(kept, record)) {
        TM_TRY(end_source(kept, err));
        TM_TRY(begin_source(kept, record, err));
    }
    kept->record = record->number;
    if (!record->dropped)
        return TAMIS_OK;
    TM_TRY(copy_to(kept, record->begin, err));
    if (kept->position != record->begin)
        return fail_source(kept, err);
    kept->position = record->end;
    if (pread(kept->source, &byte, 1, (off_t)kept->position) == 1 && byte == '\n')
        kept->position++;
    return TAMIS_OK;
}

tamis_status tm_kept_take(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    if (kept->fd < 0 || kept->failed)
        return TAMIS_OK;
    const tamis_status status = take(kept, record, err);
    kept->failed = kept->failed || status < 0;
    return status;
}

// ---- The end --------------------------------------------------------------------------------

static tamis_status put_in_place(tm_kept *kept, tamis_error *err)
{
    const tm_str folder = tm_path_parent(tm_str_of(kept->path));
    tm_buf name = {0};
    tm_buf_add(&name, folder.len > 0 ? folder : tm_str_of("."));
    tm_buf_byte(&name, '\0');
    TM_TRY(tm_buf_check(&name, err));
    const mode_t mode = kept->old.inode != 0 ? kept->old.mode & 07777 : 0644;
    tamis_status status = TAMIS_OK;
    if (fchmod(kept->fd, mode) != 0 || tm_folder_sync(kept->fd) != 0 ||
        rename(kept->part.ptr, kept->path) != 0)
        status = tm_file_fail(err, kept->path);
    const int fd = status == TAMIS_OK ? tm_folder_open(name.ptr) : -1;
    if (status == TAMIS_OK && (fd < 0 || tm_folder_sync(fd) != 0))
        status = tm_file_fail(err, kept->path);
    if (fd >= 0)
        close(fd);
    tm_buf_free(&name);
    return status;
}

tamis_status tm_kept_close(tm_kept *kept, bool wanted, tamis_error *err)
{
    tamis_status status = TAMIS_OK;
    if (kept->fd >= 0) {
        wanted = wanted && !kept->failed;
        status = wanted ? end_source(kept, err) : TAMIS_OK;
        wanted = wanted && status == TAMIS_OK;
        if (wanted)
            status = put_in_place(kept, err);
        if (!wanted || status < 0)
            unlink(kept->part.ptr);
        close(kept->fd);
    }
    if (kept->source >= 0 && kept->source != kept->spool)
        close(kept->source);
    if (kept->spool >= 0)
        close(kept->spool);
    tm_buf_free(&kept->part);
    tm_buf_free(&kept->source_path);
    kept->fd = kept->source = kept->spool = -1;
    return status;
}
