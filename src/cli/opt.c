// Values of options are checked before any work is done: text that is not a number, a rate above 1
// or an unknown format ends the run with a message that names the option and what it takes. Numbers
// are read the same in every locale.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // sched_getaffinity
#include "cli/opt.h"

#include <getopt.h>
#include <limits.h>
#include <pwd.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/console.h"
#include "cli/nearest.h"
#include "model/model.h"

enum { MAX_JOBS = 256, MAX_DEFAULT_JOBS = 8, MIN_WINDOW_LOG = 10, MAX_WINDOW_LOG = 31 };
enum { MAX_TEXT_BYTES = 1 << 30 }; // of a text that comes in pieces, unless told

const char tm_version_text[] = "tamis " TAMIS_VERSION_STRING "\n";

// The options among which tm_opt_next has looked last; as optopt, for the message alone.
static const struct option *known_options;
static int last_index = -1; // of the long option that it has found last, as it was written

void tm_opt_begin(void)
{
    known_options = NULL;
    optind = 0; // glibc: start afresh
    opterr = 0;
}

// One list for all commands: an option with the same name means the same everywhere.
static const char written_paths[] =
    " card clean html kept output predictions records report resume sidecar sidecars summary ";
static const char other_paths[] =
    " base file files-from lexicon model quarantine root seeds shard-file to ";

static bool is_among(const char *names, const struct option *one)
{
    char word[32];
    snprintf(word, sizeof word, " %.20s ", one->name);
    return strstr(names, word);
}

int tm_opt_next(int argc, char **argv, const char *short_options,
                const struct option *long_options)
{
    known_options = long_options;
    last_index = -1;
    const int option = getopt_long(argc, argv, short_options, long_options, &last_index);
    if (option == -1 || !optarg || (optarg[0] && strcmp(optarg, "-") != 0))
        return option;
    for (const struct option *one = long_options; one->name; one++) {
        const bool written = is_among(written_paths, one);
        if (one->val == option && (written || (!optarg[0] && is_among(other_paths, one))))
            return optarg[0] ? TM_OPT_DASH : TM_OPT_EMPTY;
    }
    return option;
}

const char *tm_opt_name(const struct option *long_options, int code)
{
    const struct option *one = long_options;
    if (known_options == long_options && last_index >= 0 &&
        long_options[last_index].val == code)
        return long_options[last_index].name;
    while (one->name && one->val != code)
        one++;
    return one->name;
}

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

const char *tm_opt_user(char *login, size_t cap)
{
    const char *const name = getenv("USER");
    if (name && *name)
        return name;
    struct passwd entry;
    struct passwd *found = NULL;
    char text[4096];
    if (getpwuid_r(geteuid(), &entry, text, sizeof text, &found) != 0 || !found)
        return "";
    snprintf(login, cap, "%s", entry.pw_name);
    return login;
}

bool tm_opt_bytes(size_t *value, const char *text)
{
    static const char units[] = "KMG";
    tm_str digits = tm_str_of(text);
    size_t factor = 1;
    const char *unit = digits.len > 0 ? strchr(units, digits.ptr[digits.len - 1]) : NULL;
    if (unit) {
        factor = (size_t)1 << 10 * (unit - units + 1);
        digits.len--;
    }
    return tm_parse_size(value, digits) && tm_mul(value, *value, factor);
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

tamis_status tm_opt_number(size_t *value, const char *option, size_t min, size_t max,
                           const char *text, tamis_error *err)
{
    if (tm_parse_size(value, tm_str_of(text)) && *value >= min && *value <= max)
        return TAMIS_OK;
    if (max == SIZE_MAX)
        return tm_fail(err, TAMIS_EINVAL, "%s takes a number from %zu, not '%s'", option, min,
                       text);
    return tm_fail(err, TAMIS_EINVAL, "%s takes a number from %zu to %zu, not '%s'", option,
                   min, max, text);
}

tamis_status tm_opt_jobs(size_t *jobs, const char *text, tamis_error *err)
{
    return tm_opt_number(jobs, "--jobs", 1, MAX_JOBS, text, err);
}

tamis_status tm_opt_share(double *value, const char *option, const char *text, tamis_error *err)
{
    if (tm_parse_double(value, tm_str_of(text)) && *value >= 0 && *value <= 1)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "%s takes a number from 0 to 1, not '%s'", option, text);
}

