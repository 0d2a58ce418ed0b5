// Model files by forgers who can seal: bytes of the head and of the tables changed at random, the
// checksum made to fit. Each is refused, or screens documents like any other. Files of other
// programs are refused. A failure prints the seed.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "support/tiny_model.h"

enum { N_FORGERIES = 400, TRAILER_BYTES = 72, N_SECTIONS = 3 };

// ---- Forgeries ----------------------------------------------------------------------------------

static size_t find(tm_str file, const char *text)
{
    const size_t len = strlen(text);
    for (size_t at = 0; at + len <= file.len; at++)
        if (memcmp(file.ptr + at, text, len) == 0)
            return at;
    fail_msg("the model file has no \"%s\"", text);
    return 0;
}

static void seal(tm_buf *file)
{
    tm_digest digest = {0};
    char hex[TM_DIGEST_HEX + 1];
    assert_int_equal(tm_digest_init(&digest, NULL), TAMIS_OK);
    assert_int_equal(tm_digest_hex(&digest, hex, tm_buf_str(file), NULL), TAMIS_OK);
    tm_buf_format(file, "sha256 %s\n", hex);
    tm_digest_free(&digest);
}

// Digits become other digits mostly, so that many forgeries still read as numbers.
static char another(char byte, tm_rng *rng)
{
    if (byte >= '0' && byte <= '9' && tm_rng_chance(rng, 0.9))
        return (char)('0' + tm_rng_below(rng, 10));
    return (char)(tm_rng_chance(rng, 0.5) ? "0-e.\n \t9"[tm_rng_below(rng, 8)]
                                          : (char)(tm_rng_next(rng) & 0xFF));
}

static void forge(tm_buf *out, tm_rng *rng)
{
    const tm_str file = tiny_model_file();
    static const char *const starts[N_SECTIONS + 1] = {"TAMIS-MODEL", "\nclassifier ",
                                                       "\nevidence ", "\nngrams "};
    tm_buf_clear(out);
    tm_buf_add(out, tm_str_slice(file, 0, file.len - TRAILER_BYTES));
    for (size_t n = 1 + tm_rng_below(rng, 3); n > 0; n--) {
        const size_t section = tm_rng_below(rng, N_SECTIONS);
        const size_t begin = find(file, starts[section]), end = find(file, starts[section + 1]);
        const size_t at = begin + tm_rng_below(rng, end - begin);
        out->ptr[at] = another(out->ptr[at], rng);
    }
    seal(out);
}

static void screen_something(const tamis_model *model)
{
    const tamis_options options = {sizeof options, 1, -1, 1 << 20, 1};
    const tamis_verdict *verdict;
    tamis_screener *screener;
    tm_buf text = {0};
    tm_rng rng = tm_rng_seed(7);
    tiny_spam(&text, &rng, 12);
    assert_int_equal(tamis_screener_new(&screener, model, &options, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&verdict, screener, text.ptr, text.len, NULL), TAMIS_OK);
    assert_true(isfinite(verdict->score));
    assert_true(verdict->probability >= 0 && verdict->probability <= 1);
    tamis_screener_free(screener);
    tm_buf_free(&text);
}

static void a_sealed_forgery_is_refused_or_works(void **state)
{
    (void)state;
    tm_buf forged = {0};
    size_t n_read = 0;
    for (uint64_t seed = 1; seed <= N_FORGERIES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tamis_model *model;
        forge(&forged, &rng);
        const tamis_status status =
            tamis_model_open_bytes(&model, forged.ptr, forged.len, NULL);
        if (status != TAMIS_OK && status != TAMIS_EFORMAT && status != TAMIS_EVERSION)
            fail_msg("seed %llu: status %d", (unsigned long long)seed, status);
        assert_true((status == TAMIS_OK) == (model != NULL));
        if (model)
            screen_something(model);
        n_read += model != NULL;
        tamis_model_free(model);
    }
    assert_true(n_read > 10 && n_read < N_FORGERIES); // both ways were gone
    tm_buf_free(&forged);
}

