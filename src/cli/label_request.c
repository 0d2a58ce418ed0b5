// The command line of the label actions on a store, and the steps that all of them take.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/words.h"
#include "cli/label.h"
#include "cli/label_document.h"
#include "cli/opt.h"
#include "cli/outputs.h"
#include "sink/label_row.h"
#include "sink/report.h"

// ---- Options --------------------------------------------------------------------------------

static tamis_status read_value(const tm_option *option, char *value, tamis_error *err)
{
    static const char *const words[] = {"clean", "contaminated", NULL};
    size_t place;
    TM_TRY(tm_opt_word(&place, option, words, value, err));
    *(tm_label_value *)option->into = (tm_label_value)(TM_LABEL_CLEAN + place);
    return TAMIS_OK;
}

static tamis_status read_format(const tm_option *option, char *value, tamis_error *err)
{
    static const char *const words[] = {"jsonl", "fasttext", "folder",
                                        NULL}; // as in tm_label_format
    size_t format;
    TM_TRY(tm_opt_word(&format, option, words, value, err));
    *(tm_label_format *)option->into = (tm_label_format)format;
    return TAMIS_OK;
}

static tamis_status take_options(tm_label_request *request, const tm_label_action *action,
                                 int *argc, char ***argv, tamis_error *err)
{
    const tm_option options[] = {
        {"file", .paths = request->files, .n_paths = &request->n_files,
         .max = TM_LABEL_MAX_FILES},
        {"format", .read = read_format, .into = &request->format},
        {"help", 'h', .text = &request->text, .prints = action->command->help, .always = true},
        {"label", .read = read_value, .into = &request->value},
        {"output", 'o', .output = &request->output},
        {"quiet", 'q', .flag = &request->quiet},
        {"reason", .text = &request->reason},
        {"reviewer", .text = &request->reviewer},
        {"skip-bad", .flag = &request->skip_bad},
        {"wait", .flag = &request->wait, .always = true},
        {0},
    };
    return tm_options_take(options, action->command, argc, argv, err);
}

