// The output of `tamis explain`: the verdict and how sure it is, the operating point and what
// supports it, every line with its words marked, and what each feature adds. The whole document is
// shown, nothing is cut. Linear in its length.
// SPDX-License-Identifier: MIT
#include "sink/explanation.h"

#include <math.h>

#include "base/num.h"
#include "sink/report.h"
#include "sink/visible.h"

enum { MAX_REASONS_IN_WORDS = 8 };

// Appends a number right-aligned in `width` columns; with `sign`, + before what is not negative.
static void put_number(tm_buf *out, double value, int decimals, bool sign, size_t width)
{
    tm_buf text = {0};
    tm_print_fixed(&text, value, decimals);
    const bool plus = sign && text.len > 0 && text.ptr[0] != '-';
    for (size_t len = text.len + (plus ? 1 : 0); len < width; len++)
        tm_buf_byte(out, ' ');
    if (plus)
        tm_buf_byte(out, '+');
    tm_buf_add(out, tm_buf_str(&text));
    out->failed = out->failed || text.failed;
    tm_buf_free(&text);
}

static void put_percent(tm_buf *out, double share, int decimals)
{
    tm_print_fixed(out, share * 100, decimals);
    tm_buf_text(out, " %");
}

static void put_verdict(tm_buf *out, const tm_explanation *explanation)
{
    const tamis_verdict *verdict = explanation->marked->verdict;
    tm_report_name(out, explanation->document);
    tm_buf_byte(out, '\n');
    tm_report_label(out, verdict->verdict, explanation->marked->color);
    tm_buf_text(out, ": probability ");
    tm_print_probability(out, verdict->probability, verdict->threshold);
    tm_buf_text(out, verdict->probability >= verdict->threshold ? ", at or above" : ", below");
    tm_buf_text(out, " the threshold ");
    tm_print_probability(out, verdict->threshold, verdict->probability);
    tm_buf_text(out, " (decision value ");
    tm_print_fixed(out, verdict->score, 4);
    tm_buf_text(out, ")\n");
}

static void put_kind(tm_buf *out, const tamis_verdict *verdict)
{
    static const char *const words[] = {
        "nothing was found",
        "injected: a real document that someone wrote into",
        "spam: nothing else in it",
    };
    tm_buf_format(out, "kind: %s; ", words[verdict->kind]);
    tm_report_plural(out, verdict->n_spans + verdict->n_spans_left_out, "span");
    tm_buf_text(out, ", ");
    put_percent(out, verdict->removed_ratio, 1);
    tm_buf_text(out, " of the text\n");
}

static void put_point(tm_buf *out, const tamis_operating_point *point)
{
    if (!point) {
        tm_buf_text(out, "operating point: threshold set by hand\n");
        return;
    }
    tm_buf_text(out, "operating point: at most ");
    if (point->target_fpr > 0 && point->target_fpr < 1) {
        tm_buf_text(out, "1 clean document in ");
        tm_report_count(out, (uint64_t)llround(1 / point->target_fpr));
    } else {
        put_percent(out, point->target_fpr, 4);
        tm_buf_text(out, " of clean documents");
    }
    tm_buf_text(out, " flagged; measured ");
    put_percent(out, point->measured_fpr, 4);
    tm_buf_text(out, " of ");
    tm_report_count(out, point->n_clean);
    tm_buf_text(out, ", bound ");
    put_percent(out, point->upper_fpr, 4);
    tm_buf_text(out, " at 95 % confidence; recall ");
    put_percent(out, point->recall, 1);
    tm_buf_byte(out, '\n');
}

static void put_input(tm_buf *out, const tm_explanation *explanation)
{
    const tamis_verdict *verdict = explanation->marked->verdict;
    tm_buf_text(out, "input: ");
    tm_report_plural(out, verdict->n_bytes, "byte");
    tm_buf_format(out, ", %s", verdict->encoding ? verdict->encoding : "not decoded");
    if (verdict->n_damaged) {
        tm_buf_text(out, " with ");
        tm_report_plural(out, verdict->n_damaged, "damaged place");
    }
    tm_buf_format(out, ", sha256 %s\nmodel: ", verdict->sha256);
    tm_visible(out, tm_str_of(explanation->model.name), 0);
    tm_buf_format(out, ", sha256 %s\n", explanation->model.sha256);
}

// The first span that ends after the beginning of the row. Found anew for each row, since a row of
// a web page may enclose the next one: visible text goes on after hidden text.
static size_t first_span(const tamis_verdict *verdict, const tamis_line *row)
{
    size_t low = 0, high = verdict->n_spans;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (verdict->spans[middle].end_byte <= row->begin_byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void put_line(tm_buf *out, const tm_marked *marked, size_t line, tm_line_count *count)
{
    const tamis_verdict *verdict = marked->verdict;
    const tamis_line *row = &verdict->lines[line];
    size_t span = first_span(verdict, row);
    const bool marked_here =
        span < verdict->n_spans && verdict->spans[span].begin_byte < row->end_byte;
    tm_buf_format(out, "%7zu ", tm_line_number(count, marked->decoded, row->begin_byte));
    put_number(out, row->score, 2, true, 7);
    tm_buf_format(out, "  %-9s  ",
                  marked_here ? tamis_span_kind_name(verdict->spans[span].kind) : "");
    const size_t begin = tm_decoded_at(marked->decoded, row->begin_byte);
    tm_marked_stretch(out, marked, begin, tm_decoded_at(marked->decoded, row->end_byte), &span);
    while (out->len > 0 && out->ptr[out->len - 1] == ' ') // nothing trails an empty line
        out->len--;
    tm_buf_byte(out, '\n');
}

static void put_lines(tm_buf *out, const tm_marked *marked)
{
    tm_line_count count = {0};
    tm_buf_text(out, "\n   line   score  kind       text\n");
    for (size_t i = 0; i < marked->verdict->n_lines; i++)
        put_line(out, marked, i, &count);
}

static void put_reasons(tm_buf *out, const tamis_verdict *verdict)
{
    tm_buf_text(out, "\nwhat speaks most for contamination\n");
    size_t n_shown = 0;
    for (size_t i = 0; i < verdict->n_reasons && n_shown < MAX_REASONS_IN_WORDS; i++) {
        const tamis_reason *reason = &verdict->reasons[i];
        if (!(reason->contribution > 0))
            break;
        put_number(out, reason->contribution, 2, true, 8);
        tm_buf_format(out, "  %s (%s = ", reason->description, reason->feature);
        tm_print_fixed(out, reason->value, 4);
        tm_buf_text(out, ")\n");
        n_shown++;
    }
    if (n_shown == 0)
        tm_buf_text(out, "   nothing\n");
}

static void put_features(tm_buf *out, const tamis_verdict *verdict)
{
    tm_buf_text(out, "\nall features\n  adds     value         name\n");
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        const tamis_reason *reason = &verdict->reasons[i];
        put_number(out, reason->contribution, 4, true, 9);
        put_number(out, reason->value, 4, false, 13);
        tm_buf_format(out, "  %s\n", reason->feature);
    }
}

void tm_explain(tm_buf *out, const tm_explanation *explanation)
{
    const tamis_verdict *verdict = explanation->marked->verdict;
    put_verdict(out, explanation);
    put_point(out, explanation->point);
    put_kind(out, verdict);
    put_input(out, explanation);
    put_lines(out, explanation->marked);
    put_reasons(out, verdict);
    put_features(out, verdict);
}
