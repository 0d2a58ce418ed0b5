// tamis lexicon check: what is wrong with the terms in some files, one finding a line, and with
// --clean what they cost in clean text. model/term_faults.h and model/term_counts.h make the
// findings; this file reads the input and writes them.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/file.h"
#include "base/num.h"
#include "cli/data.h"
#include "cli/lexicon.h"
#include "cli/settings.h"
#include "model/term_counts.h"
#include "model/term_faults.h"
#include "sink/visible.h"

static const char help[] =
    "usage: tamis lexicon check [OPTIONS] FILE...\n"
    "\n"
    "Finds faults in lists of terms (TSV: term, class, weight, note). One finding a line:\n"
    "\n"
    "  refused      the loader does not take the line, and why\n"
    "  duplicate    the file has the term already\n"
    "  same-key     the file has a term that reads the same once it is folded\n"
    "  masked       a plain word that folds to a disguise listed before it\n"
    "  conflict     the same term with another class or weight, here or in another FILE\n"
    "  shadowed     its text is always found as another term of another class or weight\n"
    "  unfound      its own text does not hold it\n"
    "  weaker       hides a term inside it that is heavier by 1 or more\n"
    "  honest-word  lies inside a listed word of honest writing\n"
    "  derived      with --clean: turned round, or typed on Latin keys, an ordinary word\n"
    "  in-words     with --clean: mostly inside longer words, as 롤링 is in 크롤링\n"
    "  frequent     with --clean: heavier than 1, and in more than 0.02 % of the documents\n"
    "\n"
    "Terms are counted as `tamis screen` finds them: cialis is not found in socialist.\n"
    "\n"
    "      --clean DATA           count in clean documents; labelled data as for `tamis\n"
    "                             train`, rows without a label pass for clean; may be "
    "repeated\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --counts               with --clean, instead of findings: every term found, as "
    "TSV:\n"
    "                             documents, those where it lies inside a word, those about\n"
    "                             gambling (hard), class, weight, place, term, words around "
    "it\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 nothing found, 1 findings, 2 an error.\n";

enum { MAX_CLEAN = 16, MAX_SHOWN_WORDS = 6 };

static const size_t max_file_bytes = (size_t)64 << 20;

typedef struct check_request {
    char *clean[MAX_CLEAN + 1]; // NULL at the end
    size_t n_clean;
    char **files;
    size_t n_files;
    tm_data_options data;
    bool counts;
    const char *text; // to print instead: help
} check_request;

typedef struct checking {
    tm_folds *folds;
    tm_buf *bytes; // [n_files]
    tm_term_list list;
    tm_term_faults faults;
    tm_dataset dataset;
    tm_term_counts counts;
    size_t n_findings;
    tm_buf out;
} checking;

// ---- Options ------------------------------------------------------------------------------

