// The state is one line in a file that is replaced in one step. It is saved after the output that
// it counts has reached the disk, so it never claims more than there is; output after the last save
// is cut off and judged again. Twice a second is often enough to lose little and rarely enough to
// cost nothing.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/resume.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/num.h"
#include "base/rng.h"
#include "cli/console.h"

enum { MAX_STATE_BYTES = 4096 };
static const double save_after_seconds = 0.5;
static const char head[] = "tamis-resume-1";

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
    uint64_t input, record, finished;
    const bool has_end = line.len > 0 && line.ptr[line.len - 1] == '\n';
    line.len -= has_end;
    if (!tm_str_equal(tm_str_cut(&line, ' '), tm_str_of(head)) || !has_end)
        return false;
    bool good = take_number(&resume->settings, &line) && take_number(&input, &line) &&
                take_number(&resume->input_path, &line) && take_number(&record, &line) &&
                take_number(&resume->output_bytes, &line);
    for (int i = 0; good && i <= TAMIS_UNSCANNED; i++)
        good = take_number(&resume->tally.n_documents[i], &line);
    good = good && take_number(&resume->tally.n_bytes, &line) &&
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
    tm_buf_format(out, "%s %llu %zu %llu %zu %llu", head, (unsigned long long)resume->settings,
                  resume->input, (unsigned long long)resume->input_path, resume->record,
                  (unsigned long long)resume->output_bytes);
    for (int i = 0; i <= TAMIS_UNSCANNED; i++)
        tm_buf_format(out, " %llu", (unsigned long long)resume->tally.n_documents[i]);
    tm_buf_format(out, " %llu %d\n", (unsigned long long)resume->tally.n_bytes,
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

static tamis_status read_state(tm_resume *resume, bool *found, tamis_error *err)
{
    tm_buf line = {0};
    struct stat info;
    *found = stat(resume->path, &info) == 0 && info.st_size > 0;
    if (!*found)
        return TAMIS_OK;
    tamis_status status = tm_file_read(&line, resume->path, MAX_STATE_BYTES, err);
    if (status == TAMIS_OK && !read_line(resume, tm_buf_str(&line)))
        status = tm_fail(err, TAMIS_EINVAL, "%.180s: not the state of a run", resume->path);
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

tamis_status tm_resume_open(tm_resume *resume, const char *path, uint64_t settings,
                            tamis_error *err)
{
    struct stat info;
    bool found;
    *resume = (tm_resume){.path = path};
    if (!path)
        return TAMIS_OK;
    if (fstat(STDOUT_FILENO, &info) != 0 || !S_ISREG(info.st_mode))
        return tm_fail(err, TAMIS_EINVAL,
                       "--resume needs standard output in a file, which it may cut: >>FILE");
    TM_TRY(read_state(resume, &found, err));
    if (found && resume->settings != settings)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.150s: belongs to a run with other inputs, options or model", path);
    if (found)
        return cut_output(resume, (uint64_t)info.st_size, err);
    resume->settings = settings;
    resume->output_bytes = (uint64_t)info.st_size;
    return save(resume, err);
}

tamis_status tm_resume_check_path(const tm_resume *resume, const char *path, tamis_error *err)
{
    struct stat state, info;
    if (!resume->path || stat(resume->path, &state) != 0 || stat(path, &info) != 0 ||
        state.st_dev != info.st_dev || state.st_ino != info.st_ino)
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

tamis_status tm_resume_check(const tm_resume *resume, size_t input, const char *path,
                             tamis_error *err)
{
    if (!resume->path || input != resume->input || resume->record == 0 ||
        tm_hash_bytes(tm_str_of(path)) == resume->input_path)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%.100s: the run stopped at another file than %.100s; files were added or "
                   "removed since",
                   resume->path, path);
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
    resume->input_path = tm_hash_bytes(place->path);
    resume->record = place->ended ? 0 : place->record + 1;
    resume->output_bytes += n_written;
    resume->tally = *tally;
    return tm_clock_seconds() - resume->saved >= save_after_seconds ? save(resume, err)
                                                                    : TAMIS_OK;
}

tamis_status tm_resume_finish(tm_resume *resume, size_t n_written, tamis_error *err)
{
    if (!resume->path)
        return TAMIS_OK;
    resume->output_bytes += n_written;
    resume->finished = true;
    return save(resume, err);
}
