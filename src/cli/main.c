// tamis, the program: a table of subcommands and a lookup. Everything else is in cmd_<name>.c.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/cmd.h"
#include "cli/console.h"

static const tm_command *const commands[] = {
    &tm_cmd_screen,
    &tm_cmd_explain,
    &tm_cmd_train,
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static const char head[] =
    "usage: tamis SUBCOMMAND [OPTIONS] [PATH...]\n"
    "\n"
    "Finds gambling-spam, link-farm and injected-advertisement text in documents.\n"
    "\n";

static const char foot[] =
    "\n"
    "  tamis help SUBCOMMAND     what it takes and does\n"
    "  tamis --version           the version\n"
    "\n"
    "Exit codes: 0 nothing flagged, 1 something contaminated, 2 an error or a document\n"
    "left unscanned.\n";

static int show_usage(void)
{
    tm_buf text = {0};
    tm_buf_text(&text, head);
    for (size_t i = 0; i < N_COMMANDS; i++)
        tm_buf_format(&text, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
    tm_buf_text(&text, foot);
    tm_buf_byte(&text, '\0');
    const int code = text.failed ? TM_EXIT_ERROR : tm_output_text(text.ptr);
    tm_buf_free(&text);
    return code;
}

static const tm_command *find_command(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Letters to insert, remove or replace to get from `a` to `b` (Levenshtein 1966).
static size_t edit_distance(const char *a, const char *b)
{
    enum { MAX_NAME = 32 };
    size_t row[MAX_NAME + 1];
    const size_t len = strlen(b);
    if (len > MAX_NAME)
        return MAX_NAME;
    for (size_t j = 0; j <= len; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < len; j++) {
            const size_t replaced = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = least(replaced, least(row[j], diagonal) + 1);
        }
    }
    return row[len];
}

static int refuse_command(const char *name)
{
    enum { MAX_DISTANCE = 2 };
    const tm_command *nearest = commands[0];
    for (size_t i = 1; i < N_COMMANDS; i++)
        if (edit_distance(name, commands[i]->name) < edit_distance(name, nearest->name))
            nearest = commands[i];
    if (edit_distance(name, nearest->name) <= MAX_DISTANCE)
        tm_complain("'%s' is not a subcommand; did you mean '%s'?", name, nearest->name);
    else
        tm_complain("'%s' is not a subcommand", name);
    tm_complain("`tamis --help` lists them");
    return TM_EXIT_ERROR;
}

static int help(const char *name)
{
    const tm_command *command = name ? find_command(name) : NULL;
    if (!name)
        return show_usage();
    return command ? tm_output_text(command->help) : refuse_command(name);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); // a reader that went away is a write error like any other
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        tm_complain("no subcommand; `tamis --help` lists them");
        return TM_EXIT_ERROR;
    }
    if (strcmp(name, "help") == 0)
        return help(argv[2]);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return show_usage();
    if (strcmp(name, "--version") == 0)
        return tm_output_text("tamis " TAMIS_VERSION_STRING "\n");
    const tm_command *command = find_command(name);
    return command ? command->run(argc - 1, argv + 1) : refuse_command(name);
}