static tamis_status take_rate(double *rate, const char *text, tamis_error *err)
{
    if (tm_parse_double(rate, tm_str_of(text)) && *rate > 0 && *rate <= 1)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--max-fpr takes a number above 0, up to 1, not '%s'",
                   text);
}

static tamis_status take_bytes(tm_settings *settings, const char *text, tamis_error *err)
{
    size_t limit = 0;
    if (!tm_opt_bytes(&limit, text) || limit == 0)
        return tm_fail(err, TAMIS_EINVAL,
                       "--max-document-bytes takes a size like 4096, 512K or 16M, not '%s'",
                       text);
    settings->screener.max_document_bytes = limit;
    settings->reader.max_document_bytes = settings->reader.max_text_bytes = limit;
    return TAMIS_OK;
}

// Position of `text` in the NULL-terminated list `words`, or -1.
static int find_word(const char *const *words, const char *text)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return -1;
}

tamis_status tm_opt_color(tm_color *color, const char *text, tamis_error *err)
{
    static const char *const words[] = {"auto", "always", "never", NULL}; // as in tm_color
    const int found = find_word(words, text);
    if (found < 0)
        return tm_fail(err, TAMIS_EINVAL, "--color takes auto, always or never, not '%s'",
                       text);
    *color = (tm_color)found;
    return TAMIS_OK;
}

static tamis_status take_format(tm_format *format, const char *text, tamis_error *err)
{
    static const char *const words[] = {"auto", "text", "jsonl",
                                        "html", "warc", NULL}; // as in tm_format
    const int found = find_word(words, text);
    if (found < 0)
        return tm_fail(err, TAMIS_EINVAL,
                       "--format takes auto, text, jsonl, html or warc, not '%s'", text);
    *format = (tm_format)found;
    return TAMIS_OK;
}

tamis_status tm_opt_field(const char **field, const char *option, const char *text,
                          tamis_error *err)
{
    if (!text[0])
        return tm_fail(err, TAMIS_EINVAL, "%s takes the name of a member", option);
    *field = text;
    return TAMIS_OK;
}

// The limits of packed input. Zero is refused, since it would mean the default.
static tamis_status take_count(unsigned *count, const char *option, const char *text,
                               tamis_error *err)
{
    size_t value;
    if (!tm_opt_bytes(&value, text) || value == 0 || value > UINT_MAX)
        return tm_fail(err, TAMIS_EINVAL, "%s takes a number from 1, not '%s'", option, text);
    *count = (unsigned)value;
    return TAMIS_OK;
}

static tamis_status take_window(unsigned *window_log, const char *text, tamis_error *err)
{
    size_t value;
    if (!tm_opt_bytes(&value, text) || value < (size_t)1 << MIN_WINDOW_LOG ||
        value > (size_t)1 << MAX_WINDOW_LOG)
        return tm_fail(err, TAMIS_EINVAL, "--max-window takes a size from 1K to 2G, not '%s'",
                       text);
    *window_log = MIN_WINDOW_LOG;
    while ((size_t)2 << *window_log <= value)
        ++*window_log;
    return TAMIS_OK;
}

static tamis_status take_unpacked(uint64_t *total, const char *text, tamis_error *err)
{
    size_t value;
    if (!tm_opt_bytes(&value, text) || value == 0)
        return tm_fail(err, TAMIS_EINVAL, "--max-unpacked takes a size, not '%s'", text);
    *total = value;
    return TAMIS_OK;
}

// Names the option that was given a path it cannot take: as one word, "--kept=" or "-o-", or as
// two, "--kept" "".
static tamis_status refuse_path(char **argv, const char *what, tamis_error *err)
{
    const char *const last = argv[optind - 1];
    const tm_str word =
        optarg == last ? tm_str_of(argv[optind - 2]) : (tm_str){last, (size_t)(optarg - last)};
    const bool joined = word.ptr[word.len - 1] == '=';
    return tm_fail(err, TAMIS_EINVAL, "%.*s %s", (int)(word.len - joined), word.ptr, what);
}

