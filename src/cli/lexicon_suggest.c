// tamis lexicon suggest: terms from labelled documents that the lexicon lacks, as lines to review
// and append. model/term_tally.h counts, model/term_suggest.h decides what is proposed.
// SPDX-License-Identifier: MIT
#include "base/file.h"
#include "base/num.h"
#include "cli/data.h"
#include "cli/lexicon.h"
#include "cli/settings.h"
#include "model/model.h"
#include "model/term_suggest.h"
#include "sink/visible.h"

static const char help[] =
    "usage: tamis lexicon suggest [OPTIONS] DATA...\n"
    "\n"
    "Proposes terms that separate spam from clean text and that the lexicon does not find "
    "yet,\n"
    "as TSV in the lexicon's own format: term, class, weight, note. Look through the lines,\n"
    "mend class and weight, and append what is right to the file of its language. DATA is\n"
    "labelled as for `tamis train`, both labels; of contaminated documents with spans only "
    "what\n"
    "lies in them is spam. Near-copies of a page count once.\n"
    "\n"
    "A note says: documents of spam, of clean text, z score of the log-odds ratio, examples.\n"
    "\n"
    "      --lexicon FILE         hold candidates against these terms instead of the model's;\n"
    "                             may be repeated\n"
    "      --model FILE           instead of the built-in model\n"
    "      --language CODE        only terms of documents of this language\n"
    "      --min-documents N      a term stands in so many documents of spam (5)\n"
    "      --min-sources N        of so many different sources, 3 at most (1)\n"
    "      --max-clean SHARE      and in no more than this share of clean ones (0.001)\n"
    "      --min-z Z              and is this many standard deviations off (3)\n"
    "  -n, --number N             terms of a language to show, best first; 0 is all (100)\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 terms were proposed or none was found, 2 an error.\n";

enum { MAX_LEXICONS = 64, MAX_ENTRIES = 1 << 20, MAX_ID_COLUMNS = 60 };

static const size_t max_lexicon_bytes = (size_t)64 << 20;

typedef struct suggest_request {
    tm_data_options data_options;
    const char *model, *language;
    char *lexicon[MAX_LEXICONS];
    size_t n_lexicons;
    tm_tally_options tally;
    tm_suggest_options suggest;
    size_t n_shown;
    char **data;      // NULL at the end
    const char *text; // to print instead: help
} suggest_request;

typedef struct suggesting {
    const suggest_request *request;
    tm_model model; // with --lexicon only its folds and lexicon are set
    tm_dataset dataset;
    tm_term_tally tally;
    tm_suggestions suggestions;
    tm_buf out;
} suggesting;

// ---- Options ------------------------------------------------------------------------------

static tamis_status read_deviations(const tm_option *option, char *value, tamis_error *err)
{
    double *const z = option->into;
    if (tm_parse_double(z, tm_str_of(value)) && *z >= 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--%s takes a number from 0, not '%s'", option->name,
                   value);
}

