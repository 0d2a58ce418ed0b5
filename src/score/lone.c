// One pass over the phrases: the first that differs from those before settles it.
// SPDX-License-Identifier: MIT
#include "score/lone.h"

static bool names_gambling(tm_term term)
{
    return term.klass == TM_TERM_GAME || term.klass == TM_TERM_BRAND ||
           (term.klass == TM_TERM_VENUE && term.level >= 1) ||
           (term.klass == TM_TERM_SUFFIX && tm_term_alarms(term));
}

bool tm_is_about_gambling(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                          size_t h)
{
    const tm_phrase phrase = tm_phrase_around(hits, lexicon, view, h);
    for (size_t k = phrase.first; k < phrase.end; k++)
        if (names_gambling(lexicon->term[hits->hit[k].term]))
            return true;
    return false;
}

size_t tm_lone_count(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view)
{
    size_t n = 0;
    uint32_t lone = 0;
    for (size_t h = 0, next; h < hits->len; h = next) {
        next = tm_phrase_end(hits, lexicon, view, h);
        if (tm_term_is_topic(lexicon->term[hits->hit[h].term]))
            return 0;
        if (!tm_is_about_gambling(hits, lexicon, view, h))
            continue;
        const uint32_t letters =
            tm_view_letters_hash(view, hits->hit[h].begin, hits->hit[next - 1].end);
        if (n++ > 0 && letters != lone)
            return 0;
        lone = letters;
    }
    return n;
}
