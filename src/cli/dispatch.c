// Finds the member of a group that is named, or its help; for a misspelt name, the nearest one.
// SPDX-License-Identifier: MIT
#include <string.h>

#include "base/buf.h"
#include "cli/cmd.h"
#include "cli/console.h"
#include "cli/nearest.h"

static int show_usage(const tm_command_group *group)
{
    tm_buf text = {0};
    tm_buf_text(&text, group->head);
    for (size_t i = 0; i < group->n_members; i++)
        tm_buf_format(&text, "  %-12s %s\n", group->members[i]->name,
                      group->members[i]->summary);
    tm_buf_text(&text, group->foot);
    tm_buf_byte(&text, '\0');
    const int code = text.failed ? TM_EXIT_ERROR : tm_output_text(text.ptr);
    tm_buf_free(&text);
    return code;
}

static const tm_command *find_member(const tm_command_group *group, const char *name)
{
    for (size_t i = 0; i < group->n_members; i++)
        if (strcmp(group->members[i]->name, name) == 0)
            return group->members[i];
    return NULL;
}

static int refuse(const tm_command_group *group, const char *name)
{
    tm_nearest nearest = {.typed = tm_str_of(name)};
    for (size_t i = 0; i < group->n_members; i++)
        tm_nearest_try(&nearest, group->members[i]->name);
    const char *const meant = tm_nearest_name(&nearest);
    const char *const article = strchr("aeiou", group->noun[0]) ? "an" : "a";
    if (meant)
        tm_complain("'%s' is not %s %s; did you mean '%s'?", name, article, group->noun, meant);
    else
        tm_complain("'%s' is not %s %s", name, article, group->noun);
    tm_complain("`%s --help` lists them", group->call);
    return TM_EXIT_ERROR;
}

static int run_member(const tm_command_group *group, int argc, char **argv)
{
    const tm_command *member = find_member(group, argv[0]);
    return member ? member->run(argc, argv) : refuse(group, argv[0]);
}

// `names` ends with NULL. A member without help of its own is a group, which gets the next name:
// `tamis help label add`.
static int help(const tm_command_group *group, char **names)
{
    static char word[] = "help", option[] = "--help";
    if (!names[0])
        return show_usage(group);
    const tm_command *member = find_member(group, names[0]);
    if (!member)
        return refuse(group, names[0]);
    if (member->help)
        return tm_output_text(member->help);
    char *argv[] = {names[0], names[1] ? word : option, names[1], NULL};
    return member->run(names[1] ? 3 : 2, argv);
}

int tm_command_dispatch(const tm_command_group *group, int argc, char **argv)
{
    char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        tm_complain("no %s; `%s --help` lists them", group->noun, group->call);
        return TM_EXIT_ERROR;
    }
    if (strcmp(name, "help") == 0)
        return help(group, argv + 2);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return show_usage(group);
    return run_member(group, argc - 1, argv + 1);
}
