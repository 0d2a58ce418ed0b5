// Each line goes through the loader by itself; then keys are folded, and ids give terms their
// owners.
// SPDX-License-Identifier: MIT
#include "model/term_list.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/decode.h"

// How the loader's messages begin; every line is the first one it sees.
static const char loader_prefix[] = "lexicon line 1: ";

static tamis_status no_memory(tamis_error *err)
{
    return tm_fail(err, TAMIS_ENOMEM, "no memory for the list of terms");
}

static tamis_status add_refused(tm_term_list *list, uint32_t line, const char *reason,
                                tamis_error *err)
{
    if (!tm_grow((void **)&list->refused, &list->refused_cap, list->n_refused + 1,
                 sizeof *list->refused))
        return no_memory(err);
    tm_refused_line *const refused = &list->refused[list->n_refused++];
    *refused = (tm_refused_line){.file = (uint32_t)list->n_files - 1, .line = line};
    const size_t prefix = sizeof loader_prefix - 1;
    if (strncmp(reason, loader_prefix, prefix) == 0)
        reason += prefix;
    for (size_t i = 0; i + 1 < sizeof refused->reason && reason[i]; i++)
        refused->reason[i] = reason[i];
    return TAMIS_OK;
}

// Reads the fields of a line that the loader has accepted.
static void read_fields(tm_listed_term *term, tm_str line)
{
    double weight = 0;
    tm_term_class klass = TM_TERM_GAME;
    term->text = tm_str_cut(&line, '\t');
    tm_term_class_parse(&klass, tm_str_cut(&line, '\t'));
    tm_parse_double(&weight, tm_str_cut(&line, '\t'));
    term->klass = (uint8_t)klass;
    term->level = (uint8_t)(weight * 2 - 1);
    term->disguised = tm_str_starts_with(line, tm_str_of("disguise"));
}

// A fault of form that the loader accepts but other readers of the file may not; NULL: none.
static const char *format_fault(tm_str line)
{
    size_t n_tabs = 0;
    for (size_t i = 0; i < line.len; i++)
        n_tabs += line.ptr[i] == '\t';
    if (n_tabs != 3)
        return "not four fields separated by single tabs";
    if (line.ptr[line.len - 1] == '\r')
        return "ends in CR LF; lines end in LF";
    return NULL;
}

static tamis_status add_term(tm_term_list *list, const tm_folds *folds, tm_view *view,
                             tm_str line, uint32_t number, tamis_error *err)
{
    tamis_error cause;
    const size_t first_id = list->lexicon.n_terms;
    const char *const fault = format_fault(line);
    if (fault)
        return add_refused(list, number, fault, err);
    const tamis_status status = tm_lexicon_add(&list->lexicon, folds, line, &cause);
    if (status == TAMIS_EFORMAT)
        return add_refused(list, number, cause.message, err);
    if (status < 0)
        return tm_fail(err, status, "%s", cause.message);
    if (!tm_grow((void **)&list->term, &list->terms_cap, list->n_terms + 1, sizeof *list->term))
        return no_memory(err);
    tm_listed_term *const term = &list->term[list->n_terms++];
    *term = (tm_listed_term){.file = (uint32_t)list->n_files - 1,
                             .line = number,
                             .key_begin = list->keys.len,
                             .first_id = (uint32_t)first_id,
                             .end_id = (uint32_t)list->lexicon.n_terms};
    read_fields(term, line);
    TM_TRY(tm_view_build(view, folds, term->text, err));
    for (size_t i = 0; i < view->len; i++)
        tm_utf8_put(&list->keys, view->codepoint[i]);
    term->key.len = list->keys.len - term->key_begin;
    return tm_buf_check(&list->keys, err);
}

tamis_status tm_term_list_add(tm_term_list *list, const tm_folds *folds, const char *name,
                              tm_str tsv, tamis_error *err)
{
    tm_view view = {0};
    tamis_status status = TAMIS_OK;
    if (!tm_grow((void **)&list->file, &list->files_cap, list->n_files + 1, sizeof *list->file))
        return no_memory(err);
    list->file[list->n_files++] = name;
    for (uint32_t number = 1; tsv.len > 0 && status == TAMIS_OK; number++) {
        const tm_str line = tm_str_cut(&tsv, '\n');
        if (line.len > 0 && line.ptr[0] != '#')
            status = add_term(list, folds, &view, line, number, err);
    }
    tm_view_free(&view);
    return status;
}

tamis_status tm_term_list_finish(tm_term_list *list, tamis_error *err)
{
    for (size_t i = 0; i < list->n_terms; i++)
        list->term[i].key.ptr = list->keys.ptr + list->term[i].key_begin;
    return tm_lexicon_finish(&list->lexicon, err);
}

void tm_term_list_free(tm_term_list *list)
{
    tm_lexicon_free(&list->lexicon);
    free(list->file);
    free(list->term);
    free(list->refused);
    tm_buf_free(&list->keys);
    *list = (tm_term_list){0};
}

size_t tm_term_list_owner(const tm_term_list *list, uint32_t id)
{
    size_t low = 0, high = list->n_terms; // the first term whose ids end behind `id`
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list->term[middle].end_id <= id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

tm_str tm_term_list_language(const tm_term_list *list, uint32_t file)
{
    const char *const slash = strrchr(list->file[file], '/');
    tm_str name = tm_str_of(slash ? slash + 1 : list->file[file]);
    return tm_str_cut(&name, '.');
}
