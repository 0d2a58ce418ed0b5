// Packed input: members in a row, every cut and thousands of flipped bits, bombs, things packed
// twice, and that nothing of a damaged member is ever taken for what it was.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <stdio.h>

#include "base/file.h"
#include "base/rng.h"
#include "read/reader.h"
#include "support/feed.h"
#include "support/pack.h"
#include "support/scratch.h"

enum { GZIP, ZSTD, N_PACKINGS };
enum { RECORDS_A_MEMBER = 12, MEMBERS = 3, N_RECORDS = RECORDS_A_MEMBER * MEMBERS };

static const tm_reader_options jsonl = {.format = TM_FORMAT_JSONL,
                                        .max_document_bytes = 1 << 20,
                                        .text_field = "text",
                                        .id_field = "id"};

static void pack(tm_buf *out, int packing, tm_str bytes)
{
    if (packing == GZIP)
        pack_gzip(out, bytes);
    else
        pack_zstd(out, bytes);
}

static void put(const char *path, tm_str bytes)
{
    assert_int_equal(tm_file_write(path, bytes, NULL), TAMIS_OK);
}

// Appends all that `path` gives; a fault as "<fault>".
static void unpack(tm_buf *out, const char *path)
{
    tm_stream *stream = NULL;
    tm_piece piece;
    tm_buf_clear(out);
    assert_int_equal(tm_stream_open(&stream, path, NULL, NULL), TAMIS_OK);
    do {
        char *const into = tm_buf_reserve(out, 1000);
        assert_int_equal(tm_stream_read(&piece, stream, into, 1000, NULL), TAMIS_OK);
        out->len += piece.n_bytes;
        if (piece.fault)
            tm_buf_format(out, "<%s>", piece.fault);
    } while (piece.n_bytes > 0 || piece.fault);
    tm_stream_close(stream);
}

static void gives(tm_str packed, const char *expected)
{
    tm_buf out = {0};
    put("packed", packed);
    unpack(&out, "packed");
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    tm_buf_free(&out);
}

// ---- What is whole --------------------------------------------------------------------------

static void members_follow_one_another(void **state)
{
    (void)state;
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        pack(&packed, packing, tm_str_of("one "));
        pack(&packed, packing, tm_str_of(""));
        pack(&packed, packing, tm_str_of("two "));
        tm_buf_append(&packed, "\0\0\0\0\0\0\0", 7);
        pack(&packed, packing, tm_str_of("three"));
        gives(tm_buf_str(&packed), "one two three");
        for (int i = 0; i < 300; i++)
            tm_buf_byte(&packed, '\0');
        gives(tm_buf_str(&packed), "one two three");
        tm_buf_free(&packed);
    }
    gives(tm_str_of(""), "");
    gives(tm_str_of("\x1F\x8B"), "\x1F\x8B"); // too little to be anything
}

static void pieces_of_any_size_give_the_same(void **state)
{
    (void)state;
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0}, out = {0};
        pack(&packed, packing, tm_str_of("first member, "));
        pack(&packed, packing, tm_str_of("second member"));
        tm_buf_text(&packed, "rest");
        for (size_t len = 1; len < 40; len += 6) {
            const feeder child = feed(tm_buf_str(&packed), len);
            unpack(&out, "-");
            end_feeding(child);
            tm_buf_byte(&out, '\0');
            assert_string_equal(out.ptr, "first member, second member<trailing_bytes>");
        }
        tm_buf_free(&packed);
        tm_buf_free(&out);
    }
}

static void long_members_come_out_whole(void **state)
{
    (void)state;
    tm_buf plain = {0}, out = {0};
    tm_rng rng = tm_rng_seed(7);
    while (plain.len < (size_t)5 << 20)
        tm_buf_format(&plain, "%d\n", (int)(tm_rng_next(&rng) & 0xFFFFF));
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        pack(&packed, packing, tm_buf_str(&plain));
        put("packed", tm_buf_str(&packed));
        unpack(&out, "packed");
        assert_true(tm_str_equal(tm_buf_str(&out), tm_buf_str(&plain)));
        tm_buf_free(&packed);
    }
    tm_buf_free(&plain);
    tm_buf_free(&out);
}

// ---- What is not ----------------------------------------------------------------------------

