// The options of a group's actions stand in one table. What an action does not take would do
// nothing there, and so was not meant.
// SPDX-License-Identifier: MIT
#include "cli/action.h"

#include <stdbool.h>
#include <string.h>

static bool names_option(const char *help, const char *option)
{
    const size_t len = strlen(option);
    for (const char *at = help; (at = strstr(at, "--")); at += 2)
        if (strncmp(at + 2, option, len) == 0 && strchr(" ,=\n", at[2 + len]))
            return true;
    return false;
}

tamis_status tm_action_check_option(const tm_command *action, const char *option,
                                    tamis_error *err)
{
    if (names_option(action->help, option))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--%s is not an option of %s", option, action->name);
}