// Weights as heavy as the format allows, on a line as long as a window: sums must not overflow.
static void the_heaviest_weights_add_up(void **state)
{
    (void)state;
    const tm_str file = tiny_model_file();
    static const struct {
        const char *evidence;
        int ngram;
    } rows[] = {{"32767\n", 127}, {"-32768\n", -128}};
    for (size_t i = 0; i < 2; i++) {
        tm_model read = {.sha256 = ""};
        tamis_model *model;
        tamis_screener *screener;
        const tamis_verdict *verdict;
        tm_buf forged = {0}, text = {0};
        const tamis_options options = {sizeof options, 1, -1, 4 << 20, 1};
        assert_int_equal(tm_model_read(&read, file, NULL), TAMIS_OK);
        for (size_t e = 0; e < TM_N_EVIDENCE; e++)
            read.knowledge.weights.evidence[e] = (int16_t)atoi(rows[i].evidence);
        memset(read.knowledge.weights.ngram, rows[i].ngram, (size_t)1 << TM_NGRAM_BITS);
        assert_int_equal(tm_model_write(&forged, &read, NULL), TAMIS_OK);
        assert_int_equal(tamis_model_open_bytes(&model, forged.ptr, forged.len, NULL),
                         TAMIS_OK);
        for (size_t n = 0; n < 90000; n++)
            tm_buf_text(&text, n % 30000 == 9999 ? "바카라 @name " : "日本 ");
        assert_int_equal(tamis_screener_new(&screener, model, &options, NULL), TAMIS_OK);
        assert_int_equal(tamis_screen(&verdict, screener, text.ptr, text.len, NULL), TAMIS_OK);
        for (size_t s = 0; s < verdict->n_spans; s++)
            assert_true(verdict->spans[s].score > 0);
        tamis_screener_free(screener);
        tamis_model_free(model);
        tm_model_clear(&read);
        tm_buf_free(&forged);
        tm_buf_free(&text);
    }
}

// ---- Files of other programs --------------------------------------------------------------------

static void refuses_models_of_other_programs(void **state)
{
    (void)state;
    static const char *const files[] = {
        ("svm_type c_svc\nkernel_type linear\nnr_class 2\ntotal_sv 1\nrho 0\nlabel 1 -1\nSV\n1 "
         "1:1\n"),
        "svm_type c_svc\nkernel_type linear\nnr_class 2147483647\ntotal_sv -1\nSV\n",
        "\177ELF\002\001\001",
        "{\"model\":1}",
        "TAMIS-MODEL",
        "\xEF\xBB\xBFTAMIS-MODEL 3\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        tamis_model *model;
        assert_int_equal(tamis_model_open_bytes(&model, files[i], strlen(files[i]), NULL),
                         TAMIS_EFORMAT);
        assert_null(model);
    }
}

// Model files that have crashed libsvm's loader or its users, where they lie beside the sources.
static void refuses_files_that_were_made_to_harm(void **state)
{
    (void)state;
    static const char folder[] = "../shared/libsvm-hostile";
    DIR *files = opendir(folder);
    size_t n = 0;
    if (!files) {
        print_message("skipped: no %s\n", folder);
        skip();
    }
    for (const struct dirent *entry = readdir(files); entry; entry = readdir(files)) {
        if (entry->d_name[0] == '.')
            continue;
        tm_buf path = {0};
        tamis_model *model;
        tm_buf_format(&path, "%s/%s", folder, entry->d_name);
        tm_buf_byte(&path, '\0');
        if (tamis_model_open(&model, path.ptr, NULL) != TAMIS_EFORMAT || model)
            fail_msg("%s is not refused", path.ptr);
        tm_buf_free(&path);
        n++;
    }
    closedir(files);
    assert_true(n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_forgery_is_refused_or_works),
        cmocka_unit_test(the_heaviest_weights_add_up),
        cmocka_unit_test(refuses_models_of_other_programs),
        cmocka_unit_test(refuses_files_that_were_made_to_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
