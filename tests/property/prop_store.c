// restore ∘ quarantine is the identity: on 1,000 random trees of files with odd names, modes,
// times, links and contents, every file moved or copied into the store and given back is the
// file it was.
// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/rng.h"
#include "sink/store.h"
#include "support/check.h"
#include "support/scratch.h"

enum { N_TREES = 1000, MAX_FILES = 8, MAX_NAME = 255 };

typedef struct made_file {
    char path[2 * MAX_NAME + 8]; // beneath the root
    mode_t mode;
    struct timespec modified;
    char content[64];
    size_t len;
} made_file;

typedef struct made_tree {
    made_file files[MAX_FILES];
    size_t n_files;
} made_tree;

static void fail_trouble(void *context, tm_str path, const tamis_error *err)
{
    (void)path;
    fail_msg("seed %zu: %s", *(const size_t *)context, err->message);
}

static void check_ok(tamis_status status, const tamis_error *err, size_t seed)
{
    if (status < 0)
        fail_msg("seed %zu: %s", seed, err->message);
}

// ---- Trees ----------------------------------------------------------------------------------

// A name of any bytes but NUL and '/', unlike the others through its first byte.
static void make_name(char *name, tm_rng *rng, size_t number)
{
    static const char *const odd[] = {"-rf",  "line\nend", "\xFF\xFE", "기사 %41.txt",
                                      ".hid", "\"q\\",     "a b",      "\x01\x7F"};
    const size_t kind = tm_rng_below(rng, 12);
    size_t len = kind < 8 ? strlen(odd[kind]) : 1 + tm_rng_below(rng, MAX_NAME - 2);
    if (kind == 11)
        len = MAX_NAME - 1;
    for (size_t i = 0; i < len; i++) {
        char byte = kind < 8 ? odd[kind][i] : (char)(1 + tm_rng_below(rng, 255));
        name[i] = byte == '/' ? '_' : byte;
    }
    name[len] = (char)('A' + number);
    name[len + 1] = '\0';
}

static void make_file(made_file *file, tm_rng *rng, size_t number)
{
    static const mode_t modes[] = {0644, 0600, 0400, 0444, 0755, 0666, 01644, 0777};
    size_t begin = 0;
    if (tm_rng_chance(rng, 0.5)) {
        make_name(file->path, rng, 20);
        mkdir(file->path, 0755);
        begin = strlen(file->path);
        file->path[begin++] = '/';
    }
    make_name(file->path + begin, rng, number);
    file->len = tm_rng_below(rng, sizeof file->content);
    for (size_t i = 0; i < file->len; i++)
        file->content[i] = (char)tm_rng_below(rng, 3); // some contents come twice
    const int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, file->content, file->len), file->len);
    file->mode = modes[tm_rng_below(rng, 8)];
    file->modified = (struct timespec){(time_t)tm_rng_below(rng, 2000000000),
                                       (long)tm_rng_below(rng, 1000000000)};
    const struct timespec times[2] = {file->modified, file->modified};
    assert_int_equal(fchmod(fd, file->mode), 0);
    assert_int_equal(futimens(fd, times), 0);
    close(fd);
    if (tm_rng_chance(rng, 0.1)) { // a second name, outside
        char other[64];
        snprintf(other, sizeof other, "../other-%zu", number);
        assert_int_equal(link(file->path, other), 0);
    }
}

static void check_file(const made_file *file, size_t seed)
{
    struct stat info;
    tm_buf bytes = {0};
    if (lstat(file->path, &info) != 0)
        fail_msg("seed %zu: not restored", seed);
    if (!S_ISREG(info.st_mode) || (info.st_mode & 07777) != file->mode ||
        info.st_mtim.tv_sec != file->modified.tv_sec ||
        info.st_mtim.tv_nsec != file->modified.tv_nsec)
        fail_msg("seed %zu: mode %o or time differs", seed, (unsigned)info.st_mode);
    assert_int_equal(tm_file_read(&bytes, file->path, 1 << 10, NULL), TAMIS_OK);
    if (!tm_str_equal(tm_buf_str(&bytes), (tm_str){file->content, file->len}))
        fail_msg("seed %zu: content differs", seed);
    tm_buf_free(&bytes);
}

// ---- There and back -------------------------------------------------------------------------

