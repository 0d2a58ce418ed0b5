// Turns the command line into a stream of file names. Nothing is collected, so a list of a hundred
// million paths or a tree of as many files takes no memory. Directories are walked in byte order of
// the path, so every run sees the same order. A directory named without -r is reported, since the
// user must know what was not read.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/inputs.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/part.h"
#include "base/sidecar_name.h"
#include "sink/journal.h"

enum {
    MAX_DEPTH = 64,
    MAX_PATH_BYTES =
        8192 // of a list; the system accepts less, so a path that was cut is refused
};

typedef struct feeding {
    const tm_inputs *inputs;
    const tm_input_sink *sink;
    tm_passed_over passed;
    bool stdin_used;
    bool going; // nobody has said stop
} feeding;

static void give_trouble(feeding *feeder, const char *path, const tamis_error *err)
{
    feeder->going = feeder->going && feeder->sink->trouble(feeder->sink->context, path, err);
}

static void give_file(feeding *feeder, const char *path)
{
    const tm_input_sink *const sink = feeder->sink;
    if (tm_sidecar_is(path))
        feeder->passed.n_sidecars++;
    else
        feeder->going = feeder->going && sink->file(sink->context, path);
}

static bool visit(void *context, const char *path)
{
    feeding *feeder = context;
    if (tm_part_has_name(path))
        feeder->passed.n_parts++;
    else
        give_file(feeder, path);
    return feeder->going;
}

static void walk_trouble(void *context, const char *path, const tamis_error *err)
{
    give_trouble(context, path, err);
}

static void pass_link(void *context)
{
    ((feeding *)context)->passed.n_links++;
}

static bool skip_store(void *context, const char *path)
{
    const tm_input_sink *const sink = ((const feeding *)context)->sink;
    return tm_journal_is_in(path) && sink->store(sink->context, path);
}

static void give_directory(feeding *feeder, const char *path)
{
    const tm_walk walk = {.visit = visit,
                          .trouble = walk_trouble,
                          .link = pass_link,
                          .context = feeder,
                          .max_depth = MAX_DEPTH,
                          .skip = feeder->sink->store ? skip_store : NULL};
    tamis_error err;
    if (!feeder->inputs->recursive) {
        tm_fail(&err, TAMIS_EINVAL, "%.180s: is a directory (use -r to go into it)", path);
        give_trouble(feeder, path, &err);
    } else if (tm_file_walk(path, &walk, &err) < 0) {
        give_trouble(feeder, path, &err);
    }
}

static void give_path(feeding *feeder, const char *path)
{
    struct stat status;
    tamis_error err;
    if (strcmp(path, "-") != 0) {
        if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
            give_directory(feeder, path);
        else
            give_file(feeder, path);
    } else if (feeder->stdin_used) {
        tm_fail(&err, TAMIS_EINVAL, "-: standard input is named twice");
        give_trouble(feeder, path, &err);
    } else {
        feeder->stdin_used = true;
        give_file(feeder, path);
    }
}

// Reads the next path of the list; *holds_nul: there is a NUL in it. False at the end, and after an
// error with errno set: what was read of a path then is none.
static bool next_path(char path[MAX_PATH_BYTES + 1], bool *holds_nul, FILE *list, char end)
{
    size_t len = 0;
    int byte;
    *holds_nul = false;
    while ((byte = getc(list)) != EOF && byte != end) {
        *holds_nul = *holds_nul || byte == '\0';
        if (len < MAX_PATH_BYTES)
            path[len++] = (char)byte;
    }
    path[len] = '\0';
    return byte != EOF || (len > 0 && !ferror(list));
}

// Lists written on Windows end their lines with CR LF. A file whose name does end with CR is taken.
static void drop_return(char *path)
{
    const size_t len = strlen(path);
    if (len > 0 && path[len - 1] == '\r' && access(path, F_OK) != 0)
        path[len - 1] = '\0';
}

// They may begin with a byte-order mark, too. A file whose name does is taken.
static void drop_mark(char *path)
{
    const tm_str mark = tm_byte_order_mark();
    if (tm_str_starts_with(tm_str_of(path), mark) && access(path, F_OK) != 0)
        memmove(path, path + mark.len, strlen(path + mark.len) + 1);
}

static void give_listed(feeding *feeder, FILE *list)
{
    char path[MAX_PATH_BYTES + 1];
    const bool nul_ends = feeder->inputs->nul_ends;
    bool holds_nul, is_first = true;
    while (feeder->going && next_path(path, &holds_nul, list, nul_ends ? '\0' : '\n')) {
        tamis_error err;
        if (!nul_ends)
            drop_return(path);
        if (!nul_ends && is_first)
            drop_mark(path);
        is_first = false;
        if (holds_nul) {
            tm_fail(&err, TAMIS_EINVAL,
                    "%.180s: a NUL byte in the list (use -0 if they end its paths)", path);
            give_trouble(feeder, path, &err);
        } else if (path[0]) {
            give_path(feeder, path);
        }
    }
}

static tamis_status give_list(feeding *feeder, tamis_error *err)
{
    const char *name = feeder->inputs->list;
    const bool is_stdin = strcmp(name, "-") == 0;
    FILE *list = is_stdin ? stdin : fopen(name, "r");
    if (!list)
        return tm_fail(err, TAMIS_EIO, "%.180s: cannot open the list: %s", name,
                       strerror(errno));

    give_listed(feeder, list);
    const int number = errno;
    tamis_status status = TAMIS_OK;
    if (ferror(list))
        status =
            tm_fail(err, TAMIS_EIO, "%.180s: cannot read the list: %s", name, strerror(number));
    if (!is_stdin)
        fclose(list);
    return status;
}

tamis_status tm_inputs_each(const tm_inputs *inputs, const tm_input_sink *sink,
                            tamis_error *err)
{
    const bool list_is_stdin = inputs->list && strcmp(inputs->list, "-") == 0;
    feeding feeder = {
        .inputs = inputs, .sink = sink, .stdin_used = list_is_stdin, .going = true};
    for (size_t i = 0; i < inputs->n_paths && feeder.going; i++)
        give_path(&feeder, inputs->paths[i]);
    const bool lists = inputs->list && feeder.going;
    const tamis_status status = lists ? give_list(&feeder, err) : TAMIS_OK;
    if (sink->passed)
        *sink->passed = feeder.passed;
    return status;
}

tamis_status tm_read_list(const tm_option *option, char *value, tamis_error *err)
{
    tm_inputs *const inputs = option->into;
    if (inputs->list)
        return tm_fail(err, TAMIS_EINVAL,
                       "--files-from takes one list; join them and name `-`: cat A B | ...");
    inputs->list = value;
    return TAMIS_OK;
}

tamis_status tm_inputs_check(const tm_inputs *inputs, tamis_error *err)
{
    if (inputs->nul_ends && !inputs->list)
        return tm_fail(err, TAMIS_EINVAL, "--null needs a list of paths: --files-from LIST");
    return TAMIS_OK;
}

bool tm_inputs_are_many(const tm_inputs *inputs)
{
    return inputs->n_paths != 1 || inputs->list || inputs->recursive;
}

uint64_t tm_inputs_bytes(const tm_inputs *inputs)
{
    uint64_t sum = 0;
    if (inputs->list)
        return 0;
    for (size_t i = 0; i < inputs->n_paths; i++) {
        struct stat status;
        if (stat(inputs->paths[i], &status) != 0 || !S_ISREG(status.st_mode))
            return 0;
        sum += (uint64_t)status.st_size;
    }
    return sum;
}
