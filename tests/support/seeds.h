// The templates and lexicons that are shipped, as a pool of payloads for tests of the synthesiser.
// Tests run in the project's directory.
// SPDX-License-Identifier: MIT
#ifndef SEEDS_H
#define SEEDS_H

#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "model/synthesise.h"

static const char *const seeds_languages[] = {"ko", "en", "id", "th", "vi",
                                              "zh", "ja", "ru", "tr"};
enum { N_SEEDS_LANGUAGES = sizeof seeds_languages / sizeof *seeds_languages };

static inline void seeds_read(tm_buf *bytes, const char *folder, const char *name)
{
    char path[64];
    tamis_error err = {0};
    snprintf(path, sizeof path, "seeds/%s/%s.tsv", folder, name);
    tm_buf_clear(bytes);
    if (tm_file_read(bytes, path, 1 << 24, &err) != TAMIS_OK)
        fail_msg("%s", err.message);
}

static inline void seeds_add(tm_payloads *payloads)
{
    tm_buf bytes = {0};
    tamis_error err = {0};
    seeds_read(&bytes, "templates", "any");
    assert_int_equal(tm_payloads_add_templates(payloads, tm_buf_str(&bytes), &err), TAMIS_OK);
    for (size_t i = 0; i < N_SEEDS_LANGUAGES; i++) {
        seeds_read(&bytes, "lexicon", seeds_languages[i]);
        assert_int_equal(
            tm_payloads_add_lexicon(payloads, seeds_languages[i], tm_buf_str(&bytes), &err),
            TAMIS_OK);
        seeds_read(&bytes, "templates", seeds_languages[i]);
        if (tm_payloads_add_templates(payloads, tm_buf_str(&bytes), &err) != TAMIS_OK)
            fail_msg("%s: %s", seeds_languages[i], err.message);
        assert_int_equal(tm_payloads_add_anchors(payloads, seeds_languages[i],
                                                 tm_str_of("# a note\nalexis17\nmega slot\n"),
                                                 &err),
                         TAMIS_OK);
    }
    assert_int_equal(tm_payloads_add_real(payloads, "ko", "sms",
                                          tm_str_of("신규 쿠폰 30000 지급 wa702.com"), 0, &err),
                     TAMIS_OK);
    tm_buf_free(&bytes);
}

static inline int seeds_pool(void **state)
{
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    seeds_add(payloads);
    *state = payloads;
    return 0;
}

static inline int seeds_free(void **state)
{
    tm_payloads_free(*state);
    return 0;
}

#endif
