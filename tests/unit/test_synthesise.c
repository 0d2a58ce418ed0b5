// The synthesiser, with the templates and lexicons that are shipped: what it writes is marked to
// the byte, and what it was not given never shows.
// SPDX-License-Identifier: MIT
#include "support/seeds.h"

#include "text/decode.h"
#include "text/utf8.h"

enum { ALL_GROUPS = TM_ALL_WORDS | 1 << TM_WORD_GROUPS, SAMPLES = 600 }; // real texts of fold 0

typedef struct document {
    const char *language, *text;
} document;
static const document documents[] = {
    {"ko", "시청이 새 도서관을 연다\n\n박민지 기자\n\n시는 15일 도서관 개관식을 열었다. 이날 "
           "시장은 \"도서관이 "
           "시민의 쉼터가 되기를 바란다\"고 말했다.\n도서관은 월요일에 쉰다. 주차장은 무료이며 "
           "버스 정류장이 "
           "가깝다.\n\n문의는 시청 문화과로 하면 된다.\n"},
    {"ko",
     "한 줄뿐인 짧은 글이지만 낱말은 여럿이고 문장도 하나 있다. 두 번째 문장은 여기서 끝난다."},
    {"en",
     "The library opens\n\nThe city opened its new library on Monday. \"The library belongs to "
     "everyone,\" the mayor said.\nParking is free, and the bus stops nearby.\n"},
    {"id",
     "Perpustakaan kota dibuka pada hari Senin. Warga datang sejak pagi untuk membaca.\nBuku "
     "anak tersedia di lantai dua.\n"},
    {"zh", "市图书馆星期一开馆。市长说,图书馆属于每一个人。\n停车免费,公共汽车站就在附近。\n"},
    {"ja", "市立図書館が月曜日に開館した。市長は図書館が市民のものだと述べた。\n駐車場は無料で"
           "、バス停も近い。\n"},
    {"th", "ห้องสมุดเปิดวันจันทร์ ประชาชนมาอ่านหนังสือตั้งแต่เช้า\nที่จอดรถไม่เสียเงิน และป้ายรถเมล์อยู่ใกล้\n"},
    {"ru",
     "Городская библиотека открылась в понедельник. Мэр сказал, что она для всех.\nСтоянка "
     "бесплатная, остановка рядом.\n"},
    {"de",
     "Die Stadtbücherei öffnet am Montag. Der Bürgermeister lädt alle Kinder ein.\nParken ist "
     "frei.\n"},
};
enum { N_DOCUMENTS = sizeof documents / sizeof *documents };

// One sample of document `seed % N_DOCUMENTS`.
static const document *make_sample(tm_sample *sample, const tm_payloads *payloads, size_t seed)
{
    const document *const doc = &documents[seed % N_DOCUMENTS];
    tm_rng rng = tm_rng_seed(seed);
    tamis_error err = {0};
    if (tm_synthesise(sample, payloads, tm_str_of(doc->text), doc->language, ALL_GROUPS, &rng,
                      &err) != TAMIS_OK)
        fail_msg("seed %zu: nothing was injected: %s", seed, err.message);
    return doc;
}

// ---- Spans ----------------------------------------------------------------------------------

static void marks_spans_that_are_disjoint_and_whole_characters(void **state)
{
    tm_sample sample = {0};
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        make_sample(&sample, *state, seed);
        assert_true(tm_utf8_is_valid(tm_buf_str(&sample.text)));
        assert_true(sample.n_spans > 0);
        size_t done = 0;
        for (size_t i = 0; i < sample.n_spans; i++) {
            const tm_sample_span span = sample.spans[i];
            const char *const first = sample.text.ptr + span.begin;
            assert_true(done <= span.begin && span.begin < span.end);
            assert_true(span.end <= sample.text.len);
            assert_true(tm_utf8_is_valid((tm_str){first, span.end - span.begin}));
            assert_null(strchr(" \n\t", *first));
            assert_null(strchr(" \n\t", sample.text.ptr[span.end - 1]));
            done = span.end;
        }
    }
    tm_sample_free(&sample);
}

