// Any bytes as a model file: the loader must refuse what is not a model with a status and words.
// What it accepts has to be usable.
// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>

#include "tamis.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    tamis_model *model = NULL;
    tamis_error err = {TAMIS_OK, 0, ""};
    const tamis_status status = tamis_model_open_bytes(&model, bytes, n_bytes, &err);
    if (status != TAMIS_OK) {
        if (err.status != status || !err.message[0])
            abort();
        return 0;
    }
    size_t n_points = 0;
    if (strlen(tamis_model_sha256(model)) != 64 || !tamis_model_points(model, &n_points))
        abort();
    tamis_model_free(model);
    return 0;
}
