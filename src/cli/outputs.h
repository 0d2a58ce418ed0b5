// Checks of the files that a command will write, before it begins.
// SPDX-License-Identifier: MIT
#ifndef TM_OUTPUTS_H
#define TM_OUTPUTS_H

#include <stddef.h>

#include "base/status.h"

// TAMIS_EINVAL, with a message for the user, when one of the n `outputs` (NULL: not given) is the
// same file as one of `inputs` (NULL at the end), as standard output or as another output, by
// whatever name, or lies among the documents of an input that is a folder with clean/ and
// contaminated/ in it. TAMIS_ENOMEM.
tamis_status tm_outputs_check(const char *const *outputs, size_t n, char *const *inputs,
                              tamis_error *err);

// Whether the n `outputs` (NULL: not given) can be written as files: TAMIS_EINVAL when something
// other than a regular file is at one of them, TAMIS_EIO when its folder does not exist or is not
// writable. TAMIS_ENOMEM.
tamis_status tm_outputs_check_places(const char *const *outputs, size_t n, tamis_error *err);

// The part of tm_outputs_check that is about inputs by name: TAMIS_EINVAL when `output` is the same
// file as `input`, or as one of `inputs` (NULL at the end). Either may be NULL: not given.
tamis_status tm_outputs_check_input(const char *output, const char *input, tamis_error *err);
tamis_status tm_outputs_check_inputs(const char *output, char *const *inputs, tamis_error *err);

// TAMIS_EINVAL, with a message for the user, when `output`, a file or a folder, is the folder
// `store` or in it, by whatever name: only the store's own files belong there. Either may be NULL.
// TAMIS_ENOMEM.
tamis_status tm_outputs_check_store(const char *output, const char *store, tamis_error *err);

#endif