static void put_without_blanks(tm_buf *out, tm_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!strchr(" \n", text.ptr[i]) || text.ptr[i] == '\0')
            tm_buf_byte(out, text.ptr[i]);
    }
}

// A swap takes words away and may repeat a line; the section words of a menu, foreign ones too, may
// stay unmarked.
static void leaves_the_document_whole_outside_the_spans(void **state)
{
    tm_sample sample = {0};
    tm_buf left = {0}, original = {0};
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        const document *const doc = make_sample(&sample, *state, seed);
        if (strcmp(sample.kind, "swap") == 0 || strcmp(sample.kind, "menu") == 0 ||
            strcmp(sample.kind, "foreign") == 0)
            continue;
        const tm_str text = tm_buf_str(&sample.text);
        size_t done = 0;
        tm_buf_clear(&left);
        tm_buf_clear(&original);
        for (size_t i = 0; i < sample.n_spans; i++) {
            put_without_blanks(&left, tm_str_slice(text, done, sample.spans[i].begin));
            done = sample.spans[i].end;
        }
        put_without_blanks(&left, tm_str_slice(text, done, text.len));
        put_without_blanks(&original, tm_str_of(doc->text));
        assert_int_equal(left.len, original.len);
        assert_memory_equal(left.ptr, original.ptr, original.len);
    }
    tm_buf_free(&left);
    tm_buf_free(&original);
    tm_sample_free(&sample);
}

static void keeps_the_particle_behind_a_swapped_noun(void **state)
{
    static const char text[] = "오늘 장관은 말했다";
    tm_sample sample = {0};
    size_t n_swaps = 0;
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const tamis_status status =
            tm_synthesise(&sample, *state, tm_str_of(text), "ko", ALL_GROUPS, &rng, NULL);
        assert_int_equal(status, TAMIS_OK);
        if (strcmp(sample.kind, "swap") != 0)
            continue;
        n_swaps++;
        static const char tail[] = "은 말했다";
        assert_true(sample.spans[0].end + strlen(tail) <= sample.text.len);
        assert_memory_equal(sample.text.ptr + sample.spans[0].end, tail, strlen(tail));
        assert_memory_equal(sample.text.ptr, "오늘", strlen("오늘"));
    }
    assert_true(n_swaps > 0);
    tm_sample_free(&sample);
}

// Thai vowels that are written before their consonant stay with it, and words in katakana are whole.
static void cuts_no_thai_syllable_and_no_word_in_katakana(void **state)
{
    static const struct {
        const char *language, *text;
    } cases[] = {
        {"th", "เมื่อเช้าโรงเรียนแห่งใหม่ในไร่เปิดให้เด็กเข้าไปเล่นได้และแม่ได้เห็นเด็กโตใจเย็น"},
        {"ja", "アドレスのメールをサーバーへ、レポートとデータをユーザーへ。"},
    };
    tm_sample sample = {0};
    size_t n_words = 0;
    for (size_t seed = 0; seed < 4 * SAMPLES; seed++) {
        const size_t which = seed % 2;
        tm_rng rng = tm_rng_seed(seed);
        assert_int_equal(tm_synthesise(&sample, *state, tm_str_of(cases[which].text),
                                       cases[which].language, ALL_GROUPS, &rng, NULL),
                         TAMIS_OK);
        if (strcmp(sample.kind, "swap") != 0 && strcmp(sample.kind, "word") != 0)
            continue;
        n_words++;
        const tm_str text = tm_buf_str(&sample.text);
        for (size_t i = 0; i < sample.n_spans; i++) {
            const tm_sample_span span = sample.spans[i];
            const bool touches =
                i + 1 < sample.n_spans && sample.spans[i + 1].begin == span.end;
            if (span.begin < 3 || span.end == text.len || touches)
                continue;
            size_t before = span.begin - 3, behind = span.end;
            const uint32_t left = tm_utf8_next(text, &before);
            const uint32_t right = tm_utf8_next(text, &behind);
            assert_false(left >= 0xE40 && left <= 0xE44);
            if (which == 1)
                assert_false(left >= 0x30A1 && left <= 0x30FC && right >= 0x30A1 &&
                             right <= 0x30FC);
        }
    }
    assert_true(n_words > 0);
    tm_sample_free(&sample);
}

