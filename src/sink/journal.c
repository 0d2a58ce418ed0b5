// A file of lines (journal_lines.h), behind a lock. A crash can only cut the last write short; then
// the file does not end with a line end, and the incomplete line is cut off. Everything else is
// damage, and refused.
//
// Opening reads the whole journal once, some hundred megabytes a second, in constant memory.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/journal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "sink/journal_lines.h"

static const char header_type[] = "STORE";
static const char header_body[] = "{\"format\":\"tamis-store/1\"}";

struct tm_journal {
    tm_buf path; // of the store; NUL-terminated
    int folder;
    int lock; // -1 when only reading
    int fd;
    uint64_t end, mark; // of the last entry written
    tm_buf pending;     // appended and not yet committed
    uint64_t pending_mark;
    bool cut;  // as tm_journal_was_cut
    bool dead; // after a failed write it is not known what the file holds: no more are made
};

static tamis_status fail_io(const tm_journal *journal, const char *what, tamis_error *err)
{
    char name[200];
    snprintf(name, sizeof name, "%.150s%s", journal->path.ptr, what);
    return tm_file_fail(err, name);
}

// ---- Opening --------------------------------------------------------------------------------

// What a directory without a journal holds.
typedef struct remains {
    bool has_documents; // objects or texts: it was a store
    bool has_others;    // things of which no store is made
} remains;

static tamis_status note_name(void *context, int folder, const char *name, tamis_error *err)
{
    static const char *const known[] = {"objects",  "texts",        "parts",       "lock",
                                        "index.db", "index.db-wal", "index.db-shm"};
    remains *const found = context;
    (void)folder;
    (void)err;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i]) == 0) {
            found->has_documents = found->has_documents || i < 2;
            return TAMIS_OK;
        }
    found->has_others = true;
    return TAMIS_OK;
}

// Syncs the entry of the store in the directory above it, unless that may not be read.
static tamis_status sync_above(const tm_journal *journal, tamis_error *err)
{
    const int fd = tm_folder_at(journal->folder, "..");
    if (fd < 0 && errno == EACCES)
        return TAMIS_OK;
    const tamis_status status =
        fd >= 0 && tm_folder_sync(fd) == 0 ? TAMIS_OK : fail_io(journal, "", err);
    if (fd >= 0)
        close(fd);
    return status;
}

static tamis_status open_folder(tm_journal *journal, const tm_journal_options *options,
                                tamis_error *err)
{
    if (options->create && !options->read_only && mkdir(journal->path.ptr, 0700) != 0 &&
        errno != EEXIST)
        return fail_io(journal, "", err);
    journal->folder = tm_folder_open(journal->path.ptr);
    if (journal->folder < 0 && errno == ENOENT)
        return tm_fail(err, TAMIS_EINVAL, "%.200s: not a store: there is no such folder",
                       journal->path.ptr);
    return journal->folder < 0 ? fail_io(journal, "", err) : TAMIS_OK;
}

// Refuses a directory that is not a store, before anything is written into it. One without a
// journal may become a store unless it holds anything else: most likely it was named by mistake.
static tamis_status check_folder(const tm_journal *journal, const tm_journal_options *options,
                                 tamis_error *err)
{
    const char *const path = journal->path.ptr;
    remains found = {false, false};
    struct stat info;
    if (tm_folder_stat(&info, journal->folder, "journal") == 0)
        return TAMIS_OK;
    if (errno != ENOENT)
        return fail_io(journal, "/journal", err);
    TM_TRY(tm_folder_each(tm_folder_at(journal->folder, "."), path, note_name, &found, err));
    const bool was_store = found.has_documents && !found.has_others;
    const bool may_begin = options->create ? !found.has_others : options->renew && was_store;
    if (may_begin && !options->read_only)
        return TAMIS_OK;
    if (was_store)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.150s: there is no journal in it; restore it, or have a new one begun "
                       "with `tamis quarantine verify STORE --adopt`",
                       path);
    return tm_fail(err, TAMIS_EINVAL, "%.200s: not a store: there is no journal in it", path);
}

static tamis_status check_mode(const tm_journal *journal, tamis_error *err)
{
    struct stat info;
    if (fstat(journal->folder, &info) != 0)
        return fail_io(journal, "", err);
    if (info.st_mode & (S_IWGRP | S_IWOTH))
        return tm_fail(err, TAMIS_EINVAL,
                       "%.150s: others may write to it; a store has mode 0700 (chmod it)",
                       journal->path.ptr);
    return TAMIS_OK;
}

