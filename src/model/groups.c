// Finds rows that must be in the same fold, and rows that contradict each other.
//
// Cross-validation is too optimistic when a copy of the judged document was trained on. So rows
// that name the same group or are near-copies are joined, transitively (union-find with path
// halving; Tarjan 1975). Rows are near-copies when they share a key. To make the keys of a text,
// its windows of WINDOW_BYTES bytes, without blanks, are hashed (rolling hash; Karp and Rabin
// 1987) and put into N_BUCKETS by their hash; each bucket keeps the smallest (one-permutation
// hashing; Li, Owen, Zhang 2012), and every BAND buckets form one key. Two texts that share the
// part J of their windows share a key with probability 1 - (1 - J⁴)⁴: 0.99 for J = 0.9, 0.23 for
// 0.5, 0.03 for 0.3.
//
// A key that more than one row in FURNITURE_SHARE has mostly comes from the furniture of a site; by
// itself it joins nothing, or the pages of one large site would be one group. For copies as many as
// that, all bands but one are a further key, which joins however many rows share it. Texts too short
// to fill the buckets are copies only when they are equal. Linear in the text; sorting the keys costs
// n log n in rows.
// SPDX-License-Identifier: MIT
#include "model/dataset.h"

#include <stdlib.h>

enum {
    WINDOW_BYTES = 24,
    N_BUCKETS = 16,
    BAND = 4,
    N_BANDS = N_BUCKETS / BAND,
    KEYS = 2 * N_BANDS + 2, // per row at most: also the group's name and the whole text
    FEW_ROWS = 10,          // a key of so few rows always joins them
    FURNITURE_SHARE = 20
};

static const uint64_t roll_base = UINT64_C(0x9E3779B97F4A7C15);

typedef struct key {
    uint64_t hash;
    uint32_t row;
    bool sure; // not of one band alone: joins however many rows share it
} key;

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

