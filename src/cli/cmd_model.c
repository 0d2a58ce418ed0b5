// tamis model: the table of its actions, each in model_<action>.c, and the options they share.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/model.h"

enum { MAX_SHOWN = 1000 };

// An action takes the options that its help names, and always -h, -j and -q, which do not change the
// result.
tamis_status tm_model_parse(tm_model_request *request, const tm_command *action, int argc,
                            char **argv, tamis_error *err)
{
    *request = (tm_model_request){.judging = tm_judge_options_default(), .n_shown = 20};
    tm_judge_options *const judging = &request->judging;
    const tm_option options[] = {
        {"all", .flag = &request->all},
        {"help", 'h', .text = &request->text, .prints = action->help, .always = true},
        {"jobs", 'j', .number = &judging->n_jobs, .min = 1, .max = TM_MAX_JOBS, .always = true},
        tm_settings_option(&judging->settings, "json"),
        tm_settings_option(&judging->settings, "max-document-bytes"),
        tm_settings_option(&judging->settings, "max-fpr"),
        {"quiet", 'q', .flag = &judging->quiet, .always = true},
        {"shown", .number = &request->n_shown, .max = MAX_SHOWN},
        {"skip-bad", .flag = &judging->data.skip_bad},
        tm_settings_option(&judging->settings, "threshold"),
        {0},
    };
    TM_TRY(tm_options_take(options, action, &argc, &argv, err));
    tm_judge_options_settle(judging);
    request->rest = argv;
    request->n_rest = (size_t)argc;
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