// ---- Variety --------------------------------------------------------------------------------

static void makes_every_kind(void **state)
{
    static const char *const kinds[] = {"menu",     "footer",  "swap",  "word",
                                        "sentence", "comment", "links", "contact",
                                        "title",    "block",   "post",  "foreign"};
    enum { N_KINDS = sizeof kinds / sizeof *kinds };
    size_t seen[N_KINDS] = {0};
    tm_sample sample = {0};
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        make_sample(&sample, *state, seed);
        for (size_t k = 0; k < N_KINDS; k++)
            seen[k] += strcmp(sample.kind, kinds[k]) == 0;
    }
    for (size_t k = 0; k < N_KINDS; k++) {
        if (seen[k] < SAMPLES / 100)
            fail_msg("%s: %zu of %d", kinds[k], seen[k], SAMPLES);
    }
    tm_sample_free(&sample);
}

static void disguises_about_a_quarter(void **state)
{
    tm_sample sample = {0};
    size_t n = 0;
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        make_sample(&sample, *state, seed);
        n += sample.obfuscation != NULL;
    }
    check_close((double)n / SAMPLES, 0.25, 0.05);
    tm_sample_free(&sample);
}

// Keywords of another script take on a disguise of that script: Hangul in an English page is taken
// apart, too.
static void disguises_foreign_words_as_their_script_allows(void **state)
{
    tm_sample sample = {0};
    size_t n_jamo = 0;
    for (size_t seed = 0; seed < 8 * SAMPLES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        assert_int_equal(tm_synthesise(&sample, *state, tm_str_of(documents[2].text), "en",
                                       ALL_GROUPS, &rng, NULL),
                         TAMIS_OK);
        n_jamo += sample.obfuscation && strcmp(sample.obfuscation, "jamo") == 0;
    }
    assert_true(n_jamo > 0);
    tm_sample_free(&sample);
}

static void gives_the_same_bytes_for_the_same_seed(void **state)
{
    tm_sample first = {0}, second = {0};
    for (size_t seed = 0; seed < 100; seed++) {
        make_sample(&first, *state, seed);
        make_sample(&second, *state, seed + 1); // memory that was used for something else
        make_sample(&second, *state, seed);
        assert_true(tm_str_equal(tm_buf_str(&first.text), tm_buf_str(&second.text)));
        assert_int_equal(first.n_spans, second.n_spans);
        assert_memory_equal(first.spans, second.spans, first.n_spans * sizeof *first.spans);
    }
    tm_sample_free(&first);
    tm_sample_free(&second);
}

// ---- Clean samples --------------------------------------------------------------------------

static void adds_honest_matter_of_every_kind_and_marks_none(void **state)
{
    static const char *const kinds[] = {"furniture", "labels", "joke", "disguise"};
    enum { N_KINDS = sizeof kinds / sizeof *kinds };
    size_t seen[N_KINDS] = {0};
    tm_sample sample = {0};
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        const document *const doc = &documents[seed % N_DOCUMENTS];
        tm_rng rng = tm_rng_seed(seed);
        assert_int_equal(tm_synthesise_clean(&sample, *state, tm_str_of(doc->text),
                                             doc->language, ALL_GROUPS, &rng, NULL),
                         TAMIS_OK);
        assert_int_equal(sample.n_spans, 0);
        assert_true(tm_utf8_is_valid(tm_buf_str(&sample.text)));
        assert_false(tm_str_equal(tm_buf_str(&sample.text), tm_str_of(doc->text)));
        assert_int_equal(strcmp(sample.kind, "disguise") == 0, sample.obfuscation != NULL);
        for (size_t k = 0; k < N_KINDS; k++)
            seen[k] += strcmp(sample.kind, kinds[k]) == 0;
    }
    for (size_t k = 0; k < N_KINDS; k++)
        assert_true(seen[k] > SAMPLES / 50);
    tm_sample_free(&sample);
}

