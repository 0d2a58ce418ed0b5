// The model file, strict both ways: what is written is read back to the byte, and nothing else is
// read: not a prefix, not a flipped byte, not a number out of its range however well sealed.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdio.h>

#include <stdlib.h>

#include "base/digest.h"
#include "support/tiny_model.h"

enum { TRAILER_BYTES = 72 }; // "sha256 ", 64 digits, a line end

static tamis_status try_reading(tm_str bytes, tamis_error *err)
{
    tm_model model = {.sha256 = ""};
    const tamis_status status = tm_model_read(&model, bytes, err);
    tm_model_clear(&model);
    return status;
}

// Writes the checksum that fits.
static void seal(tm_buf *forged)
{
    tm_digest digest = {0};
    char hex[TM_DIGEST_HEX + 1];
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, tm_buf_str(forged), NULL), TAMIS_OK);
    tm_buf_format(forged, "sha256 %s\n", hex);
    tm_digest_free(&digest);
}

// The tiny model with `from` replaced by `to` where it first occurs, and sealed again.
static tm_buf forge(const char *from, tm_str to)
{
    const tm_str file = tiny_model_file();
    const size_t body = file.len - TRAILER_BYTES, from_len = strlen(from);
    size_t at = 0;
    tm_buf forged = {0};
    while (at + from_len <= body && memcmp(file.ptr + at, from, from_len) != 0)
        at++;
    if (at + from_len > body)
        fail_msg("the model file has no \"%s\"", from);
    tm_buf_add(&forged, tm_str_slice(file, 0, at));
    tm_buf_add(&forged, to);
    tm_buf_add(&forged, tm_str_slice(file, at + from_len, body));
    seal(&forged);
    return forged;
}

static void check_forgery(const char *from, const char *to, tamis_status status)
{
    tm_buf forged = forge(from, tm_str_of(to));
    tamis_error err = {.message = ""};
    const tamis_status got = try_reading(tm_buf_str(&forged), &err);
    if (got != status)
        fail_msg("\"%s\" for \"%s\": status %d, %s", to, from, got, err.message);
    assert_true(status == TAMIS_OK || err.message[0] != '\0');
    tm_buf_free(&forged);
}

// ---- Round trip ---------------------------------------------------------------------------------

static void what_is_written_is_read_and_written_again(void **state)
{
    (void)state;
    const tm_str file = tiny_model_file();
    tm_model model = {.sha256 = ""};
    tm_buf again = {0};
    assert_int_equal(tm_model_read(&model, file, NULL), TAMIS_OK);
    assert_int_equal(tm_model_write(&again, &model, NULL), TAMIS_OK);
    assert_int_equal(again.len, file.len);
    assert_memory_equal(again.ptr, file.ptr, file.len);
    tm_model_clear(&model);
    tm_buf_free(&again);
}

// Nothing is written that could not be read.
static void a_lexicon_may_be_so_large_and_no_larger(void **state)
{
    (void)state;
    tm_model model = {.sha256 = ""}, again = {.sha256 = ""};
    tm_buf file = {0};
    assert_int_equal(tm_model_read(&model, tiny_model_file(), NULL), TAMIS_OK);
    tm_buf *const lexicon = &model.lexicon_tsv;
    tm_buf_text(lexicon, "바카차\tgame\t3\t");
    while (lexicon->len < TM_MAX_LEXICON_BYTES - 1)
        tm_buf_byte(lexicon, 'x');
    tm_buf_byte(lexicon, '\n');
    assert_int_equal(tm_model_write(&file, &model, NULL), TAMIS_OK);
    assert_int_equal(tm_model_read(&again, tm_buf_str(&file), NULL), TAMIS_OK);
    tm_buf_clear(&file);
    tm_buf_byte(lexicon, '\n');
    assert_int_equal(tm_model_write(&file, &model, NULL), TAMIS_ELIMIT);
    assert_int_equal(file.len, 0);
    tm_buf_free(&file);
    tm_model_clear(&model);
    tm_model_clear(&again);
}

