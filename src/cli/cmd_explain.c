// tamis explain: one document, every line with its score, the spans marked, the reasons in
// words.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "cli/cmd.h"
#include "cli/worker.h"
#include "sink/explanation.h"
#include "sink/report.h"

static const char help[] =
    "usage: tamis explain [OPTIONS] FILE\n"
    "\n"
    "Shows why a document is judged as it is: the verdict and the operating point, every line\n"
    "with its score and the spans marked, what speaks most for contamination, all features.\n"
    "A swapped-in word is followed by the original in braces where the document proves it.\n"
    "`-` is standard input.\n"
    "\n"
    "      --record N             the N-th record of JSON Lines, from 0 (0)\n"
    "      --format FORMAT        auto (default), text, jsonl, html or warc\n"
    "      --text-field NAME      the JSON Lines member that holds the text (text)\n"
    "      --id-field NAME        the member that holds the id (id)\n"
    "      --max-document-bytes N larger ones stay unscanned; 16M; K, M, G are understood\n"
    "      --max-fpr F            let at most the share F of clean documents be flagged; 1e-4\n"
    "      --threshold P          flag at this probability, whatever --max-fpr says\n"
    "      --model FILE           instead of the built-in model\n"
    "      --json                 the verdict as one line of JSON, with all features as\n"
    "                             reasons and with every line\n"
    "      --color WHEN           auto (default), always or never\n"
    "  -h, --help                 this\n"
    "      --version              the version\n"
    "\n"
    "Exit codes: 0 not contaminated, 1 contaminated, 2 an error or left unscanned.\n";

typedef struct explain_request {
    tm_settings settings;
    const char *path;
    size_t record;
    const char *text; // to print instead of explaining: help or version
} explain_request;

static tamis_status take_options(explain_request *request, int *argc, char ***argv,
                                 tamis_error *err)
{
    tm_settings *const settings = &request->settings;
    const tm_option options[] = {
        tm_settings_option(settings, "color"),
        tm_settings_option(settings, "format"),
        {"help", 'h', .text = &request->text, .prints = help},
        tm_settings_option(settings, "id-field"),
        tm_settings_option(settings, "json"),
        tm_settings_option(settings, "max-document-bytes"),
        tm_settings_option(settings, "max-fpr"),
        tm_settings_option(settings, "model"),
        {"record", .number = &request->record},
        tm_settings_option(settings, "text-field"),
        tm_settings_option(settings, "threshold"),
        {"version", .text = &request->text, .prints = tm_version_text},
        {0},
    };
    return tm_options_take(options, NULL, argc, argv, err);
}

static tamis_status parse(explain_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (explain_request){.settings = tm_settings_default()};
    request->settings.screener.want_lines = 1;
    TM_TRY(take_options(request, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    if (argc != 1)
        return tm_fail(err, TAMIS_EINVAL, "one FILE is explained, %d are named", argc);
    request->path = argv[0];
    return TAMIS_OK;
}

// Reads the record asked for, skipping those before it.
static tamis_status read_record(tm_item *item, const explain_request *request, tamis_error *err)
{
    tm_reader *reader = NULL;
    TM_TRY(tm_reader_open(&reader, request->path, &request->settings.reader, err));
    tamis_status status = TAMIS_OK;
    size_t n_read = 0;
    while (status == TAMIS_OK && n_read <= request->record) {
        status = tm_reader_next(&item->record, reader, err);
        n_read += status == TAMIS_OK;
    }
    tm_reader_close(reader);
    if (status == TAMIS_DONE)
        return tm_fail(err, TAMIS_EINVAL, "%.180s: no record %zu: it holds %zu, counted from 0",
                       request->path, request->record, n_read);
    return status;
}

static void write_words(tm_buf *out, const tm_worker *worker, const tm_document *document,
                        const tamis_verdict *verdict, const tm_decoded *decoded)
{
    const tm_worker_plan *plan = worker->plan;
    const tm_marked marked = {verdict, decoded, plan->color};
    const tm_explanation explanation = {
        .document = document,
        .marked = &marked,
        .point = tm_settings_point(plan->settings, plan->model),
        .model = plan->model_name,
    };
    if (verdict->verdict == TAMIS_UNSCANNED)
        tm_report_unscanned(out, document, verdict, worker->view.message, plan->color);
    else
        tm_explain(out, &explanation);
}

static tamis_status judge_and_write(int *code, tm_worker *worker, const tm_item *item,
                                    const char *path, tamis_error *err)
{
    static const int codes[] = {TM_EXIT_CLEAN, TM_EXIT_CLEAN, TM_EXIT_FLAGGED, TM_EXIT_ERROR};
    const tamis_verdict *verdict = tm_worker_judge(worker, item);
    const tm_document document = tm_worker_document(worker, item, tm_str_of(path));
    tm_decoded decoded = {0};
    tm_buf out = {0};
    tamis_status status = TAMIS_OK;
    if (verdict->verdict != TAMIS_UNSCANNED)
        status = tm_record_decode(&decoded, &worker->view, err);
    if (status == TAMIS_OK && worker->plan->settings->json)
        tm_verdict_json(&out, &document, verdict, &decoded, worker->plan->model_name);
    else if (status == TAMIS_OK)
        write_words(&out, worker, &document, verdict, &decoded);
    if (status == TAMIS_OK)
        status = tm_output_take(&out, NULL, err);
    tm_buf_free(&out);
    tm_decoded_free(&decoded);
    *code = codes[verdict->verdict];
    return status;
}

static tamis_status explain(int *code, const explain_request *request, tamis_error *err)
{
    tm_worker_plan plan = {.settings = &request->settings,
                           .color = tm_use_color(request->settings.color)};
    tamis_model *model = NULL;
    tm_worker worker = {0};
    tm_item item = {0};
    tamis_status status = tm_open_model(&model, request->settings.model_path, err);
    if (status < 0)
        return status;
    plan.model = model;
    plan.model_name = (tm_model_name){tamis_model_name(model), tamis_model_sha256(model)};
    status = tm_worker_init(&worker, &plan, err);
    if (status == TAMIS_OK)
        status = read_record(&item, request, err);
    if (status == TAMIS_OK)
        status = judge_and_write(code, &worker, &item, request->path, err);
    if (status == TAMIS_OK)
        status = tm_output_close(err);
    tm_record_free(&item.record);
    tm_worker_free(&worker);
    tamis_model_free(model);
    return status;
}

static int run_explain(int argc, char **argv)
{
    explain_request request;
    tamis_error err;
    int code = TM_EXIT_ERROR;
    if (parse(&request, argc, argv, &err) < 0)
        return tm_complain_usage("explain", err.message);
    if (request.text)
        return tm_output_text(request.text);
    if (explain(&code, &request, &err) < 0) {
        tm_complain("%s", err.message);
        return TM_EXIT_ERROR;
    }
    return code;
}

const tm_command tm_cmd_explain = {
    .name = "explain",
    .summary = "one document: every line with its score, the spans marked, the reasons",
    .help = help,
    .run = run_explain,
};
