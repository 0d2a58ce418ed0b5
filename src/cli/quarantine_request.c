// The command line of an action, and the steps that all of them take: items are selected in the
// same way whatever the action.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <getopt.h>
#include <stdio.h>
#include <time.h>

#include "base/num.h"
#include "base/words.h"
#include "cli/action.h"
#include "cli/opt.h"
#include "cli/outputs.h"
#include "cli/quarantine.h"

enum {
    ADOPT = TM_OPT_OWN,
    ALL,
    FORMAT,
    KIND,
    MAX_SCORE,
    MIN_SCORE,
    NOTE,
    PATH,
    READ_DATA,
    REASON,
    RECORDS,
    REVIEWER,
    SINCE,
    STATE,
    TO,
    UNTIL,
    WITH_PATHS
};

static const struct option long_options[] = {
    {"adopt", no_argument, NULL, ADOPT},
    {"all", no_argument, NULL, ALL},
    {"color", required_argument, NULL, TM_OPT_COLOR},
    {"format", required_argument, NULL, FORMAT},
    {"help", no_argument, NULL, 'h'},
    {"json", no_argument, NULL, TM_OPT_JSON},
    {"kind", required_argument, NULL, KIND},
    {"max-score", required_argument, NULL, MAX_SCORE},
    {"min-score", required_argument, NULL, MIN_SCORE},
    {"model", required_argument, NULL, TM_OPT_MODEL},
    {"note", required_argument, NULL, NOTE},
    {"older-than", required_argument, NULL, UNTIL},
    {"path", required_argument, NULL, PATH},
    {"quiet", no_argument, NULL, 'q'},
    {"read-data", no_argument, NULL, READ_DATA},
    {"reason", required_argument, NULL, REASON},
    {"records", required_argument, NULL, RECORDS},
    {"reviewer", required_argument, NULL, REVIEWER},
    {"root", required_argument, NULL, TO},
    {"since", required_argument, NULL, SINCE},
    {"state", required_argument, NULL, STATE},
    {"to", required_argument, NULL, TO},
    {"until", required_argument, NULL, UNTIL},
    {"wait", no_argument, NULL, TM_OPT_WAIT},
    {"with-paths", no_argument, NULL, WITH_PATHS},
    {0},
};

// ---- Options --------------------------------------------------------------------------------

static tamis_status take_time(int64_t *time_s, const char *text, tamis_error *err)
{
    if (tm_quarantine_parse_time(time_s, text, (int64_t)time(NULL)))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "a time is a date like 2025-11-25, 2025-11-25T14:03, or an age like 12h, "
                   "30d or 2w, not '%.40s'",
                   text);
}

static tamis_status take_score(double *score, const char *text, tamis_error *err)
{
    if (tm_parse_double(score, tm_str_of(text)))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "a score is a number, not '%.40s'", text);
}

// Every path has an empty text in it: most likely a variable was not set.
static tamis_status take_path(const char **path, const char *text, tamis_error *err)
{
    *path = text;
    if (text[0])
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "--path takes a part of a path, or a pattern; "
                   "all items are --all");
}

