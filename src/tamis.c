// The public functions: thin wrappers around model/ and screen/.
// SPDX-License-Identifier: MIT
#include "tamis.h"

#include <stdlib.h>

#include "screen/screen.h"

struct tamis_model {
    tm_model model;
};

struct tamis_screener {
    tm_screen screen;
};

int tamis_version(void)
{
    return TAMIS_VERSION_MAJOR * 10000 + TAMIS_VERSION_MINOR * 100 + TAMIS_VERSION_PATCH;
}

const char *tamis_version_string(void)
{
    return TAMIS_VERSION_STRING;
}

// ---- Model --------------------------------------------------------------------------------

static tamis_status allocate_model(tamis_model **out, tamis_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? TAMIS_OK : tm_fail(err, TAMIS_ENOMEM, "no memory for the model");
}

// Forwards the status of reading *out, which is released when that has failed.
static tamis_status keep_model(tamis_model **out, tamis_status status)
{
    if (status != TAMIS_OK) {
        free(*out);
        *out = NULL;
    }
    return status;
}

tamis_status tamis_model_open_bytes(tamis_model **out, const void *bytes, size_t n_bytes,
                                    tamis_error *err)
{
    TM_TRY(allocate_model(out, err));
    return keep_model(out, tm_model_read(&(*out)->model, (tm_str){bytes, n_bytes}, err));
}

tamis_status tamis_model_open(tamis_model **out, const char *path, tamis_error *err)
{
    TM_TRY(allocate_model(out, err));
    return keep_model(out, tm_model_open(&(*out)->model, path, err));
}

void tamis_model_free(tamis_model *model)
{
    if (model)
        tm_model_clear(&model->model);
    free(model);
}

const char *tamis_model_name(const tamis_model *model)
{
    return model->model.provenance.name;
}

const char *tamis_model_sha256(const tamis_model *model)
{
    return model->model.sha256;
}

const tamis_operating_point *tamis_model_points(const tamis_model *model, size_t *n_points)
{
    *n_points = TM_N_POINTS;
    return model->model.point;
}

const tm_model *tm_model_inside(const tamis_model *model)
{
    return &model->model;
}

// ---- Screener -----------------------------------------------------------------------------

tamis_status tamis_screener_new(tamis_screener **out, const tamis_model *model,
                                const tamis_options *options, tamis_error *err)
{
    static const tamis_options defaults = TAMIS_OPTIONS_INIT;
    *out = NULL;
    if (options && options->struct_size != sizeof *options)
        return tm_fail(err, TAMIS_EINVAL, "options of another version: use TAMIS_OPTIONS_INIT");
    tamis_screener *screener = calloc(1, sizeof *screener);
    if (!screener)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the screener");
    const tamis_status status =
        tm_screen_init(&screener->screen, &model->model, options ? options : &defaults, err);
    if (status != TAMIS_OK) {
        tamis_screener_free(screener);
        return status;
    }
    *out = screener;
    return TAMIS_OK;
}

void tamis_screener_free(tamis_screener *screener)
{
    if (screener)
        tm_screen_free(&screener->screen);
    free(screener);
}

tamis_status tamis_screen(const tamis_verdict **out, tamis_screener *screener,
                          const void *bytes, size_t n_bytes, tamis_error *err)
{
    *out = NULL;
    TM_TRY(tm_screen_run(&screener->screen, (tm_str){bytes ? bytes : "", n_bytes}, err));
    *out = &screener->screen.verdict;
    return TAMIS_OK;
}

tamis_status tamis_screen_html(const tamis_verdict **out, tamis_screener *screener,
                               const void *bytes, size_t n_bytes, const char *charset,
                               tamis_error *err)
{
    *out = NULL;
    TM_TRY(tm_screen_run_html(&screener->screen, (tm_str){bytes ? bytes : "", n_bytes},
                              tm_str_of(charset ? charset : ""), err));
    *out = &screener->screen.verdict;
    return TAMIS_OK;
}

tamis_status tamis_screen_begin(tamis_screener *screener, tamis_error *err)
{
    return tm_screen_begin(&screener->screen, err);
}

tamis_status tamis_screen_add(tamis_screener *screener, const void *bytes, size_t n_bytes,
                              tamis_error *err)
{
    return tm_screen_add(&screener->screen, (tm_str){bytes ? bytes : "", n_bytes}, err);
}

tamis_status tamis_screen_end(const tamis_verdict **out, tamis_screener *screener,
                              tamis_error *err)
{
    *out = NULL;
    TM_TRY(tm_screen_end(&screener->screen, err));
    *out = &screener->screen.verdict;
    return TAMIS_OK;
}

tm_screen *tm_screen_inside(tamis_screener *screener)
{
    return &screener->screen;
}

// ---- Names --------------------------------------------------------------------------------

// Any number may come in: callers may be written in other languages or for later versions.
static const char *name_of(const char *const *names, size_t n_names, long long number)
{
    return number >= 0 && (unsigned long long)number < n_names ? names[number] : "unknown";
}

const char *tamis_verdict_name(tamis_verdict_kind verdict)
{
    static const char *const names[] = {"clean", "suspect", "contaminated", "unscanned"};
    return name_of(names, sizeof names / sizeof *names, verdict);
}

const char *tamis_document_kind_name(tamis_document_kind kind)
{
    static const char *const names[] = {"none", "injected", "spam"};
    return name_of(names, sizeof names / sizeof *names, kind);
}

const char *tamis_span_kind_name(tamis_span_kind kind)
{
    static const char *const names[] = {"menu",     "swap",      "insert",
                                        "sentence", "link_list", "comment",
                                        "contact",  "stuffing",  "hidden"};
    return name_of(names, sizeof names / sizeof *names, kind);
}
