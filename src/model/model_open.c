// Where a model comes from: a file, or the library itself, where model/default_model.S has put one.
// SPDX-License-Identifier: MIT
#define _DEFAULT_SOURCE // madvise
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "model/model.h"

// Both ends are equal when none was built in.
extern const char tm_default_model[], tm_default_model_end[];

enum { MAX_MODEL_BYTES = 256 << 20 };

static tamis_status open_file(tm_model *model, const char *path, tamis_error *err)
{
    tm_buf bytes = {0};
    tamis_error cause;
    tamis_status status = tm_file_read(&bytes, path, MAX_MODEL_BYTES, err);
    if (status == TAMIS_OK) {
        status = tm_model_read(model, tm_buf_str(&bytes), &cause);
        if (status != TAMIS_OK)
            tm_fail_at(err, status, cause.offset, "%.100s: %.120s", path, cause.message);
    }
    tm_buf_free(&bytes);
    return status;
}

// Gives the pages of the built-in model back to the system, since everything needed has been
// copied. They are read from the library's file again when another model is opened.
static void let_go(tm_str bytes)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t begin = ((uintptr_t)bytes.ptr + page - 1) / page * page;
    const uintptr_t end = ((uintptr_t)bytes.ptr + bytes.len) / page * page;
    if (begin < end)
        madvise((void *)begin, end - begin, MADV_DONTNEED);
}

tamis_status tm_model_open(tm_model *model, const char *path, tamis_error *err)
{
    if (path)
        return open_file(model, path, err);
    const tm_str bytes = {tm_default_model, (size_t)(tm_default_model_end - tm_default_model)};
    if (bytes.len == 0)
        return tm_fail(err, TAMIS_EINVAL, "this program was built without a model: name one");
    TM_TRY(tm_model_read(model, bytes, err));
    let_go(bytes);
    return TAMIS_OK;
}
