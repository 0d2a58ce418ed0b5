// tamis label suggest: which documents to label next, and which labels to look at again. Documents
// are judged on all threads (judge.c) and sketched (model/sketch.h), those to label are chosen by
// model/batch.h, labels are doubted by model/doubts.h, and the documents to be shown are screened
// once more for their spans and reasons.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdlib.h>

#include "cli/data.h"
#include "cli/judge.h"
#include "cli/label.h"
#include "cli/settings.h"
#include "model/doubts.h"
#include "sink/label_list.h"

static const char help[] =
    "usage: tamis label suggest [OPTIONS] DATA...\n"
    "\n"
    "Ranks documents without a label by what their labels would teach a model: those that the\n"
    "model is least sure of, new in their words and features, and different from one another.\n"
    "Where DATA has labels, points at those that are probably wrong: documents that models\n"
    "fitted to the others would label otherwise, with the reasons. DATA is what `tamis train`\n"
    "reads, and files and rows without a label.\n"
    "\n"
    "  -n, --number N             documents to name of either kind (20)\n"
    "      --model FILE           instead of the built-in model\n"
    "      --max-fpr F            the operating point that uncertainty is measured from; 1e-4\n"
    "      --threshold P          or this probability\n"
    "      --max-document-bytes N larger ones stay unscanned; 16M; K, M, G are understood\n"
    "      --seed N               of the fits (1)\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --json                 one line of JSON for each document named\n"
    "  -j, --jobs N               threads; one per processor, at most 8, unless told\n"
    "  -q, --quiet                no progress\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 done, 2 an error.\n";

enum { MAX_SHOWN = 2000 };

static const double same_share = 0.7; // of sketch words: from here on they are near-copies

typedef struct suggest_request {
    tm_judge_options judging;
    size_t n_shown, seed;
    char **data;      // NULL at the end
    const char *text; // to print instead: help
} suggest_request;

typedef struct suggesting {
    const suggest_request *request;
    tamis_model *model;
    tm_folds *folds;
    tm_dataset dataset;
    tm_scored *scored;     // [dataset.len]
    tm_digested *digested; // [dataset.len]
    double threshold;
    tm_sketcher sketcher;
    tm_doubt_row *labelled; // the rows that have a label …
    uint32_t *labelled_at;  // … and their numbers in the dataset
    size_t n_labelled;
    tm_doubts doubts;
    tm_label_item *item; // [2 * n_shown]
    tm_label_list list;
    tamis_error no_doubts;
} suggesting;

// ---- Options ------------------------------------------------------------------------------

static tamis_status parse(suggest_request *request, int argc, char **argv, tamis_error *err)
{
    *request =
        (suggest_request){.judging = tm_judge_options_default(), .n_shown = 20, .seed = 1};
    tm_judge_options *const judging = &request->judging;
    const tm_option options[] = {
        {"help", 'h', .text = &request->text, .prints = help},
        {"jobs", 'j', .number = &judging->n_jobs, .min = 1, .max = TM_MAX_JOBS},
        tm_settings_option(&judging->settings, "json"),
        tm_settings_option(&judging->settings, "max-document-bytes"),
        tm_settings_option(&judging->settings, "max-fpr"),
        tm_settings_option(&judging->settings, "model"),
        {"number", 'n', .number = &request->n_shown, .min = 1, .max = MAX_SHOWN},
        {"quiet", 'q', .flag = &judging->quiet},
        {"seed", .number = &request->seed},
        {"skip-bad", .flag = &judging->data.skip_bad},
        tm_settings_option(&judging->settings, "threshold"),
        {0},
    };
    judging->data.labelled.format.admit_unlabelled = true;
    judging->data.no_groups = false; // the fits divide the rows
    TM_TRY(tm_options_take(options, NULL, &argc, &argv, err));
    tm_judge_options_settle(judging);
    request->data = argv;
    if (!request->text && argc == 0)
        return tm_fail(err, TAMIS_EINVAL, "name DATA to look at");
    return TAMIS_OK;
}

