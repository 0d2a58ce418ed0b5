// Which files are sidecars of `tamis clean` (sink/sidecar.h). Whoever reads folders passes them over:
// they are no documents, though they hold what was taken out of some.
// SPDX-License-Identifier: MIT
#ifndef TM_SIDECAR_NAME_H
#define TM_SIDECAR_NAME_H

#include <stdbool.h>

#define TM_SIDECAR_ENDING ".tamis-undo"

// Whether a file is called like a sidecar.
bool tm_sidecar_has_name(const char *path);
// Whether a file called so, or left behind while it was written (base/part.h), also begins like one.
bool tm_sidecar_is(const char *path);

#endif
