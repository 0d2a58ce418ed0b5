// What a subcommand is, and a group of them: the program is one, and a subcommand with actions
// (`tamis label add`) is another. To add a subcommand: write cmd_<name>.c that defines
// tm_cmd_<name>, declare it here and put it into the table of main.c.
// SPDX-License-Identifier: MIT
#ifndef TM_CMD_H
#define TM_CMD_H

#include <stddef.h>

// As grep and clamscan have them; an error never looks like a verdict.
enum {
    TM_EXIT_CLEAN = 0,   // nothing flagged
    TM_EXIT_FLAGGED = 1, // something contaminated
    TM_EXIT_ERROR = 2    // an error, or a document left unscanned
};

typedef struct tm_command {
    const char *name;
    const char *summary; // for the list in `tamis --help`
    const char *help;    // the whole text of `tamis NAME --help`; NULL: run gives it
    int (*run)(int argc, char **argv); // argv[0] is the name; returns the exit code
} tm_command;

typedef struct tm_command_group {
    const char *call; // what is typed before the name: "tamis", "tamis label"
    const char *noun; // what its members are called: "subcommand", "action"
    const char *head; // of its help, before the list of members
    const char *foot; // and after it
    const tm_command *const *members;
    size_t n_members;
} tm_command_group;

// Runs the member that argv[1] names, with argv[1] as its argv[0]; `help [NAME...]`, --help and
// -h are answered here. A name that is none is refused with the nearest one. Returns the exit code.
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
