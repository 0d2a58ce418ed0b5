// Text from documents is shown through tm_visible, since it may hold escape sequences.
// SPDX-License-Identifier: MIT
#include "sink/label_list.h"

#include "base/json_writer.h"
#include "base/num.h"
#include "sink/visible.h"

enum { EXCERPT_COLUMNS = 40, ID_COLUMNS = 72 };

static const char *label_name(bool contaminated)
{
    return contaminated ? "contaminated" : "clean";
}

static tm_str span_text(const tm_label_item *item, size_t i)
{
    return tm_str_slice(tm_buf_str(&item->row->text), item->span[i].begin, item->span[i].end);
}

// ---- Text ---------------------------------------------------------------------------------

static void put_found(tm_buf *out, const tm_label_item *item)
{
    if (item->n_spans == 0) {
        tm_buf_text(out, "      the model finds nothing in it\n");
        return;
    }
    tm_buf_text(out, "      the model finds: ");
    for (size_t i = 0; i < item->n_spans; i++) {
        tm_buf_text(out, i ? " · " : "");
        tm_visible(out, span_text(item, i), EXCERPT_COLUMNS);
    }
    tm_buf_byte(out, '\n');
}

static void put_reasons(tm_buf *out, const tm_label_item *item)
{
    for (size_t i = 0; i < item->n_reasons; i++) {
        tm_buf_format(out, "      %s = ", item->reason[i].description);
        tm_print_fixed(out, item->reason[i].value, 2);
        tm_buf_byte(out, '\n');
    }
}

static const char *place_of(const tm_label_item *item)
{
    const double low = item->threshold < 0.5 ? item->threshold : 0.5;
    const double high = item->threshold < 0.5 ? 0.5 : item->threshold;
    if (item->probability < low)
        return "below even odds and the threshold";
    return item->probability > high ? "above even odds and the threshold"
                                    : "between even odds and the threshold";
}

static void put_next(tm_buf *out, size_t rank, const tm_label_item *item)
{
    tm_buf_format(out, "%5zu  ", rank);
    tm_visible(out, tm_str_of(item->row->id), ID_COLUMNS);
    tm_buf_text(out, "\n      probability ");
    tm_print_probability(out, item->probability, item->threshold);
    tm_buf_format(out, ", %s ", place_of(item));
    tm_print_probability(out, item->threshold, item->probability);
    tm_buf_text(out, "; novelty ");
    tm_print_fixed(out, item->novelty, 3);
    tm_buf_byte(out, '\n');
    put_found(out, item);
}

static void put_words(tm_buf *out, const tm_label_item *item)
{
    if (item->word[0].len == 0)
        return;
    tm_buf_format(out,
                  "      words that %s documents have: ", label_name(!item->row->contaminated));
    for (size_t i = 0; i < TM_LABEL_WORDS && item->word[i].len > 0; i++) {
        tm_buf_text(out, i ? ", " : "");
        tm_visible(out, tm_buf_str(&item->word[i]), EXCERPT_COLUMNS);
    }
    tm_buf_byte(out, '\n');
}

static void put_doubt(tm_buf *out, size_t rank, const tm_label_item *item)
{
    tm_buf_format(out, "%5zu  ", rank);
    tm_visible(out, tm_str_of(item->row->id), ID_COLUMNS);
    tm_buf_format(out, "\n      labelled %s; the other documents say %s (",
                  label_name(item->row->contaminated), label_name(!item->row->contaminated));
    tm_print_fixed(out, item->other_probability, 4);
    tm_buf_text(out, "), the model's probability of contamination is ");
    tm_print_fixed(out, item->probability, 4);
    tm_buf_byte(out, '\n');
    if (item->copy) {
        tm_buf_text(out, "      nearly the same as ");
        tm_visible(out, tm_str_of(item->copy->id), ID_COLUMNS);
        tm_buf_format(out, ", which is labelled %s\n", label_name(item->copy->contaminated));
    }
    put_words(out, item);
    put_found(out, item);
    if (!item->row->contaminated)
        put_reasons(out, item);
}

