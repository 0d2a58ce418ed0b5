// Sorts the scanned documents by score, joins equal scores into steps, and sums over the steps.
// SPDX-License-Identifier: MIT
#include "model/curve.h"

#include <math.h>
#include <stdlib.h>

typedef struct entry {
    double score, probability;
    bool contaminated;
} entry;

bool tm_curve_has_both(const tm_curve *curve)
{
    return curve->n[0] > 0 && curve->n[1] > 0;
}

static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : 0;
}

static void sum_up(tm_curve *curve)
{
    const double n_clean = (double)curve->n[0], n_contaminated = (double)curve->n[1];
    double precision_sum = 0, area = 0, clean = 0, contaminated = 0;
    for (size_t i = 0; i < curve->len; i++) {
        const double fp = (double)curve->step[i].flagged[0];
        const double tp = (double)curve->step[i].flagged[1];
        precision_sum += (tp - contaminated) * (tp / (tp + fp));
        area += (fp - clean) * (tp + contaminated) / 2;
        clean = fp;
        contaminated = tp;
    }
    area += (n_clean - clean) * (n_contaminated + contaminated) / 2; // unscanned: one last tie
    const bool comparable = tm_curve_has_both(curve);
    curve->average_precision = comparable ? precision_sum / n_contaminated : NAN;
    curve->auc = comparable ? area / (n_clean * n_contaminated) : NAN;
}

tamis_status tm_curve_fill(tm_curve *out, const tm_scored *scored, size_t n, tamis_error *err)
{
    *out = (tm_curve){0};
    entry *entries = malloc((n ? n : 1) * sizeof *entries);
    out->step = malloc((n ? n : 1) * sizeof *out->step);
    if (!entries || !out->step) {
        free(entries);
        tm_curve_free(out);
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the curve");
    }
    size_t n_scanned = 0;
    for (size_t i = 0; i < n; i++) {
        const bool contaminated = scored[i].row->contaminated;
        out->n[contaminated]++;
        if (scored[i].verdict != TAMIS_UNSCANNED)
            entries[n_scanned++] =
                (entry){scored[i].score, scored[i].probability, contaminated};
    }
    qsort(entries, n_scanned, sizeof *entries, compare);
    size_t flagged[2] = {0, 0};
    for (size_t i = 0; i < n_scanned; i++) {
        flagged[entries[i].contaminated]++;
        if (i + 1 < n_scanned && entries[i + 1].score >= entries[i].score)
            continue;
        out->step[out->len++] =
            (tm_step){entries[i].score, entries[i].probability, {flagged[0], flagged[1]}};
    }
    free(entries);
    sum_up(out);
    return TAMIS_OK;
}

void tm_curve_free(tm_curve *curve)
{
    free(curve->step);
    *curve = (tm_curve){0};
}

const tm_step *tm_curve_at(const tm_curve *curve, double target_fpr)
{
    const double allowed = target_fpr * (double)curve->n[0] * (1 + 1e-12);
    const tm_step *last = NULL;
    for (size_t i = 0; i < curve->len && (double)curve->step[i].flagged[0] <= allowed; i++)
        last = &curve->step[i];
    return last;
}
