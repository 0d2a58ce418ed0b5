// The actions of `tamis model`, one file each, and what they share.
// SPDX-License-Identifier: MIT
#ifndef TM_CLI_MODEL_H
#define TM_CLI_MODEL_H

#include "cli/cmd.h"
#include "cli/judge.h"

extern const tm_command tm_model_show;
extern const tm_command tm_model_verify;
extern const tm_command tm_model_diff;

// The command line of an action.
typedef struct tm_model_request {
    tm_judge_options judging;
    size_t n_shown; // --shown
    bool all;       // --all
    char **rest;    // the arguments after the options, NULL at the end
    size_t n_rest;
    const char *text; // to print instead: the help
} tm_model_request;

// Refuses the options that the help of `action` does not name.
tamis_status tm_model_parse(tm_model_request *request, const tm_command *action, int argc,
                            char **argv, tamis_error *err);

#endif
