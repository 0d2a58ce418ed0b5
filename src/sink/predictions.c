// The keys are always in the same order; what was not measured is null.
// SPDX-License-Identifier: MIT
#include "sink/predictions.h"

#include "base/json_writer.h"

enum { DECIMALS = 6 };

static void put_row(tm_buf *out, const tm_scored *s)
{
    const tm_labelled *row = s->row;
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "id", row->id);
    tm_json_add_word(&w, "label", row->contaminated ? "contaminated" : "clean");
    tm_json_add_word(&w, "kind", row->kind);
    tm_json_add_word(&w, "lang", row->language);
    tm_json_add_word(&w, "source", row->source);
    tm_json_add_word(&w, "obfuscation", row->obfuscation);
    tm_json_add_bool(&w, "hard", row->hard);
    tm_json_add_bool(&w, "strong", row->strong);
    tm_json_add_bool(&w, "composite", row->composite);
    if (row->unscanned)
        tm_json_add_null(&w, "characters");
    else
        tm_json_add_size(&w, "characters", s->n_characters);
    tm_json_add_word(&w, "verdict", tamis_verdict_name(s->verdict));
    if (s->unscanned_reason)
        tm_json_add_word(&w, "unscanned", s->unscanned_reason);
    tm_json_add_number(&w, "score", s->score, DECIMALS);
    tm_json_add_number(&w, "probability", s->probability, DECIMALS);
    tm_json_add_size(&w, "gold", s->gold);
    tm_json_add_size(&w, "marked", s->marked);
    tm_json_add_size(&w, "both", s->agreed);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}

void tm_predictions_write(tm_buf *out, const tm_scored *scored, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_row(out, &scored[i]);
}
