// openat2 resolves a whole path beneath a directory in one call (RESOLVE_BENEATH, no links). Where
// the kernel or a sandbox does not offer it, the path is opened component by component with
// O_NOFOLLOW. An open directory stays the same directory whatever happens to its name.
//
// renameat2 with RENAME_NOREPLACE moves a file and refuses to replace one in a single step. On
// file systems without it the file is linked to its new name and then unlinked from the old one.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC, READ_BYTES = 256 << 10 };

// ---- Identity -------------------------------------------------------------------------------

tm_identity tm_identity_of(const struct stat *info)
{
    return (tm_identity){
        .device = info->st_dev,
        .inode = info->st_ino,
        .size_bytes = (uint64_t)info->st_size,
        .modified_s = info->st_mtim.tv_sec,
        .modified_ns = info->st_mtim.tv_nsec,
        .changed_s = info->st_ctim.tv_sec,
        .changed_ns = info->st_ctim.tv_nsec,
        .mode = info->st_mode,
        .owner = info->st_uid,
        .group = info->st_gid,
        .n_links = info->st_nlink,
    };
}

bool tm_identity_same_content(const tm_identity *a, const tm_identity *b)
{
    return a->device == b->device && a->inode == b->inode && a->size_bytes == b->size_bytes &&
           a->modified_s == b->modified_s && a->modified_ns == b->modified_ns &&
           S_ISREG(a->mode) && S_ISREG(b->mode);
}

bool tm_identity_same_state(const tm_identity *a, const tm_identity *b)
{
    return tm_identity_same_content(a, b) && a->changed_s == b->changed_s &&
           a->changed_ns == b->changed_ns;
}

// ---- Paths ----------------------------------------------------------------------------------

bool tm_path_is_beneath(tm_str path)
{
    if (path.len == 0 || path.len > TM_MAX_PATH_BYTES || memchr(path.ptr, '\0', path.len) ||
        path.ptr[path.len - 1] == '/')
        return false;
    while (path.len > 0) {
        const tm_str name = tm_str_cut(&path, '/');
        if (name.len == 0 || name.len > TM_MAX_NAME_BYTES ||
            tm_str_equal(name, tm_str_of(".")) || tm_str_equal(name, tm_str_of("..")))
            return false;
    }
    return true;
}

static size_t name_begin(tm_str path)
{
    size_t begin = path.len;
    while (begin > 0 && path.ptr[begin - 1] != '/')
        begin--;
    return begin;
}

tm_str tm_path_name(tm_str path)
{
    return tm_str_slice(path, name_begin(path), path.len);
}

tm_str tm_path_parent(tm_str path)
{
    const size_t begin = name_begin(path);
    return tm_str_slice(path, 0, begin > 1 ? begin - 1 : begin);
}

// ---- Directories ----------------------------------------------------------------------------

int tm_folder_open(const char *path)
{
    return (int)TEMP_FAILURE_RETRY(open(path, FOLDER_FLAGS));
}

int tm_folder_at(int folder, const char *name)
{
    return (int)TEMP_FAILURE_RETRY(openat(folder, name, FOLDER_FLAGS | O_NOFOLLOW));
}

// Opens the directory `name`; with `make`, creates it first when it is missing, and syncs its entry
// in any case: a process that was killed may have created it.
static int step_into(int folder, const char *name, bool make)
{
    int fd = tm_folder_at(folder, name);
    if (fd < 0 && errno == ENOENT && make &&
        (TEMP_FAILURE_RETRY(mkdirat(folder, name, 0777)) == 0 || errno == EEXIST))
        fd = tm_folder_at(folder, name);
    if (fd < 0 || !make || tm_folder_sync(folder) == 0)
        return fd;
    const int number = errno;
    close(fd);
    errno = number;
    return -1;
}

static int walk_beneath(int root, tm_str path, bool make)
{
    int folder = tm_folder_at(root, ".");
    while (folder >= 0 && path.len > 0) {
        char name[TM_MAX_NAME_BYTES + 1];
        const tm_str part = tm_str_cut(&path, '/');
        memcpy(name, part.ptr, part.len);
        name[part.len] = '\0';
        const int next = step_into(folder, name, make);
        const int number = errno;
        close(folder);
        errno = number;
        folder = next;
    }
    return folder;
}

int tm_folder_beneath(int root, tm_str path, bool make)
{
    char name[TM_MAX_PATH_BYTES + 1];
    const struct open_how how = {
        .flags = FOLDER_FLAGS,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    if (path.len > 0 && !tm_path_is_beneath(path)) {
        errno = EINVAL;
        return -1;
    }
    if (path.len == 0 || make)
        return walk_beneath(root, path, make);
    memcpy(name, path.ptr, path.len);
    name[path.len] = '\0';
    const int fd = (int)TEMP_FAILURE_RETRY(syscall(SYS_openat2, root, name, &how, sizeof how));
    if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != E2BIG && errno != EAGAIN))
        return fd;
    return walk_beneath(root, path, false);
}

