// The walk keeps a stack of its own with one sorted listing per level, bounded by max_depth. A
// directory is open only while it is listed. Listing n entries costs O(n log n).
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/num.h"
#include "base/part.h"

tamis_status tm_file_fail(tamis_error *err, const char *path)
{
    char reason[64];
    const int number = errno;
    if (number == ENOMEM)
        return tm_fail(err, TAMIS_ENOMEM, "%.180s: out of memory", path);
    if (strerror_r(number, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", number);
    return tm_fail(err, TAMIS_EIO, "%.180s: %s", path, reason);
}

// ---- Reading --------------------------------------------------------------------------------

tamis_status tm_file_read(tm_buf *out, const char *path, size_t limit_bytes, tamis_error *err)
{
    struct stat info;
    const size_t begin = out->len;
    // O_NONBLOCK: opening a pipe that nobody writes to would block before we see that it is one.
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return tm_file_fail(err, path);
    tamis_status status;
    if (fstat(fd, &info) != 0)
        status = tm_file_fail(err, path);
    else if (!S_ISREG(info.st_mode))
        status = tm_fail(err, TAMIS_EINVAL,
                         S_ISDIR(info.st_mode) ? "%.180s: is a directory"
                                               : "%.180s: not a regular file",
                         path);
    else if (tm_fd_read(out, fd, limit_bytes) == 0)
        status = TAMIS_OK;
    else if (errno == EFBIG)
        status = tm_fail(err, TAMIS_ELIMIT, "%.180s: larger than %zu bytes", path, limit_bytes);
    else
        status = tm_file_fail(err, path);
    if (status != TAMIS_OK)
        out->len = begin;
    close(fd);
    return status;
}

// ---- Writing --------------------------------------------------------------------------------

// Checks that `path` may be replaced: it is a regular file, whose mode goes to *mode, or does not
// exist (mode 0). Renaming over a link or a device would remove the link or the device.
static tamis_status check_target(mode_t *mode, const char *path, tamis_error *err)
{
    struct stat info;
    *mode = 0;
    if (lstat(path, &info) != 0)
        return errno == ENOENT ? TAMIS_OK : tm_file_fail(err, path);
    if (!S_ISREG(info.st_mode))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: exists and is not a regular file", path);
    *mode = info.st_mode;
    return TAMIS_OK;
}

tamis_status tm_file_write(const char *path, tm_str bytes, tamis_error *err)
{
    tm_part part;
    mode_t mode;
    TM_TRY(check_target(&mode, path, err));
    // The new file is private until tm_part_commit gives it the mode of the old one.
    TM_TRY(tm_part_open(&part, path, mode != 0 ? 0600 : 0666, err));
    if (tm_fd_write(part.fd, bytes) == 0)
        return tm_part_commit(&part, mode, true, err);
    const tamis_status status = tm_file_fail(err, path);
    tm_part_drop(&part);
    return status;
}

// ---- Walking --------------------------------------------------------------------------------

// One directory on the way down: its entries, sorted, and how far the walk has come in it.
typedef struct level {
    tm_buf bytes;       // the names, each ended by NUL; a directory's name by '/' and NUL
    const char **names; // [n_names], pointers into `bytes`
    size_t n_names, cap;
    size_t next;     // index of the next name to visit
    size_t path_len; // length of the directory's own path
} level;

typedef struct journey {
    const tm_walk *walk;
    level *levels;
    size_t depth; // levels in use
    size_t cap;
    tm_buf path; // NUL-terminated; `len` does not count the NUL
} journey;

static void level_free(level *here)
{
    free(here->names);
    tm_buf_free(&here->bytes);
}

// Sets trip->path to `name` below the directory whose path is its first `folder_len` bytes.
static tamis_status set_path(journey *trip, size_t folder_len, const char *name,
                             tamis_error *err)
{
    tm_buf *const path = &trip->path;
    path->len = folder_len;
    if (folder_len > 0 && path->ptr[folder_len - 1] != '/')
        tm_buf_byte(path, '/');
    tm_buf_text(path, name);
    tm_buf_byte(path, '\0');
    TM_TRY(tm_buf_check(path, err));
    path->len--;
    return TAMIS_OK;
}

// A directory while it is listed.
typedef struct listing {
    const tm_walk *walk;
    level *here;
    const char *path;
} listing;

// Adds an entry if it is a regular file or a directory, tells a link; an entry that has vanished
// meanwhile is skipped.
static tamis_status add_entry(void *context, int fd, const char *name, tamis_error *err)
{
    const listing *const list = context;
    level *const here = list->here;
    struct stat info;
    if (tm_folder_stat(&info, fd, name) != 0)
        return errno == ENOENT ? TAMIS_OK : tm_file_fail(err, list->path);
    if (S_ISLNK(info.st_mode) && list->walk->link)
        list->walk->link(list->walk->context);
    if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
        return TAMIS_OK;
    tm_buf_text(&here->bytes, name);
    if (S_ISDIR(info.st_mode))
        tm_buf_byte(&here->bytes, '/');
    tm_buf_byte(&here->bytes, '\0');
    here->n_names++;
    return TAMIS_OK;
}

// Since a directory's name ends in '/', sorting names gives the byte order of the paths below them.
static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static tamis_status sort_entries(level *here, tamis_error *err)
{
    void *names = here->names;
    TM_TRY(tm_buf_check(&here->bytes, err));
    if (!tm_grow(&names, &here->cap, here->n_names, sizeof *here->names))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    here->names = names;
    const char *name = here->bytes.ptr;
    for (size_t i = 0; i < here->n_names; i++) {
        here->names[i] = name;
        name += strlen(name) + 1;
    }
    if (here->n_names > 0)
        qsort(here->names, here->n_names, sizeof *here->names, compare_names);
    return TAMIS_OK;
}

// Pushes a level for the directory trip->path. The root may be a link; below it, a link that has
// taken the place of a directory is not followed.
static tamis_status enter(journey *trip, tamis_error *err)
{
    const char *const path = trip->path.ptr;
    void *levels = trip->levels;
    if (trip->depth > trip->walk->max_depth)
        return tm_fail(err, TAMIS_ELIMIT, "%.180s: nested deeper than %zu folders", path,
                       trip->walk->max_depth);
    if (!tm_grow(&levels, &trip->cap, trip->depth + 1, sizeof *trip->levels))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    trip->levels = levels;
    const int no_follow = trip->depth > 0 ? O_NOFOLLOW : 0;
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | no_follow);
    level here = {.path_len = trip->path.len};
    listing list = {trip->walk, &here, path};
    tamis_status status = tm_folder_each(fd, path, add_entry, &list, err);
    if (status == TAMIS_OK)
        status = sort_entries(&here, err);
    if (status != TAMIS_OK) {
        level_free(&here);
        return status;
    }
    trip->levels[trip->depth++] = here;
    return TAMIS_OK;
}

// One step: visits the next entry of the innermost directory, or goes up when it has no more.
// TAMIS_DONE when `visit` asked to stop.
static tamis_status walk_on(journey *trip, tamis_error *err)
{
    const tm_walk *const walk = trip->walk;
    level *const here = &trip->levels[trip->depth - 1];
    tamis_error trouble;
    if (here->next == here->n_names) {
        level_free(here);
        trip->depth--;
        return TAMIS_OK;
    }
    TM_TRY(set_path(trip, here->path_len, here->names[here->next++], err));
    char *const path = trip->path.ptr;
    char *const last = path + trip->path.len - 1;
    if (*last != '/')
        return walk->visit(walk->context, path) ? TAMIS_OK : TAMIS_DONE;
    // Without its '/', which would make open() follow a link put in its place.
    *last = '\0';
    trip->path.len--;
    if (walk->skip && walk->skip(walk->context, path))
        return TAMIS_OK;
    const tamis_status status = enter(trip, &trouble);
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", trouble.message);
    if (status != TAMIS_OK && walk->trouble)
        walk->trouble(walk->context, path, &trouble);
    return TAMIS_OK;
}

tamis_status tm_file_walk(const char *root, const tm_walk *walk, tamis_error *err)
{
    journey trip = {.walk = walk};
    tamis_status status = set_path(&trip, 0, root, err);
    if (status == TAMIS_OK)
        status = enter(&trip, err);
    while (status == TAMIS_OK && trip.depth > 0)
        status = walk_on(&trip, err);
    while (trip.depth > 0)
        level_free(&trip.levels[--trip.depth]);
    free(trip.levels);
    tm_buf_free(&trip.path);
    return status == TAMIS_DONE ? TAMIS_OK : status;
}
