// The contaminated rows that are kept are evenly spaced by decision, so that hard and easy ones
// have the same shares among them as among all.
// SPDX-License-Identifier: MIT
#include "model/memory.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"

void tm_memory_free(tm_memory *memory)
{
    free(memory->row);
    *memory = (tm_memory){0};
}

tamis_status tm_memory_add(tm_memory *memory, const tm_remembered *row, tamis_error *err)
{
    if (!tm_grow((void **)&memory->row, &memory->cap, memory->len + 1, sizeof *memory->row))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the model");
    memory->row[memory->len++] = *row;
    return TAMIS_OK;
}

tamis_status tm_memory_add_document(tm_memory *memory, const tm_row *row, int label,
                                    double decision, tamis_error *err)
{
    tm_remembered out = {.label = label, .decision = decision};
    double input[TM_N_FEATURES];
    tm_classifier_inputs(input, row);
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        out.input[f] = (uint8_t)lround(255 * input[f]);
    return tm_memory_add(memory, &out, err);
}

// Clean rows by falling decision, then contaminated ones by rising decision; ties by inputs, so
// that the order in which rows were added does not matter.
static int compare(const void *a, const void *b)
{
    const tm_remembered *x = a, *y = b;
    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    if (x->decision != y->decision)
        return (x->decision < y->decision) == (x->label > 0) ? -1 : 1;
    return memcmp(x->input, y->input, sizeof x->input);
}

void tm_memory_trim(tm_memory *memory)
{
    size_t n_clean = 0;
    if (memory->len > 0)
        qsort(memory->row, memory->len, sizeof *memory->row, compare);
    while (n_clean < memory->len && memory->row[n_clean].label < 0)
        n_clean++;
    const size_t n_bad = memory->len - n_clean;
    const size_t keep_clean = n_clean < TM_MEMORY_CLEAN ? n_clean : TM_MEMORY_CLEAN;
    const size_t keep_bad = n_bad < TM_MEMORY_CONTAMINATED ? n_bad : TM_MEMORY_CONTAMINATED;
    for (size_t i = 0; i < keep_bad; i++)
        memory->row[keep_clean + i] = memory->row[n_clean + i * n_bad / keep_bad];
    memory->len = keep_clean + keep_bad;
}
