// Which language a text seems to be written in.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/language.h"

static void tells_the_languages_of_templates_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language;
    } rows[] = {
        {"어제 시내에서 작은 음악회가 열렸다. (BBC News)", "ko"},
        {"The council met on Tuesday and the mayor spoke of the bridge.", "en"},
        {"Rapat yang digelar hari ini tidak dihadiri oleh wali kota dan wakil.", "id"},
        {"การประชุมเมื่อวานนี้ไม่มีข้อสรุป", "th"},
        {"Hôm qua thành phố đã khai trương một cây cầu mới.", "vi"},
        {"昨天市里举行了一场小型音乐会。", "zh"},
        {"昨日、市内で小さな音楽会が開かれた。", "ja"},
        {"Вчера в городе прошёл небольшой концерт.", "ru"},
        {"Dün şehirde küçük bir konser düzenlendi ve başkan konuştu.", "tr"},
        {"12:30 - 14:00", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tm_language_guess(tm_str_of(rows[i].text)), rows[i].language);
}

static void a_name_in_another_script_does_not_mislead(void **state)
{
    (void)state;
    assert_string_equal(tm_language_guess(tm_str_of(
                            "The word 바카라 was in the news, and nobody in town knew it.")),
                        "en");
    assert_string_equal(tm_language_guess(tm_str_of("서울시는 United Nations Development "
                                                    "Programme 과 협약을 맺었다")),
                        "ko");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_languages_of_templates_apart),
        cmocka_unit_test(a_name_in_another_script_does_not_mislead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
