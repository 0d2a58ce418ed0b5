// Files of records, packed in every way, with some of their records taken out: what remains holds
// the other records, in their order, and every byte that lies between them; members that nothing
// was taken out of are the same to the byte. Of damaged files every record that could be read
// remains.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <stdio.h>

#include "base/file.h"
#include "base/rng.h"
#include "cli/kept.h"
#include "support/pack.h"
#include "support/scratch.h"

enum { ROUNDS = 400, DAMAGED_ROUNDS = 400, MAX_FILES = 3, MAX_RECORDS = 40 };

static const tm_reader_options options = {
    .max_document_bytes = 4 << 20, .text_field = "text", .id_field = "id"};

typedef struct world {
    tm_rng rng;
    tm_format format;
    tm_packing packing;
    double share;  // of the records that are taken out
    int n_members; // of a file: 0: one for each record
    bool large;
    bool tiny_members; // of one byte each: more than the reader can keep in mind
} world;

// ---- Files ----------------------------------------------------------------------------------

static void add_words(tm_buf *out, world *w)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz      ";
    const bool long_one = w->large && tm_rng_chance(&w->rng, 0.1);
    const size_t n = tm_rng_below(&w->rng, long_one ? 400000 : 200);
    for (size_t i = 0; i < n; i++)
        tm_buf_byte(out, letters[tm_rng_below(&w->rng, sizeof letters - 1)]);
}

static void add_line(tm_buf *out, world *w, int id)
{
    if (tm_rng_chance(&w->rng, 0.1))
        tm_buf_text(out, tm_rng_chance(&w->rng, 0.5) ? "\n\n" : " \r\n");
    if (tm_rng_chance(&w->rng, 0.05))
        tm_buf_text(out, "\xEF\xBB\xBF");
    tm_buf_format(out, "{\"id\":%d,\"text\":\"", id);
    add_words(out, w);
    tm_buf_text(out, tm_rng_chance(&w->rng, 0.05) ? "\" broken\n" : "\"}\n");
    if (tm_rng_chance(&w->rng, 0.1)) {
        out->len--;
        tm_buf_text(out, "\r\n");
    }
}

static void add_warc(tm_buf *out, world *w, int id)
{
    static const char *const types[] = {"conversion", "conversion", "resource", "request"};
    tm_buf text = {0};
    add_words(&text, w);
    tm_buf_format(out,
                  "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:%d>\r\n"
                  "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
                  types[tm_rng_below(&w->rng, 4)], id,
                  text.len + (tm_rng_chance(&w->rng, 0.05) ? 7 : 0));
    tm_buf_add(out, tm_buf_str(&text));
    tm_buf_text(out, "\r\n\r\n");
    tm_buf_free(&text);
}

// Where the members of a file lie, in it and in what they hold.
typedef struct test_file {
    char name[24];
    tm_buf plain, packed;
    size_t n_members;
    size_t plain_end[MAX_RECORDS + 1], packed_end[MAX_RECORDS + 1];
} test_file;

static void add_member(test_file *file, world *w, tm_str bytes)
{
    if (w->packing == TM_PACKING_NONE)
        tm_buf_add(&file->packed, bytes);
    else if (w->packing == TM_PACKING_GZIP)
        pack_gzip(&file->packed, bytes);
    else
        pack_zstd(&file->packed, bytes);
    if (!w->tiny_members) {
        file->plain_end[file->n_members] = (size_t)(bytes.ptr + bytes.len - file->plain.ptr);
        file->packed_end[file->n_members++] = file->packed.len;
    }
    if (w->packing != TM_PACKING_NONE && tm_rng_chance(&w->rng, 0.05))
        tm_buf_append(&file->packed, "\0\0\0\0\0\0\0", 1 + tm_rng_below(&w->rng, 7));
}

