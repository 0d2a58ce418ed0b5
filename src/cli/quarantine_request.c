// The command line of an action, and the steps that all of them take: items are selected in the
// same way whatever the action.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <time.h>

#include "base/num.h"
#include "base/words.h"
#include "cli/outputs.h"
#include "cli/quarantine.h"
#include "cli/settings.h"

// ---- Options --------------------------------------------------------------------------------

static tamis_status read_time(const tm_option *option, char *value, tamis_error *err)
{
    if (tm_quarantine_parse_time(option->into, value, (int64_t)time(NULL)))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "a time is a date like 2025-11-25, 2025-11-25T14:03, or an age like 12h, "
                   "30d or 2w, not '%.40s'",
                   value);
}

static tamis_status read_score(const tm_option *option, char *value, tamis_error *err)
{
    if (tm_parse_double(option->into, tm_str_of(value)))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "a score is a number, not '%.40s'", value);
}

// Every path has an empty text in it: most likely a variable was not set.
static tamis_status check_path(const tm_option *option, char *value, tamis_error *err)
{
    if (value[0])
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "--%s takes a part of a path, or a pattern; all items are --all",
                   option->name);
}

static tamis_status read_kind(const tm_option *option, char *value, tamis_error *err)
{
    static const char *const words[] = {"injected", "spam", NULL};
    size_t place;
    TM_TRY(tm_opt_word(&place, option, words, value, err));
    *(const char **)option->into = words[place];
    return TAMIS_OK;
}

static tamis_status read_state(const tm_option *option, char *value, tamis_error *err)
{
    unsigned *const states = option->into;
    *states = 0;
    if (strcmp(value, "any") == 0)
        return TAMIS_OK;
    for (int i = 0; i < TM_N_ITEM_STATES; i++)
        if (strcmp(value, tm_item_state_name((tm_item_state)i)) == 0)
            *states = 1U << i;
    if (*states != 0)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "--%s takes held, restored, purged, aborted or any, not '%.40s'",
                   option->name, value);
}

static tamis_status read_format(const tm_option *option, char *value, tamis_error *err)
{
    static const char *const words[] = {"jsonl", "dolma", NULL};
    size_t place;
    TM_TRY(tm_opt_word(&place, option, words, value, err));
    *(bool *)option->into = place == 1;
    return TAMIS_OK;
}

static tamis_status take_options(tm_quarantine_request *request,
                                 const tm_quarantine_action *action, int *argc, char ***argv,
                                 tamis_error *err)
{
    tm_index_filter *const f = &request->filter;
    const char *selects = NULL;
    const tm_option options[] = {
        // Which items. All actions take these.
        {"all", .flag = &request->all, .given = &selects, .always = true},
        {"kind", .read = read_kind, .into = &f->kind, .given = &selects, .always = true},
        {"max-score", .read = read_score, .into = &f->max_score, .given = &selects,
         .always = true},
        {"min-score", .read = read_score, .into = &f->min_score, .given = &selects,
         .always = true},
        {"model", .text = &f->model, .is_path = true, .given = &selects, .always = true},
        {"older-than", .read = read_time, .into = &f->until, .given = &selects, .always = true},
        {"path", .text = &f->path, .read = check_path, .given = &selects, .always = true},
        {"reason", .text = &f->reason, .given = &selects, .always = true},
        {"since", .read = read_time, .into = &f->since, .given = &selects, .always = true},
        {"until", .read = read_time, .into = &f->until, .given = &selects, .always = true},
        // What to do with them.
        {"adopt", .flag = &request->adopt},
        {"color", .read = tm_read_color, .into = &request->color},
        {"format", .read = read_format, .into = &request->dolma},
        {"help", 'h', .text = &request->text, .prints = action->command->help, .always = true},
        {"json", .flag = &request->json},
        {"note", .text = &request->note},
        {"quiet", 'q', .flag = &request->quiet, .always = true},
        {"read-data", .flag = &request->read_data},
        {"records", .output = &request->records},
        {"reviewer", .text = &request->reviewer},
        {"root", .text = &request->to, .is_path = true},
        {"state", .read = read_state, .into = &f->states},
        {"to", .text = &request->to, .is_path = true},
        {"wait", .flag = &request->wait},
        {"with-paths", .flag = &request->with_paths},
        {0},
    };
    TM_TRY(tm_options_take(options, action->command, argc, argv, err));
    request->selects = selects != NULL;
    return TAMIS_OK;
}

static tamis_status parse(tm_quarantine_request *request, const tm_quarantine_action *action,
                          int argc, char **argv, tamis_error *err)
{
    *request = (tm_quarantine_request){.filter = tm_index_all};
    request->filter.states = action->any_state ? 0 : 1U << TM_ITEM_HELD;
    TM_TRY(take_options(request, action, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    if (argc == 0)
        return tm_fail(err, TAMIS_EINVAL, "which store? name its directory");
    request->store = argv[0];
    request->ids = argv + 1;
    request->n_ids = (size_t)argc - 1;
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
    if (request.text)
        return tm_output_text(request.text);
    if (open_store(&store, &request, action, &err) < 0) {
        tm_complain("%s", err.message);
        return TM_EXIT_ERROR;
    }
    tamis_status status = act(store, &request, &err);
    if (status == TAMIS_OK)
        status = tm_output_close(&err);
    return finish(store, status, &err);
}