// ---- Reading and judging ------------------------------------------------------------------

// On the thread that made the verdict; every row has a place of its own.
static void keep_features(void *context, size_t index, const tamis_verdict *verdict)
{
    tm_digested *const digested = &((suggesting *)context)->digested[index];
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        const tm_feature f = tm_feature_named(verdict->reasons[i].feature);
        digested->input[f] = (float)sqrt(verdict->reasons[i].value / tm_features[f].cap);
    }
}

static tamis_status judge(suggesting *s, tamis_error *err)
{
    tamis_options options = s->request->judging.settings.screener;
    options.want_lines = 1; // all features
    const tm_judge_plan plan = {.model = s->model,
                                .options = &options,
                                .n_jobs = s->request->judging.n_jobs,
                                .quiet = s->request->judging.quiet,
                                .see = keep_features,
                                .context = s};
    s->scored = calloc(s->dataset.len, sizeof *s->scored);
    s->digested = calloc(s->dataset.len, sizeof *s->digested);
    if (!s->scored || !s->digested)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the verdicts");
    TM_TRY(tm_judge_all(s->scored, &s->dataset, &plan, err));
    s->sketcher.folds = s->folds;
    for (size_t i = 0; i < s->dataset.len; i++)
        TM_TRY(tm_sketch_fill(&s->digested[i].sketch, &s->sketcher,
                              tm_buf_str(&s->dataset.row[i].text), err));
    return TAMIS_OK;
}

static tamis_status read_and_judge(suggesting *s, tamis_error *err)
{
    const suggest_request *const request = s->request;
    const tm_settings *const settings = &request->judging.settings;
    TM_TRY(tm_open_model(&s->model, settings->model_path, err));
    s->threshold = tm_settings_threshold(settings, s->model);
    TM_TRY(tm_folds_new(&s->folds, err));
    TM_TRY(tm_data_load(&s->dataset, request->data, &request->judging.data, err));
    if (s->dataset.len == 0)
        return tm_fail(err, TAMIS_EINVAL, "there are no documents in the data");
    return judge(s, err);
}

// ---- What to say of a document ------------------------------------------------------------

static tamis_status fill_item(tm_label_item *item, suggesting *s, tamis_screener *screener,
                              size_t row, tamis_error *err)
{
    const tamis_span *strongest[TM_LABEL_SPANS];
    const tamis_verdict *verdict;
    const tm_buf *const text = &s->dataset.row[row].text;
    TM_TRY(tamis_screen(&verdict, screener, text->ptr, text->len, err));
    item->row = &s->dataset.row[row];
    item->probability = s->scored[row].probability;
    item->threshold = s->threshold;
    item->n_spans = tm_judge_strongest(strongest, TM_LABEL_SPANS, verdict);
    for (size_t i = 0; i < item->n_spans; i++)
        item->span[i] = (tm_sample_span){strongest[i]->begin_byte, strongest[i]->end_byte};
    while (item->n_reasons < TM_LABEL_REASONS && item->n_reasons < verdict->n_reasons &&
           verdict->reasons[item->n_reasons].contribution > 0) {
        item->reason[item->n_reasons] = verdict->reasons[item->n_reasons];
        item->n_reasons++;
    }
    return TAMIS_OK;
}

// ---- Next ---------------------------------------------------------------------------------

static tamis_status fill_next(suggesting *s, const tm_batch_choice *choice, size_t n,
                              tamis_screener *screener, tamis_error *err)
{
    for (size_t i = 0; i < n; i++) {
        tm_label_item *const item = &s->list.next[s->list.n_next++];
        TM_TRY(fill_item(item, s, screener, choice[i].row, err));
        item->gain = choice[i].gain;
        item->novelty = choice[i].novelty;
        item->uncertainty = tm_uncertainty(item->probability, s->threshold);
    }
    return TAMIS_OK;
}