static int compare_sizes(const void *a, const void *b)
{
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

static void make_file(test_file *file, world *w, int number)
{
    const size_t n_records = tm_rng_below(&w->rng, MAX_RECORDS);
    size_t cut[MAX_RECORDS + 1];
    size_t n_cuts = 0, begin = 0;
    snprintf(file->name, sizeof file->name, "file-%d", number);
    for (size_t i = 0; i < n_records; i++) {
        const int id = number * 1000 + (int)i;
        w->format == TM_FORMAT_JSONL ? add_line(&file->plain, w, id)
                                     : add_warc(&file->plain, w, id);
        if (w->n_members == 0)
            cut[n_cuts++] = file->plain.len;
    }
    if (file->plain.len > 0 && tm_rng_chance(&w->rng, 0.2))
        file->plain.len -= w->format == TM_FORMAT_JSONL ? 1 : 4;
    for (int i = 1; i < w->n_members; i++)
        cut[n_cuts++] = tm_rng_below(&w->rng, file->plain.len + 1);
    for (size_t i = 0; w->tiny_members && i < file->plain.len; i++)
        add_member(file, w, tm_str_slice(tm_buf_str(&file->plain), i, i + 1));
    if (w->tiny_members)
        return;
    if (n_cuts > 0)
        qsort(cut, n_cuts, sizeof *cut, compare_sizes);
    if (n_cuts == 0 || cut[n_cuts - 1] < file->plain.len)
        cut[n_cuts++] = file->plain.len;
    for (size_t i = 0; i < n_cuts; i++) {
        const size_t end = cut[i] < file->plain.len ? cut[i] : file->plain.len;
        add_member(file, w, tm_str_slice(tm_buf_str(&file->plain), begin, end));
        begin = end;
    }
}

static void put(const test_file *file)
{
    assert_int_equal(tm_file_write(file->name, tm_buf_str(&file->packed), NULL), TAMIS_OK);
}

// ---- What should remain ---------------------------------------------------------------------

typedef struct hope {
    tm_buf plain;   // all bytes that should remain, unpacked
    tm_buf records; // those of them that could be read, each with a NUL behind it
    tm_buf dropped; // those that were taken out, likewise
    bool untouched; // nothing was taken out
    bool unended;   // the last record has no line end
    size_t done;    // of the file that is read
} hope;

// The members of the file, in order, that have to be in the remainder as they were.
static void members_are_the_same(const test_file *file, const bool *touched, tm_str remainder)
{
    size_t at = 0;
    for (size_t i = 0; i < file->n_members; i++) {
        const size_t begin = i > 0 ? file->packed_end[i - 1] : 0;
        const size_t len = file->packed_end[i] - begin;
        if (touched[i] || len == 0)
            continue;
        while (at + len <= remainder.len &&
               memcmp(remainder.ptr + at, file->packed.ptr + begin, len) != 0)
            at++;
        assert_true(at + len <= remainder.len);
        at += len;
    }
}

static void touch(const test_file *file, bool *touched, size_t begin, size_t end)
{
    for (size_t i = 0; i < file->n_members; i++) {
        const size_t member = i > 0 ? file->plain_end[i - 1] : 0;
        if (begin < file->plain_end[i] && end > member)
            touched[i] = true;
    }
}

// Adds a record to a list, if it is one of ours: damage makes others.
static void note(tm_buf *list, const tm_record *record)
{
    const tm_str raw = tm_buf_str(&record->raw);
    const bool is_ours = tm_str_starts_with(raw, tm_str_of("{\"id\":")) ||
                         tm_str_starts_with(raw, tm_str_of("WARC/"));
    if (record->unscanned || !is_ours)
        return;
    tm_buf_add(list, raw);
    tm_buf_byte(list, '\0');
}

// One record, or a file without any, goes its way.
static void take_record(hope *all, tm_kept *kept, const test_file *file, world *w,
                        const tm_kept_record *taken)
{
    const tm_record *const record = taken->record;
    const tm_str separator = tm_str_of(w->format == TM_FORMAT_JSONL ? "\n" : "\r\n\r\n");
    assert_int_equal(tm_kept_take(kept, taken, NULL), TAMIS_OK);
    if (record->number == 0 && all->unended)
        tm_buf_add(&all->plain, separator);
    all->unended = record->unended && !taken->dropped;
    note(taken->dropped ? &all->dropped : &all->records, record);
    if (taken->dropped) {
        if (record->offset > all->done && record->offset <= file->plain.len)
            tm_buf_append(&all->plain, file->plain.ptr + all->done, record->offset - all->done);
        all->done = record->end;
        all->untouched = false;
    }
}

// Reads a file as `screen` does, takes records out at random, and says what should remain.
static void take_file(hope *all, tm_kept *kept, const test_file *file, world *w, int input,
                      bool *touched)
{
    tm_reader *reader = NULL;
    tm_record record = {0};
    tm_reader_options given = options;
    given.format = w->format;
    assert_int_equal(tm_reader_open(&reader, file->name, &given, NULL), TAMIS_OK);
    all->done = 0;
    bool is_one = tm_reader_next(&record, reader, NULL) == TAMIS_OK;
    const tm_record none = {.format = w->format};
    tm_kept_record taken = {file->name, tm_reader_file(reader), (size_t)input, &none, false};
    if (!is_one)
        take_record(all, kept, file, w, &taken);
    taken.record = &record;
    for (; is_one; is_one = tm_reader_next(&record, reader, NULL) == TAMIS_OK) {
        taken.dropped = !record.unscanned && tm_rng_chance(&w->rng, w->share);
        take_record(all, kept, file, w, &taken);
        if (taken.dropped)
            touch(file, touched, record.offset, record.end);
    }
    if (all->done < file->plain.len)
        tm_buf_append(&all->plain, file->plain.ptr + all->done, file->plain.len - all->done);
    tm_record_free(&record);
    tm_reader_close(reader);
}

static void read_records(tm_buf *out, const char *path, tm_format format)
{
    tm_reader *reader = NULL;
    tm_record record = {0};
    tm_reader_options given = options;
    given.format = format;
    assert_int_equal(tm_reader_open(&reader, path, &given, NULL), TAMIS_OK);
    while (tm_reader_next(&record, reader, NULL) == TAMIS_OK)
        note(out, &record);
    tm_record_free(&record);
    tm_reader_close(reader);
}

static void unpack(tm_buf *out, const char *path)
{
    tm_stream *stream = NULL;
    tm_piece piece;
    assert_int_equal(tm_stream_open(&stream, path, NULL, NULL), TAMIS_OK);
    do {
        char *const into = tm_buf_reserve(out, 10000);
        assert_int_equal(tm_stream_read(&piece, stream, into, 10000, NULL), TAMIS_OK);
        out->len += piece.n_bytes;
        assert_null(piece.fault);
    } while (piece.n_bytes > 0);
    tm_stream_close(stream);
}

// ---- One round ------------------------------------------------------------------------------

static void same(const tm_buf *a, const tm_buf *b, const char *what, uint64_t seed)
{
    if (!tm_str_equal(tm_buf_str(a), tm_buf_str(b)))
        fail_msg("seed %llu: %s: %zu bytes, not %zu", (unsigned long long)seed, what, b->len,
                 a->len);
}

// Each record of `some` is one of `all`, in their order. What could not be read before may be
// among these now: the beginning of a line that was cut off.
static bool are_among(const tm_buf *some, const tm_buf *all)
{
    tm_str left = tm_buf_str(all);
    tm_str wanted = tm_buf_str(some);
    while (wanted.len > 0) {
        const tm_str record = tm_str_cut(&wanted, '\0');
        bool found = false;
        while (left.len > 0 && !found)
            found = tm_str_equal(tm_str_cut(&left, '\0'), record);
        if (!found)
            return false;
    }
    return true;
}

static bool share_none(const tm_buf *a, const tm_buf *b)
{
    tm_str left = tm_buf_str(a);
    while (left.len > 0) {
        tm_str others = tm_buf_str(b);
        const tm_str record = tm_str_cut(&left, '\0');
        while (others.len > 0)
            if (tm_str_equal(tm_str_cut(&others, '\0'), record))
                return false;
    }
    return true;
}

static world make_world(uint64_t seed)
{
    static const double shares[] = {0, 0.05, 0.3, 0.9, 1};
    world w = {.rng = tm_rng_seed(seed)};
    w.format = tm_rng_chance(&w.rng, 0.5) ? TM_FORMAT_JSONL : TM_FORMAT_WARC;
    w.packing = (tm_packing)tm_rng_below(&w.rng, 3);
    w.share = shares[tm_rng_below(&w.rng, 5)];
    w.n_members = (int)tm_rng_below(&w.rng, 2) * (int)(1 + tm_rng_below(&w.rng, MAX_RECORDS));
    w.n_members = tm_rng_chance(&w.rng, 0.2) ? 1 : w.n_members;
    w.large = tm_rng_chance(&w.rng, 0.2);
    w.tiny_members = w.packing == TM_PACKING_GZIP && !w.large && tm_rng_chance(&w.rng, 0.1);
    return w;
}

// The first bytes stay: by them a packed file shows what it is.
static void damage(test_file *file, world *w)
{
    enum { HEAD = 4 };
    if (file->packed.len <= HEAD)
        return;
    if (tm_rng_chance(&w->rng, 0.3))
        file->packed.len = HEAD + 1 + tm_rng_below(&w->rng, file->packed.len - HEAD);
    for (size_t n = tm_rng_below(&w->rng, 3); n > 0; n--)
        file->packed.ptr[HEAD + tm_rng_below(&w->rng, file->packed.len - HEAD)] ^=
            (char)(1 << tm_rng_below(&w->rng, 8));
    if (tm_rng_chance(&w->rng, 0.2))
        tm_buf_text(&file->packed, "what does not belong there");
}

static void run_round(uint64_t seed, bool damaged)
{
    world w = make_world(seed);
    test_file files[MAX_FILES] = {{.n_members = 0}};
    bool touched[MAX_FILES][MAX_RECORDS + 1] = {{false}};
    hope all = {.untouched = true};
    tm_kept kept;
    tm_buf remainder = {0}, plain = {0}, records = {0}, whole = {0};
    const int n_files = 1 + (int)tm_rng_below(&w.rng, damaged ? 1 : MAX_FILES);
    remove("out");
    assert_int_equal(tm_kept_open(&kept, "out", &options.limits, NULL), TAMIS_OK);
    for (int i = 0; i < n_files; i++) {
        make_file(&files[i], &w, i);
        if (damaged)
            damage(&files[i], &w);
        put(&files[i]);
        tm_buf_add(&whole, tm_buf_str(&files[i].packed));
        take_file(&all, &kept, &files[i], &w, i, touched[i]);
    }
    assert_int_equal(tm_kept_close(&kept, true, NULL), TAMIS_OK);
    assert_int_equal(tm_file_read(&remainder, "out", SIZE_MAX / 2, NULL), TAMIS_OK);
    read_records(&records, "out", w.format);
    if (!are_among(&all.records, &records) || !share_none(&all.dropped, &records))
        fail_msg("seed %llu: records", (unsigned long long)seed);
    if (n_files == 1 && all.untouched)
        same(&whole, &remainder, "the file as it was", seed);
    if (!damaged) {
        unpack(&plain, "out");
        same(&all.plain, &plain, "bytes", seed);
        for (int i = 0; i < n_files; i++)
            members_are_the_same(&files[i], touched[i], tm_buf_str(&remainder));
    }
    for (int i = 0; i < n_files; i++) {
        tm_buf_free(&files[i].plain);
        tm_buf_free(&files[i].packed);
    }
    tm_buf_free(&all.plain);
    tm_buf_free(&all.records);
    tm_buf_free(&all.dropped);
    tm_buf_free(&remainder);
    tm_buf_free(&plain);
    tm_buf_free(&records);
    tm_buf_free(&whole);
}

static void every_other_byte_remains(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++)
        run_round(seed, false);
}

static void what_could_be_read_of_damaged_files_remains(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= DAMAGED_ROUNDS; seed++)
        run_round(seed, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_other_byte_remains, enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(what_could_be_read_of_damaged_files_remains,
                                        enter_scratch, leave_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