static tamis_status parse(tm_label_request *request, const tm_label_action *action, int argc,
                          char **argv, tamis_error *err)
{
    TM_TRY(take_options(request, action, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    if (argc == 0)
        return tm_fail(err, TAMIS_EINVAL, "which store? name its directory");
    request->store = argv[0];
    request->words = argv + 1;
    request->n_words = (size_t)argc - 1;
    TM_TRY(tm_words_drop_again(request->words, &request->n_words, err));
    request->words[request->n_words] = NULL;
    request->reviewer = request->reviewer ? request->reviewer
                                          : tm_opt_user(request->login, sizeof request->login);
    if (request->n_words + request->n_files < action->min_words ||
        request->n_words > action->max_words)
        return tm_fail(err, TAMIS_EINVAL, "%s", action->missing);
    if (action->needs_label && request->value == TM_LABEL_NONE)
        return tm_fail(err, TAMIS_EINVAL, "which label? --label clean or --label contaminated");
    return tm_outputs_check_store(request->output, request->store, err);
}

// ---- Documents ------------------------------------------------------------------------------

// Whether the document has this label already, and all that is said with it.
static bool is_known(const tm_label_state *state, const tm_label *label)
{
    return !label->undo && state->value == label->value && !state->outdone &&
           (label->row.len == 0 || tm_str_equal(label->row, state->row));
}

tamis_status tm_label_give(tm_store *store, const tm_labels *labels, tm_label_request *request,
                           const tm_label *label, tamis_error *err)
{
    tm_label now = *label;
    tm_buf row = {0};
    const tm_label_state *const state = tm_labels_find(labels, tm_str_of(label->sha256));
    bool *const given = state ? &request->given[state - labels->document] : NULL;
    if (given && (*given || is_known(state, label))) {
        request->n_same++;
        return TAMIS_OK;
    }
    if (state && !label->undo && label->row.len == 0)
        tm_label_row_carry(&row, state->row);
    now.row = row.len > 0 ? tm_buf_str(&row) : label->row;
    now.reviewer = tm_str_of(request->reviewer);
    now.reason = tm_str_of(request->reason ? request->reason : label->undo ? "undone" : "");
    now.time_s = (int64_t)time(NULL);
    tamis_status status = tm_buf_check(&row, err);
    if (status == TAMIS_OK)
        status = tm_label_append(tm_store_journal(store), &now, err);
    tm_buf_free(&row);
    TM_TRY(status);
    if (given)
        *given = true; // `labels` still have the state before
    request->n_done++;
    return TAMIS_OK;
}

static tamis_status take_id(void *id, const tm_index_row *row, tamis_error *err)
{
    (void)err;
    memcpy(id, row->item.id, sizeof row->item.id);
    return TAMIS_OK;
}

// The last item of the content that has the SHA-256 `word`. TAMIS_DONE when there is none.
static tamis_status find_content(tm_index_row *row, tm_index *index, const char *word,
                                 tamis_error *err)
{
    char id[TM_STORE_ID_BYTES] = "";
    tm_index_filter filter = tm_index_all;
    filter.sha256 = word;
    TM_TRY(tm_index_select(index, &filter, take_id, id, err));
    return tm_index_find(row, index, id, err);
}

tamis_status tm_label_resolve(tm_label *label, tm_index_row *row, tm_store *store,
                              const tm_labels *labels, const char *word, tamis_error *err)
{
    tm_index *const index = tm_store_index(store);
    tamis_status status = tm_index_find(row, index, word, err);
    if (status == TAMIS_DONE && strlen(word) == TM_DIGEST_HEX)
        status = find_content(row, index, word, err);
    TM_TRY(status);
    if (status == TAMIS_OK && row->state != TM_ITEM_PENDING && row->state != TM_ITEM_ABORTED) {
        label->id = tm_str_of(row->item.id);
        label->sha256 = row->item.sha256;
        return TAMIS_OK;
    }
    const tm_label_state *const state = tm_labels_find(labels, tm_str_of(word));
    if (!state)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.60s: no such document in the store (tamis quarantine list --state "
                       "any)",
                       word);
    label->id = state->id;
    label->sha256 = state->sha256;
    return TAMIS_OK;
}

// ---- Running an action ----------------------------------------------------------------------

static void say(const tm_label_request *request, const tm_label_action *action)
{
    tm_buf text = {0};
    tm_report_plural(&text, request->n_done, "document");
    tm_buf_format(&text, " %s", action->done);
    if (request->n_same > 0)
        tm_buf_format(&text, ", %llu as they were", (unsigned long long)request->n_same);
    if (request->n_failed > 0)
        tm_buf_format(&text, ", of %llu the text is gone",
                      (unsigned long long)request->n_failed);
    if (request->n_outdone > 0)
        tm_buf_format(&text, ", %llu left out as the same text was labelled otherwise later",
                      (unsigned long long)request->n_outdone);
    if (request->n_untextual > 0)
        tm_buf_format(&text, ", %llu left out as no text",
                      (unsigned long long)request->n_untextual);
    if (request->n_too_large > 0)
        tm_buf_format(&text, ", %llu left out as larger than 16 MiB",
                      (unsigned long long)request->n_too_large);
    tm_complain_text(request->store, &text);
}

// Labels of items given by earlier versions do not say which text they are about.
static tamis_status find_texts(tm_labels *labels, tm_store *store, tamis_error *err)
{
    for (size_t i = 0; i < labels->n_documents; i++) {
        tm_label_state *const state = &labels->document[i];
        char id[TM_STORE_ID_BYTES] = "";
        tm_index_row item = {0};
        if (state->has_text || state->value == TM_LABEL_NONE ||
            !tm_store_id_is_valid(state->id, state->sha256))
            continue;
        memcpy(id, state->id.ptr, state->id.len);
        tamis_status status = tm_index_find(&item, tm_store_index(store), id, err);
        if (status == TAMIS_OK)
            status = tm_label_document_digest(state->text, NULL, store, &item, err);
        tm_index_row_free(&item);
        if (status < 0)
            return status;
        state->has_text = status == TAMIS_OK;
    }
    return tm_labels_join(labels, err);
}

static tamis_status work(tm_store *store, const tm_label_action *action, tm_label_act *act,
                         tm_label_request *request, tamis_error *err)
{
    tm_labels labels;
    tamis_status status = tm_labels_read(&labels, tm_store_journal(store), err);
    request->given = calloc(labels.n_documents + 1, sizeof *request->given);
    if (status == TAMIS_OK && !request->given)
        status = tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (status == TAMIS_OK)
        status = find_texts(&labels, store, err);
    if (status == TAMIS_OK)
        status = act(store, &labels, request, err);
    if (status == TAMIS_OK && action->writes)
        status = tm_journal_commit(tm_store_journal(store), true, err);
    if (status == TAMIS_OK && action->writes)
        status = tm_index_update(tm_store_index(store), err);
    if (status == TAMIS_OK)
        status = tm_output_close(err);
    free(request->given);
    tm_labels_free(&labels);
    return status;
}

int tm_label_run(const tm_label_action *action, tm_label_act *act, int argc, char **argv)
{
    tm_label_request request = {0};
    tm_store *store = NULL;
    tamis_error err;
    char command[32];
    if (parse(&request, action, argc, argv, &err) < 0) {
        snprintf(command, sizeof command, "label %.20s", action->command->name);
        return tm_complain_usage(command, err.message);
    }
    if (request.text)
        return tm_output_text(request.text);
    const tm_store_options options = {.create = request.n_files > 0 || action->max_words == 1,
                                      .wait = request.wait,
                                      .read_only = !action->writes,
                                      .trouble = tm_complain_of};
    tamis_status status = tm_store_open(&store, request.store, &options, &err);
    if (status == TAMIS_OK) {
        status = work(store, action, act, &request, &err);
        if (status < 0)
            tm_journal_drop(tm_store_journal(store));
        const tamis_status closed = tm_store_close(store, status < 0 ? NULL : &err);
        status = status < 0 ? status : closed;
    }
    if (status < 0)
        tm_complain("%s", err.message);
    else if (!request.quiet)
        say(&request, action);
    return status < 0 ? TM_EXIT_ERROR : TM_EXIT_CLEAN;
}