// ---- Word groups ----------------------------------------------------------------------------

static void never_writes_words_of_other_groups(void **state)
{
    enum { N_TERMS = 60 };
    (void)state;
    tm_payloads *payloads;
    tm_buf lexicon = {0};
    for (size_t i = 0; i < N_TERMS; i++)
        tm_buf_format(&lexicon, "qx%02zuqx\tgame\t3.0\t\n", i);
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_payloads_add_lexicon(payloads, "en", tm_buf_str(&lexicon), NULL),
                     TAMIS_OK);
    assert_int_equal(
        tm_payloads_add_templates(payloads,
                                  tm_str_of("swap_item\t*\t{game}\nitem\t*\t{game}\n"
                                            "separator\t*\t,\ninsert\t*\t{game}\n"),
                                  NULL),
        TAMIS_OK);
    tm_sample sample = {0};
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        const unsigned group = seed % TM_WORD_GROUPS;
        tm_rng rng = tm_rng_seed(seed);
        assert_int_equal(tm_synthesise(&sample, payloads, tm_str_of(documents[2].text), "en",
                                       1u << group, &rng, NULL),
                         TAMIS_OK);
        tm_str rest = tm_buf_str(&sample.text);
        for (; rest.len >= 6; rest = tm_str_slice(rest, 1, rest.len)) {
            const tm_str word = tm_str_slice(rest, 0, 6);
            if (memcmp(word.ptr, "qx", 2) == 0 && memcmp(word.ptr + 4, "qx", 2) == 0)
                assert_int_equal(tm_hash_bytes(word) % TM_WORD_GROUPS, group);
        }
    }
    tm_sample_free(&sample);
    tm_buf_free(&lexicon);
    tm_payloads_free(payloads);
}

static void writes_a_real_text_into_documents_of_its_own_fold_alone(void **state)
{
    enum { N_FOLDS = 4 };
    (void)state;
    tm_payloads *payloads;
    tm_sample sample = {0};
    size_t n_found[N_FOLDS] = {0};
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(
        tm_payloads_add_templates(payloads, tm_str_of("post\t*\tanother post\n"), NULL),
        TAMIS_OK);
    for (unsigned fold = 0; fold < N_FOLDS; fold++) {
        tm_buf text = {0};
        tm_buf_format(&text, "real%uspam at qx%u.example, come and play all night", fold, fold);
        assert_int_equal(
            tm_payloads_add_real(payloads, "en", "post", tm_buf_str(&text), fold, NULL),
            TAMIS_OK);
        tm_buf_free(&text);
    }
    for (size_t seed = 0; seed < SAMPLES; seed++) {
        const unsigned fold = seed % N_FOLDS;
        tm_rng rng = tm_rng_seed(seed);
        assert_int_equal(tm_synthesise(&sample, payloads, tm_str_of(documents[2].text), "en",
                                       TM_ALL_WORDS | tm_fold_group(fold), &rng, NULL),
                         TAMIS_OK);
        tm_buf_byte(&sample.text, '\0');
        for (unsigned f = 0; f < N_FOLDS; f++) {
            const char name[] = {'r', 'e', 'a', 'l', (char)('0' + f), 's', '\0'};
            const bool found = strstr(sample.text.ptr, name);
            assert_true(!found || f == fold);
            n_found[f] += found;
        }
    }
    for (unsigned f = 0; f < N_FOLDS; f++)
        assert_true(n_found[f] > 0);
    tm_sample_free(&sample);
    tm_payloads_free(payloads);
}

