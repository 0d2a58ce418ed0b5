// The state is one line in a file that is replaced in one step. It is saved after the output that
// it counts has reached the disk, so it never claims more than there is; output after the last save
// is cut off and judged again. Twice a second is often enough to lose little and rarely enough to
// cost nothing.
//
// What the inputs were is one running hash, so that a hundred million of them take no more room than
// one. It tells that something is different but not what; the times of the files do mostly.
//
// A hash of the line itself stands in it, too: a digit that is wrong would cut the output within a
// verdict, or leave some out. Whether the run is finished comes behind it; taken wrongly, that shows
// by itself once the inputs are counted.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/resume.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/num.h"
#include "base/rng.h"
#include "cli/console.h"

enum { MAX_STATE_BYTES = 4096 };
static const double save_after_seconds = 0.5;
static const char head[] = "tamis-resume-3";
static const char any_head[] = "tamis-resume-";

// ---- The line -------------------------------------------------------------------------------

static bool take_number(uint64_t *value, tm_str *rest)
{
    size_t number;
    if (!tm_parse_size(&number, tm_str_cut(rest, ' ')))
        return false;
    *value = number;
    return true;
}

static bool read_line(tm_resume *resume, tm_str line)
{
    const char *const begin = line.ptr;
    uint64_t input, record, hash, finished;
    const bool has_end = line.len > 0 && line.ptr[line.len - 1] == '\n';
    line.len -= has_end;
    if (!tm_str_equal(tm_str_cut(&line, ' '), tm_str_of(head)) || !has_end)
        return false;
    bool good = take_number(&resume->settings, &line) && take_number(&input, &line) &&
                take_number(&record, &line) && take_number(&resume->inputs, &line) &&
                take_number(&resume->output_bytes, &line);
    for (int i = 0; good && i <= TAMIS_UNSCANNED; i++)
        good = take_number(&resume->tally.n_documents[i], &line);
    good = good && take_number(&resume->tally.n_bytes, &line);
    const tm_str hashed = {begin, (size_t)(line.ptr - begin)};
    good = good && take_number(&hash, &line) && hash == tm_hash_bytes(hashed) &&
           take_number(&finished, &line) && line.len == 0;
    if (!good)
        return false;
    resume->input = input;
    resume->record = record;
    resume->finished = finished != 0;
    return true;
}

static void write_line(tm_buf *out, const tm_resume *resume)
{
    tm_buf_format(out, "%s %llu %zu %zu %llu %llu", head, (unsigned long long)resume->settings,
                  resume->input, resume->record, (unsigned long long)resume->inputs,
                  (unsigned long long)resume->output_bytes);
    for (int i = 0; i <= TAMIS_UNSCANNED; i++)
        tm_buf_format(out, " %llu", (unsigned long long)resume->tally.n_documents[i]);
    tm_buf_format(out, " %llu ", (unsigned long long)resume->tally.n_bytes);
    tm_buf_format(out, "%llu %d\n", (unsigned long long)tm_hash_bytes(tm_buf_str(out)),
                  resume->finished);
}

static tamis_status save(tm_resume *resume, tamis_error *err)
{
    tm_buf line = {0};
    TM_TRY(tm_output_flush(err));
    if (fdatasync(STDOUT_FILENO) != 0 && errno != EINVAL)
        return tm_file_fail(err, "standard output");
    write_line(&line, resume);
    tamis_status status = tm_buf_check(&line, err);
    if (status == TAMIS_OK)
        status = tm_file_write(resume->path, tm_buf_str(&line), err);
    tm_buf_free(&line);
    resume->saved = tm_clock_seconds();
    return status;
}

// ---- Going on -------------------------------------------------------------------------------

