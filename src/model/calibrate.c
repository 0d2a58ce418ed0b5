// Newton's method for the sigmoid, one walk down the sorted decisions for a threshold, bisection
// for the bounds of a rate.
// SPDX-License-Identifier: MIT
#include "model/calibrate.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MAX_NEWTON_STEPS = 100, MAX_HALVINGS = 40, BISECTIONS = 60 };

static const double confidence = 0.95;
static const double point_confidence = 0.99; // of operating points
static const double least_step = 1e-6;       // of decision values, in tm_just_above
static const double least_share = 1e-18;     // of a sum: lesser terms do not change it

// ---- Sigmoid ------------------------------------------------------------------------------

// Either form where it does not overflow.
double tm_logistic(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

double tm_logit(double p)
{
    return log(p) - log1p(-p);
}

double tm_sigmoid_apply(tm_sigmoid sigmoid, double value)
{
    return tm_logistic(sigmoid.slope * value + sigmoid.offset);
}

// In place of 1 and 0: smoothed by the counts of the labels (Platt).
typedef struct targets {
    double positive, negative;
} targets;

// Cross-entropy in nats, in the form that does not overflow (Lin, Lin and Weng).
static double loss(tm_sigmoid s, const tm_decision *d, size_t n, targets t)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double x = s.slope * d[i].value + s.offset;
        const double target = d[i].label > 0 ? t.positive : t.negative;
        sum += d[i].weight *
               (x >= 0 ? (1 - target) * x + log1p(exp(-x)) : -target * x + log1p(exp(x)));
    }
    return sum;
}

// Gradient and Hessian of the loss by slope and offset.
typedef struct derivatives {
    double g_slope, g_offset, h_ss, h_so, h_oo;
} derivatives;

static derivatives derive(tm_sigmoid s, const tm_decision *d, size_t n, targets t)
{
    derivatives step = {0, 0, 1e-12, 0, 1e-12}; // 1e-12 keeps the Hessian invertible
    for (size_t i = 0; i < n; i++) {
        const double p = tm_sigmoid_apply(s, d[i].value);
        const double error = d[i].weight * (p - (d[i].label > 0 ? t.positive : t.negative));
        const double curve = d[i].weight * p * (1 - p);
        step.g_slope += error * d[i].value;
        step.g_offset += error;
        step.h_ss += curve * d[i].value * d[i].value;
        step.h_so += curve * d[i].value;
        step.h_oo += curve;
    }
    return step;
}

// One Newton step, halved until the loss falls. Returns false, and leaves the sigmoid as it was,
// when the loss does not fall noticeably any more. `*current` is the sigmoid's loss.
static bool improve(tm_sigmoid *sigmoid, double *current, const tm_decision *decision, size_t n,
                    targets t)
{
    const tm_sigmoid s = *sigmoid;
    const derivatives d = derive(s, decision, n, t);
    const double determinant = d.h_ss * d.h_oo - d.h_so * d.h_so;
    const double slope = (d.h_oo * d.g_slope - d.h_so * d.g_offset) / determinant;
    const double offset = (d.h_ss * d.g_offset - d.h_so * d.g_slope) / determinant;
    double scale = 1, next = *current;
    tm_sigmoid trial = s;
    for (int halving = 0; halving < MAX_HALVINGS; halving++, scale /= 2) {
        trial = (tm_sigmoid){s.slope - scale * slope, s.offset - scale * offset};
        next = loss(trial, decision, n, t);
        if (next < *current)
            break;
    }
    if (!(next < *current - 1e-9 * (1 + fabs(*current))))
        return false;
    *sigmoid = trial;
    *current = next;
    return true;
}

tamis_status tm_sigmoid_fit(tm_sigmoid *out, const tm_decision *decision, size_t n,
                            tamis_error *err)
{
    double count[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        count[decision[i].label > 0] += decision[i].weight;
    if (count[0] <= 0 || count[1] <= 0)
        return tm_fail(err, TAMIS_EINVAL, "calibration needs decisions of both labels");
    const targets t = {(count[1] + 1) / (count[1] + 2), 1 / (count[0] + 2)};
    tm_sigmoid s = {1, log((count[1] + 1) / (count[0] + 1))};
    double current = loss(s, decision, n, t);
    int step = 0;
    while (step < MAX_NEWTON_STEPS && improve(&s, &current, decision, n, t))
        step++;
    *out = s;
    if (!(s.slope > 0) || !isfinite(s.slope) || !isfinite(s.offset))
        return tm_fail(err, TAMIS_EINVAL, "decision values do not separate the labels");
    return TAMIS_OK;
}

// ---- Operating points ---------------------------------------------------------------------

static int compare_decisions(const void *a, const void *b)
{
    const tm_decision *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->label > y->label) - (x->label < y->label);
}

void tm_decisions_sort(tm_decision *decision, size_t n)
{
    qsort(decision, n, sizeof *decision, compare_decisions);
}

double tm_just_above(double decision)
{
    return decision + least_step;
}

