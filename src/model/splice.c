// Carrying out edits: see splice.h. They are sorted by place, then by where their pieces begin in
// the writer's output, which is the order in which they were added; so it does not matter how
// qsort() orders equal ones.
// SPDX-License-Identifier: MIT
#include "model/splice.h"

#include <stdlib.h>

#include "base/num.h"

tamis_status tm_edits_add(tm_edits *edits, const tm_splice_edit *edit, tamis_error *err)
{
    if (!tm_grow((void **)&edits->list, &edits->cap, edits->n + 1, sizeof *edits->list))
        return tm_fail(err, TAMIS_ENOMEM, "edits: memory is short");
    edits->list[edits->n++] = *edit;
    return TAMIS_OK;
}

void tm_edits_free(tm_edits *edits)
{
    free(edits->list);
    *edits = (tm_edits){0};
}

static int by_place(const void *a, const void *b)
{
    const tm_splice_edit *const x = a, *const y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static tamis_status add_spans(tm_sample *out, const tm_splice_edit *edit,
                              const tm_sample_span *marks, tamis_error *err)
{
    if (!tm_grow((void **)&out->spans, &out->spans_cap, out->n_spans + edit->n_marks,
                 sizeof *out->spans))
        return tm_fail(err, TAMIS_ENOMEM, "spans: memory is short");
    for (size_t i = 0; i < edit->n_marks; i++) {
        const tm_sample_span mark = marks[edit->first_mark + i];
        out->spans[out->n_spans++] =
            (tm_sample_span){out->text.len + (mark.begin - edit->begin),
                             out->text.len + (mark.end - edit->begin)};
    }
    return TAMIS_OK;
}

tamis_status tm_splice(tm_sample *out, tm_str text, tm_edits *edits, tm_str pieces,
                       const tm_sample_span *marks, tamis_error *err)
{
    if (edits->n > 0)
        qsort(edits->list, edits->n, sizeof *edits->list, by_place);
    size_t done = 0;
    for (size_t i = 0; i < edits->n; i++) {
        const tm_splice_edit *const edit = &edits->list[i];
        tm_buf_add(&out->text, tm_str_slice(text, done, edit->at));
        TM_TRY(add_spans(out, edit, marks, err));
        tm_buf_add(&out->text, tm_str_slice(pieces, edit->begin, edit->end));
        done = edit->at + edit->cut;
    }
    tm_buf_add(&out->text, tm_str_slice(text, done, text.len));
    return tm_buf_check(&out->text, err);
}