static tamis_status fail_unread(const char *path, tm_str state, tamis_error *err)
{
    if (tm_str_starts_with(state, tm_str_of(head)))
        return tm_fail(err, TAMIS_EINVAL,
                       "%.150s: is damaged; remove it and the output to begin anew", path);
    if (tm_str_starts_with(state, tm_str_of(any_head)))
        return tm_fail(err, TAMIS_EINVAL,
                       "%.100s: the state of another version of tamis; go on with that one, or "
                       "remove the state and the output to begin anew",
                       path);
    return tm_fail(err, TAMIS_EINVAL, "%.180s: not the state of a run", path);
}

static tamis_status read_state(tm_resume *resume, bool *found, tamis_error *err)
{
    tm_buf line = {0};
    struct stat info;
    *found = stat(resume->path, &info) == 0 && info.st_size > 0;
    if (!*found)
        return TAMIS_OK;
    resume->written = info.st_mtim;
    tamis_status status = tm_file_read(&line, resume->path, MAX_STATE_BYTES, err);
    if (status == TAMIS_OK && !read_line(resume, tm_buf_str(&line)))
        status = fail_unread(resume->path, tm_buf_str(&line), err);
    tm_buf_free(&line);
    return status;
}

static tamis_status cut_output(const tm_resume *resume, uint64_t size, tamis_error *err)
{
    if (size < resume->output_bytes)
        return tm_fail(err, TAMIS_EINVAL,
                       "standard output holds %llu bytes and had %llu when %.100s was written; "
                       "append to it with >>, or remove the state to begin anew",
                       (unsigned long long)size, (unsigned long long)resume->output_bytes,
                       resume->path);
    if (ftruncate(STDOUT_FILENO, (off_t)resume->output_bytes) != 0 ||
        lseek(STDOUT_FILENO, 0, SEEK_END) < 0)
        return tm_file_fail(err, "standard output");
    return TAMIS_OK;
}

// Two runs with one state (a job that is started again while the first still runs) would both go on
// behind the same record. The lock ends with the run, however that ends; where the file system knows
// no locks there is none.
static tamis_status lock_output(tamis_error *err)
{
    if (tm_fd_lock(STDOUT_FILENO, false) == 0 || errno != EAGAIN)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "standard output: another run is writing it");
}

tamis_status tm_resume_open(tm_resume *resume, const char *path, uint64_t settings,
                            tamis_error *err)
{
    bool found;
    *resume = (tm_resume){.path = path};
    if (!path)
        return TAMIS_OK;
    TM_TRY(lock_output(err));
    if (fstat(STDOUT_FILENO, &resume->output) != 0 || !S_ISREG(resume->output.st_mode))
        return tm_fail(err, TAMIS_EINVAL,
                       "--resume needs standard output in a file, which it may cut: >>FILE");
    TM_TRY(read_state(resume, &found, err));
    if (found && resume->settings != settings)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.150s: belongs to a run with other inputs, options or model", path);
    if (found)
        return cut_output(resume, (uint64_t)resume->output.st_size, err);
    resume->settings = settings;
    resume->output_bytes = (uint64_t)resume->output.st_size;
    return save(resume, err);
}

// ---- The inputs -----------------------------------------------------------------------------

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_state(const tm_resume *resume, const struct stat *info)
{
    struct stat state;
    return stat(resume->path, &state) == 0 && is_same_file(&state, info);
}

tamis_status tm_resume_check_path(const tm_resume *resume, const char *path, tamis_error *err)
{
    struct stat info;
    if (!resume->path || stat(path, &info) != 0 || !is_state(resume, &info))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%.180s: the state of this run is kept there; let it be elsewhere", path);
}

bool tm_resume_knows_input(const tm_resume *resume, size_t input)
{
    return resume->path && (resume->finished || input < resume->input);
}

bool tm_resume_knows_record(const tm_resume *resume, size_t input, size_t record)
{
    return tm_resume_knows_input(resume, input) ||
           (resume->path && input == resume->input && record < resume->record);
}