static tamis_status suggest_next(suggesting *s, tamis_screener *screener, tamis_error *err)
{
    const size_t n = s->dataset.len, n_wanted = s->request->n_shown;
    tm_batch_row *const row = calloc(n, sizeof *row);
    tm_batch_choice *const choice = calloc(n_wanted, sizeof *choice);
    size_t n_chosen = 0;
    tamis_status status = TAMIS_OK;
    if (!row || !choice)
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the choice");
    for (size_t i = 0; i < n && status == TAMIS_OK; i++) {
        const double probability = s->scored[i].probability; // NaN: could not be judged
        row[i] = (tm_batch_row){&s->digested[i], !s->dataset.row[i].unlabelled, 0};
        if (probability >= 0)
            row[i].uncertainty = tm_uncertainty(probability, s->threshold);
        else
            row[i].labelled = true; // not to be chosen
        s->list.n_unlabelled += s->dataset.row[i].unlabelled;
    }
    if (status == TAMIS_OK)
        status = tm_batch_choose(choice, &n_chosen, row, n, n_wanted, err);
    if (status == TAMIS_OK)
        status = fill_next(s, choice, n_chosen, screener, err);
    free(row);
    free(choice);
    return status;
}

// ---- Doubts -------------------------------------------------------------------------------

static double shared_words(const tm_sketch *a, const tm_sketch *b)
{
    size_t i = 0, k = 0, shared = 0;
    while (i < a->len && k < b->len) {
        shared += a->word[i] == b->word[k];
        const bool step_a = a->word[i] <= b->word[k], step_b = b->word[k] <= a->word[i];
        i += step_a;
        k += step_b;
    }
    const size_t longer = a->len > b->len ? a->len : b->len;
    return longer > 0 ? (double)shared / (double)longer : 0;
}

// The nearest document with the other label, if it is a near-copy; else NULL.
static const tm_labelled *find_copy(const suggesting *s, size_t doubted)
{
    const tm_doubt_row *const row = &s->labelled[doubted];
    const tm_labelled *found = NULL;
    double best = same_share;
    for (size_t i = 0; i < s->n_labelled; i++) {
        if (s->labelled[i].contaminated == row->contaminated)
            continue;
        const double share =
            shared_words(&row->digested->sketch, &s->labelled[i].digested->sketch);
        if (share >= best && (share > best || !found)) {
            best = share;
            found = &s->dataset.row[s->labelled_at[i]];
        }
    }
    return found;
}

// The words that spoke most for the other label.
static tamis_status find_words(tm_label_item *item, suggesting *s, size_t doubted,
                               tamis_error *err)
{
    const tm_doubt_row *const row = &s->labelled[doubted];
    uint32_t best[TM_LABEL_WORDS] = {0};
    double most[TM_LABEL_WORDS] = {0};
    tm_sketch sketch;
    TM_TRY(tm_sketch_fill(&sketch, &s->sketcher, tm_buf_str(&item->row->text), err));
    for (uint32_t i = 0; i < sketch.len; i++) {
        const double said = tm_doubts_word(&s->doubts, row, sketch.word[i]);
        const double against = row->contaminated ? -said : said;
        size_t at = TM_LABEL_WORDS;
        for (; at > 0 && against > most[at - 1]; at--) {
            if (at == TM_LABEL_WORDS)
                continue;
            most[at] = most[at - 1];
            best[at] = best[at - 1];
        }
        if (at < TM_LABEL_WORDS) {
            most[at] = against;
            best[at] = sketch.word[i];
        }
    }
    for (size_t i = 0; i < TM_LABEL_WORDS; i++)
        tm_sketch_spell(&item->word[i], &s->sketcher, best[i]);
    return TAMIS_OK;
}