static tamis_status take_kind(const char **kind, const char *text, tamis_error *err)
{
    *kind = text;
    if (strcmp(text, "injected") == 0 || strcmp(text, "spam") == 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--kind takes injected or spam, not '%.40s'", text);
}

static tamis_status take_state(unsigned *states, const char *text, tamis_error *err)
{
    *states = 0;
    if (strcmp(text, "any") == 0)
        return TAMIS_OK;
    for (int i = 0; i < TM_N_ITEM_STATES; i++)
        if (strcmp(text, tm_item_state_name((tm_item_state)i)) == 0)
            *states = 1U << i;
    if (*states != 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "--state takes held, restored, purged, aborted or any, not '%.40s'", text);
}

static bool is_filter(int option)
{
    switch (option) {
    case KIND:
    case MAX_SCORE:
    case MIN_SCORE:
    case TM_OPT_MODEL:
    case PATH:
    case REASON:
    case SINCE:
    case UNTIL:
        return true;
    default:
        return false;
    }
}

static tamis_status take_filter(tm_quarantine_request *request, int option, tamis_error *err)
{
    tm_index_filter *const filter = &request->filter;
    request->selects = true;
    switch (option) {
    case KIND:
        return take_kind(&filter->kind, optarg, err);
    case MAX_SCORE:
        return take_score(&filter->max_score, optarg, err);
    case MIN_SCORE:
        return take_score(&filter->min_score, optarg, err);
    case TM_OPT_MODEL:
        filter->model = optarg;
        return TAMIS_OK;
    case PATH:
        return take_path(&filter->path, optarg, err);
    case REASON:
        filter->reason = optarg;
        return TAMIS_OK;
    case SINCE:
        return take_time(&filter->since, optarg, err);
    default:
        return take_time(&filter->until, optarg, err);
    }
}

static tamis_status take_format(tm_quarantine_request *request, const char *text,
                                tamis_error *err)
{
    request->dolma = strcmp(text, "dolma") == 0;
    if (request->dolma || strcmp(text, "jsonl") == 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--format takes jsonl or dolma, not '%.40s'", text);
}

static tamis_status take_flag(tm_quarantine_request *request, int option, char **argv,
                              tamis_error *err)
{
    switch (option) {
    case ADOPT:
        request->adopt = true;
        return TAMIS_OK;
    case ALL:
        request->all = request->selects = true;
        return TAMIS_OK;
    case TM_OPT_JSON:
        request->json = true;
        return TAMIS_OK;
    case READ_DATA:
        request->read_data = true;
        return TAMIS_OK;
    case TM_OPT_WAIT:
        request->wait = true;
        return TAMIS_OK;
    case WITH_PATHS:
        request->with_paths = true;
        return TAMIS_OK;
    case 'q':
        request->quiet = true;
        return TAMIS_OK;
    case 'h':
        request->help = true;
        return TAMIS_OK;
    default:
        return tm_opt_refuse(option, argv, err);
    }
}

static tamis_status take_option(tm_quarantine_request *request, int option, char **argv,
                                tamis_error *err)
{
    if (is_filter(option))
        return take_filter(request, option, err);
    switch (option) {
    case STATE:
        return take_state(&request->filter.states, optarg, err);
    case FORMAT:
        return take_format(request, optarg, err);
    case TM_OPT_COLOR:
        return tm_opt_color(&request->color, optarg, err);
    case NOTE:
        request->note = optarg;
        return TAMIS_OK;
    case RECORDS:
        request->records = optarg;
        return TAMIS_OK;
    case REVIEWER:
        request->reviewer = optarg;
        return TAMIS_OK;
    case TO:
        request->to = optarg;
        return TAMIS_OK;
    default:
        return take_flag(request, option, argv, err);
    }
}

static tamis_status check_taken(const tm_quarantine_action *action, int option,
                                tamis_error *err)
{
    const char *const name = tm_opt_name(long_options, option);
    if (!name || is_filter(option) || option == ALL || option == 'q')
        return TAMIS_OK; // what has no name is no option at all: take_option refuses it
    return tm_action_check_option(action->command, name, err);
}

static tamis_status parse(tm_quarantine_request *request, const tm_quarantine_action *action,
                          int argc, char **argv, tamis_error *err)
{
    int option;
    *request = (tm_quarantine_request){.filter = tm_index_all};
    request->filter.states = action->any_state ? 0 : 1U << TM_ITEM_HELD;
    tm_opt_begin();
    while (!request->help && (option = tm_opt_next(argc, argv, ":hq", long_options)) != -1) {
        TM_TRY(check_taken(action, option, err));
        TM_TRY(take_option(request, option, argv, err));
    }
    if (request->help)
        return TAMIS_OK;
    if (optind == argc)
        return tm_fail(err, TAMIS_EINVAL, "which store? name its directory");
    request->store = argv[optind];
    request->ids = argv + optind + 1;
    request->n_ids = (size_t)(argc - optind - 1);
    TM_TRY(tm_words_drop_again(request->ids, &request->n_ids, err));
    if (request->selects && request->n_ids > 0)
        return tm_fail(err, TAMIS_EINVAL,
                       "name items, or say which by options or --all, not both");
    request->selects = request->selects || request->n_ids > 0;
    if (action->must_select && !request->selects)
        return tm_fail(err, TAMIS_EINVAL, "which items? name them, or say --all");
    TM_TRY(tm_outputs_check_store(request->to, request->store, err));
    return tm_outputs_check_store(request->records, request->store, err);
}

// ---- Running an action ----------------------------------------------------------------------

tamis_status tm_quarantine_each(tm_store *store, const tm_quarantine_request *request,
                                tm_index_visitor *visit, void *context, tamis_error *err)
{
    tm_index *const index = tm_store_index(store);
    if (request->n_ids == 0)
        return tm_index_select(index, &request->filter, visit, context, err);
    for (size_t i = 0; i < request->n_ids; i++) {
        tm_index_row row = {0};
        tamis_status status = tm_index_find(&row, index, request->ids[i], err);
        if (status == TAMIS_DONE)
            status =
                tm_fail(err, TAMIS_EINVAL, "%.60s: no such item in the store", request->ids[i]);
        if (status == TAMIS_OK)
            status = visit(context, &row, err);
        tm_index_row_free(&row);
        TM_TRY(status);
    }
    return TAMIS_OK;
}

// An action that only reads goes without the lock when another process has it, or when the store is
// not writable.
static tamis_status open_store(tm_store **store, const tm_quarantine_request *request,
                               const tm_quarantine_action *action, tamis_error *err)
{
    tm_store_options options = {
        .renew = request->adopt, .wait = request->wait, .trouble = tm_complain_of};
    const tamis_status status = tm_store_open(store, request->store, &options, err);
    if (status != TAMIS_EIO || action->writes)
        return status;
    options.read_only = true;
    return tm_store_open(store, request->store, &options, err);
}

static int finish(tm_store *store, tamis_status status, tamis_error *err)
{
    const tm_store_counts counts = tm_store_count(store);
    tamis_error fault;
    if (status < 0)
        tm_complain("%s", err->message);
    const tamis_status closed = tm_store_close(store, &fault);
    if (closed < 0)
        tm_complain("%s", fault.message);
    return status < 0 || closed < 0 || counts.n_failed > 0 ? TM_EXIT_ERROR : TM_EXIT_CLEAN;
}

int tm_quarantine_run(const tm_quarantine_action *action, tm_quarantine_act *act, int argc,
                      char **argv)
{
    tm_quarantine_request request;
    tm_store *store = NULL;
    tamis_error err;
    char command[48];
    if (parse(&request, action, argc, argv, &err) < 0) {
        snprintf(command, sizeof command, "quarantine %.30s", action->command->name);
        return tm_complain_usage(command, err.message);
    }
    if (request.help)
        return tm_output_text(action->command->help);
    if (open_store(&store, &request, action, &err) < 0) {
        tm_complain("%s", err.message);
        return TM_EXIT_ERROR;
    }
    tamis_status status = act(store, &request, &err);
    if (status == TAMIS_OK)
        status = tm_output_close(&err);
    return finish(store, status, &err);
}