static void says_what_is_wrong(void **state)
{
    (void)state;
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0}, twice = {0};
        pack(&packed, packing, tm_str_of("sound "));
        const size_t first = packed.len;
        pack(&packed, packing, tm_str_of("altered"));
        const size_t second = packed.len;
        pack(&packed, packing, tm_str_of("sound again"));
        packed.ptr[second - 2] ^= 1; // in the checksum, whichever
        gives(tm_buf_str(&packed),
              packing == GZIP ? "sound <damaged>sound again" : "sound <damaged>sound again");
        memset(packed.ptr + first, 'x', 4);
        gives(tm_buf_str(&packed), "sound <damaged>sound again");
        gives(tm_str_slice(tm_buf_str(&packed), 0, second), "sound <trailing_bytes>");
        pack(&twice, packing, tm_buf_str(&packed));
        gives(tm_buf_str(&twice), "<nested>");
        tm_buf_clear(&twice);
        pack(&twice, packing, (tm_str){"\xFD\x37\x7A\x58\x5A\x00rest", 10}); // by xz
        gives(tm_buf_str(&twice), "<nested>");
        tm_buf_free(&packed);
        tm_buf_free(&twice);
    }
    gives((tm_str){"\xFD\x37\x7A\x58\x5A\x00rest", 10}, "<unsupported>");
    gives(tm_str_of("BZh91AY&SYrest"), "<unsupported>");
    gives(tm_str_of("BZh9 is no archive"), "BZh9 is no archive");
}

static void a_great_window_is_refused(void **state)
{
    (void)state;
    // RFC 8878, 3.1.1.1.2: the sixth byte asks for 2^(10 + (byte >> 3)) bytes.
    gives((tm_str){"\x28\xB5\x2F\xFD\x00\x88\x21\x00\x00"
                   "fits",
                   13},
          "fits");
    gives((tm_str){"\x28\xB5\x2F\xFD\x00\x90\x21\x00\x00"
                   "fits",
                   13},
          "<window>");
}

// ---- Records of a damaged file --------------------------------------------------------------

static void add_record(tm_buf *out, int number)
{
    tm_buf_format(out, "{\"id\":%d,\"text\":\"record %d of %x, not to be altered\"}\n", number,
                  number, (unsigned)number * 2654435761U);
}

// Three members of a dozen records each; ends[i] is where member i ends.
static void sample(tm_buf *out, size_t ends[MEMBERS], int packing)
{
    for (int member = 0; member < MEMBERS; member++) {
        tm_buf plain = {0};
        for (int i = 0; i < RECORDS_A_MEMBER; i++)
            add_record(&plain, member * RECORDS_A_MEMBER + i);
        pack(out, packing, tm_buf_str(&plain));
        ends[member] = out->len;
        tm_buf_free(&plain);
    }
}

typedef struct outcome {
    int n_good, n_unscanned;
    int n_in_front; // good ones before the first that is not
    bool altered;   // something was said that nobody wrote
    bool truncated; // the file seems to end too early
} outcome;

static void judge_record(outcome *all, const tm_record *record)
{
    tm_record_view view = {0};
    assert_int_equal(tm_record_text(&view, record, &jsonl, NULL), TAMIS_OK);
    if (record->unscanned || view.unscanned) {
        all->n_unscanned++;
        all->truncated = record->unscanned && strcmp(record->unscanned, "truncated") == 0;
    } else {
        tm_buf line = {0};
        int number = 0;
        for (size_t i = 0; i < view.id.len; i++)
            number = number * 10 + (view.id.ptr[i] - '0');
        add_record(&line, number);
        line.len--; // the line end
        all->altered =
            all->altered || !tm_str_equal(tm_buf_str(&line), tm_buf_str(&record->raw));
        all->n_good++;
        all->n_in_front += all->n_unscanned == 0;
        tm_buf_free(&line);
    }
    tm_record_view_free(&view);
}

static outcome read_all(tm_str bytes)
{
    outcome all = {0};
    tm_reader *reader = NULL;
    tm_record record = {0};
    remove("damaged"); // a file cut to nothing and written anew would go to the disk each time
    FILE *const file = fopen("damaged", "wb");
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    fclose(file);
    assert_int_equal(tm_reader_open(&reader, "damaged", &jsonl, NULL), TAMIS_OK);
    tamis_status status;
    while ((status = tm_reader_next(&record, reader, NULL)) == TAMIS_OK)
        judge_record(&all, &record);
    assert_int_equal(status, TAMIS_DONE);
    tm_record_free(&record);
    tm_reader_close(reader);
    return all;
}

