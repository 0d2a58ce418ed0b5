// Each document makes one entry for each slice it belongs to; sorting brings the entries of a slice
// together, so that many slices (a million sources) cost no more than few. O(n log n) for n
// documents.
// SPDX-License-Identifier: MIT
#include "model/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"

static const char *const group_names[TM_N_SLICE_GROUPS] = {
    "all", "language", "kind", "obfuscation", "length", "trait", "source", "furniture"};

// Ranges of code points; each ends where the next begins.
static const struct {
    size_t from;
    const char *name;
} lengths[] = {{0, "below 250"},          {250, "250 to 499"},      {500, "500 to 999"},
               {1000, "1,000 to 1,999"},  {2000, "2,000 to 3,999"}, {4000, "4,000 to 15,999"},
               {16000, "16,000 and more"}};
enum { N_LENGTHS = sizeof lengths / sizeof *lengths };

const char *tm_slice_group_name(tm_slice_group group)
{
    return group_names[group];
}

double tm_span_precision(const tm_span_sum *sum)
{
    return sum->marked ? (double)sum->agreed / (double)sum->marked : NAN;
}

double tm_span_recall(const tm_span_sum *sum)
{
    return sum->gold ? (double)sum->agreed / (double)sum->gold : NAN;
}

// ---- One document -------------------------------------------------------------------------

static bool is_flagged(const tm_scored *s, size_t cut,
                       const tamis_operating_point points[TM_N_POINTS])
{
    if (cut == TM_CHOSEN)
        return s->verdict == TAMIS_CONTAMINATED;
    return s->probability >= points[cut].threshold; // never for NaN
}

static void add_spans(tm_span_sum *sum, const tm_scored *s, bool marks_count)
{
    sum->n_documents++;
    sum->gold += s->gold;
    sum->marked += marks_count ? s->marked : 0;
    sum->agreed += marks_count ? s->agreed : 0;
}

static void add_to_slice(tm_slice *slice, const tm_scored *s,
                         const tamis_operating_point points[TM_N_POINTS])
{
    const bool label = s->row->contaminated;
    slice->n[label]++;
    for (size_t cut = 0; cut < TM_N_CUTS; cut++)
        slice->flagged[cut][label] += is_flagged(s, cut, points);
    if (label && s->gold > 0 && is_flagged(s, TM_CHOSEN, points))
        add_spans(&slice->spans, s, true);
}

// ---- Slices -------------------------------------------------------------------------------

// A document as a member of one slice.
typedef struct entry {
    tm_slice_group group;
    uint32_t order; // of the slice in its group; slices of equal order go by name
    const char *prefix;
    tm_str name;
    size_t document;
} entry;

typedef struct entries {
    entry *entry;
    size_t len, cap;
    bool failed;
} entries;

static void put(entries *all, entry new_entry)
{
    if (!tm_grow((void **)&all->entry, &all->cap, all->len + 1, sizeof *all->entry)) {
        all->failed = true;
        return;
    }
    all->entry[all->len++] = new_entry;
}

static void put_name(entries *all, tm_slice_group group, size_t document, const char *name)
{
    if (name[0])
        put(all, (entry){group, 0, "", tm_str_of(name), document});
}

static bool is_injected(const tm_labelled *row)
{
    const tm_str prefix = tm_str_of("injected");
    return tm_str_starts_with(tm_str_of(row->kind), prefix);
}

// Disguised documents are compared with undisguised ones of the same kind: injected ones.
static void put_obfuscation(entries *all, size_t document, const tm_labelled *row)
{
    if (!row->contaminated)
        return;
    if (row->obfuscation[0]) {
        put(all, (entry){TM_SLICE_OBFUSCATION, 1, "", tm_str_of("any"), document});
        put(all, (entry){TM_SLICE_OBFUSCATION, 2, "", tm_str_of(row->obfuscation), document});
    } else if (is_injected(row)) {
        put(all, (entry){TM_SLICE_OBFUSCATION, 0, "", tm_str_of("none, injected"), document});
    }
}