static void the_model_is_named_by_the_digest_of_its_file(void **state)
{
    (void)state;
    const tm_str file = tiny_model_file();
    tm_model model = {.sha256 = ""};
    tm_digest digest = {0};
    char hex[TM_DIGEST_HEX + 1];
    assert_int_equal(tm_model_read(&model, file, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, file, NULL), TAMIS_OK);
    assert_string_equal(model.sha256, hex);
    tm_digest_free(&digest);
    tm_model_clear(&model);
}

static void a_forgery_without_a_change_is_read(void **state)
{
    (void)state;
    check_forgery("name tiny\n", "name tiny\n", TAMIS_OK);
    check_forgery("name tiny\n", "name other\n", TAMIS_OK);
}

// ---- Damage -------------------------------------------------------------------------------------

static void refuses_every_prefix(void **state)
{
    (void)state;
    const tm_str file = tiny_model_file();
    for (size_t len = 0; len < file.len; len += len < 200 || file.len - len < 200 ? 1 : 7919)
        if (try_reading(tm_str_slice(file, 0, len), NULL) >= 0)
            fail_msg("the first %zu bytes are read", len);
    assert_int_equal(try_reading((tm_str){NULL, 0}, NULL), TAMIS_EFORMAT);
}

static void refuses_every_flipped_byte(void **state)
{
    (void)state;
    const tm_str file = tiny_model_file();
    tm_buf copy = {0};
    tm_rng rng = tm_rng_seed(1);
    tm_buf_add(&copy, file);
    for (int i = 0; i < 500; i++) {
        const size_t part = tm_rng_below(&rng, 3); // the head, the tail, anywhere
        const size_t at = part == 0   ? tm_rng_below(&rng, 2000)
                          : part == 1 ? file.len - 1 - tm_rng_below(&rng, 200)
                                      : tm_rng_below(&rng, file.len);
        const char flip = (char)(1u << tm_rng_below(&rng, 8));
        copy.ptr[at] = (char)(copy.ptr[at] ^ flip);
        if (try_reading(tm_buf_str(&copy), NULL) >= 0)
            fail_msg("byte %zu flipped is read", at);
        copy.ptr[at] = (char)(copy.ptr[at] ^ flip);
    }
    assert_int_equal(try_reading(tm_buf_str(&copy), NULL), TAMIS_OK);
    tm_buf_free(&copy);
}

static void refuses_what_follows_the_end(void **state)
{
    (void)state;
    static const char *const rests[] = {"\n", " ", "x", "sha256 00\n"};
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        tm_buf copy = {0};
        tm_buf_add(&copy, tiny_model_file());
        tm_buf_text(&copy, rests[i]);
        assert_int_equal(try_reading(tm_buf_str(&copy), NULL), TAMIS_EFORMAT);
        tm_buf_free(&copy);
    }
}

static void refuses_what_stands_between_the_last_section_and_the_seal(void **state)
{
    (void)state;
    static const char *const rests[] = {"\n", "x", "x\n", "name tiny\n"};
    const tm_str file = tiny_model_file();
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        tm_buf forged = {0};
        tm_buf_add(&forged, tm_str_slice(file, 0, file.len - TRAILER_BYTES));
        tm_buf_text(&forged, rests[i]);
        seal(&forged);
        assert_int_equal(try_reading(tm_buf_str(&forged), NULL), TAMIS_EFORMAT);
        tm_buf_free(&forged);
    }
}

static void keeps_nothing_of_what_it_refuses(void **state)
{
    (void)state;
    tm_model model = {.sha256 = ""};
    tm_buf forged = forge("ngrams 2097152\n", tm_str_of("ngrams 2097151\n"));
    assert_int_equal(tm_model_read(&model, tm_buf_str(&forged), NULL), TAMIS_EFORMAT);
    assert_null(model.knowledge.folds);
    assert_null(model.knowledge.weights.ngram);
    assert_null(model.lexicon_tsv.ptr);
    assert_int_equal(model.sha256[0], 0);
    tm_buf_free(&forged);
}

