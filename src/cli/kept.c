// What is copied is everything between the dropped records (remainder.c), not the kept records one
// by one. So blank lines, line ends, byte-order marks, damaged or overlong records and the records
// of a web archive that hold no document stay as they are. The container is opened again for that,
// and must still be the file that was screened: size and modification time are compared before and
// after.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/kept.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

enum { MAX_TRIES = 10 };

static bool is_same_file(const tm_identity *a, const tm_identity *b)
{
    return a->inode != 0 && a->inode == b->inode && a->device == b->device;
}

// Opens the part, empty and locked. A part that a killed run has left is used, one that another run
// is writing is refused. That run may end and rename its part to OUT between our opening and
// locking it, so the name is checked once more after the lock.
static tamis_status open_part(tm_kept *kept, tamis_error *err)
{
    struct stat info;
    for (int i = 0; i < MAX_TRIES; i++) {
        kept->fd =
            open(kept->part.ptr,
                 O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
        if (kept->fd < 0 || fstat(kept->fd, &info) != 0)
            return tm_file_fail(err, kept->part.ptr);
        if (!S_ISREG(info.st_mode))
            return tm_fail(err, TAMIS_EINVAL, "%.180s: exists and is not a regular file",
                           kept->part.ptr);
        if (tm_fd_lock(kept->fd, false) != 0)
            return tm_fail(err, TAMIS_EIO, "%.180s: another run is writing it", kept->part.ptr);
        kept->file = tm_identity_of(&info);
        if (lstat(kept->part.ptr, &info) == 0) {
            const tm_identity named = tm_identity_of(&info);
            if (is_same_file(&kept->file, &named))
                return ftruncate(kept->fd, 0) == 0 ? TAMIS_OK
                                                   : tm_file_fail(err, kept->part.ptr);
        }
        close(kept->fd);
        kept->fd = -1;
    }
    return tm_fail(err, TAMIS_EIO, "%.180s: other runs are writing it", kept->part.ptr);
}

tamis_status tm_kept_open(tm_kept *kept, const char *path, const tm_stream_limits *limits,
                          tamis_error *err)
{
    struct stat info;
    *kept = (tm_kept){.path = path, .limits = limits, .fd = -1};
    if (!path)
        return TAMIS_OK;
    tm_buf_text(&kept->part, path);
    tm_buf_text(&kept->part, ".part");
    tm_buf_byte(&kept->part, '\0');
    TM_TRY(tm_buf_check(&kept->part, err));
    if (lstat(path, &info) == 0) {
        if (!S_ISREG(info.st_mode))
            return tm_fail(err, TAMIS_EINVAL, "%.180s: exists and is not a regular file", path);
        if (info.st_size > 0) // told now, not after hours of work
            return tm_fail(err, TAMIS_EINVAL, "%.180s: exists; nothing is replaced", path);
        kept->old = tm_identity_of(&info);
    }
    const tamis_status status = open_part(kept, err);
    kept->open = status == TAMIS_OK;
    if (status < 0 && kept->fd >= 0)
        close(kept->fd);
    return status;
}

bool tm_kept_is(const tm_kept *kept, const tm_identity *file)
{
    return kept->open && file && is_same_file(&kept->file, file);
}

// ---- Containers ------------------------------------------------------------------------------

static tamis_status end_source(tm_kept *kept, tamis_error *err)
{
    const tamis_status status = kept->within ? tm_remainder_end(&kept->source, err) : TAMIS_OK;
    tm_remainder_free(&kept->source);
    kept->within = false;
    return status;
}

static tamis_status set_path(tm_kept *kept, const char *path, tamis_error *err)
{
    tm_buf_clear(&kept->source_path);
    tm_buf_text(&kept->source_path, strcmp(path, "-") == 0 ? kept->stdin_path : path);
    tm_buf_byte(&kept->source_path, '\0');
    return tm_buf_check(&kept->source_path, err);
}

// One kept file holds one kind of container, packed in one way. An empty container fits any.
static tamis_status check_kind(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    const tm_packing packing = tm_remainder_packing(&kept->source);
    if (tm_remainder_file(&kept->source)->size_bytes == 0)
        return TAMIS_OK;
    if (kept->format == TM_FORMAT_AUTO) {
        kept->format = record->record->format;
        kept->packing = packing;
    }
    if (kept->format == record->record->format && kept->packing == packing)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%.100s: of another format or packed otherwise than what comes before; "
                   "%.80s can hold one kind",
                   record->path, kept->path);
}

// Ends a last record without a line end, which would run into the next container.
static tamis_status end_record(tm_kept *kept, tamis_error *err)
{
    const char *const end = kept->format == TM_FORMAT_WARC ? "\r\n\r\n" : "\n";
    const bool unended = kept->unended;
    kept->unended = false;
    return unended ? tm_remainder_write(kept->fd, kept->part.ptr, kept->packing, tm_str_of(end),
                                        err)
                   : TAMIS_OK;
}

static tamis_status begin_source(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    tm_remainder *const source = &kept->source;
    TM_TRY(set_path(kept, record->path, err));
    source->out = kept->fd;
    source->out_path = kept->path;
    TM_TRY(tm_remainder_begin(source, kept->source_path.ptr, kept->limits, err));
    TM_TRY(check_kind(kept, record, err));
    if (record->file && !tm_identity_same_content(record->file, tm_remainder_file(source)))
        return tm_remainder_fail(source, err);
    if (is_same_file(&kept->old, tm_remainder_file(source)))
        return tm_fail(err, TAMIS_EINVAL,
                       "%.180s: is an input; name another file for what is kept", kept->path);
    kept->within = true;
    kept->input = record->input;
    return end_record(kept, err);
}

static tamis_status take(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    const tm_record *const r = record->record;
    if (!kept->within || record->input != kept->input) {
        TM_TRY(end_source(kept, err));
        TM_TRY(begin_source(kept, record, err));
    }
    kept->unended = r->unended && !record->dropped;
    return record->dropped ? tm_remainder_cut(&kept->source, r->offset, r->end, &r->member, err)
                           : TAMIS_OK;
}

tamis_status tm_kept_take(tm_kept *kept, const tm_kept_record *record, tamis_error *err)
{
    if (!kept->open || kept->failed)
        return TAMIS_OK;
    const tamis_status status = take(kept, record, err);
    kept->failed = status < 0;
    return status;
}

// ---- The end --------------------------------------------------------------------------------

static tamis_status put_in_place(tm_kept *kept, tamis_error *err)
{
    const tm_str folder = tm_path_parent(tm_str_of(kept->path));
    tm_buf name = {0};
    tm_buf_add(&name, folder.len > 0 ? folder : tm_str_of("."));
    tm_buf_byte(&name, '\0');
    const mode_t mode = kept->old.inode != 0 ? kept->old.mode & 07777 : 0644;
    tamis_status status = tm_buf_check(&name, err);
    if (status == TAMIS_OK && (fchmod(kept->fd, mode) != 0 || tm_folder_sync(kept->fd) != 0 ||
                               rename(kept->part.ptr, kept->path) != 0))
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
    if (kept->open) {
        wanted = wanted && !kept->failed;
        status = wanted ? end_source(kept, err) : TAMIS_OK;
        wanted = wanted && status == TAMIS_OK;
        if (wanted)
            status = put_in_place(kept, err);
        if (!wanted || status < 0)
            unlink(kept->part.ptr);
        close(kept->fd);
    }
    tm_remainder_free(&kept->source);
    tm_buf_free(&kept->part);
    tm_buf_free(&kept->source_path);
    *kept = (tm_kept){.fd = -1};
    return status;
}
