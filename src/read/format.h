// Which format an input has: told by its name, else by how its content begins.
// SPDX-License-Identifier: MIT
#ifndef TM_FORMAT_H
#define TM_FORMAT_H

#include "read/intake.h"

typedef enum tm_format {
    TM_FORMAT_AUTO, // to be found out
    TM_FORMAT_TEXT,
    TM_FORMAT_JSONL,
    TM_FORMAT_HTML,
    TM_FORMAT_WARC
} tm_format;

// Whether a file of this format is a container of records, not a single document.
static inline bool tm_format_has_records(tm_format format)
{
    return format == TM_FORMAT_JSONL || format == TM_FORMAT_WARC;
}

// Finds the format of an input of which nothing has been handed out yet; nothing is by this either.
//     JSON Lines  if the name ends in .jsonl or .ndjson, or if one of the first three lines that
//                 are not blank is a JSON object with the text field, or most of them are objects
//     WARC        if the name ends in .warc or .wet, or the content begins like a WARC record
//     HTML        if the name ends in .html, .htm or .xhtml, or the content begins like a page
//     text        else
// The name is asked before the content; .gz, .zst or .zstd at its end and the case of its letters
// are ignored. What begins like a page or an archive is that, whatever its next lines are. Fails as
// tm_intake_fill does.
tamis_status tm_format_find(tm_format *out, tm_intake *in, const char *path,
                            const char *text_field, tamis_error *err);

// Whether a document begins like a page of HTML, by its first 4 KiB; more bytes may be given.
bool tm_format_is_page(tm_str bytes);

#endif
