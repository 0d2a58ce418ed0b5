// All reasons in one table, so that reports, refusals to clean and lists of what training could not
// read explain them alike.
// SPDX-License-Identifier: MIT
#include "screen/unscanned.h"

static const struct {
    const char *reason, *words;
} rows[] = {
    {"bad_json", "not valid JSON; mend the line, or screen it with --format text"},
    {"binary", "not text; convert it to UTF-8 text first"},
    {"bomb", "unpacks to far more than text does; --max-ratio, --max-unpacked if it is honest"},
    {"cannot_open", "could not be opened"},
    {"changing", "changed while it was read; screen it again"},
    {"damaged", "the file is damaged here; fetch it again"},
    {"encoding", "its letters are in an encoding that is not known; convert it to UTF-8"},
    {"line_too_long", "a line longer than the limit; raise --max-document-bytes"},
    {"nested", "packed twice; unpack it once first"},
    {"no_text_field", "no text in this record; name the field with --text-field"},
    {"out_of_memory", "memory was short; use fewer --jobs or lower --max-document-bytes"},
    {"read_failed", "could not be read to its end"},
    {"segmented", "one part of a record that was cut into several; join these first"},
    {"text_not_string", "the text field holds no string; name another with --text-field"},
    {"too_deep", "nested too deep: JSON 1,024, folders 64; flatten it, or begin further in"},
    {"too_large", "larger than the limit; raise --max-document-bytes"},
    {"trailing_bytes", "something else follows the packed data and was not read"},
    {"truncated", "ends too early; fetch it again"},
    {"unsupported", "packed in a way that is not undone here; unpack it first"},
    {"window", "needs more memory to unpack than is allowed; raise --max-window"},
};

const char *tm_unscanned_words(const char *reason)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reason && strcmp(reason, rows[i].reason) == 0)
            return rows[i].words;
    return reason ? reason : "not read";
}

tm_str tm_unscanned_fault(const char *reason)
{
    const char *const words = tm_unscanned_words(reason);
    return (tm_str){words, strcspn(words, ";")};
}
