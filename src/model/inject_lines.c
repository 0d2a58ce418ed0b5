// Injections that are lines of their own: menus, footers, links, comments, contacts, posts, and
// runs in a foreign language. Probabilities and counts are modelled on hijacked pages, comment
// sections and hidden links seen in the wild.
// SPDX-License-Identifier: MIT
#include "model/injection.h"

enum { MAX_EXCERPT = 3000 };

// The head with probability `head`, the foot with probability `foot`, else anywhere.
static tm_where pick_where(tm_rng *rng, double head, double foot)
{
    const double u = tm_rng_unit(rng);
    return u < head ? TM_WHERE_HEAD : u < head + foot ? TM_WHERE_FOOT : TM_WHERE_ANY;
}

static tm_str draw_layout(const tm_writer *w, const char *name)
{
    const tm_list *const list = tm_payloads_find(w->payloads, tm_str_of(name), w->language);
    const tm_entry *const entry = tm_list_draw(list, w->groups, TM_CHOICE_WEIGHED, w->rng);
    return entry ? entry->text : (tm_str){"", 0};
}

bool tm_inject_menu(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const size_t line = tm_where_line(injection, pick_where(w->rng, 0.65, 0.2));
    const size_t n = tm_rng_chance(w->rng, 0.1) ? 1 : 2 + tm_few(w->rng, 25);
    const tm_str layout = draw_layout(w, "menu");
    const double mix = tm_rng_chance(w->rng, 0.6) ? 0.35 : 0;
    const char *const between = tm_rng_chance(w->rng, 0.85) ? "\n" : " | ";
    injection->keep_marks = tm_rng_chance(w->rng, 0.33);
    tm_lines_start(injection, line);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            tm_buf_text(&w->out, between);
        const bool other = tm_rng_chance(w->rng, mix);
        if ((other || !tm_write_text(w, layout)) && !tm_write(w, "menu"))
            return tm_piece_drop(injection);
    }
    tm_lines_put(injection, line);
    return true;
}

// A run of items as lines of its own; some runs have a lead ("Tags:") before them.
static bool put_run(tm_injection *injection, const char *item, const char *separator,
                    tm_where where)
{
    tm_writer *const w = &injection->writer;
    const size_t line = tm_where_line(injection, where);
    tm_lines_start(injection, line);
    if (tm_rng_chance(w->rng, 0.2))
        tm_write(w, "lead");
    const size_t n =
        tm_rng_chance(w->rng, 0.7) ? 2 + tm_few(w->rng, 58) : 1 + tm_few(w->rng, 6);
    if (!tm_write_run(w, item, separator, n))
        return tm_piece_drop(injection);
    tm_lines_put(injection, line);
    return true;
}

bool tm_inject_footer(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_where where = pick_where(w->rng, 0.15, 0.7);
    if (tm_rng_chance(w->rng, 0.7))
        return put_run(injection, "item", "separator", where);
    const size_t line = tm_where_line(injection, where);
    tm_lines_start(injection, line);
    if (!tm_write(w, "footer"))
        return tm_piece_drop(injection);
    tm_lines_put(injection, line);
    return true;
}

bool tm_inject_links(tm_injection *injection)
{
    tm_rng *const rng = injection->writer.rng;
    const bool lines = tm_rng_chance(rng, 0.6);
    return put_run(injection, "link", lines ? "line_separator" : "separator",
                   pick_where(rng, 0.3, 0.5));
}

static bool put_lines(tm_injection *injection, const char *list, size_t n, tm_where where)
{
    tm_writer *const w = &injection->writer;
    const size_t line = tm_where_line(injection, where);
    const char *const between = tm_rng_chance(w->rng, 0.5) ? "\n" : "\n\n";
    tm_lines_start(injection, line);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            tm_buf_text(&w->out, between);
        if (!tm_write(w, list))
            return tm_piece_drop(injection);
    }
    tm_lines_put(injection, line);
    return true;
}

bool tm_inject_contact(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_places *const places = &injection->places;
    if (places->n_ends == 0 || tm_rng_chance(w->rng, 0.6)) {
        const size_t n = tm_few(w->rng, 5);
        return put_lines(injection, "contact_line", n, pick_where(w->rng, 0.25, 0.45));
    }
    tm_piece_start(injection);
    tm_buf_byte(&w->out, ' ');
    if (!tm_write(w, "contact_line"))
        return tm_piece_drop(injection);
    tm_piece_put(injection, places->ends[tm_rng_below(w->rng, places->n_ends)], 0);
    return true;
}

// ---- Real texts --------------------------------------------------------------------------------

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