// Returns the hash of the text without its blanks, and fills in the smallest window hash of every
// bucket (UINT64_MAX: none).
static uint64_t hash_text(uint64_t bucket[N_BUCKETS], tm_str text)
{
    unsigned char window[WINDOW_BYTES] = {0};
    uint64_t whole = UINT64_C(0xCBF29CE484222325), rolling = 0, leaving = 1;
    size_t n = 0;
    for (size_t i = 0; i < WINDOW_BYTES; i++)
        leaving *= roll_base;
    for (size_t b = 0; b < N_BUCKETS; b++)
        bucket[b] = UINT64_MAX;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.ptr[i];
        if (is_blank(text.ptr[i]))
            continue;
        whole = (whole ^ byte) * UINT64_C(0x100000001B3);
        rolling = rolling * roll_base + byte + 1 - leaving * window[n % WINDOW_BYTES];
        window[n++ % WINDOW_BYTES] = (unsigned char)(byte + 1);
        if (n < WINDOW_BYTES)
            continue;
        uint64_t mixed = (rolling ^ (rolling >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
        mixed ^= mixed >> 32;
        if (mixed < bucket[mixed % N_BUCKETS])
            bucket[mixed % N_BUCKETS] = mixed;
    }
    return whole ^ n;
}

// Returns the number of bands whose buckets are filled, and their hashes.
static size_t hash_bands(uint64_t band[N_BANDS], const uint64_t bucket[N_BUCKETS])
{
    size_t n = 0;
    for (size_t b = 0; b < N_BUCKETS; b += BAND) {
        bool filled = true;
        for (size_t k = b; k < b + BAND; k++)
            filled = filled && bucket[k] != UINT64_MAX;
        if (filled)
            band[n++] =
                tm_hash_bytes((tm_str){(const char *)&bucket[b], BAND * sizeof *bucket});
    }
    return n;
}

static size_t add_keys(key *out, const tm_labelled *row, uint32_t number)
{
    uint64_t bucket[N_BUCKETS], band[N_BANDS], all = 0;
    size_t n = 0;
    out[n++] = (key){hash_text(bucket, tm_buf_str(&row->text)), number, true};
    out[n++] = (key){row->group, number, true};
    const size_t n_bands = hash_bands(band, bucket);
    for (size_t b = 0; b < n_bands; b++) {
        out[n++] = (key){band[b], number, false};
        all += band[b];
    }
    for (size_t b = 0; b < n_bands && n_bands == N_BANDS; b++)
        out[n++] = (key){all - band[b], number, true};
    return n;
}

static int compare_keys(const void *a, const void *b)
{
    const key *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

// The row that stands for all rows joined with `row`.
static uint32_t root_of(uint32_t *parent, uint32_t row)
{
    while (parent[row] != row) {
        parent[row] = parent[parent[row]];
        row = parent[row];
    }
    return row;
}

// Joins the rows that share a key, among the sorted keys `k`.
static void join(uint32_t *parent, const key *k, size_t n, size_t max_copies)
{
    size_t end;
    for (size_t i = 0; i < n; i = end) {
        end = i + 1;
        while (end < n && k[end].hash == k[i].hash)
            end++;
        if (end - i > max_copies && !k[i].sure)
            continue;
        const uint32_t first = root_of(parent, k[i].row);
        for (size_t m = i + 1; m < end; m++)
            parent[root_of(parent, k[m].row)] = first;
    }
}

// Each row takes the least group hash among the rows joined with it, which does not depend on the
// order of the rows.
static void name_groups(tm_dataset *dataset, uint32_t *parent, uint64_t *least)
{
    for (size_t i = 0; i < dataset->len; i++)
        least[i] = UINT64_MAX;
    for (size_t i = 0; i < dataset->len; i++) {
        uint64_t *const of_root = &least[root_of(parent, (uint32_t)i)];
        if (dataset->row[i].group < *of_root)
            *of_root = dataset->row[i].group;
    }
    for (size_t i = 0; i < dataset->len; i++)
        dataset->row[i].group = least[root_of(parent, (uint32_t)i)];
}

tamis_status tm_dataset_group(tm_dataset *dataset, tamis_error *err)
{
    const size_t n = dataset->len;
    key *keys = calloc(n * KEYS + 1, sizeof *keys);
    uint32_t *parent = calloc(n + 1, sizeof *parent);
    uint64_t *least = calloc(n + 1, sizeof *least);
    size_t n_keys = 0;
    tamis_status status = TAMIS_OK;
    if (keys && parent && least) {
        for (size_t i = 0; i < n; i++) {
            parent[i] = (uint32_t)i;
            n_keys += add_keys(keys + n_keys, &dataset->row[i], (uint32_t)i);
        }
        qsort(keys, n_keys, sizeof *keys, compare_keys);
        join(parent, keys, n_keys,
             n / FURNITURE_SHARE > FEW_ROWS ? n / FURNITURE_SHARE : FEW_ROWS);
        name_groups(dataset, parent, least);
    } else {
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    }
    free(keys);
    free(parent);
    free(least);
    return status;
}

// ---- Contradictions -----------------------------------------------------------------------

static bool same_text(tm_str a, tm_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && is_blank(a.ptr[i]))
            i++;
        while (k < b.len && is_blank(b.ptr[k]))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.ptr[i++] != b.ptr[k++])
            return false;
    }
}

static int compare_contradictions(const void *a, const void *b)
{
    const tm_contradiction *x = a, *y = b;
    const size_t left = x->clean < x->contaminated ? x->clean : x->contaminated;
    const size_t right = y->clean < y->contaminated ? y->clean : y->contaminated;
    return (left > right) - (left < right);
}

// Among the rows `k` with one hash, finds the first that has the text of the first row and the
// other label. Texts are compared in full.
static bool find_in_run(tm_contradiction *found, const tm_dataset *dataset, const key *k,
                        size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const tm_labelled *const a = &dataset->row[k[0].row];
        const tm_labelled *const b = &dataset->row[k[i].row];
        if (a->contaminated == b->contaminated ||
            !same_text(tm_buf_str(&a->text), tm_buf_str(&b->text)))
            continue;
        *found = a->contaminated ? (tm_contradiction){k[i].row, k[0].row}
                                 : (tm_contradiction){k[0].row, k[i].row};
        return true;
    }
    return false;
}