// ---- Forgeries ----------------------------------------------------------------------------------

// The memory: its first line says how many clean documents, the others are DECISION LABEL INPUTS.
static void refuses_a_memory_that_is_none(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",         "x",        "0.5",       "0.5 1",     "0.5 1 00",       "nan 1 %s",
        "1e7 1 %s", "0.5 2 %s", "0.5 -1 %s", "0.5 1 %s0", "0.5 1 %s extra", "0.5  1 %s",
    };
    const tm_str file = tiny_model_file();
    tm_str rest = file;
    while (!tm_str_starts_with(rest, tm_str_of("memory ")))
        tm_str_cut(&rest, '\n');
    tm_str_cut(&rest, '\n');
    tm_str_cut(&rest, '\n');
    const tm_str line = tm_str_cut(&rest, '\n');
    char inputs[2 * TM_N_FEATURES + 1] = "";
    memset(inputs, 'f', sizeof inputs - 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        // The section keeps its length: what is short is filled up with lines of nothing.
        char forged[512], from[512];
        const char *const mark = strstr(rows[i], "%s");
        const size_t head = mark ? (size_t)(mark - rows[i]) : strlen(rows[i]);
        size_t len = (size_t)snprintf(forged, sizeof forged, "%.*s%s%s", (int)head, rows[i],
                                      mark ? inputs : "", mark ? mark + 2 : "");
        while (len < line.len)
            forged[len++] = '\n';
        forged[len] = '\0';
        snprintf(from, sizeof from, "%.*s", (int)line.len, line.ptr);
        check_forgery(from, forged, TAMIS_EFORMAT);
    }
}

static void refuses_other_versions_and_features(void **state)
{
    (void)state;
    check_forgery("compounds 131072\n", "compounds 131071\n", TAMIS_EFORMAT);
    check_forgery("compounds 131072\n", "compounds 131073\n", TAMIS_EFORMAT);
    check_forgery("compounds 131072\n", "composita 131072\n", TAMIS_EFORMAT);
    check_forgery("TAMIS-MODEL 4\n", "TAMIS-MODEL 5\n", TAMIS_EVERSION);
    check_forgery("TAMIS-MODEL 4\n", "TAMIS-MODEL 40\n", TAMIS_EVERSION);
    check_forgery("TAMIS-MODEL 4\n", "TAMIS-MODE 4\n", TAMIS_EFORMAT);
    check_forgery("TAMIS-MODEL 4\n", "TAMIS-MODEL 3\n", TAMIS_EFORMAT); // 3 has no memory
    check_forgery("schema ", "schema 0", TAMIS_EFORMAT);                // 17 digits
    tm_str file = tiny_model_file();
    char schema[24] = "";
    while (!tm_str_starts_with(file, tm_str_of("schema ")))
        tm_str_cut(&file, '\n');
    memcpy(schema, file.ptr, 23);
    char other[24];
    memcpy(other, schema, sizeof other);
    other[22] = schema[22] == '0' ? '1' : '0';
    check_forgery(schema, other, TAMIS_EVERSION);
}

static void refuses_lines_that_are_not_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"name tiny\n", ""},
        {"name tiny\n", "name \n"},
        {"name tiny\n", "name  tiny\n"},
        {"name tiny\n", "name tiny \n"},
        {"name tiny\n", "name ti ny\n"},
        {"name tiny\n", "name tiny\r\n"},
        {"name tiny\n", "name ti\tny\n"},
        {"name tiny\n", "name 작은\n"},
        {"name tiny\n", "NAME tiny\n"},
        {"name tiny\n", "name tiny\nname tiny\n"},
        {"name tiny\n",
         "name a-name-of-exactly-sixty-four-bytes-is-one-byte-longer-than-fits-\n"},
        {"\nunicode ", "\nunicode 15.0.0.0.0.0.0."},
        {"\nlibsvm ", "\nlibsvm -"},
        {"\nlibsvm ", "\nlibsvm x"},
        {"\nseed 1\n", "\nseed -1\n"},
        {"\nseed 1\n", "\nseed 1.5\n"},
        {"\nseed 1\n", "\nseed 18446744073709551616\n"},
        {"\nseed 1\n", "\nseed\n"},
        {"\nrows ", "\nrows x "},
        {"\nsigmoid ", "\nsigmoid 1 "},
        {"\nsigmoid ", "\nsigmoid"},
        {"\nclassifier ", "\n\nclassifier "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_forgery(rows[i].from, rows[i].to, TAMIS_EFORMAT);
}

