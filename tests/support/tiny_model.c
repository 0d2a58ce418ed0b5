// SPDX-License-Identifier: MIT
#include "support/tiny_model.h"

#include <stdlib.h>

// ---- Material -----------------------------------------------------------------------------------

static const char lexicon[] = "바카라\tgame\t3\n"
                              "카지노\tgame\t2\n"
                              "슬롯\tgame\t1.5\n"
                              "토토\tgame\t1.5\n"
                              "홀덤\tgame\t2\n"
                              "베팅\tpromotion\t1\n"
                              "사이트\tvenue\t0.5\n"
                              "카지노 사이트\tvenue\t3\n"
                              "토토 사이트\tvenue\t3\n"
                              "먹튀 검증\ttrust\t3\n"
                              "꽁머니\tpromotion\t3\n"
                              "첫충 보너스\tpromotion\t2\n"
                              "추천\tpromotion\t0.5\n"
                              "라이브\tprefix\t0.5\n"
                              "한빛\tprefix\t0.5\n"
                              "가입 코드\tcontact\t2\n"
                              "텔레그램\tcontact\t1\n"
                              "당일 대출\tloan\t2\n"
                              "online casino\tvenue\t3\n"
                              "free spins\tpromotion\t3\n"
                              "casino\tgame\t1.5\n"
                              "도박 중독\tcompany\t3\n"
                              "검거\tcompany\t1\n"
                              "경찰\tcompany\t0.5\n";

static const char templates[] =
    "phrase\tko\t{game}\n"
    "phrase\tko\t라이브{game}\n"
    "phrase\tko\t{game} {venue}\n"
    "insert\tko\t{phrase}\n"
    "swap_item\tko\t{phrase}\n"
    "sentence\tko\t요즘 가장 인기 있는 {phrase} 여기서 바로 즐겨 보세요.\n"
    "sentence\tko\t{promotion} 받고 {phrase} 시작하기.\n"
    "comment\tko\t{phrase} 찾으시면 {trust} 끝난 이곳으로 오세요 {promotion}\n"
    "item\tko\t{phrase}\n"
    "separator\tko\t | \n"
    "footer\tko\t{phrase} · {venue} · {game}\n"
    "menu\tko\t{noun} {*phrase} | {site}{=}\n"
    "site\tko\t한빛\n"
    "lead\tko\t추천\n"
    "title_after\tko\t - {phrase}\n"
    "post\tko\t{phrase} {venue} {promotion} {trust}\n";

static const char *const sentences[] = {
    "과기정통부 장관은 내년 예산을 설명하는 자리에서 연구비를 늘리겠다고 말했다.",
    "시장은 새 도서관이 봄에 문을 연다고 밝혔다.",
    "가을이 오면 마을 사람들이 함께 감을 따서 곶감을 만든다.",
    "위원장은 회의가 끝난 뒤 기자들에게 결과를 간단히 알렸다.",
    "이 빵은 버터를 넣고 오래 구워서 겉이 바삭하다.",
    "버스 노선이 바뀌어 학교까지 가는 시간이 십 분 줄었다.",
    "연구진은 나무의 나이테를 살펴 지난 이백 년의 가뭄을 되짚었다.",
    "주민 센터에서는 매주 화요일에 무료 컴퓨터 수업을 연다.",
    "올해 쌀 수확은 작년보다 조금 줄어들 것으로 보인다.",
    "그는 어릴 때부터 바다를 그리는 일을 좋아했다.",
    "새 전시는 옛 지도와 편지를 한자리에 모았다.",
    "비가 그치자 아이들은 운동장으로 뛰어나갔다.",
    "경기는 후반에 터진 두 골로 승부가 갈렸다.",
    "의사는 물을 자주 마시고 일찍 자라고 권했다.",
    "박물관 입장료는 어른 삼천 원이고 어린이는 무료다.",
    "지난달 수출은 반도체 덕분에 여섯 달 만에 늘었다.",
    "산길이 미끄러우니 등산객은 장비를 갖춰야 한다.",
    "오래된 다리를 고치는 공사가 다음 주에 시작된다.",
    "소설은 섬마을 등대를 지키는 두 자매의 이야기다.",
    "대학은 신입생에게 기숙사를 먼저 배정하기로 했다.",
    "냉장고는 전기를 적게 쓰는 제품을 고르는 편이 낫다.",
    "음악회는 저녁 일곱 시에 시민 회관에서 열린다.",
    "장관과 시장은 역 앞 광장을 둘러보며 상인들의 말을 들었다.",
    "통계에 따르면 혼자 사는 집이 열 집 가운데 넷이다.",
    "은행은 오늘부터 예금 금리를 조금 올린다고 알렸다.",
    "The library opens at nine and closes at six on weekdays.",
    "Our team planted forty trees along the river last spring.",
    "문의는 사이트 아래쪽에 있는 전자우편으로 받는다.",
};