// The keys of the whole texts of all rows, or only of labelled ones, sorted; free() `*out`.
static tamis_status sort_texts(key **out, size_t *n, const tm_dataset *dataset, bool all,
                               tamis_error *err)
{
    uint64_t unused[N_BUCKETS];
    key *keys = calloc(dataset->len + 1, sizeof *keys);
    *n = 0;
    if (!keys)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    for (size_t i = 0; i < dataset->len; i++)
        if ((all || !dataset->row[i].unlabelled) && !dataset->row[i].unscanned)
            keys[(*n)++] =
                (key){hash_text(unused, tm_buf_str(&dataset->row[i].text)), (uint32_t)i, true};
    qsort(keys, *n, sizeof *keys, compare_keys);
    *out = keys;
    return TAMIS_OK;
}

static bool same_row(const tm_labelled *a, const tm_labelled *b)
{
    return a->contaminated == b->contaminated && a->unlabelled == b->unlabelled &&
           same_text(tm_buf_str(&a->text), tm_buf_str(&b->text));
}

// Of two copies keeps the first, or the one that has spans; returns the row that is left out.
static uint32_t leave_one(const tm_dataset *dataset, key *kept, key now)
{
    const uint32_t first = kept->row;
    if (dataset->row[first].n_spans > 0 || dataset->row[now.row].n_spans == 0)
        return now.row;
    *kept = now;
    return first;
}

// Marks the rows that are copies of others; free() `*out`.
static tamis_status find_copies(bool **out, const tm_dataset *dataset, tamis_error *err)
{
    key *keys;
    size_t n;
    TM_TRY(sort_texts(&keys, &n, dataset, true, err));
    bool *const copy = calloc(dataset->len + 1, sizeof *copy);
    size_t run = 0, n_run = 0; // of the rows with this hash the ones kept, at the front of them
    for (size_t i = 0; copy && i < n; i++) {
        const key now = keys[i];
        size_t k = 0;
        if (now.hash != keys[run].hash) {
            run = i;
            n_run = 0;
        }
        while (k < n_run && !same_row(&dataset->row[now.row], &dataset->row[keys[run + k].row]))
            k++;
        if (k == n_run)
            keys[run + n_run++] = now;
        else
            copy[leave_one(dataset, &keys[run + k], now)] = true;
    }
    free(keys);
    *out = copy;
    return copy ? TAMIS_OK : tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
}

tamis_status tm_dataset_drop_copies(tm_dataset *dataset, size_t *n_dropped, tamis_error *err)
{
    bool *copy;
    size_t kept = 0;
    *n_dropped = 0;
    TM_TRY(find_copies(&copy, dataset, err));
    for (size_t i = 0; i < dataset->len; i++) {
        if (copy[i])
            tm_labelled_free(&dataset->row[i]);
        else
            dataset->row[kept++] = dataset->row[i];
    }
    *n_dropped = dataset->len - kept;
    dataset->len = kept;
    free(copy);
    return TAMIS_OK;
}

tamis_status tm_dataset_count_copies(size_t n[2], const tm_dataset *dataset, tamis_error *err)
{
    bool *copy;
    TM_TRY(find_copies(&copy, dataset, err));
    n[0] = n[1] = 0;
    for (size_t i = 0; i < dataset->len; i++)
        n[dataset->row[i].contaminated] += copy[i];
    free(copy);
    return TAMIS_OK;
}

tamis_status tm_dataset_contradictions(tm_contradiction **out, size_t *n_out,
                                       const tm_dataset *dataset, tamis_error *err)
{
    key *keys;
    size_t n_keys, n = 0, end;
    TM_TRY(sort_texts(&keys, &n_keys, dataset, false, err));
    tm_contradiction *found = calloc(dataset->len / 2 + 1, sizeof *found);
    if (!found) {
        free(keys);
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    }
    for (size_t i = 0; i < n_keys; i = end) {
        end = i + 1;
        while (end < n_keys && keys[end].hash == keys[i].hash)
            end++;
        n += find_in_run(&found[n], dataset, keys + i, end - i);
    }
    qsort(found, n, sizeof *found, compare_contradictions);
    free(keys);
    *out = found;
    *n_out = n;
    return TAMIS_OK;
}
