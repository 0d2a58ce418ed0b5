// tamis quarantine: the table of its actions. Each is a file of its own, quarantine_<action>.c.
// SPDX-License-Identifier: MIT
#include "cli/quarantine.h"

static const tm_command *const actions[] = {
    &tm_quarantine_list,  &tm_quarantine_show,   &tm_quarantine_restore, &tm_quarantine_release,
    &tm_quarantine_purge, &tm_quarantine_verify, &tm_quarantine_export,
};

static const tm_command_group group = {
    .call = "tamis quarantine",
    .noun = "action",
    .head = "usage: tamis quarantine ACTION STORE [OPTIONS] [ID...]\n"
            "\n"
            "Looks after the documents that `tamis screen --quarantine STORE` has put away.\n"
            "\n",
    .foot =
        "\n"
        "Items are meant by ID, with --all, or by what is known of them:\n"
        "      --since TIME, --until TIME   2025-11-25, 2025-11-25T14:03 (UTC), or an age: "
        "30d\n"
        "      --min-score X, --max-score X\n"
        "      --kind KIND                  injected or spam\n"
        "      --reason FEATURE             among the reasons\n"
        "      --path TEXT                  in the path it came from; with the wildcards * ? "
        "[ the\n"
        "                                   whole path: '*/news/*.txt'\n"
        "      --model NAME                 name, or beginning of the SHA-256\n"
        "\n"
        "  tamis quarantine help ACTION     what it takes and does\n"
        "\n"
        "Exit codes: 0 done, 2 an error or anything that could not be done.\n",
    .members = actions,
    .n_members = sizeof actions / sizeof *actions,
};

static int run(int argc, char **argv)
{
    return tm_command_dispatch(&group, argc, argv);
}

const tm_command tm_cmd_quarantine = {
    .name = "quarantine",
    .summary = "list, show, restore, release, purge, verify, export what was put away",
    .run = run,
};