static bool is_earlier(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

// Adds an input to the hash of all. The time when its name or owner changed is left out, so that a
// tree can be moved; it does tell, once the hash is wrong, which file it was.
static void add_input(tm_resume *resume, const char *path)
{
    struct stat info;
    char all[128];
    const bool is_stdin = strcmp(path, "-") == 0;
    const bool is_there = !is_stdin && stat(path, &info) == 0;
    // What this run itself writes changes all the time, and is not read.
    const bool is_file = is_there && S_ISREG(info.st_mode) &&
                         !is_same_file(&info, &resume->output) && !is_state(resume, &info);
    snprintf(all, sizeof all, "%llx %llx %d %d %llx %llx %lx", (unsigned long long)resume->seen,
             (unsigned long long)tm_hash_bytes(tm_str_of(path)), is_there, is_file,
             is_file ? (unsigned long long)info.st_size : 0,
             is_file ? (unsigned long long)info.st_mtim.tv_sec : 0,
             is_file ? info.st_mtim.tv_nsec : 0);
    resume->seen = tm_hash_bytes(tm_str_of(all));
    resume->n_seen++;
    if (is_file && !resume->newer[0] && !is_earlier(info.st_ctim, resume->written))
        snprintf(resume->newer, sizeof resume->newer, "%s", path);
}

static tamis_status fail_changed(const tm_resume *resume, const char *name, const char *what,
                                 tamis_error *err)
{
    return tm_fail(err, TAMIS_EINVAL,
                   "%.60s: %.95s %s since it was written; put back what was judged, or remove "
                   "the state and the output to begin anew",
                   resume->path, name, what);
}

// How many inputs resume->inputs is the hash of.
static size_t n_judged(const tm_resume *resume)
{
    return resume->input + (resume->record > 0);
}

tamis_status tm_resume_begin_input(tm_resume *resume, const char *path, tamis_error *err)
{
    if (!resume->path)
        return TAMIS_OK;
    add_input(resume, path);
    if (resume->n_seen == n_judged(resume) && resume->seen != resume->inputs)
        return resume->newer[0]
                   ? fail_changed(resume, resume->newer, "was added or changed", err)
                   : fail_changed(resume, "inputs", "were added, removed or changed", err);
    if (resume->finished && resume->n_seen > resume->input)
        return fail_changed(resume, path, "was added", err);
    return TAMIS_OK;
}

tamis_status tm_resume_end_inputs(const tm_resume *resume, tamis_error *err)
{
    if (!resume->path || resume->n_seen >= n_judged(resume))
        return TAMIS_OK;
    return fail_changed(resume, "inputs", "were removed", err);
}

tamis_status tm_resume_check_end(const tm_resume *resume, size_t input, const char *path,
                                 size_t n_records, tamis_error *err)
{
    if (!resume->path || input != resume->input || n_records >= resume->record)
        return TAMIS_OK;
    return tm_fail(
        err, TAMIS_EINVAL,
        "%.60s: the run stopped behind record %zu of %.60s, which cannot be read that "
        "far any more; put it back, or remove the state",
        resume->path, resume->record - 1, path);
}

tamis_status tm_resume_note(tm_resume *resume, const tm_resume_place *place,
                            const tm_tally *tally, size_t n_written, tamis_error *err)
{
    if (!resume->path)
        return TAMIS_OK;
    resume->input = place->input + place->ended;
    resume->inputs = place->inputs;
    resume->record = place->ended ? 0 : place->record + 1;
    resume->output_bytes += n_written;
    resume->tally = *tally;
    return tm_clock_seconds() - resume->saved >= save_after_seconds ? save(resume, err)
                                                                    : TAMIS_OK;
}

tamis_status tm_resume_finish(tm_resume *resume, tamis_error *err)
{
    if (!resume->path)
        return TAMIS_OK;
    resume->input = resume->n_seen;
    resume->inputs = resume->seen;
    resume->record = 0;
    resume->finished = true;
    return save(resume, err);
}
