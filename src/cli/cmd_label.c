// tamis label: the table of its actions. They stand in label_<action>.c.
// SPDX-License-Identifier: MIT
#include "cli/label.h"

static const tm_command *const actions[] = {
    &tm_label_add, &tm_label_import, &tm_label_export, &tm_label_undo, &tm_label_suggest,
};

static const tm_command_group group = {
    .call = "tamis label",
    .noun = "action",
    .head = "usage: tamis label ACTION [OPTIONS] STORE|PATH...\n"
            "\n"
            "Labels say what a document is: clean, or contaminated. They are kept in the "
            "journal of a\n"
            "quarantine store, with who gave them, when and why.\n"
            "\n",
    .foot = "\n"
            "  tamis label help ACTION       what it takes and does\n",
    .members = actions,
    .n_members = sizeof actions / sizeof *actions,
};

static int run(int argc, char **argv)
{
    return tm_command_dispatch(&group, argc, argv);
}

const tm_command tm_cmd_label = {
    .name = "label",
    .summary = "labels of documents: give, import, export, undo them; which to give next",
    .run = run,
};