static void put(tm_store *store, const made_file *file, tm_act act, size_t seed)
{
    struct stat info;
    char hex[TM_DIGEST_HEX + 1];
    tm_digest digest;
    tamis_error err;
    assert_int_equal(lstat(file->path, &info), 0);
    const tm_identity identity = tm_identity_of(&info);
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    tm_digest_hex(&digest, hex, (tm_str){file->content, file->len}, NULL);
    tm_digest_free(&digest);
    const tm_find find = {
        .act = act,
        .path = tm_str_of(file->path),
        .file = &identity,
        .sha256 = hex,
        .facts = tm_str_of("{}"),
    };
    check_ok(tm_store_put(store, &find, &err), &err, seed);
}

typedef struct id_list {
    char ids[MAX_FILES][TM_STORE_ID_BYTES];
    const char *ptrs[MAX_FILES];
    size_t n_ids;
} id_list;

static tamis_status collect_id(void *context, const tm_index_row *row, tamis_error *err)
{
    (void)err;
    id_list *const list = context;
    memcpy(list->ids[list->n_ids], row->item.id, TM_STORE_ID_BYTES);
    list->ptrs[list->n_ids] = list->ids[list->n_ids];
    list->n_ids++;
    return TAMIS_OK;
}

static void put_all(const made_tree *tree, const tm_store_options *options, tm_act act,
                    size_t seed)
{
    tm_store *store = NULL;
    tamis_error err;
    check_ok(tm_store_open(&store, "../store", options, &err), &err, seed);
    for (size_t i = 0; i < tree->n_files; i++)
        put(store, &tree->files[i], act, seed);
    tm_store_flush(store);
    assert_int_equal(tm_store_count(store).n_done, tree->n_files);
    check_ok(tm_store_close(store, &err), &err, seed);
}

static void restore_all(const made_tree *tree, const tm_store_options *options, size_t seed)
{
    tm_store *store = NULL;
    tamis_error err;
    tm_store_check check;
    id_list list = {.n_ids = 0};
    tm_index_filter filter = tm_index_all;
    filter.states = 1U << TM_ITEM_HELD;
    check_ok(tm_store_open(&store, "../store", options, &err), &err, seed);
    check_ok(tm_store_verify(&check, store, true, &err), &err, seed);
    assert_int_equal(check.n_held, tree->n_files);
    check_ok(tm_index_select(tm_store_index(store), &filter, collect_id, &list, &err), &err,
             seed);
    check_ok(tm_store_restore(store, list.ptrs, list.n_ids, NULL, &err), &err, seed);
    assert_int_equal(tm_store_count(store).n_done, tree->n_files);
    check_ok(tm_store_verify(&check, store, true, &err), &err, seed);
    assert_int_equal(check.n_held + check.n_faults + check.n_strangers, 0);
    check_ok(tm_store_close(store, &err), &err, seed);
}

static void check_tree(size_t seed)
{
    char top[64] = "";
    char command[192];
    made_tree tree = {.n_files = 0};
    tm_rng rng = tm_rng_seed(seed);
    const tm_store_options options = {
        .create = true, .trouble = fail_trouble, .context = &seed};
    const tm_act act = tm_rng_chance(&rng, 0.8) ? TM_ACT_MOVE : TM_ACT_COPY;
    // In memory where that is, since a thousand trees are synced some twenty thousand times.
    snprintf(top, sizeof top, "%s/tamis-trees-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(top));
    assert_int_equal(chdir(top), 0);
    assert_int_equal(mkdir("tree", 0755), 0);
    assert_int_equal(chdir("tree"), 0);
    tree.n_files = 1 + tm_rng_below(&rng, MAX_FILES);
    for (size_t i = 0; i < tree.n_files; i++)
        make_file(&tree.files[i], &rng, i);
    put_all(&tree, &options, act, seed);
    for (size_t i = 0; i < tree.n_files; i++) {
        struct stat info;
        assert_int_equal(lstat(tree.files[i].path, &info) == 0, act == TM_ACT_COPY);
        if (act == TM_ACT_COPY)
            assert_int_equal(unlink(tree.files[i].path), 0);
    }
    restore_all(&tree, &options, seed);
    for (size_t i = 0; i < tree.n_files; i++)
        check_file(&tree.files[i], seed);
    assert_int_equal(chdir("/"), 0);
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -r %s", top, top);
    assert_int_equal(system(command), 0);
}

static void what_was_quarantined_comes_back_as_it_was(void **state)
{
    (void)state;
    for (size_t seed = 0; seed < N_TREES; seed++)
        check_tree(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_quarantined_comes_back_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
