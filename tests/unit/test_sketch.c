// Which words of a document its sketch holds.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/sketch.h"

static tm_sketch sketch_of(tm_sketcher *sketcher, const char *text)
{
    tm_sketch sketch;
    assert_int_equal(tm_sketch_fill(&sketch, sketcher, tm_str_of(text), NULL), TAMIS_OK);
    return sketch;
}

static void start(tm_sketcher *sketcher, tm_folds **folds)
{
    assert_int_equal(tm_folds_new(folds, NULL), TAMIS_OK);
    *sketcher = (tm_sketcher){.folds = *folds};
}

static void finish(tm_sketcher *sketcher, tm_folds *folds)
{
    tm_sketcher_free(sketcher);
    tm_folds_free(folds);
}

static void holds_every_word_of_a_short_document_once(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t len;
    } rows[] = {
        {"", 0},
        {"one two one, ONE!", 2},
        {"12 + 34 = 46", 0},
        {"老虎机", 2},
        {"https://www.abc77.com/x @zq_demo77", 2},
    };
    tm_folds *folds;
    tm_sketcher sketcher;
    start(&sketcher, &folds);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(sketch_of(&sketcher, rows[i].text).len, rows[i].len);
    finish(&sketcher, folds);
}

static void keeps_the_same_words_of_documents_that_share_most(void **state)
{
    (void)state;
    tm_folds *folds;
    tm_sketcher sketcher;
    tm_buf text = {0};
    start(&sketcher, &folds);
    for (unsigned i = 0; i < 500; i++)
        tm_buf_format(&text, "word%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i % 7);
    tm_buf_byte(&text, '\0');
    const tm_sketch one = sketch_of(&sketcher, text.ptr);
    text.len--;
    tm_buf_text(&text, "and a few more");
    tm_buf_byte(&text, '\0');
    const tm_sketch other = sketch_of(&sketcher, text.ptr);
    assert_int_equal(one.len, TM_SKETCH_WORDS);
    size_t shared = 0;
    for (size_t i = 0; i < TM_SKETCH_WORDS; i++) {
        assert_true(i == 0 || one.word[i - 1] < one.word[i]);
        for (size_t k = 0; k < TM_SKETCH_WORDS; k++)
            shared += one.word[i] == other.word[k];
    }
    assert_true(shared >= TM_SKETCH_WORDS - 4);
    tm_buf_free(&text);
    finish(&sketcher, folds);
}

static void spells_the_words_of_the_document_read_last(void **state)
{
    (void)state;
    tm_folds *folds;
    tm_sketcher sketcher;
    tm_buf text = {0};
    start(&sketcher, &folds);
    const tm_sketch sketch = sketch_of(&sketcher, "Ｓｌｏｔ");
    tm_sketch_spell(&text, &sketcher, sketch.word[0]);
    assert_true(tm_str_equal(tm_buf_str(&text), tm_str_of("slot")));
    sketch_of(&sketcher, "another");
    tm_sketch_spell(&text, &sketcher, sketch.word[0]);
    tm_sketch_spell(&text, &sketcher, 0);
    assert_int_equal(text.len, strlen("slot"));
    tm_buf_free(&text);
    finish(&sketcher, folds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_every_word_of_a_short_document_once),
        cmocka_unit_test(keeps_the_same_words_of_documents_that_share_most),
        cmocka_unit_test(spells_the_words_of_the_document_read_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
