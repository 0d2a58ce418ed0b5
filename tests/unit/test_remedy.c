// Flagged documents become clean by replacements in their own bytes, or it is said why not.
// SPDX-License-Identifier: MIT
#include "support/tiny_model.h"

#include "base/json.h"
#include "cli/remedy.h"

static const tm_reader_options fields = {.text_field = "text", .id_field = "id"};

// One document and what became of it.
typedef struct visit {
    tamis_screener *screener;
    tm_record record;
    tm_record_view view;
    tm_remedier remedier;
    tm_replacements all;
    tm_remedy remedy;
} visit;

static void enter(visit *v, const tamis_model *model, tm_str bytes, tm_format format)
{
    *v = (visit){.record.format = format};
    tm_buf_add(&v->record.raw, bytes);
    assert_int_equal(tamis_screener_new(&v->screener, model, NULL, NULL), TAMIS_OK);
    v->remedier.screener = v->screener;
    v->remedier.max_removed = 0.9;
}

static void treat(visit *v)
{
    const tamis_verdict *verdict;
    const tm_document document = {.id = tm_str_of("a\"b"), .record = 7};
    assert_int_equal(tm_record_text(&v->view, &v->record, &fields, NULL), TAMIS_OK);
    const tm_str text = v->view.text;
    assert_int_equal(tamis_screen(&verdict, v->screener, text.ptr, text.len, NULL), TAMIS_OK);
    const tm_judged judged = {&v->record, &v->view, &document, verdict,
                              verdict->verdict == TAMIS_CONTAMINATED};
    assert_int_equal(tm_remedy_find(&v->remedy, &v->all, &v->remedier, &judged, NULL),
                     TAMIS_OK);
}

static void leave(visit *v)
{
    tamis_screener_free(v->screener);
    tm_record_free(&v->record);
    tm_record_view_free(&v->view);
    tm_remedier_free(&v->remedier);
    tm_replacements_free(&v->all);
}

// The record with its replacements made, in order and disjoint.
static void apply(tm_buf *out, const visit *v)
{
    const tm_str raw = tm_buf_str(&v->record.raw);
    size_t at = 0;
    for (size_t i = v->remedy.begin; i < v->remedy.end; i++) {
        const tm_replacement *const r = &v->all.list[i];
        assert_true(r->begin >= at && r->end > r->begin && r->end <= raw.len);
        tm_buf_add(out, tm_str_slice(raw, at, r->begin));
        tm_buf_add(out, tm_str_slice(raw, r->put_begin, r->put_end));
        at = r->end;
    }
    tm_buf_add(out, tm_str_slice(raw, at, raw.len));
}

static tamis_verdict_kind judge(visit *v, tm_str bytes)
{
    const tamis_verdict *verdict;
    tm_buf_clear(&v->record.raw);
    tm_buf_add(&v->record.raw, bytes);
    assert_int_equal(tm_record_text(&v->view, &v->record, &fields, NULL), TAMIS_OK);
    assert_null(v->view.unscanned);
    assert_int_equal(
        tamis_screen(&verdict, v->screener, v->view.text.ptr, v->view.text.len, NULL),
        TAMIS_OK);
    return verdict->verdict;
}

static tm_buf injected_page(uint64_t seed)
{
    tm_rng rng = tm_rng_seed(seed);
    tm_buf page = {0};
    tiny_page(&page, &rng, 12);
    tm_buf_text(&page, "부동산 바카라 베팅 | 한빛바카라 베팅\n");
    tm_buf_text(&page, "라이브 바카라사이트 추천 | 안전한 카지노사이트 추천\n");
    tiny_page(&page, &rng, 12);
    return page;
}

// Puts the page into a line of JSON, every other character escaped.
static tm_buf line_of(tm_str page)
{
    tm_buf line = {0};
    size_t n = 0;
    tm_buf_text(&line, "{\"id\":1, \"text\" :\"");
    for (size_t at = 0; at < page.len; n++) {
        const size_t begin = at;
        const uint32_t c = tm_utf8_next(page, &at);
        if (c < 0x20 || c == '"' || c == '\\' || (n % 2 == 0 && c < 0x10000))
            tm_buf_format(&line, "\\u%04X", c);
        else
            tm_buf_add(&line, tm_str_slice(page, begin, at));
    }
    tm_buf_text(&line, "\", \"more\":[1,  2]}\r");
    return line;
}

static void cleans_texts_and_records_alike(void **state)
{
    (void)state;
    tamis_model *const model = tiny_model_open();
    tm_buf page = injected_page(5), line = line_of(tm_buf_str(&page));
    tm_buf text = {0}, record = {0};
    visit a, b;
    enter(&a, model, tm_buf_str(&page), TM_FORMAT_TEXT);
    enter(&b, model, tm_buf_str(&line), TM_FORMAT_JSONL);
    treat(&a);
    treat(&b);
    assert_int_equal(a.remedy.kind, TM_REMEDY_CLEANED);
    assert_int_equal(b.remedy.kind, TM_REMEDY_CLEANED);
    assert_true(a.remedy.end - a.remedy.begin >= 2 && a.remedy.n_gone > 10);
    apply(&text, &a);
    apply(&record, &b);
    assert_true(text.len < page.len);
    assert_int_equal(judge(&a, tm_buf_str(&text)), TAMIS_CLEAN);
    assert_int_equal(judge(&b, tm_buf_str(&record)), TAMIS_CLEAN);
    assert_true(tm_str_equal(b.view.text, tm_buf_str(&text)));
    assert_true(tm_str_starts_with(tm_buf_str(&record), tm_str_of("{\"id\":1, \"text\" :\"")));
    leave(&a);
    leave(&b);
    tm_buf_free(&page);
    tm_buf_free(&line);
    tm_buf_free(&text);
    tm_buf_free(&record);
    tamis_model_free(model);
}