// ---- Files in them --------------------------------------------------------------------------

int tm_folder_read(int folder, const char *name)
{
    return (int)TEMP_FAILURE_RETRY(
        openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW));
}

int tm_folder_create(int folder, const char *name, unsigned mode)
{
    return (int)TEMP_FAILURE_RETRY(
        openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode));
}

int tm_folder_stat(struct stat *info, int folder, const char *name)
{
    return (int)TEMP_FAILURE_RETRY(fstatat(folder, name, info, AT_SYMLINK_NOFOLLOW));
}

int tm_folder_make(int folder, const char *name)
{
    return (int)TEMP_FAILURE_RETRY(mkdirat(folder, name, 0700));
}

int tm_folder_set_mode(int folder, const char *name, unsigned mode)
{
    return (int)TEMP_FAILURE_RETRY(fchmodat(folder, name, (mode_t)mode, 0));
}

int tm_folder_remove(int folder, const char *name)
{
    return (int)TEMP_FAILURE_RETRY(unlinkat(folder, name, 0));
}

int tm_folder_link(int from, const char *name, int to, const char *new_name)
{
    return (int)TEMP_FAILURE_RETRY(linkat(from, name, to, new_name, 0));
}

static bool is_one_file(int from, const char *name, int to, const char *new_name)
{
    struct stat a, b;
    return tm_folder_stat(&a, from, name) == 0 && tm_folder_stat(&b, to, new_name) == 0 &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Links the file to its new name and unlinks the old one; when that fails, the new one. Goes on
// where a process was killed in between, which has left both names.
static int move_by_link(int from, const char *name, int to, const char *new_name)
{
    const bool linked = tm_folder_link(from, name, to, new_name) == 0;
    if (!linked && (errno != EEXIST || !is_one_file(from, name, to, new_name)))
        return -1;
    if (tm_folder_remove(from, name) == 0)
        return 0;
    const int number = errno;
    if (linked)
        tm_folder_remove(to, new_name);
    errno = number;
    return -1;
}

int tm_folder_move(int from, const char *name, int to, const char *new_name)
{
    const int moved =
        (int)TEMP_FAILURE_RETRY(renameat2(from, name, to, new_name, RENAME_NOREPLACE));
    if (moved == 0 || (errno != EINVAL && errno != ENOSYS))
        return moved;
    return move_by_link(from, name, to, new_name);
}

int tm_folder_sync(int fd)
{
    // Some file systems have no fsync for directories and say so with EINVAL.
    const int synced = (int)TEMP_FAILURE_RETRY(fsync(fd));
    return synced != 0 && errno == EINVAL ? 0 : synced;
}

tamis_status tm_folder_each(int fd, const char *shown, tm_folder_visitor *visit, void *context,
                            tamis_error *err)
{
    DIR *const list = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    tamis_status status = TAMIS_OK;
    if (!list) {
        status = tm_file_fail(err, shown);
        if (fd >= 0)
            close(fd);
        return status;
    }
    // A failure ends the names, too, and is told by errno alone.
    for (errno = 0; status == TAMIS_OK && (entry = readdir(list)); errno = 0)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = visit(context, fd, entry->d_name, err);
    if (status == TAMIS_OK && errno != 0)
        status = tm_file_fail(err, shown);
    closedir(list);
    return status;
}

// ---- Descriptors ----------------------------------------------------------------------------

int tm_fd_write(int fd, tm_str bytes)
{
    while (bytes.len > 0) {
        const ssize_t n_written = TEMP_FAILURE_RETRY(write(fd, bytes.ptr, bytes.len));
        if (n_written < 0)
            return -1;
        bytes = tm_str_slice(bytes, (size_t)n_written, bytes.len);
    }
    return 0;
}

int tm_fd_read(tm_buf *out, int fd, size_t limit_bytes)
{
    const size_t begin = out->len;
    for (;;) {
        char *const into = tm_buf_reserve(out, READ_BYTES);
        if (!into) {
            errno = ENOMEM;
            return -1;
        }
        const ssize_t n_read = TEMP_FAILURE_RETRY(read(fd, into, READ_BYTES));
        if (n_read <= 0)
            return (int)n_read;
        out->len += (size_t)n_read;
        if (out->len - begin > limit_bytes) {
            errno = EFBIG;
            return -1;
        }
    }
}

int tm_fd_lock(int fd, bool wait)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const int locked =
        (int)TEMP_FAILURE_RETRY(fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock));
    if (locked != 0 && errno == EACCES)
        errno = EAGAIN;
    return locked;
}

int tm_folder_path(tm_buf *out, const char *path)
{
    char *const real = realpath(path, NULL);
    if (!real)
        return -1;
    tm_buf_text(out, real);
    free(real);
    errno = ENOMEM;
    return out->failed ? -1 : 0;
}