static int records_before(const size_t ends[MEMBERS], size_t pos)
{
    int members = 0;
    while (members < MEMBERS && ends[members] <= pos)
        members++;
    return members * RECORDS_A_MEMBER;
}

static void every_cut_keeps_what_came_before_it(void **state)
{
    (void)state;
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        size_t ends[MEMBERS];
        sample(&packed, ends, packing);
        for (size_t len = 1; len < packed.len; len++) {
            const outcome all = read_all(tm_str_slice(tm_buf_str(&packed), 0, len));
            const bool between = records_before(ends, len) > records_before(ends, len - 1);
            assert_false(all.altered);
            assert_true(all.n_good >= records_before(ends, len));
            assert_int_equal(all.n_in_front, all.n_good);
            assert_int_equal(all.n_unscanned, between ? 0 : 1);
        }
        tm_buf_free(&packed);
    }
}

// A flip that hides where the last member ends looks like a cut, and what comes before a cut is
// believed: the one case in which an altered record has a verdict.
static void no_flipped_bit_alters_a_record(void **state)
{
    (void)state;
    tm_rng rng = tm_rng_seed(2026);
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        size_t ends[MEMBERS];
        sample(&packed, ends, packing);
        for (int i = 0; i < 5000; i++) {
            const size_t pos = (size_t)(tm_rng_next(&rng) % packed.len);
            const char old = packed.ptr[pos];
            packed.ptr[pos] = (char)(old ^ (1 << (tm_rng_next(&rng) & 7)));
            const outcome all = read_all(tm_buf_str(&packed));
            packed.ptr[pos] = old;
            if ((all.altered && !all.truncated) || all.n_in_front < records_before(ends, pos) ||
                (all.n_unscanned == 0 && all.n_good != N_RECORDS))
                fail_msg("packing %d, byte %zu: %d good, %d in front, %d unscanned", packing,
                         pos, all.n_good, all.n_in_front, all.n_unscanned);
        }
        tm_buf_free(&packed);
    }
}

// A text that ends early is unscanned, whether it is read at once or in pieces.
static void a_cut_text_is_never_whole(void **state)
{
    (void)state;
    static const size_t sizes[] = {100000, TM_WHOLE_TEXT_BYTES + (1 << 20)};
    const tm_reader_options options = {.format = TM_FORMAT_TEXT,
                                       .max_document_bytes = TM_WHOLE_TEXT_BYTES,
                                       .max_text_bytes = 2 * (size_t)TM_WHOLE_TEXT_BYTES,
                                       .pieces = TM_PIECES_ANY};
    for (int i = 0; i < 2 * N_PACKINGS; i++) {
        const size_t size = sizes[i / N_PACKINGS];
        tm_buf text = {0}, packed = {0};
        tm_reader *reader = NULL;
        tm_record record = {0};
        while (text.len < size)
            tm_buf_format(&text, "line %zu of many\n", text.len);
        pack(&packed, i % N_PACKINGS, tm_buf_str(&text));
        packed.len -= 10;
        put("packed", tm_buf_str(&packed));
        assert_int_equal(tm_reader_open(&reader, "packed", &options, NULL), TAMIS_OK);
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
        assert_int_equal(record.has_more, i >= N_PACKINGS);
        tm_str piece = {"", 1};
        const char *unscanned = record.unscanned;
        while (record.has_more && piece.len > 0 && !unscanned)
            assert_int_equal(tm_reader_more(&piece, &unscanned, reader, NULL), TAMIS_OK);
        assert_non_null(unscanned);
        assert_string_equal(unscanned, "truncated");
        tm_reader_close(reader);
        tm_record_free(&record);
        tm_buf_free(&packed);
        tm_buf_free(&text);
    }
}

// ---- Bombs ----------------------------------------------------------------------------------

static const char *first_fault(tm_str packed, const tm_stream_limits *limits, uint64_t *n_out)
{
    static char block[1 << 16];
    tm_stream *stream = NULL;
    tm_piece piece;
    *n_out = 0;
    put("bomb", packed);
    assert_int_equal(tm_stream_open(&stream, "bomb", limits, NULL), TAMIS_OK);
    do {
        assert_int_equal(tm_stream_read(&piece, stream, block, sizeof block, NULL), TAMIS_OK);
        *n_out += piece.n_bytes;
    } while (piece.n_bytes > 0);
    tm_stream_close(stream);
    return piece.fault ? piece.fault : "";
}

