// The actions of `tamis lexicon`, one file each.
// SPDX-License-Identifier: MIT
#ifndef TM_CLI_LEXICON_H
#define TM_CLI_LEXICON_H

#include "cli/cmd.h"

extern const tm_command tm_lexicon_check;
extern const tm_command tm_lexicon_suggest;

#endif
