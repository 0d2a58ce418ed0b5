// tamis lexicon: the table of its actions. Each is a file of its own, lexicon_<action>.c.
// SPDX-License-Identifier: MIT
#include "cli/lexicon.h"

static const tm_command *const actions[] = {
    &tm_lexicon_check,
    &tm_lexicon_suggest,
};

static const tm_command_group group = {
    .call = "tamis lexicon",
    .noun = "action",
    .head = "usage: tamis lexicon ACTION [OPTIONS] PATH...\n"
            "\n"
            "Keeps the lists of terms in order.\n"
            "\n",
    .foot = "\n"
            "  tamis lexicon help ACTION     what it takes and does\n",
    .members = actions,
    .n_members = sizeof actions / sizeof *actions,
};

static int run(int argc, char **argv)
{
    return tm_command_dispatch(&group, argc, argv);
}

const tm_command tm_cmd_lexicon = {
    .name = "lexicon",
    .summary = "lists of terms: their faults, and what they lack",
    .run = run,
};