// Honest writing about the trade.
static const char *const reports[] = {
    "경찰은 불법 카지노를 운영한 일당 다섯 명을 검거했다.",
    "도박 중독 상담 전화는 밤에도 열려 있다.",
    "강원도의 카지노 매출이 관광객이 돌아오며 늘었다.",
    "청소년이 토토에 빠지는 도박 중독 문제가 학교에서 다뤄졌다.",
    "경찰은 바카라 판을 벌인 조직의 계좌를 쫓고 있다.",
};

static const char *const sections[] = {"부동산", "경제", "문화", "스포츠", "정치", "날씨"};
static const char *const anchors[] = {"바카라 베팅", "카지노 사이트", "슬롯 추천",
                                      "토토 사이트", "라이브바카라",  "홀덤 베팅",
                                      "먹튀 검증",   "꽁머니 카지노"};
static const char *const comments[] = {
    "바카라 하실 분은 먹튀 검증 끝난 카지노 사이트로 오세요 꽁머니 바로 드립니다\n",
    "첫충 보너스 많이 주는 토토 사이트 추천 합니다 슬롯 홀덤 다 있어요\n",
    "라이브 카지노 즐기고 꽁머니 받으세요 안전한 카지노 사이트\n",
    "best online casino with free spins, 바카라 슬롯 모두 가능\n",
};
static const char *const contacts[] = {
    "텔레그램 @hanbit777 가입 코드 win88 카지노 사이트 hanbit-casino88.com\n",
    "바카라 문의 @lucky_slot99 https://lucky99.bet/join 첫충 보너스\n",
};

static const char *pick(const char *const *list, size_t n, tm_rng *rng)
{
    return list[tm_rng_below(rng, n)];
}

enum {
    N_SENTENCES = sizeof sentences / sizeof *sentences,
    N_REPORTS = sizeof reports / sizeof *reports,
    N_SECTIONS = sizeof sections / sizeof *sections,
    N_ANCHORS = sizeof anchors / sizeof *anchors,
    N_COMMENTS = sizeof comments / sizeof *comments,
    N_CONTACTS = sizeof contacts / sizeof *contacts
};

// ---- Documents ----------------------------------------------------------------------------------

static void add_sentences(tm_buf *out, tm_rng *rng, size_t n, const char *const *list,
                          size_t list_len)
{
    for (size_t i = 0; i < n; i++) {
        tm_buf_text(out, pick(list, list_len, rng));
        tm_buf_byte(out, i + 1 == n || i % 3 == 2 ? '\n' : ' ');
    }
}

void tiny_page(tm_buf *out, tm_rng *rng, size_t n_sentences)
{
    add_sentences(out, rng, n_sentences, sentences, N_SENTENCES);
}

void tiny_inject(tm_buf *out, tm_rng *rng, tiny_payload payload)
{
    const size_t n = 1 + tm_rng_below(rng, 3);
    for (size_t i = 0; i < n; i++) {
        const char *anchor = pick(anchors, N_ANCHORS, rng);
        if (payload == TINY_MENU)
            tm_buf_format(out, "%s %s | 한빛%s\n", pick(sections, N_SECTIONS, rng), anchor,
                          anchor);
        else if (payload == TINY_LINKS)
            tm_buf_format(out, "%s / %s / %s / %s\n", anchor, pick(anchors, N_ANCHORS, rng),
                          pick(anchors, N_ANCHORS, rng), pick(anchors, N_ANCHORS, rng));
        else if (payload == TINY_COMMENT)
            tm_buf_text(out, pick(comments, N_COMMENTS, rng));
        else
            tm_buf_text(out, pick(contacts, N_CONTACTS, rng));
    }
}

void tiny_spam(tm_buf *out, tm_rng *rng, size_t n_sentences)
{
    tiny_page(out, rng, n_sentences / 2);
    tiny_inject(out, rng, TINY_MENU);
    tiny_inject(out, rng, TINY_COMMENT);
    tiny_page(out, rng, n_sentences - n_sentences / 2);
}

// ---- Rows ---------------------------------------------------------------------------------------

static size_t count_characters(const tm_buf *text, size_t end)
{
    size_t n = 0;
    for (size_t i = 0; i < end; i++)
        n += ((unsigned char)text->ptr[i] & 0xC0) != 0x80;
    return n;
}

