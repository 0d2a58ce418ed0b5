// On top of getopt_long, whose tables are made from the rows. Values are checked before any work is
// done: text that is not a number, a rate above 1 or an unknown format ends the run with a message
// that names the option and what it takes. Numbers are read the same in every locale.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/opt.h"

#include <assert.h>
#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/num.h"
#include "cli/action.h"
#include "cli/nearest.h"

enum {
    MAX_OPTIONS = 48,
    LONG = 256 // and the row's number: what getopt returns for --name; for -l it is the letter
};

const char tm_version_text[] = "tamis " TAMIS_VERSION_STRING "\n";

// The rows as getopt_long takes them.
typedef struct tables {
    struct option long_form[MAX_OPTIONS + 1];
    char short_form[2 * MAX_OPTIONS + 2];
} tables;

static bool takes_value(const tm_option *option)
{
    return (option->text && !option->prints) || option->output || option->paths ||
           option->number || option->share || option->read;
}

static void make_tables(tables *out, const tm_option *options)
{
    char *at = out->short_form;
    *out = (tables){0};
    *at++ = ':'; // tells a value that is missing from an option that is
    for (int i = 0; options[i].name; i++) {
        const bool value = takes_value(&options[i]);
        assert(i < MAX_OPTIONS);
        out->long_form[i] = (struct option){
            options[i].name, value ? required_argument : no_argument, NULL, LONG + i};
        if (options[i].letter) {
            *at++ = options[i].letter;
            *at = ':';
            at += value;
        }
    }
    *at = '\0';
}

// ---- Values ---------------------------------------------------------------------------------

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

tamis_status tm_opt_word(size_t *place, const tm_option *option, const char *const *words,
                         const char *text, tamis_error *err)
{
    for (*place = 0; words[*place]; ++*place)
        if (strcmp(words[*place], text) == 0)
            return TAMIS_OK;
    tm_buf all = {0};
    for (size_t i = 0; words[i]; i++)
        tm_buf_format(&all, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    tm_buf_byte(&all, '\0');
    const tamis_status status = all.failed
                                    ? tm_buf_check(&all, err)
                                    : tm_fail(err, TAMIS_EINVAL, "--%s takes %s, not '%.40s'",
                                              option->name, all.ptr, text);
    tm_buf_free(&all);
    return status;
}

tamis_status tm_read_field(const tm_option *option, char *value, tamis_error *err)
{
    if (!value[0])
        return tm_fail(err, TAMIS_EINVAL, "--%s takes the name of a member", option->name);
    *(const char **)option->into = value;
    return TAMIS_OK;
}

static tamis_status take_number(const tm_option *option, const char *text, tamis_error *err)
{
    size_t *const number = option->number;
    const bool limited = option->max > 0;
    if (tm_parse_size(number, tm_str_of(text)) && *number >= option->min &&
        (!limited || *number <= option->max))
        return TAMIS_OK;
    if (!limited)
        return tm_fail(err, TAMIS_EINVAL, "--%s takes a number from %zu, not '%s'",
                       option->name, option->min, text);
    return tm_fail(err, TAMIS_EINVAL, "--%s takes a number from %zu to %zu, not '%s'",
                   option->name, option->min, option->max, text);
}

static tamis_status take_share(const tm_option *option, const char *text, tamis_error *err)
{
    double *const share = option->share;
    if (tm_parse_double(share, tm_str_of(text)) && *share >= 0 && *share <= 1)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--%s takes a number from 0 to 1, not '%s'", option->name,
                   text);
}

static tamis_status take_path(const tm_option *option, char *path, tamis_error *err)
{
    if (*option->n_paths == option->max)
        return tm_fail(err, TAMIS_EINVAL, "--%s may be given %zu times", option->name,
                       option->max);
    option->paths[(*option->n_paths)++] = path;
    return TAMIS_OK;
}