static void bombs_are_stopped_at_the_cap(void **state)
{
    (void)state;
    const size_t size = (size_t)100 << 20;
    const tm_stream_limits lenient = {.ratio = 100000};
    const tm_stream_limits small = {.total_bytes = 1 << 20};
    tm_buf zeros = {0};
    uint64_t n_out;
    assert_non_null(tm_buf_reserve(&zeros, size));
    memset(zeros.ptr, 0, size);
    zeros.len = size;
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        pack(&packed, packing, tm_buf_str(&zeros));
        assert_string_equal(first_fault(tm_buf_str(&packed), NULL, &n_out), "bomb");
        assert_in_range(n_out, 60 << 20, 65 << 20);
        assert_string_equal(first_fault(tm_buf_str(&packed), &lenient, &n_out), "");
        assert_int_equal(n_out, size);
        assert_string_equal(first_fault(tm_buf_str(&packed), &small, &n_out), "bomb");
        assert_int_equal(n_out, 1 << 20);
        tm_buf_free(&packed);
    }
    tm_buf many = {0}; // each member below what is looked at, all together not
    for (int i = 0; i < 3; i++)
        pack_gzip(&many, (tm_str){zeros.ptr, (size_t)40 << 20});
    assert_string_equal(first_fault(tm_buf_str(&many), NULL, &n_out), "bomb");
    tm_buf_free(&many);
    tm_buf_free(&zeros);
}

// What packs badly before it does not pay for a member that is a bomb by itself.
static void every_member_is_measured_by_itself(void **state)
{
    (void)state;
    enum { NOISE_BYTES = 1 << 20, ZERO_BYTES = 4 << 20 };
    const tm_stream_limits limits = {.ratio = 20, .ratio_after_bytes = 1 << 20};
    tm_rng rng = tm_rng_seed(1);
    tm_buf noise = {0}, zeros = {0};
    for (size_t i = 0; i < NOISE_BYTES; i++)
        tm_buf_byte(&noise, (char)tm_rng_below(&rng, 256));
    assert_non_null(tm_buf_reserve(&zeros, ZERO_BYTES));
    memset(zeros.ptr, 0, ZERO_BYTES);
    zeros.len = ZERO_BYTES;
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        uint64_t n_out;
        pack(&packed, packing, tm_buf_str(&noise));
        pack(&packed, packing, tm_buf_str(&zeros));
        assert_string_equal(first_fault(tm_buf_str(&packed), &limits, &n_out), "bomb");
        assert_in_range(n_out, NOISE_BYTES, NOISE_BYTES + 2 * NOISE_BYTES);
        tm_buf_free(&packed);
    }
    tm_buf_free(&noise);
    tm_buf_free(&zeros);
}

static void as_much_as_the_cap_is_no_bomb(void **state)
{
    (void)state;
    const tm_stream_limits exact = {.total_bytes = 5}, less = {.total_bytes = 4};
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf packed = {0};
        uint64_t n_out;
        pack(&packed, packing, tm_str_of("five!"));
        assert_string_equal(first_fault(tm_buf_str(&packed), &exact, &n_out), "");
        assert_int_equal(n_out, 5);
        assert_string_equal(first_fault(tm_buf_str(&packed), &less, &n_out), "bomb");
        assert_int_equal(n_out, 4);
        tm_buf_free(&packed);
    }
}

// One member after the other with next to nothing in it: the count begins anew where there is more.
static void tiny_members_in_a_row_are_a_bomb(void **state)
{
    (void)state;
    const tm_stream_limits lenient = {.tiny_members = 100000};
    for (int packing = 0; packing < N_PACKINGS; packing++) {
        tm_buf tiny = {0}, full = {0}, many = {0}, mixed = {0};
        uint64_t n_out;
        pack(&tiny, packing, tm_str_of("x"));
        pack(&full, packing,
             tm_str_of("sixty-four bytes are the least that a member of a file has to have"));
        for (int i = 0; i < 100000; i++) {
            tm_buf_add(&many, tm_buf_str(&tiny));
            tm_buf_add(&mixed, tm_buf_str(i % 50000 == 25000 ? &full : &tiny));
        }
        assert_string_equal(first_fault(tm_buf_str(&many), NULL, &n_out), "bomb");
        assert_int_equal(n_out, 65536);
        assert_string_equal(first_fault(tm_buf_str(&many), &lenient, &n_out), "");
        assert_int_equal(n_out, 100000);
        assert_string_equal(first_fault(tm_buf_str(&mixed), NULL, &n_out), "");
        tm_buf_free(&tiny);
        tm_buf_free(&full);
        tm_buf_free(&many);
        tm_buf_free(&mixed);
    }
}

