// Files addressed by directory descriptor and name, so that nobody can swap a directory for a link
// between a check and its use: directories are opened component by component without following
// links, files are moved without replacing anything, and opening never blocks. Also the lock that
// keeps a second writer out. Only folder.c uses system calls that are special to Linux.
// SPDX-License-Identifier: MIT
#ifndef TM_FOLDER_H
#define TM_FOLDER_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"

enum { TM_MAX_PATH_BYTES = 4095, TM_MAX_NAME_BYTES = 255 };

// Identifies a file and its state, to find out later whether it is still the same.
typedef struct tm_identity {
    uint64_t device, inode;
    uint64_t size_bytes;
    int64_t modified_s, changed_s;   // mtime, ctime: seconds
    int64_t modified_ns, changed_ns; // and nanoseconds
    uint32_t mode;                   // type and permissions
    uint32_t owner, group;
    uint64_t n_links;
} tm_identity;

tm_identity tm_identity_of(const struct stat *info);
// Both are the same regular file with the same size and modification time, so the same content.
bool tm_identity_same_content(const tm_identity *a, const tm_identity *b);
// The same, and nothing else about the file (links, permissions) has changed either.
bool tm_identity_same_state(const tm_identity *a, const tm_identity *b);

// Whether `path` is relative and stays beneath where it starts: 1 to 4,095 bytes, no NUL, and every
// component 1 to 255 bytes and neither "." nor "..".
bool tm_path_is_beneath(tm_str path);
// The part after the last '/', and the part before it, which may be empty. Both borrow `path`.
tm_str tm_path_name(tm_str path);
tm_str tm_path_parent(tm_str path);

// All functions below return a new descriptor (_open, _at, _beneath, _read, _create) or 0, or -1
// with errno set. They start again when a signal interrupts them.
int tm_folder_open(const char *path); // a directory named by the user: links are followed
int tm_folder_path(tm_buf *out, const char *path); // appends its absolute path, links resolved
int tm_folder_at(int folder, const char *name); // a directory in `folder`, not through a link
// Opens the directory `path` beneath `root`; an empty path opens `root` itself once more. With
// `make`, missing directories are created, and the names of all are synced.
int tm_folder_beneath(int root, tm_str path, bool make);
// Opens `name` for reading without blocking. It may be of any type except a link.
int tm_folder_read(int folder, const char *name);
// A new file, to read and write.
int tm_folder_create(int folder, const char *name, unsigned mode);
// Of a link: the link's own.
int tm_folder_stat(struct stat *info, int folder, const char *name);
int tm_folder_make(int folder, const char *name); // a directory of mode 0700
int tm_folder_set_mode(int folder, const char *name, unsigned mode);
int tm_folder_remove(int folder, const char *name); // a file
// Moves a file; EEXIST when `new_name` exists. On file systems that cannot do this in one step, a
// crash can leave the file with both names; the same call then goes on.
int tm_folder_move(int from, const char *name, int to, const char *new_name);
// Gives the file a second name; EEXIST when that exists.
int tm_folder_link(int from, const char *name, int to, const char *new_name);
int tm_folder_sync(int fd); // a file or a directory: fsync

// Calls `visit` for each name in the directory `fd` except "." and "..", in no order; takes `fd`,
// which is -1, with errno set, when it could not be opened. A status other than TAMIS_OK from the
// visitor ends the walk and is returned. TAMIS_EIO when there may be names that were not visited;
// the message then begins with `shown`.
typedef tamis_status tm_folder_visitor(void *context, int fd, const char *name,
                                       tamis_error *err);
tamis_status tm_folder_each(int fd, const char *shown, tm_folder_visitor *visit, void *context,
                            tamis_error *err);

int tm_fd_write(int fd, tm_str bytes); // all of them
// Appends everything that can still be read from `fd`; EFBIG when that is more than `limit_bytes`.
int tm_fd_read(tm_buf *out, int fd, size_t limit_bytes);

// Locks an open file for writing until this descriptor is closed, at the latest when the process
// ends. While somebody else holds the lock it waits if `wait` is set, else fails with EAGAIN.
int tm_fd_lock(int fd, bool wait);

#endif
