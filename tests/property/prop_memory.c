// Memory that runs short at any moment: the n-th allocation fails, once or from then on, for every
// n over one opening of a model and one document, and for some over one training. Each time the
// answer is TAMIS_ENOMEM, nothing leaks (the sanitizers look), and a screener that lacked memory
// works again when there is some.
//
// The linker leads the program's own calls here (--wrap); the C library's and libcrypto's are not
// touched.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "cli/remedy.h"
#include "support/tiny_model.h"

// ---- The failing allocator ----------------------------------------------------------------------

typedef struct shortage {
    size_t n_calls; // since it was set
    size_t fail_at; // 1: the next; 0: never
    bool lasting;
} shortage;
static shortage memory;

static void run_short(size_t fail_at, bool lasting)
{
    memory = (shortage){0, fail_at, lasting};
}

static bool is_short(void)
{
    memory.n_calls++;
    return memory.fail_at && (memory.lasting ? memory.n_calls >= memory.fail_at
                                             : memory.n_calls == memory.fail_at);
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    return is_short() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return is_short() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return is_short() ? NULL : __real_realloc(block, size);
}

// ---- The library under it -----------------------------------------------------------------------

// How many allocations `act` makes when all succeed; it is told again and again with one failing.
static void check_every_shortage(tamis_status (*act)(void *context, tamis_error *err),
                                 void *context)
{
    run_short(0, false);
    assert_int_equal(act(context, NULL), TAMIS_OK);
    const size_t n_calls = memory.n_calls;
    assert_true(n_calls > 0);
    for (size_t n = 1; n <= n_calls; n++) {
        for (int lasting = 0; lasting <= 1; lasting++) {
            tamis_error err = {.status = TAMIS_OK};
            run_short(n, lasting);
            const tamis_status status = act(context, &err);
            run_short(0, false);
            if (status != TAMIS_ENOMEM || err.status != TAMIS_ENOMEM)
                fail_msg("allocation %zu of %zu: %s", n, n_calls, tamis_status_name(status));
        }
    }
    assert_int_equal(act(context, NULL), TAMIS_OK);
}

static tamis_status open_model(void *context, tamis_error *err)
{
    const tm_str *file = context;
    tamis_model *model;
    const tamis_status status = tamis_model_open_bytes(&model, file->ptr, file->len, err);
    assert_true((status == TAMIS_OK) == (model != NULL));
    tamis_model_free(model);
    return status;
}

static void opening_a_model(void **state)
{
    (void)state;
    tm_str file = tiny_model_file();
    check_every_shortage(open_model, &file);
}

typedef struct screening {
    tamis_model *model;
    tm_str text;
    bool want_lines, is_html, in_pieces;
} screening;

static tamis_status screen_in_pieces(const tamis_verdict **verdict, tamis_screener *screener,
                                     tm_str text, tamis_error *err)
{
    const size_t half = text.len / 2;
    *verdict = NULL;
    TM_TRY(tamis_screen_begin(screener, err));
    TM_TRY(tamis_screen_add(screener, text.ptr, half, err));
    TM_TRY(tamis_screen_add(screener, text.ptr + half, text.len - half, err));
    return tamis_screen_end(verdict, screener, err);
}

static tamis_status screen_by_a_new_one(void *context, tamis_error *err)
{
    const screening *s = context;
    tamis_options options = TAMIS_OPTIONS_INIT;
    tamis_screener *screener;
    const tamis_verdict *verdict;
    options.want_lines = s->want_lines;
    tamis_status status = tamis_screener_new(&screener, s->model, &options, err);
    assert_true((status == TAMIS_OK) == (screener != NULL));
    if (status == TAMIS_OK) {
        if (s->in_pieces)
            status = screen_in_pieces(&verdict, screener, s->text, err);
        else if (s->is_html)
            status =
                tamis_screen_html(&verdict, screener, s->text.ptr, s->text.len, "koi8-r", err);
        else
            status = tamis_screen(&verdict, screener, s->text.ptr, s->text.len, err);
        assert_true((status == TAMIS_OK) == (verdict != NULL));
    }
    tamis_screener_free(screener);
    return status;
}

// Twins, menus, a bad byte, a line list: what needs memory of its own.
static tm_buf make_text(void)
{
    tm_buf text = {0};
    tm_rng rng = tm_rng_seed(3);
    tm_buf_text(&text, "과기정통부 라이브바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
                       "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다\xFF\n"
                       "부동산 바카라 베팅 | 한빛바카라 베팅\nㅂㅏㅋㅏㄹㅏ 바.카.라\n");
    tiny_spam(&text, &rng, 6);
    return text;
}

static void screening_a_document(void **state)
{
    (void)state;
    tm_buf text = make_text();
    screening s = {.model = tiny_model_open(), .text = tm_buf_str(&text)};
    check_every_shortage(screen_by_a_new_one, &s);
    s.in_pieces = true;
    check_every_shortage(screen_by_a_new_one, &s);
    s.in_pieces = false;
    s.want_lines = true;
    check_every_shortage(screen_by_a_new_one, &s);
    tamis_model_free(s.model);
    tm_buf_free(&text);
}

