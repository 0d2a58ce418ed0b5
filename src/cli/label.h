// The actions of `tamis label`, one file each.
// SPDX-License-Identifier: MIT
#ifndef TM_CLI_LABEL_H
#define TM_CLI_LABEL_H

#include "cli/cmd.h"

extern const tm_command tm_label_suggest;

#endif
