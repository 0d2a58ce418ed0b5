// An option with the same name means the same in every command, and is refused in the same words.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // sched_getaffinity
#include "cli/settings.h"

#include <assert.h>
#include <limits.h>
#include <sched.h>
#include <unistd.h>

#include "base/num.h"
#include "model/model.h"

enum { MAX_DEFAULT_JOBS = 8, MIN_WINDOW_LOG = 10, MAX_WINDOW_LOG = 31 };
enum { MAX_TEXT_BYTES = 1 << 30 }; // of a text that comes in pieces, unless told

tm_settings tm_settings_default(void)
{
    const tamis_options screener = TAMIS_OPTIONS_INIT;
    return (tm_settings){
        .screener = screener,
        .reader = {.max_document_bytes = screener.max_document_bytes,
                   .max_text_bytes = MAX_TEXT_BYTES,
                   .text_field = "text",
                   .id_field = "id"},
        .max_removed = 0.5,
    };
}

// ---- Options --------------------------------------------------------------------------------

static tamis_status read_rate(const tm_option *option, char *value, tamis_error *err)
{
    double *const rate = option->into;
    if (tm_parse_double(rate, tm_str_of(value)) && *rate > 0 && *rate <= 1)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--%s takes a number above 0, up to 1, not '%s'",
                   option->name, value);
}

static tamis_status read_document_bytes(const tm_option *option, char *value, tamis_error *err)
{
    tm_settings *const settings = option->into;
    size_t limit = 0;
    if (!tm_opt_bytes(&limit, value) || limit == 0)
        return tm_fail(err, TAMIS_EINVAL, "--%s takes a size like 4096, 512K or 16M, not '%s'",
                       option->name, value);
    settings->screener.max_document_bytes = limit;
    settings->reader.max_document_bytes = settings->reader.max_text_bytes = limit;
    return TAMIS_OK;
}

tamis_status tm_read_color(const tm_option *option, char *value, tamis_error *err)
{
    static const char *const words[] = {"auto", "always", "never", NULL}; // as in tm_color
    size_t color;
    TM_TRY(tm_opt_word(&color, option, words, value, err));
    *(tm_color *)option->into = (tm_color)color;
    return TAMIS_OK;
}

static tamis_status read_format(const tm_option *option, char *value, tamis_error *err)
{
    static const char *const words[] = {"auto", "text", "jsonl",
                                        "html", "warc", NULL}; // as in tm_format
    size_t format;
    TM_TRY(tm_opt_word(&format, option, words, value, err));
    *(tm_format *)option->into = (tm_format)format;
    return TAMIS_OK;
}

// The limits of packed input. Zero is refused, since it would mean the default.
static tamis_status read_count(const tm_option *option, char *value, tamis_error *err)
{
    size_t count;
    if (!tm_opt_bytes(&count, value) || count == 0 || count > UINT_MAX)
        return tm_fail(err, TAMIS_EINVAL, "--%s takes a number from 1, not '%s'", option->name,
                       value);
    *(unsigned *)option->into = (unsigned)count;
    return TAMIS_OK;
}

static tamis_status read_window(const tm_option *option, char *value, tamis_error *err)
{
    unsigned *const window_log = option->into;
    size_t bytes;
    if (!tm_opt_bytes(&bytes, value) || bytes < (size_t)1 << MIN_WINDOW_LOG ||
        bytes > (size_t)1 << MAX_WINDOW_LOG)
        return tm_fail(err, TAMIS_EINVAL, "--%s takes a size from 1K to 2G, not '%s'",
                       option->name, value);
    *window_log = MIN_WINDOW_LOG;
    while ((size_t)2 << *window_log <= bytes)
        ++*window_log;
    return TAMIS_OK;
}

static tamis_status read_unpacked(const tm_option *option, char *value, tamis_error *err)
{
    size_t bytes;
    if (!tm_opt_bytes(&bytes, value) || bytes == 0)
        return tm_fail(err, TAMIS_EINVAL, "--%s takes a size, not '%s'", option->name, value);
    *(uint64_t *)option->into = bytes;
    return TAMIS_OK;
}

tm_option tm_settings_option(tm_settings *settings, const char *name)
{
    tm_reader_options *const reader = &settings->reader;
    tm_stream_limits *const limits = &reader->limits;
    tm_option options[] = {
        {"color", .read = tm_read_color, .into = &settings->color},
        {"format", .read = read_format, .into = &reader->format},
        {"id-field", .read = tm_read_field, .into = &reader->id_field},
        {"json", .flag = &settings->json},
        {"max-document-bytes", .read = read_document_bytes, .into = settings},
        {"max-fpr", .read = read_rate, .into = &settings->screener.max_fpr},
        {"max-ratio", .read = read_count, .into = &limits->ratio},
        {"max-removed", .share = &settings->max_removed},
        {"max-tiny", .read = read_count, .into = &limits->tiny_members},
        {"max-unpacked", .read = read_unpacked, .into = &limits->total_bytes},
        {"max-window", .read = read_window, .into = &limits->window_log},
        {"model", .text = &settings->model_path, .is_path = true},
        {"strict", .flag = &settings->strict},
        {"text-field", .read = tm_read_field, .into = &reader->text_field},
        {"threshold", .share = &settings->screener.threshold},
        {0},
    };
    tm_option *option = options;
    while (option->name && strcmp(option->name, name) != 0)
        option++;
    assert(option->name);
    option->given = &settings->given;
    return *option;
}

// ---- Models and threads ---------------------------------------------------------------------

const tamis_operating_point *tm_settings_point(const tm_settings *settings,
                                               const tamis_model *model)
{
    const bool by_rate = settings->screener.threshold < 0;
    return by_rate ? tm_model_point(tm_model_inside(model), settings->screener.max_fpr) : NULL;
}

double tm_settings_threshold(const tm_settings *settings, const tamis_model *model)
{
    const tamis_operating_point *const point = tm_settings_point(settings, model);
    return point ? point->threshold : settings->screener.threshold;
}

tamis_status tm_open_model(tamis_model **out, const char *name, tamis_error *err)
{
    TM_TRY(tamis_model_open(out, name && strcmp(name, "default") != 0 ? name : NULL, err));
    const char *const made_with = tm_model_inside(*out)->provenance.unicode_version;
    if (strcmp(made_with, tm_folds_unicode_version()) != 0)
        tm_complain(
            "%s: made with Unicode %s, read with %s: text in newer letters may be judged "
            "differently; train it again with this program",
            name ? name : "default", made_with, tm_folds_unicode_version());
    return TAMIS_OK;
}

// A job on a cluster is often given some of a machine's processors only.
static long count_processors(void)
{
    cpu_set_t usable;
    if (sched_getaffinity(0, sizeof usable, &usable) == 0)
        return CPU_COUNT(&usable);
    return sysconf(_SC_NPROCESSORS_ONLN); // more than a cpu_set_t holds
}

size_t tm_default_jobs(void)
{
    const long n_processors = count_processors();
    if (n_processors < 1)
        return 1;
    return n_processors < MAX_DEFAULT_JOBS ? (size_t)n_processors : MAX_DEFAULT_JOBS;
}