static tamis_status take(const tm_option *option, char *value, tamis_error *err)
{
    if (option->given)
        *option->given = option->name;
    if (option->flag)
        *option->flag = true;
    if (option->text)
        *option->text = option->prints ? option->prints : value;
    if (option->output)
        *option->output = value;
    if (option->paths)
        TM_TRY(take_path(option, value, err));
    if (option->number)
        TM_TRY(take_number(option, value, err));
    if (option->share)
        TM_TRY(take_share(option, value, err));
    return option->read ? option->read(option, value, err) : TAMIS_OK;
}

// `code` tells how the option was written: --kept or -o.
static tamis_status check_path(const tm_option *option, int code, tamis_error *err)
{
    const char letter[] = {option->letter, '\0'};
    const char *const dashes = code >= LONG ? "--" : "-";
    const char *const name = code >= LONG ? option->name : letter;
    const bool is_path = option->is_path || option->paths || option->output;
    if (is_path && !optarg[0])
        return tm_fail(err, TAMIS_EINVAL, "%s%s takes a path, which cannot be empty", dashes,
                       name);
    if (option->output && strcmp(optarg, "-") == 0)
        return tm_fail(err, TAMIS_EINVAL,
                       "%s%s does not go to standard output; a file that is called so is ./-",
                       dashes, name);
    return TAMIS_OK;
}

// ---- The command line -----------------------------------------------------------------------

// "--sumary=x is not an option; did you mean --summary?"
static tamis_status refuse_word(const tm_option *options, const char *word, tamis_error *err)
{
    tm_str rest = tm_str_of(word);
    if (rest.len < 2 || word[0] != '-' || word[1] != '-')
        return tm_fail(err, TAMIS_EINVAL, "%s is not an option", word);
    const tm_str name = tm_str_cut(&rest, '=');
    tm_nearest nearest = {.typed = tm_str_slice(name, 2, name.len)};
    for (; options->name; options++)
        tm_nearest_try(&nearest, options->name);
    const char *const meant = tm_nearest_name(&nearest);
    return meant ? tm_fail(err, TAMIS_EINVAL, "%s is not an option; did you mean --%s?", word,
                           meant)
                 : tm_fail(err, TAMIS_EINVAL, "%s is not an option", word);
}

// What getopt refuses by returning '?' or ':'. It leaves the code of an option that it knows in
// optopt, or the letter of one that it does not; a long one is the word before optind.
static tamis_status refuse(const tm_option *options, int code, char **argv, tamis_error *err)
{
    const char *const word = argv[optind - 1];
    if (optopt > 0 && optopt < LONG)
        return tm_fail(err, TAMIS_EINVAL, "-%c %s", optopt,
                       code == ':' ? "needs a value" : "is not an option");
    if (optopt >= LONG)
        return tm_fail(err, TAMIS_EINVAL, "%s %s", word,
                       code == ':' ? "needs a value" : "takes no value");
    return refuse_word(options, word, err);
}

static const tm_option *find(const tm_option *options, int code)
{
    if (code >= LONG)
        return &options[code - LONG];
    while (options->letter != code)
        options++;
    return options;
}

tamis_status tm_options_take(const tm_option *options, const tm_command *action, int *argc,
                             char ***argv, tamis_error *err)
{
    tables known;
    bool ended = false;
    int code;
    make_tables(&known, options);
    optind = 0; // glibc: start afresh
    opterr = 0;
    while (!ended &&
           (code = getopt_long(*argc, *argv, known.short_form, known.long_form, NULL)) != -1) {
        if (code == '?' || code == ':')
            return refuse(options, code, *argv, err);
        const tm_option *const option = find(options, code);
        if (action && !option->always)
            TM_TRY(tm_action_check_option(action, option->name, err));
        if (takes_value(option))
            TM_TRY(check_path(option, code, err));
        TM_TRY(take(option, optarg, err));
        ended = option->prints;
    }
    *argc -= optind;
    *argv += optind;
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