static tamis_status parse(suggest_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (suggest_request){
        .data_options = tm_data_options_default(),
        .tally = {.min_documents = 5, .max_entries = MAX_ENTRIES},
        .suggest = {.min_sources = 1, .min_z = 3, .max_clean_share = 0.001},
        .n_shown = 100,
    };
    tm_suggest_options *const suggest = &request->suggest;
    char **const lexicons = request->lexicon;
    const tm_option options[] = {
        {"help", 'h', .text = &request->text, .prints = help},
        {"language", .text = &request->language},
        {"lexicon", .paths = lexicons, .n_paths = &request->n_lexicons, .max = MAX_LEXICONS},
        {"max-clean", .share = &suggest->max_clean_share},
        {"min-documents", .number = &request->tally.min_documents, .min = 1},
        {"min-sources", .number = &suggest->min_sources, .max = TM_TALLY_SOURCES},
        {"min-z", .read = read_deviations, .into = &suggest->min_z},
        {"model", .text = &request->model, .is_path = true},
        {"number", 'n', .number = &request->n_shown},
        {"skip-bad", .flag = &request->data_options.skip_bad},
        {0},
    };
    request->data_options.labelled.format.admit_unlabelled = true; // and passed over
    request->data_options.admit_contradictions = true;             // they cancel each other out
    TM_TRY(tm_options_take(options, NULL, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    request->data = argv;
    if (request->n_lexicons > 0 && request->model)
        return tm_fail(err, TAMIS_EINVAL,
                       "--lexicon takes the place of the terms in a model; leave out --model");
    if (argc == 0)
        return tm_fail(err, TAMIS_EINVAL, "name DATA to learn from");
    return TAMIS_OK;
}

// ---- Input --------------------------------------------------------------------------------

static tamis_status add_lexicon(tm_knowledge *knowledge, const char *path, tamis_error *err)
{
    tm_buf bytes = {0};
    tamis_error cause;
    tamis_status status = tm_file_read(&bytes, path, max_lexicon_bytes, err);
    if (status == TAMIS_OK) {
        status =
            tm_lexicon_add(&knowledge->lexicon, knowledge->folds, tm_buf_str(&bytes), &cause);
        if (status != TAMIS_OK)
            tm_fail(err, status, "%.100s: %.140s", path, cause.message);
    }
    tm_buf_free(&bytes);
    return status;
}

static tamis_status open_lexicon(tm_model *model, const suggest_request *request,
                                 tamis_error *err)
{
    if (request->n_lexicons == 0)
        return tm_model_open(model, request->model, err);
    TM_TRY(tm_folds_new(&model->knowledge.folds, err));
    for (size_t i = 0; i < request->n_lexicons; i++)
        TM_TRY(add_lexicon(&model->knowledge, request->lexicon[i], err));
    return tm_lexicon_finish(&model->knowledge.lexicon, err);
}

static tamis_status check_labels(const tm_dataset *dataset, tamis_error *err)
{
    size_t n_spam = 0, n_clean = 0, n_unlabelled = 0;
    for (size_t i = 0; i < dataset->len; i++) {
        const tm_labelled *const row = &dataset->row[i];
        n_spam += row->contaminated && !row->unlabelled;
        n_clean += !row->contaminated && !row->unlabelled;
        n_unlabelled += row->unlabelled;
    }
    if (n_spam > 0 && n_clean > 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%zu clean and %zu contaminated documents, %zu without a label: terms are "
                   "found by comparing the two, so give some of both",
                   n_clean, n_spam, n_unlabelled);
}

// ---- Output -------------------------------------------------------------------------------

// Ids and languages come from the data: made visible, none can end the line and so list a term.
static void put_term(suggesting *s, const tm_suggested_term *term)
{
    const tm_tallied *const counts = term->counts;
    tm_buf_add(&s->out, term->text);
    tm_buf_format(&s->out, "\t%s\t", tm_term_class_name(term->klass));
    tm_print_double(&s->out, (term->level + 1) / 2.0);
    tm_buf_format(&s->out, "\t%u spam of %u%s source%s, %zu of %zu clean, z ", counts->n_spam,
                  counts->n_sources, counts->n_sources == TM_TALLY_SOURCES ? " or more" : "",
                  counts->n_sources == 1 ? "" : "s", term->n_clean, term->n_clean_documents);
    tm_print_fixed(&s->out, term->z, 1);
    for (size_t i = 0; i < TM_TALLY_EXAMPLES && i < counts->n_spam; i++) {
        tm_buf_text(&s->out, i ? ", " : ": ");
        tm_visible(&s->out, tm_str_of(s->dataset.row[counts->example[i]].id), MAX_ID_COLUMNS);
    }
    tm_buf_byte(&s->out, '\n');
}

static void put_language(suggesting *s, const char *language)
{
    size_t n = 0;
    for (size_t i = 0; i < s->suggestions.len; i++) {
        const tm_suggested_term *const term = &s->suggestions.term[i];
        if (strcmp(term->language, language) != 0 ||
            (s->request->n_shown > 0 && n == s->request->n_shown))
            continue;
        if (n++ == 0) {
            tm_buf_text(&s->out, "# ");
            tm_visible(&s->out, tm_str_of(*language ? language : "language not stated"),
                       MAX_ID_COLUMNS);
            tm_buf_byte(&s->out, '\n');
        }
        put_term(s, term);
    }
}

static tamis_status put_suggestions(suggesting *s, tamis_error *err)
{
    const tm_term_tally *const tally = &s->tally;
    if (tally->min_documents > s->request->tally.min_documents)
        tm_complain("very much spam: a term stands in %zu documents at least, not %zu",
                    tally->min_documents, s->request->tally.min_documents);
    for (size_t i = 0; i < tally->n_languages; i++)
        if (!s->request->language || strcmp(tally->language[i].name, s->request->language) == 0)
            put_language(s, tally->language[i].name);
    if (s->out.len == 0)
        tm_complain("no term stands out that the lexicon does not find already");
    return tm_output_finish(&s->out, err);
}

static tamis_status suggest(suggesting *s, tamis_error *err)
{
    const suggest_request *const request = s->request;
    TM_TRY(open_lexicon(&s->model, request, err));
    TM_TRY(tm_data_load(&s->dataset, request->data, &request->data_options, err));
    TM_TRY(check_labels(&s->dataset, err));
    const tm_knowledge *const known = &s->model.knowledge;
    TM_TRY(tm_tally_fill(&s->tally, &s->dataset, &known->lexicon, known->folds, &request->tally,
                         err));
    TM_TRY(tm_suggest_terms(&s->suggestions, &s->tally, known, &request->suggest, err));
    return put_suggestions(s, err);
}

static int run(int argc, char **argv)
{
    suggest_request request;
    suggesting s = {.request = &request};
    tamis_error err;
    if (parse(&request, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("lexicon suggest", err.message);
    if (request.text)
        return tm_output_text(request.text);
    const tamis_status status = suggest(&s, &err);
    tm_suggestions_free(&s.suggestions);
    tm_tally_free(&s.tally);
    tm_dataset_free(&s.dataset);
    tm_model_clear(&s.model);
    tm_buf_free(&s.out);
    return tm_exit_code(status, &err);
}

const tm_command tm_lexicon_suggest = {
    .name = "suggest",
    .summary = "terms that separate spam from clean text and are not listed yet",
    .help = help,
    .run = run,
};