// "--sumary=x is not an option; did you mean --summary?"
static tamis_status refuse_word(const char *word, const char *what, tamis_error *err)
{
    tm_str rest = tm_str_of(word);
    if (rest.len < 2 || word[0] != '-' || word[1] != '-')
        return tm_fail(err, TAMIS_EINVAL, "%s %s", word, what);
    const tm_str name = tm_str_cut(&rest, '=');
    tm_nearest nearest = {.typed = tm_str_slice(name, 2, name.len)};
    for (const struct option *one = known_options; one && one->name; one++)
        tm_nearest_try(&nearest, one->name);
    const char *const meant = tm_nearest_name(&nearest);
    return meant ? tm_fail(err, TAMIS_EINVAL, "%s %s; did you mean --%s?", word, what, meant)
                 : tm_fail(err, TAMIS_EINVAL, "%s %s", word, what);
}

// getopt leaves a short option in optopt; a long one is the word before optind.
tamis_status tm_opt_refuse(int code, char **argv, tamis_error *err)
{
    if (code == TM_OPT_EMPTY)
        return refuse_path(argv, "takes a path, which cannot be empty", err);
    if (code == TM_OPT_DASH)
        return refuse_path(
            argv, "does not go to standard output; a file that is called so is ./-", err);
    const char *const what = code == ':' ? "needs a value" : "is not an option";
    if (optopt > 0 && optopt < TM_OPT_COLOR)
        return tm_fail(err, TAMIS_EINVAL, "-%c %s", optopt, what);
    if (code == ':')
        return tm_fail(err, TAMIS_EINVAL, "%s %s", argv[optind - 1], what);
    if (optopt >= TM_OPT_COLOR)
        return tm_fail(err, TAMIS_EINVAL, "%s takes no value", argv[optind - 1]);
    return refuse_word(argv[optind - 1], what, err);
}

tamis_status tm_settings_take(tm_settings *settings, int option, char **argv, tamis_error *err)
{
    switch (option) {
    case TM_OPT_COLOR:
        return tm_opt_color(&settings->color, optarg, err);
    case TM_OPT_FORMAT:
        return take_format(&settings->reader.format, optarg, err);
    case TM_OPT_ID_FIELD:
        return tm_opt_field(&settings->reader.id_field, "--id-field", optarg, err);
    case TM_OPT_TEXT_FIELD:
        return tm_opt_field(&settings->reader.text_field, "--text-field", optarg, err);
    case TM_OPT_JSON:
        settings->json = true;
        return TAMIS_OK;
    case TM_OPT_MAX_BYTES:
        return take_bytes(settings, optarg, err);
    case TM_OPT_MAX_FPR:
        return take_rate(&settings->screener.max_fpr, optarg, err);
    case TM_OPT_MAX_RATIO:
        return take_count(&settings->reader.limits.ratio, "--max-ratio", optarg, err);
    case TM_OPT_MAX_TINY:
        return take_count(&settings->reader.limits.tiny_members, "--max-tiny", optarg, err);
    case TM_OPT_MAX_UNPACKED:
        return take_unpacked(&settings->reader.limits.total_bytes, optarg, err);
    case TM_OPT_MAX_WINDOW:
        return take_window(&settings->reader.limits.window_log, optarg, err);
    case TM_OPT_MAX_REMOVED:
        return tm_opt_share(&settings->max_removed, "--max-removed", optarg, err);
    case TM_OPT_THRESHOLD:
        return tm_opt_share(&settings->screener.threshold, "--threshold", optarg, err);
    case TM_OPT_MODEL:
        settings->model_path = optarg;
        return TAMIS_OK;
    case TM_OPT_STRICT:
        settings->strict = true;
        return TAMIS_OK;
    default:
        return tm_opt_refuse(option, argv, err);
    }
}
