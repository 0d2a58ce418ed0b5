// Which options an action of a group takes: those that its help names, so that the two agree.
// SPDX-License-Identifier: MIT
#ifndef TM_ACTION_H
#define TM_ACTION_H

#include "base/status.h"
#include "cli/cmd.h"

// TAMIS_EINVAL, with a message for the user, unless the help of `action` names --`option`.
tamis_status tm_action_check_option(const tm_command *action, const char *option,
                                    tamis_error *err);

#endif
