// A run is packed as two or three numbers of variable length, seven bits to a byte:
//     text - the text of the run before
//     source - where the run before, continued byte for byte, would have got to; as the absolute
//         value << 2, bit 1: it is negative, bit 0: a third number follows
//     source_len, if it is not 0
// SPDX-License-Identifier: MIT
#include "text/html_runs.h"

#include <stdlib.h>

#include "base/num.h"

typedef struct tm_html_mark {
    tm_html_run run;
    size_t next; // in `packed`
} tm_html_mark;

void tm_html_runs_clear(tm_html_runs *runs)
{
    tm_buf_clear(&runs->packed);
    runs->n = runs->n_marks = 0;
    runs->last = (tm_html_run){0};
}

void tm_html_runs_free(tm_html_runs *runs)
{
    tm_buf_free(&runs->packed);
    free(runs->mark);
    *runs = (tm_html_runs){0};
}

static void put_number(tm_buf *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        tm_buf_byte(out, (char)(value | 0x80));
    tm_buf_byte(out, (char)value);
}

static uint64_t take_number(const tm_buf *packed, size_t *at)
{
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const unsigned char byte = (unsigned char)packed->ptr[(*at)++];
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
}

static void add_mark(tm_html_runs *runs, tm_html_run run)
{
    void *mark = runs->mark;
    if (!tm_grow(&mark, &runs->marks_cap, runs->n_marks + 1, sizeof *runs->mark)) {
        runs->packed.failed = true;
        return;
    }
    runs->mark = mark;
    runs->mark[runs->n_marks++] = (tm_html_mark){run, runs->packed.len};
}

void tm_html_runs_add(tm_html_runs *runs, tm_html_run run)
{
    const uint32_t step = run.text - runs->last.text;
    const int64_t off = (int64_t)run.source - ((int64_t)runs->last.source + step);
    const uint64_t folded = (uint64_t)(off < 0 ? -off : off) << 1 | (off < 0);
    put_number(&runs->packed, step);
    put_number(&runs->packed, folded << 1 | (run.source_len > 0));
    if (run.source_len > 0)
        put_number(&runs->packed, run.source_len);
    if (runs->n++ % TM_HTML_RUNS_PER_MARK == 0)
        add_mark(runs, run);
    runs->last = run;
}

bool tm_html_runs_next(tm_html_run_walk *walk, const tm_html_runs *runs)
{
    if (walk->n == runs->n)
        return false;
    tm_html_run *const run = &walk->run;
    const uint32_t step = (uint32_t)take_number(&runs->packed, &walk->at);
    const uint64_t folded = take_number(&runs->packed, &walk->at);
    const int64_t size = (int64_t)(folded >> 2), off = folded & 2 ? -size : size;
    run->text += step;
    run->source = (uint32_t)((int64_t)run->source + step + off);
    run->source_len = folded & 1 ? (uint32_t)take_number(&runs->packed, &walk->at) : 0;
    walk->n++;
    return true;
}

// The last mark whose run begins at text byte `at` or before.
static size_t mark_of(const tm_html_runs *runs, size_t at)
{
    size_t low = 0, high = runs->n_marks;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (runs->mark[middle].run.text <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

tm_html_run tm_html_runs_find(const tm_html_runs *runs, size_t at)
{
    const size_t m = mark_of(runs, at);
    tm_html_run_walk walk = {m * TM_HTML_RUNS_PER_MARK + 1, runs->mark[m].next,
                             runs->mark[m].run};
    tm_html_run found = walk.run;
    while (tm_html_runs_next(&walk, runs) && walk.run.text <= at)
        found = walk.run;
    return found;
}