void tm_label_list_text(tm_buf *out, const tm_label_list *list)
{
    if (list->n_unlabelled > 0)
        tm_buf_format(out,
                      "%zu of %zu documents without a label, those that would teach most\n",
                      list->n_next, list->n_unlabelled);
    for (size_t i = 0; i < list->n_next; i++)
        put_next(out, i + 1, &list->next[i]);
    if (list->n_labelled == 0)
        return;
    if (list->n_unlabelled > 0)
        tm_buf_byte(out, '\n');
    if (list->no_doubts) {
        tm_buf_format(out, "no label was doubted: %s\n", list->no_doubts);
        return;
    }
    tm_buf_format(out, "%zu of %zu labels are probably wrong", list->n_all_doubts,
                  list->n_labelled);
    if (list->n_doubts < list->n_all_doubts)
        tm_buf_format(out, "; the first %zu", list->n_doubts);
    tm_buf_byte(out, '\n');
    for (size_t i = 0; i < list->n_doubts; i++)
        put_doubt(out, i + 1, &list->doubt[i]);
}

// ---- JSON ---------------------------------------------------------------------------------

static void add_found(tm_json_writer *w, const tm_label_item *item)
{
    tm_json_begin(w, "spans", '[');
    for (size_t i = 0; i < item->n_spans; i++)
        tm_json_add_text(w, NULL, span_text(item, i));
    tm_json_end(w, ']');
    tm_json_begin(w, "reasons", '[');
    for (size_t i = 0; i < item->n_reasons; i++) {
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "feature", item->reason[i].feature);
        tm_json_add_number(w, "value", item->reason[i].value, 4);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void add_next(tm_json_writer *w, const tm_label_item *item)
{
    tm_json_add_number(w, "gain", item->gain, 6);
    tm_json_add_number(w, "uncertainty", item->uncertainty, 6);
    tm_json_add_number(w, "novelty", item->novelty, 6);
}

static void add_doubt(tm_json_writer *w, const tm_label_item *item)
{
    tm_json_add_word(w, "label", label_name(item->row->contaminated));
    tm_json_add_word(w, "suggested", label_name(!item->row->contaminated));
    tm_json_add_number(w, "suggested_probability", item->other_probability, 6);
    tm_json_begin(w, "words", '[');
    for (size_t i = 0; i < TM_LABEL_WORDS && item->word[i].len > 0; i++)
        tm_json_add_text(w, NULL, tm_buf_str(&item->word[i]));
    tm_json_end(w, ']');
    if (item->copy)
        tm_json_add_text(w, "copy", tm_str_of(item->copy->id));
    else
        tm_json_add_null(w, "copy");
}

static void put_line(tm_buf *out, const char *list, size_t rank, const tm_label_item *item)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-labels/1");
    tm_json_add_word(&w, "list", list);
    tm_json_add_size(&w, "rank", rank);
    tm_json_add_text(&w, "id", tm_str_of(item->row->id));
    tm_json_add_probability(&w, "probability", item->probability, item->threshold);
    tm_json_add_probability(&w, "threshold", item->threshold, item->probability);
    if (strcmp(list, "next") == 0)
        add_next(&w, item);
    else
        add_doubt(&w, item);
    add_found(&w, item);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}

void tm_label_list_json(tm_buf *out, const tm_label_list *list)
{
    for (size_t i = 0; i < list->n_next; i++)
        put_line(out, "next", i + 1, &list->next[i]);
    for (size_t i = 0; i < list->n_doubts; i++)
        put_line(out, "doubt", i + 1, &list->doubt[i]);
}

void tm_label_item_free(tm_label_item *item)
{
    for (size_t i = 0; i < TM_LABEL_WORDS; i++)
        tm_buf_free(&item->word[i]);
    *item = (tm_label_item){0};
}