// The line that begins with `key`, its end included.
static tm_buf line_of(const char *key)
{
    tm_str rest = tiny_model_file();
    tm_buf line = {0};
    while (!tm_str_starts_with(rest, tm_str_of(key)))
        tm_str_cut(&rest, '\n');
    tm_buf_add(&line, tm_str_cut(&rest, '\n'));
    tm_buf_text(&line, "\n");
    tm_buf_byte(&line, '\0');
    return line;
}

static void refuses_numbers_out_of_their_range(void **state)
{
    (void)state;
    static const struct {
        const char *key, *line;
    } rows[] = {
        {"sigmoid ", "sigmoid nan 0\n"},
        {"sigmoid ", "sigmoid 1 nan\n"},
        {"sigmoid ", "sigmoid inf 0\n"},
        {"sigmoid ", "sigmoid 1 -inf\n"},
        {"sigmoid ", "sigmoid 0x1p0 0\n"},
        {"sigmoid ", "sigmoid 0 0\n"}, // must rise
        {"sigmoid ", "sigmoid -1 0\n"},
        {"sigmoid ", "sigmoid 1e300 0\n"},
        {"sigmoid ", "sigmoid 1 1e300\n"},
        {"sigmoid ", "sigmoid 1e400 0\n"},
        {"sigmoid ", "sigmoid 1,5 0\n"},
        {"sigmoid ", "sigmoid 1\n"},
        {"sigmoid ", "sigmoid 1 0 0\n"},
        {"point 1e-05 ", "point 1e-05 0.5 0 0 0\n"},
        {"point 1e-05 ", "point 1e-05 1.5 0 0 0 10\n"},
        {"point 1e-05 ", "point 1e-05 -0.5 0 0 0 10\n"},
        {"point 1e-05 ", "point 1e-05 nan 0 0 0 10\n"},
        {"point 1e-05 ", "point 1e-05 0.5 2 0 0 10\n"},
        {"point 1e-05 ", "point 1e-05 0.5 0 0 0 -1\n"},
        {"point 1e-05 ", "point 1e-05 0.5 0 0 0 1e300\n"},
        {"point 1e-05 ",
         "point 1e-05 1e-9 0 0 0 10\n"}, // a stricter point with a lower threshold
        {"point 1e-05 ", "point 0.0001 1 0 0 0 10\n"}, // not ascending
        {"point 0.01 ", ""},
        {"point 0.01 ", "point 0.01 0 0 0 0 9\npoint 0.1 0 0 0 0 9\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf line = line_of(rows[i].key);
        check_forgery(line.ptr, rows[i].line, TAMIS_EFORMAT);
        tm_buf_free(&line);
    }
}

static void refuses_sections_that_do_not_fit(void **state)
{
    (void)state;
    static const char *const names[] = {"classifier", "evidence", "lexicon", "ngrams"};
    static const char *const lengths[] = {"",           "0",
                                          "1",          "-1",
                                          "2147483648", "4294967296",
                                          "x",          "9223372036854775807",
                                          "1e3",        "18446744073709551615",
                                          " 7",         "99999999999999999999"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            tm_buf key = {0}, to = {0};
            tm_buf_format(&key, "%s ", names[i]);
            tm_buf_byte(&key, '\0');
            tm_buf line = line_of(key.ptr);
            tm_buf_format(&to, "%s%s\n", key.ptr, lengths[k]);
            tm_buf_byte(&to, '\0');
            check_forgery(line.ptr, to.ptr, TAMIS_EFORMAT);
            tm_buf_free(&key);
            tm_buf_free(&line);
            tm_buf_free(&to);
        }
    }
}