// ---- Refusals -------------------------------------------------------------------------------

static void finds_no_place_in_almost_nothing(void **state)
{
    static const char *const texts[] = {"", "a",
                                        "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"};
    tm_sample sample = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        tm_rng rng = tm_rng_seed(i);
        assert_int_equal(
            tm_synthesise(&sample, *state, tm_str_of(texts[i]), "ko", ALL_GROUPS, &rng, NULL),
            TAMIS_DONE);
    }
    tm_sample_free(&sample);
}

static void has_nothing_to_write_without_payloads(void **state)
{
    (void)state;
    tm_payloads *payloads;
    tm_sample sample = {0};
    tm_rng rng = tm_rng_seed(1);
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_synthesise(&sample, payloads, tm_str_of(documents[0].text), "ko",
                                   ALL_GROUPS, &rng, NULL),
                     TAMIS_DONE);
    tm_sample_free(&sample);
    tm_payloads_free(payloads);
}

static void names_the_line_of_a_bad_seed(void **state)
{
    static const struct {
        bool lexicon;
        const char *tsv, *line;
    } cases[] = {
        {true, "# fine\nword\tgame\n", "line 2"},
        {true, "word\tgame\theavy\t\n", "line 1"},
        {true, "a\tgame\t1\t\n\t\t\t\n", "line 2"},
        {false, "comment\n", "line 1"},
        {false, "a\t*\tb\nc\t*\td\tmuch\n", "line 2"},
        {false, "a\t*\tb\t0\n", "line 1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_payloads *payloads;
        tamis_error err = {0};
        assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
        const tm_str tsv = tm_str_of(cases[i].tsv);
        const tamis_status status = cases[i].lexicon
                                        ? tm_payloads_add_lexicon(payloads, "ko", tsv, &err)
                                        : tm_payloads_add_templates(payloads, tsv, &err);
        assert_int_equal(status, TAMIS_EFORMAT);
        assert_non_null(strstr(err.message, cases[i].line));
        tm_payloads_free(payloads);
    }
}

static void keeps_classes_and_kinds_apart(void **state)
{
    (void)state;
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_payloads_add_lexicon(payloads, "ko", tm_str_of("a\tgame\t1\t\n"), NULL),
                     TAMIS_OK);
    assert_int_equal(tm_payloads_add_templates(payloads, tm_str_of("game\tko\tb\n"), NULL),
                     TAMIS_EFORMAT);
    tm_payloads_free(payloads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_spans_that_are_disjoint_and_whole_characters),
        cmocka_unit_test(leaves_the_document_whole_outside_the_spans),
        cmocka_unit_test(keeps_the_particle_behind_a_swapped_noun),
        cmocka_unit_test(cuts_no_thai_syllable_and_no_word_in_katakana),
        cmocka_unit_test(makes_every_kind),
        cmocka_unit_test(disguises_about_a_quarter),
        cmocka_unit_test(disguises_foreign_words_as_their_script_allows),
        cmocka_unit_test(gives_the_same_bytes_for_the_same_seed),
        cmocka_unit_test(adds_honest_matter_of_every_kind_and_marks_none),
        cmocka_unit_test(writes_a_real_text_into_documents_of_its_own_fold_alone),
        cmocka_unit_test(never_writes_words_of_other_groups),
        cmocka_unit_test(finds_no_place_in_almost_nothing),
        cmocka_unit_test(has_nothing_to_write_without_payloads),
        cmocka_unit_test(names_the_line_of_a_bad_seed),
        cmocka_unit_test(keeps_classes_and_kinds_apart),
    };
    return cmocka_run_group_tests(tests, seeds_pool, seeds_free);
}
