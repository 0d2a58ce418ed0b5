// Grouped, stratified folds: groups are dealt out one by one, the largest first and equal ones by
// their hash. A group goes to the fold with the fewest contaminated rows so far if it has one
// itself, else to the fold with the fewest clean rows. So every fold gets its share of the
// contaminated rows, however few there are, and the folds depend neither on the order of the rows
// nor on chance. O(n log n).
// SPDX-License-Identifier: MIT
#include "model/dataset.h"

#include <stdlib.h>

#include "base/rng.h"

typedef struct member {
    uint64_t group;
    uint32_t row;
} member;

typedef struct group {
    uint64_t hash;
    size_t begin, end; // of its members
    bool contaminated; // one of them is
} group;

static int compare_members(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static int compare_groups(const void *a, const void *b)
{
    const group *x = a, *y = b;
    const size_t left = x->end - x->begin, right = y->end - y->begin;
    if (left != right)
        return left > right ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static size_t find_groups(group *groups, member *members, const tm_dataset *dataset)
{
    size_t n = 0, end;
    for (size_t i = 0; i < dataset->len; i++)
        members[i] = (member){dataset->row[i].group, (uint32_t)i};
    if (dataset->len > 0)
        qsort(members, dataset->len, sizeof *members, compare_members);
    for (size_t i = 0; i < dataset->len; i = end) {
        bool contaminated = false;
        for (end = i; end < dataset->len && members[end].group == members[i].group; end++)
            contaminated = contaminated || dataset->row[members[end].row].contaminated;
        groups[n++] = (group){members[i].group, i, end, contaminated};
    }
    if (n > 0)
        qsort(groups, n, sizeof *groups, compare_groups);
    return n;
}

// The groups that have rows of a label.
typedef struct label_groups {
    size_t n_rows, n;
    uint64_t first;
} label_groups;

static tamis_status count_groups(label_groups *out, const tm_dataset *dataset, int label,
                                 tamis_error *err)
{
    member *members = calloc(dataset->len + 1, sizeof *members);
    *out = (label_groups){0};
    if (!members)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    for (size_t i = 0; i < dataset->len; i++)
        if (dataset->row[i].contaminated == label)
            members[out->n_rows++] = (member){dataset->row[i].group, (uint32_t)i};
    if (out->n_rows > 0)
        qsort(members, out->n_rows, sizeof *members, compare_members);
    for (size_t i = 0; i < out->n_rows; i++)
        out->n += i == 0 || members[i].group != members[i - 1].group;
    out->first = members[0].group;
    free(members);
    return TAMIS_OK;
}

static void take_apart(tm_dataset *dataset, uint64_t lone)
{
    for (size_t i = 0; i < dataset->len; i++)
        if (dataset->row[i].group == lone)
            dataset->row[i].group = tm_hash_bytes(tm_buf_str(&dataset->row[i].text));
}

tamis_status tm_dataset_split_lone_groups(tm_dataset *dataset, size_t n_groups[2],
                                          bool split[2], tamis_error *err)
{
    label_groups of[2];
    for (int label = 0; label < 2; label++) {
        TM_TRY(count_groups(&of[label], dataset, label, err));
        split[label] = of[label].n == 1 && of[label].n_rows > 1;
    }
    for (int label = 0; label < 2; label++)
        if (split[label])
            take_apart(dataset, of[label].first);
    if (split[0] || split[1])
        TM_TRY(tm_dataset_group(dataset, err));
    for (int label = 0; label < 2; label++) {
        TM_TRY(count_groups(&of[label], dataset, label, err));
        n_groups[label] = of[label].n;
    }
    return TAMIS_OK;
}

tamis_status tm_dataset_fold(tm_dataset *dataset, unsigned n_folds, tamis_error *err)
{
    member *members = calloc(dataset->len + 1, sizeof *members);
    group *groups = calloc(dataset->len + 1, sizeof *groups);
    size_t(*count)[2] = calloc(n_folds, sizeof *count); // rows of either label
    tamis_status status = TAMIS_OK;
    if (members && groups && count) {
        const size_t n = find_groups(groups, members, dataset);
        for (size_t g = 0; g < n; g++) {
            const bool label = groups[g].contaminated;
            unsigned fold = 0;
            for (unsigned f = 1; f < n_folds; f++)
                fold = count[f][label] < count[fold][label] ? f : fold;
            for (size_t m = groups[g].begin; m < groups[g].end; m++) {
                tm_labelled *row = &dataset->row[members[m].row];
                row->fold = fold;
                count[fold][row->contaminated]++;
            }
        }
    } else {
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    }
    free(members);
    free(groups);
    free(count);
    return status;
}
