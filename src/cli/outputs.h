// Files that a command replaces, before it begins.
// SPDX-License-Identifier: MIT
#ifndef TM_OUTPUTS_H
#define TM_OUTPUTS_H

#include <stddef.h>

#include "base/status.h"

// That none of `outputs` (n of them, NULL where there is none) is one of `inputs` (NULL at the
// end) or goes where standard output does, and no two are the same file, by whatever name.
// TAMIS_EINVAL with the words for the user.
tamis_status tm_outputs_check(const char *const *outputs, size_t n, char *const *inputs,
                              tamis_error *err);

// That `output`, a file or a folder, neither is the folder `store` nor lies in it, by whatever name:
// what is in there is the store's own. Either may be NULL. TAMIS_EINVAL with the words for the
// user; TAMIS_ENOMEM.
tamis_status tm_outputs_check_store(const char *output, const char *store, tamis_error *err);

#endif
