// tamis model: the table of its actions, each in model_<action>.c, and the options they share.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/model.h"

#include <getopt.h>

#include "cli/action.h"

enum { ALL = TM_OPT_OWN, SHOWN, MAX_SHOWN = 1000 };

static const char short_options[] = ":hj:q";
static const struct option long_options[] = {
    {"all", no_argument, NULL, ALL},
    {"help", no_argument, NULL, 'h'},
    {"jobs", required_argument, NULL, 'j'},
    {"json", no_argument, NULL, TM_OPT_JSON},
    {"max-document-bytes", required_argument, NULL, TM_OPT_MAX_BYTES},
    {"max-fpr", required_argument, NULL, TM_OPT_MAX_FPR},
    {"quiet", no_argument, NULL, 'q'},
    {"shown", required_argument, NULL, SHOWN},
    {"skip-bad", no_argument, NULL, TM_OPT_SKIP_BAD},
    {"threshold", required_argument, NULL, TM_OPT_THRESHOLD},
    {0},
};

static tamis_status take_option(tm_model_request *request, int option, char **argv,
                                tamis_error *err)
{
    switch (option) {
    case ALL:
        request->all = true;
        return TAMIS_OK;
    case SHOWN:
        return tm_opt_number(&request->n_shown, "--shown", 0, MAX_SHOWN, optarg, err);
    default:
        return tm_judge_options_take(&request->judging, option, argv, err);
    }
}

// An action takes the long options that its help names, and always those that have a letter (-h,
// -j, -q), which do not change the result.
static tamis_status check_taken(const tm_command *action, int option, tamis_error *err)
{
    const char *const name = tm_opt_name(long_options, option);
    if (!name || option < TM_OPT_COLOR)
        return TAMIS_OK; // what has no name is no option at all: take_option refuses it
    return tm_action_check_option(action, name, err);
}

tamis_status tm_model_parse(tm_model_request *request, const tm_command *action, int argc,
                            char **argv, tamis_error *err)
{
    *request = (tm_model_request){.judging = tm_judge_options_default(), .n_shown = 20};
    tm_opt_begin();
    int option;
    while (!request->judging.want_help &&
           (option = tm_opt_next(argc, argv, short_options, long_options)) != -1) {
        TM_TRY(check_taken(action, option, err));
        TM_TRY(take_option(request, option, argv, err));
    }
    request->rest = argv + optind;
    request->n_rest = (size_t)(argc - optind);
    return TAMIS_OK;
}

static const tm_command *const actions[] = {
    &tm_model_show,
    &tm_model_verify,
    &tm_model_diff,
};

static const tm_command_group group = {
    .call = "tamis model",
    .noun = "action",
    .head = "usage: tamis model ACTION [OPTIONS] MODEL...\n"
            "\n"
            "Looks into models. MODEL is a file, or the word `default` for the built-in one.\n"
            "\n",
    .foot = "\n"
            "  tamis model help ACTION       what it takes and does\n",
    .members = actions,
    .n_members = sizeof actions / sizeof *actions,
};

static int run(int argc, char **argv)
{
    return tm_command_dispatch(&group, argc, argv);
}

const tm_command tm_cmd_model = {
    .name = "model",
    .summary = "show, verify, diff: what is in a model, is it intact, what differs",
    .run = run,
};
