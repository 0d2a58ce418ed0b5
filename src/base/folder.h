// Files by way of directory descriptors, so that nobody can swap a directory for a link between
// a look and an act: directories are opened component by component without following links,
// files are moved without replacing anything, and what is opened never blocks. Also the lock
// that keeps a second writer out. Linux; the only file that knows its special calls.
// SPDX-License-Identifier: MIT
#ifndef TM_FOLDER_H
#define TM_FOLDER_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"

enum { TM_MAX_PATH_BYTES = 4095, TM_MAX_NAME_BYTES = 255 };

// Which file it was and in what state, to tell whether it still is.
typedef struct tm_identity {
    uint64_t device, inode;
    uint64_t size_bytes;
    int64_t modified_s, changed_s; // mtime, ctime
    int64_t modified_ns, changed_ns;
    uint32_t mode; // type and permissions
    uint32_t owner, group;
    uint64_t n_links;
} tm_identity;

tm_identity tm_identity_of(const struct stat *info);
// The same file with the same size and modification time: its content is the one that was read.
bool tm_identity_same_content(const tm_identity *a, const tm_identity *b);
// And nothing else about it (its links, its permissions) was changed either.
bool tm_identity_same_state(const tm_identity *a, const tm_identity *b);

// A relative path that stays beneath where it starts: 1 to 4,095 bytes, no NUL, no empty, "."
// or ".." component, none above 255 bytes.
bool tm_path_is_beneath(tm_str path);
// The part after the last '/' and the part before it, which may be empty.
tm_str tm_path_name(tm_str path);
tm_str tm_path_parent(tm_str path);

// All of these return a descriptor or 0, or -1 with errno set. A signal never interrupts them.
int tm_folder_open(const char *path); // the user's own word for it: links are followed
int tm_folder_path(tm_buf *out, const char *path); // appends its absolute path, without links
int tm_folder_at(int folder, const char *name);
// The directory `path` beneath `root`, or another descriptor of `root` itself when it is empty.
// With `make`, directories that are missing are made.
int tm_folder_beneath(int root, tm_str path, bool make);
// Opens for reading without following a link and without waiting; may be anything but a link.
int tm_folder_read(int folder, const char *name);
int tm_folder_create(int folder, const char *name, unsigned mode);   // new, to read and write
int tm_folder_stat(struct stat *info, int folder, const char *name); // not through links
int tm_folder_make(int folder, const char *name);                    // a directory of mode 0700
int tm_folder_set_mode(int folder, const char *name, unsigned mode);
int tm_folder_remove(int folder, const char *name); // a file
// Moves `name`; EEXIST when `new_name` is taken.
int tm_folder_move(int from, const char *name, int to, const char *new_name);
// Gives the file a second name; EEXIST when it is taken.
int tm_folder_link(int from, const char *name, int to, const char *new_name);
int tm_folder_sync(int fd); // a file or a directory; data and what is needed to find it

// Writes all of `bytes` to `fd`; appends all that can be read from it, up to `limit_bytes` more
// (EFBIG beyond).
int tm_fd_write(int fd, tm_str bytes);
int tm_fd_read(tm_buf *out, int fd, size_t limit_bytes);

// Takes the lock on an open file for this process until it is closed, also by the end of the
// process. EAGAIN when another holds it, unless `wait`.
int tm_fd_lock(int fd, bool wait);

#endif
