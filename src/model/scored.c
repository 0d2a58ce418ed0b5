// Code points are counted, not bytes: in bytes a Latin letter would count a third of a syllable.
// One merge over both lists of spans; linear in their number and the bytes inside them.
// SPDX-License-Identifier: MIT
#include "model/scored.h"

static size_t count_characters(tm_str text, size_t begin, size_t end)
{
    size_t n = 0;
    for (size_t i = begin; i < end && i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return n;
}

void tm_scored_count(tm_scored *scored, const tamis_span *marked, size_t n_marked)
{
    const tm_labelled *row = scored->row;
    const tm_str text = tm_buf_str(&row->text);
    scored->n_characters = count_characters(text, 0, text.len);
    scored->gold = scored->marked = scored->agreed = 0;
    for (size_t i = 0; i < row->n_spans; i++)
        scored->gold += count_characters(text, row->spans[i].begin, row->spans[i].end);
    for (size_t k = 0; k < n_marked; k++)
        scored->marked += count_characters(text, marked[k].begin_byte, marked[k].end_byte);
    for (size_t i = 0, k = 0; i < row->n_spans && k < n_marked;) {
        const tm_sample_span gold = row->spans[i];
        const size_t begin =
            gold.begin > marked[k].begin_byte ? gold.begin : marked[k].begin_byte;
        const size_t end = gold.end < marked[k].end_byte ? gold.end : marked[k].end_byte;
        scored->agreed += count_characters(text, begin, end);
        if (gold.end < marked[k].end_byte)
            i++;
        else
            k++;
    }
}
