// Neighbouring paths mostly have the same root, whose absolute path is resolved once.
// SPDX-License-Identifier: MIT
#include "cli/roots.h"

#include "base/folder.h"

// Length of the part of `path` that is its root.
static size_t root_len(const tm_inputs *inputs, tm_str path)
{
    for (size_t i = 0; i < inputs->n_paths; i++) {
        tm_str given = tm_str_of(inputs->paths[i]);
        while (given.len > 1 && given.ptr[given.len - 1] == '/')
            given.len--;
        if (path.len > given.len && tm_str_starts_with(path, given) &&
            (path.ptr[given.len] == '/' || given.ptr[given.len - 1] == '/'))
            return given.len;
    }
    return tm_path_parent(path).len;
}

void tm_roots_split(tm_str *root, tm_str *rest, const tm_inputs *inputs, tm_str path)
{
    size_t len = root_len(inputs, path);
    *root = tm_str_slice(path, 0, len);
    while (len < path.len && path.ptr[len] == '/')
        len++;
    *rest = tm_str_slice(path, len, path.len);
}

// The absolute path of a root; empty when it cannot be resolved.
static tm_str real_root(tm_roots *roots, tm_str root)
{
    if (roots->real.len == 0 || !tm_str_equal(tm_buf_str(&roots->given), root)) {
        tm_buf_clear(&roots->given);
        tm_buf_add(&roots->given, root);
        tm_buf_clear(&roots->path);
        tm_buf_add(&roots->path, root.len > 0 ? root : tm_str_of("."));
        tm_buf_byte(&roots->path, '\0');
        tm_buf_clear(&roots->real);
        if (roots->path.failed || tm_folder_path(&roots->real, roots->path.ptr) != 0)
            tm_buf_clear(&roots->real);
    }
    return tm_buf_str(&roots->real);
}

static bool lies_in(tm_str path, tm_str folder)
{
    return path.len > folder.len && tm_str_starts_with(path, folder) &&
           (path.ptr[folder.len] == '/' || folder.len == 1);
}

bool tm_roots_lead_into(tm_roots *roots, const char *path, tm_str folder)
{
    tm_str root;
    tm_str rest;
    tm_roots_split(&root, &rest, roots->inputs, tm_str_of(path));
    const tm_str real = real_root(roots, root);
    tm_buf_clear(&roots->path);
    tm_buf_add(&roots->path, real);
    if (real.len > 1)
        tm_buf_byte(&roots->path, '/');
    tm_buf_add(&roots->path, rest);
    return lies_in(tm_buf_str(&roots->path), folder);
}

bool tm_roots_meet(tm_roots *roots, const char *path, tm_str folder)
{
    return tm_roots_lead_into(roots, path, folder) && lies_in(folder, tm_buf_str(&roots->real));
}

void tm_roots_free(tm_roots *roots)
{
    tm_buf_free(&roots->given);
    tm_buf_free(&roots->real);
    tm_buf_free(&roots->path);
}
