// The program's standard output and standard error.
// SPDX-License-Identifier: MIT
#ifndef TM_CONSOLE_H
#define TM_CONSOLE_H

#include "base/buf.h"

typedef enum tm_color { TM_COLOR_AUTO, TM_COLOR_ALWAYS, TM_COLOR_NEVER } tm_color;

// Writes "tamis: " and one line of words to standard error; whatever a file name or a document
// put into it is made harmless.
void tm_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The same of words that were built: "tamis: ABOUT: TEXT", or without `about` where that is NULL.
// Frees `text`.
void tm_complain_text(const char *about, tm_buf *text);

// A tm_store_trouble: complains of `err`, and needs neither the context nor the path.
void tm_complain_of(void *context, tm_str path, const tamis_error *err);

// Complains and points to the help of `command`; returns TM_EXIT_ERROR.
int tm_complain_usage(const char *command, const char *message);

// The exit code of a command that flags nothing: complains of `err` when `status` is an error.
int tm_exit_code(tamis_status status, const tamis_error *err);

// Standard output, of one thread. A failure is TAMIS_EIO, "cannot write standard output: …". What
// is written may be held back until the flush or the close; on a terminal it is not.
tamis_status tm_output_write(tm_str bytes, tamis_error *err);
// Writes what was built, which is freed, to the file `path`, or where that is NULL to standard
// output. TAMIS_ENOMEM when it could not be built; as tm_file_write or tm_output_write.
tamis_status tm_output_take(tm_buf *text, const char *path, tamis_error *err);
tamis_status tm_output_flush(tamis_error *err);
tamis_status tm_output_close(tamis_error *err);

// Whether `path` ("-": standard input) is the regular file that standard output goes to. Who reads
// it meets what was just written, and may never come to an end.
bool tm_output_is(const char *path);
// TAMIS_EINVAL, with the words for the user, when it is.
tamis_status tm_output_check(const char *path, tamis_error *err);

// tm_output_take to standard output, then tm_output_close: the last output of a command.
tamis_status tm_output_finish(tm_buf *text, tamis_error *err);

// Writes `text` and closes standard output; returns the exit code.
int tm_output_text(const char *text);

// Whether to colour standard output: `auto` asks whether it is a terminal that can, and
// NO_COLOR.
bool tm_use_color(tm_color choice);
// Columns of the terminal behind `fd`: COLUMNS, else what the terminal says, else 100.
size_t tm_terminal_width(int fd);

#endif
