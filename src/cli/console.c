// Data goes to standard output, words to standard error. A report that could not be written
// completely must not look as if it was: every write is checked, and the final close too, which may
// be the first to report a full disk.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/console.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/num.h"
#include "cli/cmd.h"
#include "sink/report.h"
#include "sink/visible.h"

enum { DEFAULT_WIDTH = 100, MIN_WIDTH = 10, MAX_WIDTH = 1000, OUTPUT_BYTES = 64 << 10 };

static bool line_is_drawn; // on standard error (tm_terminal_draw)

void tm_complain(const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    tm_buf line = {0};
    tm_buf_text(&line, "tamis: ");
    tm_visible(&line, tm_str_of(message), 0);
    tm_buf_byte(&line, '\n');
    tm_terminal_erase();
    if (line.failed)
        fputs("tamis: out of memory\n", stderr);
    else
        fwrite(line.ptr, 1, line.len, stderr);
    tm_buf_free(&line);
}

void tm_complain_text(const char *about, tm_buf *text)
{
    const int len = (int)text->len;
    const char *const words = text->ptr ? text->ptr : "";
    if (about)
        tm_complain("%s: %.*s", about, len, words);
    else
        tm_complain("%.*s", len, words);
    tm_buf_free(text);
}

void tm_complain_count(uint64_t count, const char *what, const char *why)
{
    tm_buf text = {0};
    if (count == 0)
        return;
    tm_report_plural(&text, count, what);
    tm_buf_format(&text, " %s", why);
    tm_complain_text(NULL, &text);
}

void tm_complain_of(void *context, tm_str path, const tamis_error *err)
{
    (void)context;
    (void)path;
    tm_complain("%s", err->message);
}

int tm_complain_usage(const char *command, const char *message)
{
    tm_complain("%s: %s", command, message);
    tm_complain("`tamis %s --help` says more", command);
    return TM_EXIT_ERROR;
}

int tm_exit_code(tamis_status status, const tamis_error *err)
{
    if (status == TAMIS_OK)
        return TM_EXIT_CLEAN;
    tm_complain("%s", err->message);
    return TM_EXIT_ERROR;
}

static tamis_status output_error(tamis_error *err)
{
    return tm_fail(err, TAMIS_EIO, "cannot write standard output: %s", strerror(errno));
}

// A buffer of our own, since stdio gives up a write that a signal interrupted.
static struct {
    char bytes[OUTPUT_BYTES];
    size_t len;
} output;

static tamis_status write_all(tm_str bytes, tamis_error *err)
{
    return tm_fd_write(STDOUT_FILENO, bytes) == 0 ? TAMIS_OK : output_error(err);
}

tamis_status tm_output_flush(tamis_error *err)
{
    const tm_str held = {output.bytes, output.len};
    output.len = 0;
    return write_all(held, err);
}

tamis_status tm_output_write(tm_str bytes, tamis_error *err)
{
    const bool is_terminal = isatty(STDOUT_FILENO);
    if (is_terminal && bytes.len > 0)
        tm_terminal_erase();
    if (bytes.len > OUTPUT_BYTES - output.len)
        TM_TRY(tm_output_flush(err));
    if (bytes.len > OUTPUT_BYTES)
        return write_all(bytes, err);
    if (bytes.len > 0)
        memcpy(output.bytes + output.len, bytes.ptr, bytes.len);
    output.len += bytes.len;
    return is_terminal ? tm_output_flush(err) : TAMIS_OK;
}

tamis_status tm_output_take(tm_buf *text, const char *path, tamis_error *err)
{
    tamis_status status = tm_buf_check(text, err);
    if (status == TAMIS_OK)
        status = path ? tm_file_write(path, tm_buf_str(text), err)
                      : tm_output_write(tm_buf_str(text), err);
    tm_buf_free(text);
    return status;
}

tamis_status tm_output_close(tamis_error *err)
{
    TM_TRY(tm_output_flush(err));
    return close(STDOUT_FILENO) == 0 || errno == EINTR ? TAMIS_OK : output_error(err);
}

tamis_status tm_output_finish(tm_buf *text, tamis_error *err)
{
    TM_TRY(tm_output_take(text, NULL, err));
    return tm_output_close(err);
}

static bool is_output(const char *path)
{
    struct stat file, out;
    const bool is_stdin = strcmp(path, "-") == 0;
    return fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode) &&
           (is_stdin ? fstat(STDIN_FILENO, &file) : stat(path, &file)) == 0 &&
           file.st_dev == out.st_dev && file.st_ino == out.st_ino;
}

tamis_status tm_output_check(const char *path, tamis_error *err)
{
    if (!is_output(path))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%.180s: standard output goes there, too; let it go elsewhere", path);
}

int tm_output_text(const char *text)
{
    tamis_error err;
    if (tm_output_write(tm_str_of(text), &err) == TAMIS_OK && tm_output_close(&err) == TAMIS_OK)
        return TM_EXIT_CLEAN;
    tm_complain("%s", err.message);
    return TM_EXIT_ERROR;
}

// ---- Terminals ------------------------------------------------------------------------------

bool tm_terminal_is_capable(int fd)
{
    const char *terminal = getenv("TERM");
    return isatty(fd) && terminal && strcmp(terminal, "dumb") != 0;
}

bool tm_use_color(tm_color choice)
{
    if (choice != TM_COLOR_AUTO)
        return choice == TM_COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR"); // https://no-color.org
    return tm_terminal_is_capable(STDOUT_FILENO) && !(no_color && no_color[0]);
}

size_t tm_terminal_width(int fd)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    size_t width;
    if (!columns || !tm_parse_size(&width, tm_str_of(columns)) || width == 0)
        width = ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    if (width == 0)
        return DEFAULT_WIDTH;
    return width < MIN_WIDTH ? MIN_WIDTH : width > MAX_WIDTH ? MAX_WIDTH : width;
}

void tm_terminal_draw(tm_str words)
{
    tm_buf line = {0};
    if (!tm_terminal_is_capable(STDERR_FILENO))
        return;
    tm_buf_text(&line, "\r");
    tm_visible(&line, words, tm_terminal_width(STDERR_FILENO) - 1); // must not wrap
    tm_buf_text(&line, "\x1b[K");
    if (!line.failed)
        fwrite(line.ptr, 1, line.len, stderr);
    line_is_drawn = line_is_drawn || !line.failed;
    tm_buf_free(&line);
}

void tm_terminal_erase(void)
{
    if (line_is_drawn)
        fputs("\r\x1b[K", stderr);
    line_is_drawn = false;
}