// A short text as it is; of a longer one a part that begins and ends at a line if one is near, and
// always at whole characters. Empty for a long text that would not be cut.
static tm_str excerpt(tm_str text, tm_rng *rng)
{
    const size_t wanted = 120 + tm_few(rng, MAX_EXCERPT);
    if (text.len <= wanted || (text.len <= MAX_EXCERPT && tm_rng_chance(rng, 0.4)))
        return text.len <= MAX_EXCERPT ? text : tm_str_slice(text, 0, 0);
    size_t begin = tm_rng_chance(rng, 0.4) ? 0 : tm_rng_below(rng, text.len - wanted);
    for (size_t i = 0; begin > 0 && i < 200 && text.ptr[begin - 1] != '\n'; i++)
        begin--;
    while (begin > 0 && continues(text.ptr[begin]))
        begin--;
    size_t end = begin + wanted;
    for (size_t i = 0; i < 120 && end < text.len && text.ptr[end] != '\n'; i++)
        end++;
    while (end < text.len && continues(text.ptr[end]))
        end++;
    return tm_str_slice(text, begin, end);
}

// An excerpt of a real spam text in the writer's language, of any kind; empty when there is none.
static tm_str draw_real(const tm_writer *w)
{
    static const char *const kinds[] = {"real_post", "real_sms", "real_page", "real_comment",
                                        "real_html"};
    const tm_list *list[sizeof kinds / sizeof kinds[0]];
    size_t n = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        list[n] = tm_payloads_find_exact(w->payloads, tm_str_of(kinds[i]), w->language);
        n += list[n] && (list[n]->groups & w->groups);
    }
    if (n == 0)
        return (tm_str){"", 0};
    const tm_list *const drawn = list[tm_rng_below(w->rng, n)];
    const tm_entry *const entry = tm_list_draw(drawn, w->groups, TM_CHOICE_ANY, w->rng);
    return entry ? excerpt(entry->text, w->rng) : (tm_str){"", 0};
}

bool tm_inject_post(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const size_t line = tm_where_line(injection, pick_where(w->rng, 0.25, 0.4));
    const tm_str real = tm_rng_chance(w->rng, 0.8) ? draw_real(w) : (tm_str){"", 0};
    tm_lines_start(injection, line);
    if (real.len > 0)
        tm_buf_add(&w->out, real);
    else if (!tm_write(w, "post"))
        return tm_piece_drop(injection);
    tm_lines_put(injection, line);
    return true;
}

// ---- Other languages and other trades -----------------------------------------------------------

static tm_str other_language(tm_str own, tm_rng *rng)
{
    static const char *const languages[] = {"ko", "en", "id", "th", "vi", "zh",
                                            "ja", "ru", "tr", "en", "id", "ko"};
    tm_str other;
    do {
        other = tm_str_of(languages[tm_rng_below(rng, sizeof languages / sizeof languages[0])]);
    } while (tm_str_equal(other, own));
    return other;
}

// Has the writer write in a language, in a disguise that its script can take on.
static void write_in(tm_writer *w, tm_str language)
{
    w->language = language;
    if (w->disguise.first != TM_DISGUISE_NONE)
        w->disguise = tm_disguise_pick(language.ptr, w->rng);
}

// Lists of what the trade sells, or of gambling.
static bool put_foreign_lines(tm_injection *injection, bool trade)
{
    tm_rng *const rng = injection->writer.rng;
    const tm_where where = pick_where(rng, 0.2, 0.55);
    const double u = tm_rng_unit(rng);
    if (u < 0.6)
        return put_run(injection, trade ? "trade_item" : "item", "separator", where);
    if (u < 0.85)
        return put_lines(injection, trade ? "trade_sentence" : "sentence", tm_few(rng, 3),
                         where);
    return put_run(injection, trade ? "trade_item" : "link", "line_separator", where);
}

static bool put_foreign_comments(tm_injection *injection)
{
    return put_lines(injection, "comment_frame", tm_few(injection->writer.rng, 8),
                     TM_WHERE_FOOT);
}

// Half of what is foreign are lists; the rest is any other kind that does not replace words.
static bool put_foreign(tm_injection *injection, bool trade)
{
    static tm_inject_kind *const others[] = {
        put_foreign_comments, put_foreign_comments, tm_inject_menu, tm_inject_title,
        tm_inject_contact,    tm_inject_block,      tm_inject_post, tm_inject_word};
    tm_rng *const rng = injection->writer.rng;
    if (trade || tm_rng_chance(rng, 0.5))
        return put_foreign_lines(injection, trade);
    return others[tm_rng_below(rng, sizeof others / sizeof others[0])](injection);
}

// Comment spam is written once and posted everywhere: often not in the page's language.
bool tm_inject_comment(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_str own = w->language;
    const size_t n = tm_rng_chance(w->rng, 0.6) ? tm_few(w->rng, 8) : 2 + tm_few(w->rng, 10);
    if (tm_rng_chance(w->rng, injection->places.korean ? 0.15 : 0.3))
        write_in(w, other_language(own, w->rng));
    const bool done = put_lines(injection, "comment_frame", n, pick_where(w->rng, 0.02, 0.9));
    w->language = own;
    return done;
}

bool tm_inject_foreign(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_str own = w->language;
    const bool trade = tm_rng_chance(w->rng, 0.5);
    if (!trade || tm_rng_chance(w->rng, 0.4))
        write_in(w, other_language(own, w->rng));
    const bool done = put_foreign(injection, trade);
    w->language = own;
    return done;
}