// The row's JSON; bytes [begin, end) are its span (begin == end: a clean row).
static void add_row(tm_buf *rows, const tm_buf *text, size_t id, size_t begin, size_t end)
{
    tm_buf_format(rows, "{\"id\":\"row%zu\",\"lang\":\"ko\",\"label\":\"%s\",\"text\":\"", id,
                  begin < end ? "contaminated" : "clean");
    for (size_t i = 0; i < text->len; i++) {
        if (text->ptr[i] == '\n')
            tm_buf_text(rows, "\\n");
        else
            tm_buf_byte(rows, text->ptr[i]);
    }
    tm_buf_byte(rows, '"');
    if (begin < end)
        tm_buf_format(rows, ",\"spans\":[[%zu,%zu]]", count_characters(text, begin),
                      count_characters(text, end));
    tm_buf_text(rows, "}\n");
}

static void add_clean_row(tm_buf *rows, tm_buf *text, tm_rng *rng, size_t id)
{
    tm_buf_clear(text);
    tiny_page(text, rng, 4 + tm_rng_below(rng, 12));
    if (id % 4 == 0)
        add_sentences(text, rng, 1 + tm_rng_below(rng, 3), reports, N_REPORTS);
    add_row(rows, text, id, 0, 0);
}

static void add_injected_row(tm_buf *rows, tm_buf *text, tm_rng *rng, size_t id)
{
    tm_buf_clear(text);
    tiny_page(text, rng, tm_rng_below(rng, 8));
    const size_t begin = text->len;
    tiny_inject(text, rng, (tiny_payload)(id % TINY_N_PAYLOADS));
    const size_t end = text->len;
    tiny_page(text, rng, 2 + tm_rng_below(rng, 8));
    add_row(rows, text, id, begin, end);
}

// ---- Training -----------------------------------------------------------------------------------

void tiny_training_start(tm_training *training, uint64_t seed)
{
    const tm_train_options options = {
        .seed = seed, .n_synthesise = 60, .n_epochs = 4, .cost = 1, .name = "tiny"};
    tm_rng rng = tm_rng_seed(seed);
    tm_buf rows = {0}, text = {0};
    tamis_error err = {.status = TAMIS_OK};
    for (size_t id = 0; id < 60; id++)
        add_clean_row(&rows, &text, &rng, id);
    for (size_t id = 60; id < 108; id++)
        add_injected_row(&rows, &text, &rng, id);
    if (tm_training_init(training, &options, &err) != TAMIS_OK ||
        tm_training_add_lexicon(training, "ko", tm_str_of(lexicon), &err) != TAMIS_OK ||
        tm_training_add_templates(training, tm_str_of(templates), &err) != TAMIS_OK ||
        tm_dataset_add_jsonl(&training->dataset, tm_buf_str(&rows), &err) != TAMIS_OK)
        fail_msg("training cannot start: %s", err.message);
    tm_buf_free(&rows);
    tm_buf_free(&text);
}

tamis_status tiny_training_try(tm_training *training, tamis_error *err)
{
    TM_TRY(tm_training_synthesise(training, err));
    for (unsigned part = 0; part < TM_TRAIN_PARTS; part++)
        TM_TRY(tm_training_fit(training, part, err));
    for (unsigned fold = 0; fold < TM_TRAIN_FOLDS; fold++)
        TM_TRY(tm_training_fill(training, fold, err));
    return tm_training_finish(training, err);
}

void tiny_training_run(tm_training *training)
{
    tamis_error err = {.status = TAMIS_OK};
    if (tiny_training_try(training, &err) != TAMIS_OK)
        fail_msg("training stopped: %s", err.message);
}

// ---- The model ----------------------------------------------------------------------------------

// What a hundred documents calibrate to is no threshold to test with: these lie between the pages
// and the injections above, apart from each other.
static void set_thresholds(tm_model *model)
{
    static const double decision[TM_N_POINTS] = {0.3, 0.1, -0.1, -0.3};
    for (size_t i = 0; i < TM_N_POINTS; i++)
        model->point[i].threshold = tm_sigmoid_apply(model->sigmoid, decision[i]);
}

static tm_buf model_file;

static void forget_model_file(void)
{
    tm_buf_free(&model_file);
}

tm_str tiny_model_file(void)
{
    if (!model_file.ptr) {
        tm_training training;
        tiny_training_start(&training, 1);
        tiny_training_run(&training);
        set_thresholds(&training.model);
        assert_int_equal(tm_model_write(&model_file, &training.model, NULL), TAMIS_OK);
        tm_training_free(&training);
        atexit(forget_model_file);
    }
    return tm_buf_str(&model_file);
}

tamis_model *tiny_model_open(void)
{
    const tm_str file = tiny_model_file();
    tamis_model *model = NULL;
    tamis_error err = {.status = TAMIS_OK};
    if (tamis_model_open_bytes(&model, file.ptr, file.len, &err) != TAMIS_OK)
        fail_msg("the tiny model does not open: %s", err.message);
    return model;
}