static tamis_status parse(check_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (check_request){.data = tm_data_options_default()};
    const tm_option options[] = {
        {"clean", .paths = request->clean, .n_paths = &request->n_clean, .max = MAX_CLEAN},
        {"counts", .flag = &request->counts},
        {"help", 'h', .text = &request->text, .prints = help},
        {"skip-bad", .flag = &request->data.skip_bad},
        {0},
    };
    request->data.labelled.format.admit_unlabelled = true;
    request->data.admit_contradictions = true; // the clean row counts
    TM_TRY(tm_options_take(options, NULL, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    request->files = argv;
    request->n_files = (size_t)argc;
    if (request->n_files == 0)
        return tm_fail(err, TAMIS_EINVAL, "name a FILE of terms");
    if (request->counts && request->n_clean == 0)
        return tm_fail(err, TAMIS_EINVAL, "--counts needs --clean");
    return TAMIS_OK;
}

// ---- Words --------------------------------------------------------------------------------

static void put_place(checking *c, size_t term)
{
    const tm_listed_term *const t = &c->list.term[term];
    tm_buf_format(&c->out, "%s:%u", c->list.file[t->file], t->line);
}

static void put_weight(tm_buf *out, const tm_listed_term *term)
{
    tm_buf_format(out, "%s ", tm_term_class_name(term->klass));
    tm_print_double(out, (term->level + 1) / 2.0);
}

static void put_quoted(tm_buf *out, tm_str text)
{
    tm_buf_byte(out, '"');
    tm_visible(out, text, 0);
    tm_buf_byte(out, '"');
}

static void put_fault(checking *c, const tm_term_fault *fault)
{
    static const char *const words[TM_N_TERM_FAULTS] = {
        "stands already as",      "reads the same folded as",   "passes for the disguise",
        "is listed otherwise as", "is always found as",         "is not found in its own text",
        "hides the heavier",      "lies inside the honest word"};
    const tm_listed_term *const term = &c->list.term[fault->term];
    put_place(c, fault->term);
    tm_buf_format(&c->out, ": %s: ", tm_term_fault_name(fault->kind));
    put_quoted(&c->out, term->text);
    tm_buf_text(&c->out, " (");
    put_weight(&c->out, term);
    tm_buf_format(&c->out, ") %s", words[fault->kind]);
    if (fault->other != SIZE_MAX) {
        tm_buf_byte(&c->out, ' ');
        put_quoted(&c->out, c->list.term[fault->other].text);
        tm_buf_text(&c->out, " (");
        put_weight(&c->out, &c->list.term[fault->other]);
        tm_buf_text(&c->out, ", ");
        put_place(c, fault->other);
        tm_buf_byte(&c->out, ')');
    }
    tm_buf_byte(&c->out, '\n');
    c->n_findings++;
}

static void put_around(checking *c, const tm_term_count *count)
{
    const tm_around *around[TM_AROUND_SLOTS];
    const size_t n = tm_term_around(around, count);
    for (size_t i = 0; i < n && i < MAX_SHOWN_WORDS; i++)
        tm_buf_format(&c->out, "%s%.*s %u", i ? ", " : "", (int)around[i]->len, around[i]->word,
                      around[i]->count - around[i]->taken_over);
}

static void put_cost(checking *c, size_t term, tm_term_cost cost)
{
    const tm_listed_term *const listed = &c->list.term[term];
    const tm_term_count *const count = &c->counts.term[term];
    put_place(c, term);
    tm_buf_format(&c->out, ": %s: ", tm_term_cost_name(cost));
    put_quoted(&c->out, listed->text);
    tm_buf_text(&c->out, " (");
    put_weight(&c->out, listed);
    tm_buf_format(&c->out, ") is in %u of %zu clean documents (", count->n_documents,
                  c->counts.n_documents);
    tm_print_fixed(&c->out, 100.0 * count->n_documents / (double)c->counts.n_documents, 3);
    tm_buf_format(&c->out, " %%), %u of %u hits inside longer words", count->n_inside,
                  count->n_hits);
    if (count->n_derived_documents > 0)
        tm_buf_format(&c->out, ", in %u documents turned round or as typed on Latin keys",
                      count->n_derived_documents);
    tm_buf_text(&c->out, ": ");
    put_around(c, count);
    tm_buf_byte(&c->out, '\n');
    c->n_findings++;
}

// ---- Findings -----------------------------------------------------------------------------

typedef struct ranked_term {
    size_t term, n_documents;
} ranked_term;

static int compare_ranked(const void *a, const void *b)
{
    const ranked_term *const x = a, *const y = b;
    if (x->n_documents != y->n_documents)
        return x->n_documents > y->n_documents ? -1 : 1;
    return (x->term > y->term) - (x->term < y->term);
}

static void put_count_row(checking *c, size_t term)
{
    const tm_listed_term *const listed = &c->list.term[term];
    const tm_term_count *const count = &c->counts.term[term];
    tm_buf_format(&c->out, "%u\t%u\t%u\t%s\t", count->n_documents, count->n_inside_documents,
                  count->n_hard_documents, tm_term_class_name(listed->klass));
    tm_print_double(&c->out, (listed->level + 1) / 2.0);
    tm_buf_byte(&c->out, '\t');
    put_place(c, term);
    tm_buf_format(&c->out, "\t%.*s\t", (int)listed->text.len, listed->text.ptr);
    put_around(c, count);
    tm_buf_byte(&c->out, '\n');
}

static tamis_status put_costs(checking *c, bool counts, tamis_error *err)
{
    ranked_term *const ranked = calloc(c->list.n_terms + 1, sizeof *ranked);
    size_t n = 0;
    if (!ranked)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the counts of terms");
    for (size_t i = 0; i < c->list.n_terms; i++)
        if (counts ? c->counts.term[i].n_documents + c->counts.term[i].n_hard_documents > 0
                   : tm_term_cost_of(&c->counts, &c->list, i) != TM_COST_NONE)
            ranked[n++] = (ranked_term){i, c->counts.term[i].n_documents};
    qsort(ranked, n, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < n; i++) {
        const size_t term = ranked[i].term;
        if (counts)
            put_count_row(c, term);
        else
            put_cost(c, term, tm_term_cost_of(&c->counts, &c->list, term));
    }
    free(ranked);
    return TAMIS_OK;
}

static tamis_status read_lists(checking *c, const check_request *request, tamis_error *err)
{
    c->bytes = calloc(request->n_files + 1, sizeof *c->bytes);
    if (!c->bytes)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the files");
    TM_TRY(tm_folds_new(&c->folds, err));
    for (size_t i = 0; i < request->n_files; i++) {
        TM_TRY(tm_file_read(&c->bytes[i], request->files[i], max_file_bytes, err));
        TM_TRY(tm_term_list_add(&c->list, c->folds, request->files[i], tm_buf_str(&c->bytes[i]),
                                err));
    }
    return tm_term_list_finish(&c->list, err);
}

static tamis_status read_clean(checking *c, const check_request *request, tamis_error *err)
{
    TM_TRY(tm_data_load(&c->dataset, request->clean, &request->data, err));
    return tm_term_counts_fill(&c->counts, &c->list, c->folds, &c->dataset, err);
}

static void put_refused(checking *c)
{
    for (size_t i = 0; i < c->list.n_refused; i++) {
        const tm_refused_line *const line = &c->list.refused[i];
        tm_buf_format(&c->out, "%s:%u: refused: %s\n", c->list.file[line->file], line->line,
                      line->reason);
        c->n_findings++;
    }
}

static tamis_status check(checking *c, const check_request *request, tamis_error *err)
{
    TM_TRY(read_lists(c, request, err));
    if (request->n_clean > 0)
        TM_TRY(read_clean(c, request, err));
    if (request->counts) {
        TM_TRY(put_costs(c, true, err));
    } else {
        TM_TRY(tm_term_faults_find(&c->faults, &c->list, c->folds, err));
        put_refused(c);
        for (size_t i = 0; i < c->faults.len; i++)
            put_fault(c, &c->faults.fault[i]);
        if (request->n_clean > 0)
            TM_TRY(put_costs(c, false, err));
    }
    return tm_output_finish(&c->out, err);
}

static void free_checking(checking *c, const check_request *request)
{
    for (size_t i = 0; c->bytes && i < request->n_files; i++)
        tm_buf_free(&c->bytes[i]);
    free(c->bytes);
    tm_term_list_free(&c->list);
    tm_term_faults_free(&c->faults);
    tm_term_counts_free(&c->counts);
    tm_dataset_free(&c->dataset);
    tm_folds_free(c->folds);
    tm_buf_free(&c->out);
}

static int run(int argc, char **argv)
{
    check_request request;
    checking c = {.n_findings = 0};
    tamis_error err;
    if (parse(&request, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("lexicon check", err.message);
    if (request.text)
        return tm_output_text(request.text);
    const tamis_status status = check(&c, &request, &err);
    free_checking(&c, &request);
    if (status == TAMIS_OK && c.n_findings > 0)
        return TM_EXIT_FLAGGED;
    return tm_exit_code(status, &err);
}

const tm_command tm_lexicon_check = {
    .name = "check",
    .summary = "duplicates, conflicts, terms never found, terms in ordinary words",
    .help = help,
    .run = run,
};
