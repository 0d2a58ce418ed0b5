// Objects within objects, read back by json-c.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <math.h>

#include "base/json_writer.h"
#include "support/json_oracle.h"

static void writes_nested_values_with_their_commas(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_json_writer w = {.out = &out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "a\"b", "x\n");
    tm_json_begin(&w, "list", '[');
    tm_json_add_size(&w, NULL, 7);
    tm_json_begin(&w, NULL, '{');
    tm_json_end(&w, '}');
    tm_json_add_int(&w, NULL, -3);
    tm_json_end(&w, ']');
    tm_json_add_number(&w, "n", 0.5, 2);
    tm_json_add_exact(&w, "e", 0.1);
    tm_json_add_number(&w, "nan", NAN, 2);
    tm_json_add_bool(&w, "yes", true);
    tm_json_add_null(&w, "none");
    tm_json_end(&w, '}');
    static const char wanted[] = "{\"a\\\"b\":\"x\\n\",\"list\":[7,{},-3],\"n\":0.50,\"e\":0.1,"
                                 "\"nan\":null,\"yes\":true,\"none\":null}";
    assert_int_equal(out.len, sizeof wanted - 1);
    assert_memory_equal(out.ptr, wanted, out.len);
    json_object *tree = parse_by_json_c(tm_buf_str(&out), 0);
    assert_non_null(tree);
    json_object_put(tree);
    tm_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_nested_values_with_their_commas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
