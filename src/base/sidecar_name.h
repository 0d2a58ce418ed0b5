// Recognises sidecars of `tamis clean` (sink/sidecar.h). Everything that reads folders skips them:
// they are not documents, although they hold text that was taken out of documents.
// SPDX-License-Identifier: MIT
#ifndef TM_SIDECAR_NAME_H
#define TM_SIDECAR_NAME_H

#include <stdbool.h>

#define TM_SIDECAR_ENDING ".tamis-undo"

// Whether `path` ends like the name of a sidecar.
bool tm_sidecar_has_name(const char *path);
// Whether it does, or is the temporary name of a file being written (base/part.h), and the content
// also begins like that of a sidecar.
bool tm_sidecar_is(const char *path);

#endif