// Visible and hidden text, links, references, bytes of another encoding.
static void screening_a_page(void **state)
{
    (void)state;
    tm_buf page = {0};
    for (int i = 0; i < 40; i++)
        tm_buf_text(&page,
                    "<p>\xCB\xC1\xDA&amp;<a href=a>b</a> <i hidden>c<a href=//d.e>f</a></i>"
                    "<img alt=g title=h><!-- i -->");
    screening s = {.model = tiny_model_open(),
                   .text = tm_buf_str(&page),
                   .want_lines = true,
                   .is_html = true};
    check_every_shortage(screen_by_a_new_one, &s);
    tamis_model_free(s.model);
    tm_buf_free(&page);
}

// Escapes of JSON, edits and the second look.
static tamis_status find_remedy(void *context, tamis_error *err)
{
    const screening *s = context;
    const tm_reader_options fields = {.text_field = "text", .id_field = "id"};
    const tm_document document = {.id = tm_str_of("a")};
    tm_record record = {.format = TM_FORMAT_JSONL};
    tm_record_view view = {0};
    tm_replacements all = {0};
    tm_remedy remedy = {0};
    tm_remedier remedier = {.max_removed = 1};
    const tamis_verdict *verdict;
    tm_buf_add(&record.raw, s->text);
    tamis_status status = tm_buf_check(&record.raw, err);
    if (status == TAMIS_OK)
        status = tm_record_text(&view, &record, &fields, err);
    if (status == TAMIS_OK)
        status = tamis_screener_new(&remedier.screener, s->model, NULL, err);
    if (status == TAMIS_OK)
        status = tamis_screen(&verdict, remedier.screener, view.text.ptr, view.text.len, err);
    if (status == TAMIS_OK) {
        const tm_judged judged = {&record, &view, &document, verdict, true};
        status = tm_remedy_find(&remedy, &all, &remedier, &judged, err);
        assert_true(status != TAMIS_OK || remedy.kind == TM_REMEDY_CLEANED);
    }
    tamis_screener_free(remedier.screener);
    tm_record_free(&record);
    tm_record_view_free(&view);
    tm_remedier_free(&remedier);
    tm_replacements_free(&all);
    return status;
}

static void finding_a_remedy(void **state)
{
    (void)state;
    tm_buf page = {0}, line = {0};
    tm_rng rng = tm_rng_seed(4);
    tiny_page(&page, &rng, 12);
    tm_buf_text(&page, "부동산 바카라 베팅 | 한빛바카라 베팅\n"
                       "라이브 바카라사이트 추천 | 안전한 카지노사이트 추천\n");
    tiny_page(&page, &rng, 12);
    tm_buf_text(&line, "{\"text\":");
    tm_json_string(&line, tm_buf_str(&page));
    tm_buf_byte(&line, '}');
    screening s = {.model = tiny_model_open(), .text = tm_buf_str(&line)};
    check_every_shortage(find_remedy, &s);
    tamis_model_free(s.model);
    tm_buf_free(&page);
    tm_buf_free(&line);
}

static void the_screener_works_again_afterwards(void **state)
{
    (void)state;
    tm_buf text = make_text();
    tamis_model *model = tiny_model_open();
    const tamis_verdict *verdict;
    bool failed = true;
    for (size_t n = 1; failed; n++) {
        tamis_screener *screener;
        assert_int_equal(tamis_screener_new(&screener, model, NULL, NULL), TAMIS_OK);
        run_short(n, false);
        failed = tamis_screen(&verdict, screener, text.ptr, text.len, NULL) == TAMIS_ENOMEM;
        run_short(0, false);
        assert_int_equal(tamis_screen(&verdict, screener, text.ptr, text.len, NULL), TAMIS_OK);
        assert_int_equal(verdict->verdict, TAMIS_CONTAMINATED);
        assert_true(verdict->n_spans > 3);
        tamis_screener_free(screener);
    }
    tamis_model_free(model);
    tm_buf_free(&text);
}

// Every n would take minutes: a sample of them, spread over all stages.
static void training_a_model(void **state)
{
    (void)state;
    enum { N_SAMPLES = 40 };
    size_t n_calls = 0;
    for (size_t i = 0; i <= N_SAMPLES; i++) {
        tm_training training;
        tamis_error err = {.status = TAMIS_OK};
        tiny_training_start(&training, 1);
        run_short(i > 0 ? 1 + (n_calls - 1) * (i - 1) / (N_SAMPLES - 1) : 0, false);
        const tamis_status status = tiny_training_try(&training, &err);
        n_calls = i > 0 ? n_calls : memory.n_calls;
        const size_t fail_at = memory.fail_at;
        run_short(0, false);
        if (status != (i > 0 ? TAMIS_ENOMEM : TAMIS_OK) || err.status != status)
            fail_msg("allocation %zu of %zu: %s", fail_at, n_calls, tamis_status_name(status));
        tm_training_free(&training);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_a_model),
        cmocka_unit_test(screening_a_document),
        cmocka_unit_test(screening_a_page),
        cmocka_unit_test(finding_a_remedy),
        cmocka_unit_test(the_screener_works_again_afterwards),
        cmocka_unit_test(training_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