// The first number of a section replaced, and the section's length made to fit.
static void check_first_number(const char *section, const char *number, tamis_status status)
{
    tm_buf line = line_of(section), from = {0}, to = {0};
    const size_t section_len = (size_t)strtoul(line.ptr + strlen(section), NULL, 10);
    tm_str rest = tiny_model_file();
    while (!tm_str_equal(tm_str_cut(&rest, '\n'), (tm_str){line.ptr, line.len - 2}))
        ;
    const tm_str old = tm_str_cut(&rest, '\n');
    tm_buf_format(&from, "%s%.*s\n", line.ptr, (int)old.len, old.ptr);
    tm_buf_format(&to, "%s%zu\n%s\n", section, section_len - old.len + strlen(number), number);
    tm_buf_byte(&from, '\0');
    tm_buf_byte(&to, '\0');
    check_forgery(from.ptr, to.ptr, status);
    tm_buf_free(&line);
    tm_buf_free(&from);
    tm_buf_free(&to);
}

static void refuses_weights_that_are_no_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",   "nan", "-inf", "0x1", "--1",
                                        " 1", "1 ",  "1\t",  "1e",  "1\n1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        check_first_number("classifier ", wrong[i], TAMIS_EFORMAT);
        check_first_number("evidence ", wrong[i], TAMIS_EFORMAT);
    }
    check_first_number("classifier ", "1.5", TAMIS_OK);
    check_first_number("classifier ", "1e9", TAMIS_EFORMAT);
    check_first_number("classifier ", "-1e300", TAMIS_EFORMAT);
    check_first_number("evidence ", "32767", TAMIS_OK);
    check_first_number("evidence ", "32768", TAMIS_EFORMAT);
    check_first_number("evidence ", "-32768", TAMIS_OK);
    check_first_number("evidence ", "-32769", TAMIS_EFORMAT);
    check_first_number("evidence ", "1.5", TAMIS_EFORMAT);
    check_first_number("evidence ", "9223372036854775808", TAMIS_EFORMAT);
}

static void refuses_a_faulty_lexicon(void **state)
{
    (void)state;
    check_forgery("바카라\tgame\t3\n", "바카라\tgamy\t3\n", TAMIS_EFORMAT);
    check_forgery("바카라\tgame\t3\n", "바카라\tgame\t9\n", TAMIS_EFORMAT);
    check_forgery("바카라\tgame\t3\n", "바\xFF\xFF\xFF카\tgame\t3\n", TAMIS_EFORMAT);
    check_forgery("바카라\tgame\t3\n", "\xF7\xBF\xBF\xBF카a\xF4\tgame\t3\n", TAMIS_EFORMAT);
    check_forgery("바카라\tgame\t3\n", "바카차\tgame\t3\n", TAMIS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_and_written_again),
        cmocka_unit_test(a_lexicon_may_be_so_large_and_no_larger),
        cmocka_unit_test(the_model_is_named_by_the_digest_of_its_file),
        cmocka_unit_test(a_forgery_without_a_change_is_read),
        cmocka_unit_test(refuses_every_prefix),
        cmocka_unit_test(refuses_every_flipped_byte),
        cmocka_unit_test(refuses_what_follows_the_end),
        cmocka_unit_test(refuses_what_stands_between_the_last_section_and_the_seal),
        cmocka_unit_test(keeps_nothing_of_what_it_refuses),
        cmocka_unit_test(refuses_a_memory_that_is_none),
        cmocka_unit_test(refuses_other_versions_and_features),
        cmocka_unit_test(refuses_lines_that_are_not_as_written),
        cmocka_unit_test(refuses_numbers_out_of_their_range),
        cmocka_unit_test(refuses_sections_that_do_not_fit),
        cmocka_unit_test(refuses_weights_that_are_no_numbers),
        cmocka_unit_test(refuses_a_faulty_lexicon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