static tamis_status take_lock(tm_journal *journal, bool wait, tamis_error *err)
{
    struct stat info;
    do {
        journal->lock =
            openat(journal->folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    } while (journal->lock < 0 && errno == EINTR);
    if (journal->lock < 0 || fstat(journal->lock, &info) != 0)
        return fail_io(journal, "/lock", err);
    if (tm_fd_lock(journal->lock, wait) == 0)
        return TAMIS_OK;
    if (errno != EAGAIN)
        return fail_io(journal, "/lock", err);
    return tm_fail(err, TAMIS_EIO,
                   "%.150s: locked by another process; try again later or use --wait",
                   journal->path.ptr);
}

static tamis_status open_file(tm_journal *journal, bool read_only, tamis_error *err)
{
    struct stat info;
    const int access = read_only ? O_RDONLY : O_RDWR;
    do {
        journal->fd =
            openat(journal->folder, "journal", access | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    } while (journal->fd < 0 && errno == EINTR);
    if (journal->fd < 0 && errno == ENOENT && !read_only)
        journal->fd = tm_folder_create(journal->folder, "journal", 0600);
    if (journal->fd < 0 || fstat(journal->fd, &info) != 0)
        return fail_io(journal, "/journal", err);
    if (!S_ISREG(info.st_mode))
        return tm_fail(err, TAMIS_EFORMAT, "%.150s/journal: not a regular file",
                       journal->path.ptr);
    return TAMIS_OK;
}

static tamis_status check_header(const tm_journal *journal, const tm_journal_entry *entry,
                                 tamis_error *err)
{
    if (!tm_str_equal(entry->type, tm_str_of(header_type)))
        return tm_fail(err, TAMIS_EFORMAT, "%.150s/journal: does not begin as a journal does",
                       journal->path.ptr);
    if (!tm_str_equal(entry->body, tm_str_of(header_body)))
        return tm_fail(err, TAMIS_EVERSION,
                       "%.150s: a store of another version; use the tamis that made it",
                       journal->path.ptr);
    return TAMIS_OK;
}

bool tm_journal_is_in(const char *path)
{
    char line[128] = "";
    tm_buf name = {0};
    tm_buf_format(&name, "%s/journal", path);
    tm_buf_byte(&name, '\0');
    const int fd =
        name.failed ? -1 : open(name.ptr, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    tm_buf_free(&name);
    if (fd < 0)
        return false;
    const ssize_t len = read(fd, line, sizeof line - 1);
    close(fd);
    return len > 0 && strstr(line, " STORE {\"format\":\"tamis-store/");
}

// Checks every entry; afterwards `end` and `mark` are those of the last complete one.
static tamis_status check_all(tm_journal *journal, tm_journal_scan *walk, tamis_error *err)
{
    tm_journal_entry entry;
    tamis_error fault = {0};
    tamis_status status;
    while ((status = tm_journal_scan_next(&entry, walk, &fault)) == TAMIS_OK) {
        if (journal->end == 0)
            TM_TRY(check_header(journal, &entry, err));
        journal->end = entry.end;
        journal->mark = entry.mark;
    }
    if (status == TAMIS_EFORMAT)
        return tm_fail_at(
            err, status, fault.offset,
            "%.90s/journal: %.60s; nothing was changed; restore it, or move it away and run "
            "`tamis quarantine verify STORE --adopt`",
            journal->path.ptr, fault.message);
    if (status < 0)
        return tm_fail(err, status, "%.150s/%.90s", journal->path.ptr, fault.message);
    journal->cut = tm_journal_scan_has_rest(walk);
    return TAMIS_OK;
}

static tamis_status cut_to_end(tm_journal *journal, tamis_error *err)
{
    int result;
    do {
        result = ftruncate(journal->fd, (off_t)journal->end);
    } while (result != 0 && errno == EINTR);
    if (result != 0 || lseek(journal->fd, (off_t)journal->end, SEEK_SET) < 0)
        return fail_io(journal, "/journal", err);
    return TAMIS_OK;
}

// Cuts off an incomplete entry, moves to the end, and begins a new journal with its header. That is
// written once the names of journal and store are on the disk, whoever made them.
static tamis_status mend_end(tm_journal *journal, tamis_error *err)
{
    if (journal->cut)
        TM_TRY(cut_to_end(journal, err));
    else if (lseek(journal->fd, (off_t)journal->end, SEEK_SET) < 0)
        return fail_io(journal, "/journal", err);
    if (journal->end > 0)
        return TAMIS_OK;
    journal->cut = true;
    if (tm_folder_sync(journal->folder) != 0)
        return fail_io(journal, "", err);
    TM_TRY(sync_above(journal, err));
    TM_TRY(tm_journal_append(journal, header_type, tm_str_of(header_body), err));
    return tm_journal_commit(journal, true, err);
}

static tamis_status open_all(tm_journal *journal, const tm_journal_options *options,
                             tamis_error *err)
{
    TM_TRY(open_folder(journal, options, err));
    TM_TRY(check_folder(journal, options, err));
    TM_TRY(check_mode(journal, err));
    if (!options->read_only)
        TM_TRY(take_lock(journal, options->wait, err));
    TM_TRY(open_file(journal, options->read_only, err));
    tm_journal_scan walk = {.fd = journal->fd, .stop = INT64_MAX};
    const tamis_status status = check_all(journal, &walk, err);
    tm_journal_scan_free(&walk);
    TM_TRY(status);
    return options->read_only ? TAMIS_OK : mend_end(journal, err);
}

tamis_status tm_journal_open(tm_journal **out, const char *path,
                             const tm_journal_options *options, tamis_error *err)
{
    tm_journal *const journal = malloc(sizeof *journal);
    if (!journal)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    *journal = (tm_journal){.folder = -1, .lock = -1, .fd = -1};
    tm_buf_text(&journal->path, path);
    tm_buf_byte(&journal->path, '\0');
    tamis_status status = tm_buf_check(&journal->path, err);
    if (status == TAMIS_OK)
        status = open_all(journal, options, err);
    if (status < 0) {
        tm_journal_close(journal);
        return status;
    }
    *out = journal;
    return TAMIS_OK;
}

void tm_journal_close(tm_journal *journal)
{
    if (!journal)
        return;
    if (journal->fd >= 0)
        close(journal->fd);
    if (journal->lock >= 0)
        close(journal->lock);
    if (journal->folder >= 0)
        close(journal->folder);
    tm_buf_free(&journal->path);
    tm_buf_free(&journal->pending);
    free(journal);
}

// ---- Writing --------------------------------------------------------------------------------

tamis_status tm_journal_append(tm_journal *journal, const char *type, tm_str body,
                               tamis_error *err)
{
    assert(tm_journal_is_type(tm_str_of(type)) && body.len >= 2 &&
           !memchr(body.ptr, '\n', body.len));
    if (body.len > TM_JOURNAL_MAX_BODY)
        return tm_fail(err, TAMIS_ELIMIT, "an entry of %zu bytes is too long for the journal",
                       body.len);
    if (journal->dead || journal->lock < 0)
        return tm_fail(err, TAMIS_EIO, "%.150s/journal: takes no more entries",
                       journal->path.ptr);
    if (journal->pending.len == 0)
        journal->pending_mark = journal->mark;
    const size_t len = journal->pending.len;
    const uint64_t mark = journal->pending_mark;
    tm_journal_put_line(&journal->pending, &journal->pending_mark, type, body);
    if (!journal->pending.failed)
        return TAMIS_OK;
    journal->pending.failed = false;
    journal->pending.len = len;
    journal->pending_mark = mark;
    return tm_fail(err, TAMIS_ENOMEM, "out of memory");
}

tamis_status tm_journal_commit(tm_journal *journal, bool sync, tamis_error *err)
{
    if (journal->dead)
        return tm_fail(err, TAMIS_EIO, "%.150s/journal: takes no more entries",
                       journal->path.ptr);
    const uint64_t n_bytes = journal->pending.len;
    tamis_status status = TAMIS_OK;
    if (tm_fd_write(journal->fd, tm_buf_str(&journal->pending)) != 0) {
        status = fail_io(journal, "/journal", err);
        journal->dead = cut_to_end(journal, NULL) < 0;
    }
    if (status == TAMIS_OK && n_bytes > 0) {
        journal->end += n_bytes;
        journal->mark = journal->pending_mark;
    }
    tm_buf_clear(&journal->pending);
    if (status < 0 || !sync)
        return status;
    int synced;
    do {
        synced = fdatasync(journal->fd);
    } while (synced != 0 && errno == EINTR);
    if (synced == 0)
        return TAMIS_OK;
    // What has reached the disk is not known, and another sync would not tell.
    journal->dead = true;
    return fail_io(journal, "/journal", err);
}

void tm_journal_drop(tm_journal *journal)
{
    tm_buf_clear(&journal->pending);
}

// ---- Reading --------------------------------------------------------------------------------

tamis_status tm_journal_each(tm_journal *journal, uint64_t from, uint64_t mark,
                             tm_journal_visitor *visit, void *context, tamis_error *err)
{
    tm_journal_scan walk = {
        .fd = journal->fd, .stop = journal->end, .offset = from, .mark = mark};
    tm_journal_entry entry;
    tamis_error fault = {0};
    tamis_status status = TAMIS_OK;
    bool began = from == 0 || from == journal->end;
    if (from > journal->end || (from == journal->end && from > 0 && mark != journal->mark))
        return tm_fail(err, TAMIS_EINVAL, "%.150s/journal: nothing ends at byte %" PRIu64,
                       journal->path.ptr, from);
    while (status >= 0 && (status = tm_journal_scan_next(&entry, &walk, &fault)) == TAMIS_OK) {
        began = true;
        if (from == 0 && tm_str_equal(entry.type, tm_str_of(header_type)))
            continue;
        status = visit(context, &entry, &fault);
    }
    tm_journal_scan_free(&walk);
    if (status == TAMIS_EFORMAT && !began)
        return tm_fail(err, TAMIS_EINVAL, "%.150s/journal: nothing ends at byte %" PRIu64,
                       journal->path.ptr, from);
    if (status < 0 && err)
        *err = fault;
    return status < 0 ? status : TAMIS_OK;
}

int tm_journal_folder(const tm_journal *journal)
{
    return journal->folder;
}

const char *tm_journal_path(const tm_journal *journal)
{
    return journal->path.ptr;
}

bool tm_journal_was_cut(const tm_journal *journal)
{
    return journal->cut;
}

uint64_t tm_journal_end(const tm_journal *journal)
{
    return journal->end;
}

uint64_t tm_journal_mark(const tm_journal *journal)
{
    return journal->mark;
}
