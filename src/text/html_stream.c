// Most text is in the source as it is shown, so the origins are kept as runs: one for each stretch
// that is the same byte for byte, one for each character reference. Text that continues a stretch
// adds no run. A source of nothing but two-letter words and double blanks has one run for every
// three bytes; ordinary pages have one for every forty.
// SPDX-License-Identifier: MIT
#include "text/html_stream.h"

void tm_html_stream_clear(tm_html_stream *stream)
{
    tm_buf_clear(&stream->text);
    tm_html_runs_clear(&stream->runs);
    stream->line = 0;
    stream->blank = '\0';
}

void tm_html_stream_free(tm_html_stream *stream)
{
    tm_buf_free(&stream->text);
    tm_html_runs_free(&stream->runs);
    *stream = (tm_html_stream){0};
}

static void add_run(tm_html_stream *stream, tm_html_run run)
{
    tm_html_runs_add(&stream->runs, run);
    if (stream->runs.packed.failed)
        stream->text.failed = true;
}

// Whether text appended now from `source` continues the last run.
static bool goes_on(const tm_html_stream *stream, size_t source)
{
    const tm_html_run last = stream->runs.last;
    return stream->runs.n > 0 && last.source_len == 0 &&
           last.source + (stream->text.len - last.text) == source;
}

static void append(tm_html_stream *stream, tm_str bytes, size_t source)
{
    if (!goes_on(stream, source))
        add_run(stream, (tm_html_run){(uint32_t)stream->text.len, (uint32_t)source, 0});
    tm_buf_add(&stream->text, bytes);
}

static void write_blank(tm_html_stream *stream)
{
    if (stream->blank)
        append(stream, (tm_str){&stream->blank, 1}, stream->blank_source);
    stream->blank = '\0';
}

void tm_html_stream_put(tm_html_stream *stream, tm_str bytes, size_t source)
{
    write_blank(stream);
    append(stream, bytes, source);
}

void tm_html_stream_replace(tm_html_stream *stream, tm_str text, size_t source,
                            size_t source_len)
{
    write_blank(stream);
    add_run(stream,
            (tm_html_run){(uint32_t)stream->text.len, (uint32_t)source, (uint32_t)source_len});
    tm_buf_add(&stream->text, text);
}

void tm_html_stream_blank(tm_html_stream *stream, char blank, size_t source)
{
    if (stream->text.len == stream->line || stream->blank)
        return;
    stream->blank = blank;
    stream->blank_source = source;
}

void tm_html_stream_break(tm_html_stream *stream)
{
    stream->blank = '\0';
    if (stream->text.len == stream->line)
        return;
    tm_buf_byte(&stream->text, '\n');
    stream->line = stream->text.len;
}

void tm_html_stream_join(tm_html_stream *stream, const tm_html_stream *more)
{
    const size_t base = stream->text.len;
    tm_html_run_walk walk = {0};
    while (!more->text.failed && tm_html_runs_next(&walk, &more->runs)) {
        tm_html_run run = walk.run;
        run.text += (uint32_t)base;
        add_run(stream, run);
    }
    tm_buf_add(&stream->text, tm_buf_str(&more->text));
    stream->text.failed = stream->text.failed || more->text.failed;
    stream->line = stream->text.len;
}
