// A second opinion on JSON: json-c, as strict as it can be told to be. It still lets pass
// single quotes, raw control bytes, "5." and "00", which RFC 8259 does not, and NaN and Infinity,
// which we do as well.
// SPDX-License-Identifier: MIT
#ifndef JSON_ORACLE_H
#define JSON_ORACLE_H

#include <json-c/json.h>

#include "base/str.h"

// json-c's tree of the whole of `text`, or NULL where it refuses; release with json_object_put.
// `flags` are added to its strict mode.
static inline json_object *parse_by_json_c(tm_str text, int flags)
{
    json_tokener *const tokener = json_tokener_new_ex(2000);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | flags);
    json_object *tree = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
    if (json_tokener_get_error(tokener) != json_tokener_success ||
        json_tokener_get_parse_end(tokener) != text.len) {
        json_object_put(tree);
        tree = NULL;
    }
    json_tokener_free(tokener);
    return tree;
}

#endif
