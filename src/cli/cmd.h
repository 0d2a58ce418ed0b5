// What a command is, and a group of them. The program is a group of subcommands, and a subcommand
// with actions (`tamis label add`) is a group of these. To add a subcommand: write cmd_<name>.c
// that defines tm_cmd_<name>, declare it here and put it into the table of main.c.
// SPDX-License-Identifier: MIT
#ifndef TM_CMD_H
#define TM_CMD_H

#include <stddef.h>

// Exit codes, as of grep and clamscan; an error never looks like a verdict.
enum {
    TM_EXIT_CLEAN = 0,   // nothing flagged
    TM_EXIT_FLAGGED = 1, // something contaminated
    TM_EXIT_ERROR = 2    // an error, or a document left unscanned
};

typedef struct tm_command {
    const char *name;
    const char *summary; // for the list in `tamis --help`
    const char *help;    // the text of `tamis NAME --help`; NULL: a group, whose run prints it
    int (*run)(int argc, char **argv); // argv[0] is the name; returns the exit code
} tm_command;

typedef struct tm_command_group {
    const char *call; // what is typed before a member's name: "tamis", "tamis label"
    const char *noun; // what a member is called: "subcommand", "action"
    const char *head; // its help: the text before the list of members
    const char *foot; // and after it
    const tm_command *const *members;
    size_t n_members;
} tm_command_group;

// Runs the member that argv[1] names, with argv[1] as its argv[0]; answers `help [NAME...]`, --help
// and -h itself. An unknown name is refused, and the nearest one suggested. Returns the exit code.
int tm_command_dispatch(const tm_command_group *group, int argc, char **argv);

extern const tm_command tm_cmd_clean;
extern const tm_command tm_cmd_evaluate;
extern const tm_command tm_cmd_explain;
extern const tm_command tm_cmd_label;
extern const tm_command tm_cmd_lexicon;
extern const tm_command tm_cmd_model;
extern const tm_command tm_cmd_quarantine;
extern const tm_command tm_cmd_merge;
extern const tm_command tm_cmd_screen;
extern const tm_command tm_cmd_train;

#endif
