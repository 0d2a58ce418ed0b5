// The groups come one after the other; what a group has is forgotten at its end.
// SPDX-License-Identifier: MIT
#include "model/term_text.h"

void tm_group_text_add(tm_group_text *group, bool contaminated, const size_t n_tokens[2])
{
    group->n_rows[contaminated]++;
    for (tm_text_side side = TM_SIDE_SPAM; side <= TM_SIDE_CLEAN; side++) {
        group->n_tokens[side] += n_tokens[side];
        group->n_texts[side] += n_tokens[side] > 0;
    }
}

static size_t mean_tokens(const tm_group_text *group, tm_text_side side)
{
    const size_t n = group->n_texts[side];
    return n > 0 ? (group->n_tokens[side] + n / 2) / n : 0;
}

void tm_group_text_end(tm_group_text *group, tm_language_tally *tally)
{
    tally->n_clean += group->n_rows[0] > 0;
    tally->n_spam += group->n_rows[1] > 0;
    tally->clean_tokens += mean_tokens(group, TM_SIDE_CLEAN);
    tally->spam_tokens += mean_tokens(group, TM_SIDE_SPAM);
    *group = (tm_group_text){.n_rows = {0}};
}