// The bytes of the twin, in whichever encoding: here each other character is escaped.
static void puts_swapped_words_back_in_texts_and_records(void **state)
{
    (void)state;
    static const char twins[] =
        "과기정통부 라이브바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다\n";
    tamis_model *const model = tiny_model_open();
    tm_buf page = injected_page(5);
    tm_buf_text(&page, twins);
    tm_buf line = line_of(tm_buf_str(&page));
    const struct {
        tm_str bytes;
        tm_format format;
    } rows[] = {{tm_buf_str(&page), TM_FORMAT_TEXT}, {tm_buf_str(&line), TM_FORMAT_JSONL}};
    for (size_t i = 0; i < 2; i++) {
        tm_buf out = {0};
        visit v;
        enter(&v, model, rows[i].bytes, rows[i].format);
        treat(&v);
        assert_int_equal(v.remedy.kind, TM_REMEDY_CLEANED);
        apply(&out, &v);
        judge(&v, tm_buf_str(&out));
        const tm_str twin = tm_str_of(strchr(twins, '\n') + 1), text = v.view.text;
        const size_t tail = text.len - twin.len;
        assert_true(tm_str_equal(tm_str_slice(text, tail, text.len), twin));
        assert_true(tm_str_equal(tm_str_slice(text, tail - twin.len, tail), twin));
        leave(&v);
        tm_buf_free(&out);
    }
    tm_buf_free(&page);
    tm_buf_free(&line);
    tamis_model_free(model);
}

static void tells_a_sidecar_what_each_was(void **state)
{
    (void)state;
    tamis_model *const model = tiny_model_open();
    tm_buf page = injected_page(6);
    visit v;
    enter(&v, model, tm_buf_str(&page), TM_FORMAT_TEXT);
    treat(&v);
    assert_int_equal(v.remedy.kind, TM_REMEDY_CLEANED);
    for (size_t i = v.remedy.begin; i < v.remedy.end; i++) {
        const tm_replacement *const r = &v.all.list[i];
        const tm_str about =
            tm_str_slice(tm_buf_str(&v.all.about), r->about_begin, r->about_end);
        tm_json_scan scan;
        tm_json_value key, value;
        size_t n_members = 0;
        assert_int_equal(tm_json_open(&scan, about, NULL), TAMIS_OK);
        while (tm_json_member(&scan, &key, &value, NULL) == TAMIS_OK) {
            n_members++;
            if (tm_json_is(key, "id"))
                assert_true(tm_json_is(value, "a\"b"));
        }
        assert_true(n_members >= 8);
    }
    leave(&v);
    tm_buf_free(&page);
    tamis_model_free(model);
}

static void says_why_there_is_none(void **state)
{
    (void)state;
    tamis_model *const model = tiny_model_open();
    tm_buf page = injected_page(7), line = line_of(tm_buf_str(&page));
    visit v;
    enter(&v, model, tm_buf_str(&line), TM_FORMAT_JSONL);
    v.remedier.max_removed = 0;
    treat(&v);
    assert_int_equal(v.remedy.kind, TM_REMEDY_REFUSED);
    assert_string_equal(v.remedy.why, "more of it would go than --max-removed lets");
    // The one replacement is of the whole record.
    assert_int_equal(v.remedy.end - v.remedy.begin, 1);
    assert_int_equal(v.all.list[0].begin, 0);
    assert_int_equal(v.all.list[0].end, line.len);
    leave(&v);
    enter(&v, model, tm_buf_str(&page), TM_FORMAT_TEXT);
    v.remedier.max_removed = 0;
    treat(&v);
    assert_int_equal(v.remedy.kind, TM_REMEDY_REFUSED);
    assert_int_equal(v.remedy.end, v.remedy.begin);
    leave(&v);
    tm_buf_free(&page);
    tm_buf_free(&line);
    tamis_model_free(model);
}

static void leaves_what_is_clean_or_unscanned(void **state)
{
    (void)state;
    static const tamis_verdict unscanned = {.verdict = TAMIS_UNSCANNED,
                                            .unscanned_reason = "bad_json"};
    tamis_model *const model = tiny_model_open();
    const tm_document document = {0};
    tm_rng rng = tm_rng_seed(8);
    tm_buf page = {0};
    visit v;
    tiny_page(&page, &rng, 12);
    enter(&v, model, tm_buf_str(&page), TM_FORMAT_TEXT);
    treat(&v);
    assert_int_equal(v.remedy.kind, TM_REMEDY_NONE);
    assert_int_equal(v.remedy.end, 0);
    const tm_judged judged = {&v.record, &v.view, &document, &unscanned, false};
    assert_int_equal(tm_remedy_find(&v.remedy, &v.all, &v.remedier, &judged, NULL), TAMIS_OK);
    assert_int_equal(v.remedy.kind, TM_REMEDY_UNSCANNED);
    assert_int_equal(v.remedy.end, 0);
    v.record.format = TM_FORMAT_JSONL;
    assert_int_equal(tm_remedy_find(&v.remedy, &v.all, &v.remedier, &judged, NULL), TAMIS_OK);
    assert_int_equal(v.remedy.end, 1);
    tm_replacements_clear(&v.all, 0);
    assert_int_equal(v.all.n, 0);
    leave(&v);
    tm_buf_free(&page);
    tamis_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleans_texts_and_records_alike),
        cmocka_unit_test(puts_swapped_words_back_in_texts_and_records),
        cmocka_unit_test(tells_a_sidecar_what_each_was),
        cmocka_unit_test(says_why_there_is_none),
        cmocka_unit_test(leaves_what_is_clean_or_unscanned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
