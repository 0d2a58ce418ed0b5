// All kept texts together. A text whose label was undone stays, since the label may be given again,
// and so does one whose label was never committed because the run was killed. Both are "loose"
// until a purge removes them.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <unistd.h>

#include "base/num.h"
#include "sink/label_text.h"
#include "sink/store_parts.h"

static const char texts[] = "texts";
enum { BLOCK_BYTES = 64 << 10 };

static bool is_name(const char *name)
{
    return strlen(name) == TM_DIGEST_HEX && tm_is_hex(tm_str_of(name));
}

static tamis_status each_text(tm_store *store, tm_folder_visitor *visit, void *context,
                              tamis_error *err)
{
    const int fd = tm_folder_at(tm_journal_folder(store->journal), texts);
    if (fd < 0 && errno == ENOENT)
        return TAMIS_OK;
    return tm_folder_each(fd, texts, visit, context, err);
}

// ---- Verification ---------------------------------------------------------------------------

typedef struct inspection {
    tm_store *store;
    tm_label_texts *check;
    tm_labels labels;
} inspection;

static void fault(const inspection *all, const char *name, const char *what)
{
    tamis_error words;
    all->check->n_faults++;
    tm_fail(&words, TAMIS_EFORMAT, "texts/%.80s: %s", name, what);
    tm_store_tell(all->store, tm_str_of(name), &words);
}

// *hex receives the digest of the file, or "" when it is not a regular file or cannot be read.
static tamis_status digest_file(char hex[TM_DIGEST_HEX + 1], tm_store *store, int fd,
                                tamis_error *err)
{
    char block[BLOCK_BYTES];
    struct stat info;
    ssize_t n;
    hex[0] = '\0';
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return TAMIS_OK;
    TM_TRY(tm_digest_begin(&store->digest, err));
    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return TAMIS_OK;
        TM_TRY(tm_digest_add(&store->digest, (tm_str){block, (size_t)n}, err));
    }
    return tm_digest_end(&store->digest, hex, err);
}

static tamis_status inspect(void *context, int folder, const char *name, tamis_error *err)
{
    const inspection *const all = context;
    char hex[TM_DIGEST_HEX + 1] = "";
    const int fd = is_name(name) ? tm_folder_read(folder, name) : -1;
    const tamis_status status = fd < 0 ? TAMIS_OK : digest_file(hex, all->store, fd, err);
    if (fd >= 0)
        close(fd);
    TM_TRY(status);
    if (!is_name(name))
        fault(all, name, "no text of a label is called so");
    else if (strcmp(hex, name) != 0)
        fault(all, name, "its content is not what it was, or cannot be read");
    else if (tm_labels_hold(&all->labels, name))
        all->check->n_held++;
    else
        all->check->n_loose++;
    return TAMIS_OK;
}

// Reports a label in force whose text is gone: it is not kept, and the label names no item of the
// store, which would have it.
static tamis_status look_for(const inspection *all, const tm_label_state *document,
                             tamis_error *err)
{
    char id[TM_STORE_ID_BYTES] = "";
    tm_index_row row = {0};
    tamis_status status = TAMIS_DONE;
    if (document->value == TM_LABEL_NONE || tm_label_text_is_kept(all->store, document->sha256))
        return TAMIS_OK;
    if (tm_store_id_is_valid(document->id, document->sha256)) {
        memcpy(id, document->id.ptr, document->id.len);
        status = tm_index_find(&row, all->store->index, id, err);
        tm_index_row_free(&row);
    }
    if (status == TAMIS_DONE)
        fault(all, document->sha256, "missing; a label was given to it");
    return status < 0 ? status : TAMIS_OK;
}

tamis_status tm_label_texts_verify(tm_label_texts *check, tm_store *store, tamis_error *err)
{
    inspection all = {.store = store, .check = check};
    *check = (tm_label_texts){0};
    tamis_status status = tm_labels_read(&all.labels, store->journal, err);
    if (status == TAMIS_OK)
        status = each_text(store, inspect, &all, err);
    for (size_t i = 0; i < all.labels.n_documents && status == TAMIS_OK; i++)
        status = look_for(&all, &all.labels.document[i], err);
    tm_labels_free(&all.labels);
    return status;
}

// ---- Removal --------------------------------------------------------------------------------

typedef struct sweep {
    const tm_labels *labels;
    uint64_t *n_held, *n_dropped;
} sweep;

static tamis_status drop(int folder, const char *name, tamis_error *err)
{
    if (tm_folder_remove(folder, name) == 0)
        return TAMIS_OK;
    return errno == ENOENT ? TAMIS_DONE
                           : tm_store_fail("its text cannot be removed", tm_str_of(name), err);
}

tamis_status tm_label_text_drop(tm_store *store, const tm_labels *labels, const char *sha256,
                                tamis_error *err)
{
    if (tm_labels_hold(labels, sha256))
        return TAMIS_DONE;
    const int folder = tm_folder_at(tm_journal_folder(store->journal), texts);
    if (folder < 0)
        return errno == ENOENT ? TAMIS_DONE
                               : tm_store_fail("cannot be opened", tm_str_of(texts), err);
    const tamis_status status = drop(folder, sha256, err);
    close(folder);
    return status;
}

static tamis_status drop_loose(void *context, int folder, const char *name, tamis_error *err)
{
    const sweep *const all = context;
    if (!is_name(name))
        return TAMIS_OK; // not ours
    if (tm_labels_hold(all->labels, name)) {
        ++*all->n_held;
        return TAMIS_OK;
    }
    const tamis_status status = drop(folder, name, err);
    *all->n_dropped += status == TAMIS_OK;
    return status < 0 ? status : TAMIS_OK;
}

tamis_status tm_label_texts_drop(uint64_t *n_held, uint64_t *n_dropped, tm_store *store,
                                 const tm_labels *labels, tamis_error *err)
{
    sweep all = {labels, n_held, n_dropped};
    return each_text(store, drop_loose, &all, err);
}