static void skippable_frames_in_a_row_are_a_bomb(void **state)
{
    (void)state;
    tm_buf packed = {0};
    uint64_t n_out;
    for (int i = 0; i < 1000000; i++)
        tm_buf_add(&packed, (tm_str){"\x50\x2A\x4D\x18\0\0\0\0", 8});
    assert_string_equal(first_fault(tm_buf_str(&packed), NULL, &n_out), "bomb");
    assert_int_equal(n_out, 0);
    tm_buf_free(&packed);
}

static void unpacks_bytes_in_memory(void **state)
{
    (void)state;
    tm_buf packed = {0}, out = {0};
    const char *fault;
    pack_gzip(&packed, tm_str_of("in memory"));
    assert_int_equal(tm_stream_unpack(&out, &fault, tm_buf_str(&packed), 100, NULL), TAMIS_OK);
    assert_null(fault);
    assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of("in memory")));
    tm_buf_clear(&out);
    assert_int_equal(tm_stream_unpack(&out, &fault, tm_buf_str(&packed), 3, NULL), TAMIS_OK);
    assert_string_equal(fault, "too_large");
    tm_buf_clear(&out);
    packed.len -= 9;
    assert_int_equal(tm_stream_unpack(&out, &fault, tm_buf_str(&packed), 100, NULL), TAMIS_OK);
    assert_string_equal(fault, "truncated");
    tm_buf_free(&packed);
    tm_buf_free(&out);
}

// A trailer is believed only where what it says is held against what comes out.
static void what_bytes_in_memory_unpack_to_is_known_before(void **state)
{
    (void)state;
    tm_buf one = {0}, out = {0};
    const char *fault;
    size_t n_bytes;
    pack_gzip(&one, tm_str_of("in memory, in memory"));
    assert_int_equal(tm_stream_measure(&n_bytes, tm_buf_str(&one), 100, NULL), TAMIS_OK);
    assert_int_equal(n_bytes, 20);
    assert_int_equal(tm_stream_measure(&n_bytes, tm_buf_str(&one), 7, NULL), TAMIS_OK);
    assert_int_equal(n_bytes, 7);
    one.ptr[one.len - 4] = 3; // a lie
    assert_int_equal(tm_stream_measure(&n_bytes, tm_buf_str(&one), 100, NULL), TAMIS_OK);
    assert_int_equal(n_bytes, 3);
    assert_int_equal(tm_stream_unpack(&out, &fault, tm_buf_str(&one), 100, NULL), TAMIS_OK);
    assert_string_equal(fault, "damaged");
    one.ptr[one.len - 4] = 20;
    pack_gzip(&one, tm_str_of("!")); // whose trailer says 1
    assert_int_equal(tm_stream_measure(&n_bytes, tm_buf_str(&one), 100, NULL), TAMIS_OK);
    assert_int_equal(n_bytes, 21);
    tm_buf_free(&one);
    tm_buf_clear(&out);
    pack_zstd(&one, tm_str_of("in memory"));
    assert_int_equal(tm_stream_measure(&n_bytes, tm_buf_str(&one), 100, NULL), TAMIS_OK);
    assert_int_equal(n_bytes, 9);
    tm_buf_free(&one);
    tm_buf_free(&out);
}

#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_scratch(members_follow_one_another),
        in_scratch(pieces_of_any_size_give_the_same),
        in_scratch(long_members_come_out_whole),
        in_scratch(says_what_is_wrong),
        in_scratch(a_great_window_is_refused),
        in_scratch(every_cut_keeps_what_came_before_it),
        in_scratch(no_flipped_bit_alters_a_record),
        in_scratch(a_cut_text_is_never_whole),
        in_scratch(bombs_are_stopped_at_the_cap),
        in_scratch(every_member_is_measured_by_itself),
        in_scratch(as_much_as_the_cap_is_no_bomb),
        in_scratch(tiny_members_in_a_row_are_a_bomb),
        in_scratch(skippable_frames_in_a_row_are_a_bomb),
        in_scratch(unpacks_bytes_in_memory),
        in_scratch(what_bytes_in_memory_unpack_to_is_known_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
