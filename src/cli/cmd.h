// What a subcommand is. To add one: write cmd_<name>.c that defines tm_cmd_<name>, declare it
// here and put it into the table of main.c.
// SPDX-License-Identifier: MIT
#ifndef TM_CMD_H
#define TM_CMD_H

// As grep and clamscan have them; an error never looks like a verdict.
enum {
    TM_EXIT_CLEAN = 0,   // nothing flagged
    TM_EXIT_FLAGGED = 1, // something contaminated
    TM_EXIT_ERROR = 2    // an error, or a document left unscanned
};

typedef struct tm_command {
    const char *name;
    const char *summary;               // for the list in `tamis --help`
    const char *help;                  // the whole text of `tamis NAME --help`
    int (*run)(int argc, char **argv); // argv[0] is the name; returns the exit code
} tm_command;

extern const tm_command tm_cmd_explain;
extern const tm_command tm_cmd_screen;
extern const tm_command tm_cmd_train;

#endif