// P(X <= hits) for X binomial(n, p): from the greatest term outwards, as long as terms count, each
// as a share of the greatest. O(√n) of them do.
static double binomial_cdf(size_t hits, size_t n, double p)
{
    if (p <= 0)
        return 1;
    if (p >= 1)
        return hits >= n ? 1 : 0;
    const double size = (double)n, odds = p / (1 - p), mode = floor((size + 1) * p);
    const size_t greatest = mode < (double)hits ? (size_t)mode : hits;
    const double at = (double)greatest;
    double sum = 1, term = 1;
    for (size_t k = greatest; k > 0 && term > least_share * sum; k--) {
        term *= (double)k / ((double)(n - k + 1) * odds);
        sum += term;
    }
    term = 1;
    for (size_t k = greatest; k < hits && term > least_share * sum; k++) {
        term *= (double)(n - k) * odds / (double)(k + 1);
        sum += term;
    }
    sum *= exp(lgamma(size + 1) - lgamma(at + 1) - lgamma(size - at + 1) + at * log(p) +
               (size - at) * log1p(-p));
    return sum < 1 ? sum : 1;
}

// By bisection: the bound of a number of hits is at most the target when so few or fewer are
// improbable (1 - point_confidence at most) at the target rate.
size_t tm_allowed_above(double n_clean, double target_fpr)
{
    size_t measured = (size_t)(n_clean * target_fpr), proven = 0, beyond = measured + 1;
    if (measured <= TM_ALLOWED_UNPROVEN)
        return measured;
    while (beyond - proven > 1) {
        const size_t middle = proven + (beyond - proven) / 2;
        if (binomial_cdf(middle, (size_t)n_clean, target_fpr) <= 1 - point_confidence)
            proven = middle;
        else
            beyond = middle;
    }
    return proven > TM_ALLOWED_UNPROVEN ? proven : TM_ALLOWED_UNPROVEN;
}

double tm_threshold_for(const tm_decision *sorted, size_t n, double target_fpr)
{
    size_t n_clean = 0;
    for (size_t i = 0; i < n; i++)
        n_clean += sorted[i].label < 0;
    const size_t allowed = tm_allowed_above((double)n_clean, target_fpr);
    // Walk down from the top to the first clean decision that is not allowed: the threshold lies
    // half-way between it and the next decision above, or 1 above it when there is none.
    size_t passed = 0;
    double above = INFINITY;
    for (size_t i = n; i-- > 0;) {
        if (sorted[i].label > 0 || passed++ < allowed) {
            above = sorted[i].value;
            continue;
        }
        if (isinf(above))
            return sorted[i].value + 1;
        const double middle = sorted[i].value + (above - sorted[i].value) / 2;
        return fmax(middle, tm_just_above(sorted[i].value));
    }
    return n > 0 ? sorted[0].value : 0;
}

double tm_tail_threshold(const tm_decision *sorted, size_t n, double n_clean, double target_fpr)
{
    const size_t n_tail = (size_t)(n_clean / TM_TAIL_SHARE);
    const double n_allowed = n_clean * target_fpr;
    double sum = 0;
    size_t passed = 0;
    if (n_tail < TM_TAIL_MIN || n_allowed >= (double)n_tail)
        return -INFINITY;
    for (size_t i = n; i-- > 0;) {
        if (sorted[i].label > 0)
            continue;
        if (passed++ == n_tail) {
            const double mean_excess = sum / (double)n_tail - sorted[i].value;
            return sorted[i].value + mean_excess * log((double)n_tail / n_allowed);
        }
        sum += sorted[i].value;
    }
    return -INFINITY;
}

// ---- Bounds of a rate ---------------------------------------------------------------------

// The rate above which `hits` of `n` or fewer come about with probability `tail` at most.
static double upper_bound(size_t hits, size_t n, double tail)
{
    if (n == 0 || hits >= n)
        return 1;
    double low = (double)hits / (double)n, high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
        const double middle = (low + high) / 2;
        if (binomial_cdf(hits, n, middle) > tail)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double tm_rate_upper_bound(size_t hits, size_t n)
{
    return upper_bound(hits, n, 1 - confidence);
}

static double two_sided_bound(size_t hits, size_t n)
{
    return upper_bound(hits, n, (1 - confidence) / 2);
}

tm_rate tm_rate_of(size_t hits, size_t n)
{
    return (tm_rate){.hits = hits,
                     .n = n,
                     .value = n ? (double)hits / (double)n : NAN,
                     .low = hits == 0 ? 0 : 1 - two_sided_bound(n - hits, n),
                     .high = two_sided_bound(hits, n)};
}

// ---- What a threshold lets pass -----------------------------------------------------------

void tm_passed_add(tm_passed *all, tm_decision decision, double threshold)
{
    all->n[decision.label > 0]++;
    all->passed[decision.label > 0] += decision.value >= threshold;
}

static double share(size_t part, size_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

double tm_passed_recall(const tm_passed *all)
{
    return share(all->passed[1], all->n[1]);
}

tamis_operating_point tm_passed_point(const tm_passed *all, double target_fpr,
                                      double probability)
{
    return (tamis_operating_point){.target_fpr = target_fpr,
                                   .threshold = probability,
                                   .measured_fpr = share(all->passed[0], all->n[0]),
                                   .upper_fpr = tm_rate_upper_bound(all->passed[0], all->n[0]),
                                   .recall = tm_passed_recall(all),
                                   .n_clean = all->n[0]};
}