static void put_kind(entries *all, size_t document, const tm_labelled *row)
{
    const tm_str kind = tm_str_of(row->kind);
    tm_str rest = kind;
    const tm_str family = tm_str_cut(&rest, ':');
    put_name(all, TM_SLICE_KIND, document, row->kind);
    if (family.len > 0 && family.len < kind.len)
        put(all, (entry){TM_SLICE_KIND, 0, "", family, document});
}

// A text that was too large to be read is one of the longest.
static void put_length(entries *all, size_t document, const tm_scored *s)
{
    uint32_t i = N_LENGTHS - 1;
    while (!s->row->unscanned && s->n_characters < lengths[i].from)
        i--;
    put(all, (entry){TM_SLICE_LENGTH, i, "", tm_str_of(lengths[i].name), document});
}

static void put_trait(entries *all, size_t document, const tm_labelled *row)
{
    if (row->contaminated)
        return;
    const struct {
        bool has;
        const char *name;
    } traits[] = {{!row->hard && !row->strong && !row->composite, "none of these"},
                  {row->hard, "hard"},
                  {row->strong, "strong"},
                  {row->composite, "composite"}};
    for (uint32_t i = 0; i < sizeof traits / sizeof *traits; i++)
        if (traits[i].has)
            put(all, (entry){TM_SLICE_TRAIT, i, "", tm_str_of(traits[i].name), document});
}

// Whether the furniture around an article gets it flagged can be told only within one source.
static void put_furniture(entries *all, size_t document, const tm_labelled *row)
{
    if (!row->contaminated && row->source[0])
        put(all, (entry){TM_SLICE_FURNITURE, row->composite,
                         row->composite ? "composite of " : "others of ",
                         tm_str_of(row->source), document});
}

static void put_all(entries *all, size_t document, const tm_scored *s)
{
    const tm_labelled *row = s->row;
    put(all, (entry){TM_SLICE_ALL, 0, "", tm_str_of("all"), document});
    put_name(all, TM_SLICE_LANGUAGE, document, row->language);
    put_name(all, TM_SLICE_SOURCE, document, row->source);
    put_kind(all, document, row);
    put_obfuscation(all, document, row);
    put_length(all, document, s);
    put_trait(all, document, row);
    put_furniture(all, document, row);
}

static int compare_names(const entry *x, const entry *y)
{
    const size_t shorter = x->name.len < y->name.len ? x->name.len : y->name.len;
    const int order = memcmp(x->name.ptr, y->name.ptr, shorter);
    return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    const int order = (x->order > y->order) - (x->order < y->order);
    const int name = compare_names(x, y);
    if (x->group == TM_SLICE_FURNITURE) // a source's two slices side by side
        return name ? name : -order;
    return order ? order : name;
}

static bool same_slice(const entry *x, const entry *y)
{
    return compare(x, y) == 0;
}

// Drops the furniture slices of sources without composite documents: there is nothing to compare.
static void drop_lone_furniture(tm_evaluation *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->n_slices; i++) {
        const tm_slice slice = out->slice[i];
        const tm_slice *before = kept ? &out->slice[kept - 1] : NULL;
        const bool lone = slice.group == TM_SLICE_FURNITURE &&
                          slice.prefix[0] == 'o' && // others of …
                          !(before && before->group == TM_SLICE_FURNITURE &&
                            tm_str_equal(before->name, slice.name));
        if (!lone)
            out->slice[kept++] = slice;
    }
    out->n_slices = kept;
}

static void index_groups(tm_evaluation *out)
{
    size_t i = 0;
    for (tm_slice_group g = 0; g < TM_N_SLICE_GROUPS; g++) {
        out->begin[g] = i;
        while (i < out->n_slices && out->slice[i].group == g)
            i++;
    }
    out->begin[TM_N_SLICE_GROUPS] = i;
}

static tamis_status fill_slices(tm_evaluation *out, const tm_scored *scored, size_t n,
                                const tamis_operating_point points[TM_N_POINTS],
                                tamis_error *err)
{
    entries all = {0};
    size_t cap = 0;
    for (size_t i = 0; i < n; i++)
        put_all(&all, i, &scored[i]);
    if (all.len > 0 && !all.failed)
        qsort(all.entry, all.len, sizeof *all.entry, compare);
    for (size_t i = 0; i < all.len && !all.failed; i++) {
        const entry *e = &all.entry[i];
        if (i == 0 || !same_slice(e - 1, e)) {
            all.failed =
                !tm_grow((void **)&out->slice, &cap, out->n_slices + 1, sizeof *out->slice);
            if (all.failed)
                break;
            out->slice[out->n_slices++] =
                (tm_slice){.group = e->group, .prefix = e->prefix, .name = e->name};
        }
        add_to_slice(&out->slice[out->n_slices - 1], &scored[e->document], points);
    }
    free(all.entry);
    if (all.failed)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the figures");
    drop_lone_furniture(out);
    index_groups(out);
    return TAMIS_OK;
}