static tamis_status collect_labelled(suggesting *s, tamis_error *err)
{
    s->labelled = calloc(s->dataset.len, sizeof *s->labelled);
    s->labelled_at = calloc(s->dataset.len, sizeof *s->labelled_at);
    if (!s->labelled || !s->labelled_at)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the labels");
    for (size_t i = 0; i < s->dataset.len; i++) {
        const tm_labelled *const row = &s->dataset.row[i];
        if (row->unlabelled || isnan(s->scored[i].probability))
            continue;
        s->labelled[s->n_labelled] =
            (tm_doubt_row){&s->digested[i], row->contaminated, row->group};
        s->labelled_at[s->n_labelled++] = (uint32_t)i;
    }
    return TAMIS_OK;
}

static tamis_status suggest_doubts(suggesting *s, tamis_screener *screener, tamis_error *err)
{
    TM_TRY(collect_labelled(s, err));
    s->list.n_labelled = s->n_labelled;
    const tamis_status status =
        tm_doubts_find(&s->doubts, s->labelled, s->n_labelled, s->request->seed, &s->no_doubts);
    if (status == TAMIS_EINVAL) { // too few labels to doubt any; there may be other advice
        s->list.no_doubts = s->no_doubts.message;
        return TAMIS_OK;
    }
    if (status < 0)
        return tm_fail(err, status, "%s", s->no_doubts.message);
    s->list.n_all_doubts = s->doubts.len;
    for (size_t i = 0; i < s->doubts.len && i < s->request->n_shown; i++) {
        const tm_doubt *const doubt = &s->doubts.doubt[i];
        tm_label_item *const item = &s->list.doubt[s->list.n_doubts++];
        TM_TRY(fill_item(item, s, screener, s->labelled_at[doubt->row], err));
        item->other_probability =
            item->row->contaminated ? 1 - doubt->probability : doubt->probability;
        item->copy = find_copy(s, doubt->row);
        TM_TRY(find_words(item, s, doubt->row, err));
    }
    return TAMIS_OK;
}

// ---- All ----------------------------------------------------------------------------------

static tamis_status write_list(const suggesting *s, tamis_error *err)
{
    tm_buf out = {0};
    if (s->request->judging.settings.json)
        tm_label_list_json(&out, &s->list);
    else
        tm_label_list_text(&out, &s->list);
    return tm_output_finish(&out, err);
}

static tamis_status suggest(suggesting *s, tamis_error *err)
{
    tamis_options options = s->request->judging.settings.screener;
    tamis_screener *screener = NULL;
    options.want_lines = 1; // spans of clean documents, too
    TM_TRY(read_and_judge(s, err));
    s->item = calloc(2 * s->request->n_shown, sizeof *s->item);
    if (!s->item)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the list");
    s->list.next = s->item;
    s->list.doubt = s->item + s->request->n_shown;
    TM_TRY(tamis_screener_new(&screener, s->model, &options, err));
    tamis_status status = suggest_next(s, screener, err);
    if (status == TAMIS_OK)
        status = suggest_doubts(s, screener, err);
    tamis_screener_free(screener);
    return status == TAMIS_OK ? write_list(s, err) : status;
}

static void free_suggesting(suggesting *s)
{
    for (size_t i = 0; s->item && i < 2 * s->request->n_shown; i++)
        tm_label_item_free(&s->item[i]);
    free(s->item);
    tm_doubts_free(&s->doubts);
    free(s->labelled);
    free(s->labelled_at);
    tm_sketcher_free(&s->sketcher);
    free(s->scored);
    free(s->digested);
    tm_dataset_free(&s->dataset);
    tm_folds_free(s->folds);
    tamis_model_free(s->model);
}

static int run(int argc, char **argv)
{
    suggest_request request;
    suggesting s = {.request = &request};
    tamis_error err;
    if (parse(&request, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("label suggest", err.message);
    if (request.text)
        return tm_output_text(request.text);
    const tamis_status status = suggest(&s, &err);
    free_suggesting(&s);
    return tm_exit_code(status, &err);
}

const tm_command tm_label_suggest = {
    .name = "suggest",
    .summary = "documents to label next, and labels that are probably wrong",
    .help = help,
    .run = run,
};
