// The program's standard output and standard error.
// SPDX-License-Identifier: MIT
#ifndef TM_CONSOLE_H
#define TM_CONSOLE_H

#include <stdint.h>

#include "base/buf.h"

typedef enum tm_color { TM_COLOR_AUTO, TM_COLOR_ALWAYS, TM_COLOR_NEVER } tm_color;

// Writes "tamis: " and one line of at most 1,023 bytes to standard error. Control characters from
// file names and documents are made visible. A line that was drawn is erased first.
void tm_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The same for text that was built: "tamis: ABOUT: TEXT", or "tamis: TEXT" when `about` is NULL.
// Frees `text`.
void tm_complain_text(const char *about, tm_buf *text);

// "tamis: 2 sidecars WHY"; nothing when `count` is 0.
void tm_complain_count(uint64_t count, const char *what, const char *why);

// A tm_store_trouble: complains of `err`, and needs neither the context nor the path.
void tm_complain_of(void *context, tm_str path, const tamis_error *err);

// Complains and points to the help of `command`; returns TM_EXIT_ERROR.
int tm_complain_usage(const char *command, const char *message);

// The exit code of a command that flags nothing: complains of `err` when `status` is an error.
int tm_exit_code(tamis_status status, const tamis_error *err);

// Standard output, for one thread. A failure is TAMIS_EIO, "cannot write standard output: …".
// Unless it is a terminal, output is buffered until the flush or the close.
tamis_status tm_output_write(tm_str bytes, tamis_error *err);
// Writes `text` to the file `path` or, when that is NULL, to standard output, and frees it.
// TAMIS_ENOMEM when it is incomplete; else as tm_file_write or tm_output_write.
tamis_status tm_output_take(tm_buf *text, const char *path, tamis_error *err);
tamis_status tm_output_flush(tamis_error *err);
tamis_status tm_output_close(tamis_error *err);

// TAMIS_EINVAL, with a message for the user, when `path` ("-": standard input) is the regular file
// that standard output goes to. Reading it would return what was just written, perhaps without end.
tamis_status tm_output_check(const char *path, tamis_error *err);

// tm_output_take to standard output, then tm_output_close: the last output of a command.
tamis_status tm_output_finish(tm_buf *text, tamis_error *err);

// Writes `text` to standard output and closes it; returns the exit code.
int tm_output_text(const char *text);

// Whether to colour standard output. AUTO: if it is a capable terminal and NO_COLOR is not set.
bool tm_use_color(tm_color choice);
// Columns of the terminal `fd`, from 10 to 1000: COLUMNS, else what the terminal says; 100 when
// neither is known.
size_t tm_terminal_width(int fd);
// Whether `fd` is a terminal that knows control sequences: TERM is set and not "dumb".
bool tm_terminal_is_capable(int fd);

// Draws a line on standard error in place of the one drawn before, if that is a capable terminal.
// Whatever else is written to the terminal erases it first. Not while another thread writes.
void tm_terminal_draw(tm_str words);
void tm_terminal_erase(void); // the line, if there is one

#endif