// ---- Calibration --------------------------------------------------------------------------

static void fill_calibration(tm_evaluation *out, const tm_scored *scored, size_t n)
{
    static const double least = 1e-15; // a wrong certainty costs 34.5 nats, not infinitely many
    double squares = 0, logs = 0, error = 0;
    size_t n_scanned = 0;
    for (size_t i = 0; i < n; i++) {
        const double p = scored[i].probability;
        const bool label = scored[i].row->contaminated;
        if (scored[i].verdict == TAMIS_UNSCANNED)
            continue;
        const double right = label ? p : 1 - p;
        n_scanned++;
        squares += (1 - right) * (1 - right);
        logs -= log(right > least ? right : least);
        const size_t b = p >= 1 ? TM_N_BINS - 1 : (size_t)(p * TM_N_BINS);
        out->bin[b].n++;
        out->bin[b].contaminated += label;
        out->bin[b].probability_sum += p;
    }
    for (size_t b = 0; b < TM_N_BINS; b++)
        error += fabs(out->bin[b].probability_sum - (double)out->bin[b].contaminated);
    const double count = n_scanned ? (double)n_scanned : NAN;
    out->brier = squares / count;
    out->log_loss = logs / count;
    out->calibration_error = error / count;
}

// ---- The whole ----------------------------------------------------------------------------

tamis_status tm_evaluate(tm_evaluation *out, const tm_scored *scored, size_t n,
                         const tamis_operating_point points[TM_N_POINTS], tamis_error *err)
{
    *out = (tm_evaluation){0};
    for (size_t i = 0; i < n; i++) {
        const tm_scored *s = &scored[i];
        out->n_verdicts[s->row->contaminated][s->verdict]++;
        if (!s->row->contaminated || s->gold == 0)
            continue;
        const bool flagged = s->verdict == TAMIS_CONTAMINATED;
        add_spans(&out->spans_all, s, flagged);
        if (flagged)
            add_spans(&out->spans_flagged, s, true);
    }
    fill_calibration(out, scored, n);
    tamis_status status = tm_curve_fill(&out->curve, scored, n, err);
    if (status == TAMIS_OK)
        status = fill_slices(out, scored, n, points, err);
    if (status != TAMIS_OK)
        tm_evaluation_free(out);
    return status;
}

void tm_evaluation_free(tm_evaluation *evaluation)
{
    free(evaluation->slice);
    tm_curve_free(&evaluation->curve);
    *evaluation = (tm_evaluation){0};
}

// Whether the document belongs on the list of the worst.
static bool is_wrong(const tm_scored *s, bool contaminated)
{
    if (s->row->contaminated != contaminated || s->verdict == TAMIS_UNSCANNED)
        return false;
    return contaminated ? s->verdict != TAMIS_CONTAMINATED : s->verdict != TAMIS_CLEAN;
}

static bool is_worse(double score, double than, bool contaminated)
{
    return contaminated ? score < than : score > than;
}

// An insertion into a short sorted list: O(n × max) at worst, and hardly ever near it.
size_t tm_evaluation_worst(size_t *index, size_t max, const tm_scored *scored, size_t n,
                           bool contaminated)
{
    size_t len = 0;
    for (size_t i = 0; i < n && max > 0; i++) {
        if (!is_wrong(&scored[i], contaminated))
            continue;
        size_t at = len;
        while (at > 0 && is_worse(scored[i].score, scored[index[at - 1]].score, contaminated))
            at--;
        if (at == max)
            continue;
        len += len < max;
        memmove(&index[at + 1], &index[at], (len - 1 - at) * sizeof *index);
        index[at] = i;
    }
    return len;
}
